import { asText, isUnknown, read } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { fail, pass, unknown } from "./checks.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const github = "token.actions.githubusercontent.com";

/** Claims that whoever writes the workflow chooses, in any repository. Source: GitHub, "Security hardening with OpenID Connect". */
const claimsOfAnyone = new Set(["workflow", "environment", "ref", "context", "head_ref", "base_ref"]);

/** `repo:owner/name:…`, or another claim that names whose workflow it is. */
const namesOwner = (subject: string): boolean => {
  const [claim = "", value = ""] = subject.split(":");
  if (value === "" || value === "*" || claim === "*" || claimsOfAnyone.has(claim)) return false;
  return claim !== "repo" || /^[\w.-]+\/[^/]+$/.test(value);
};

/** Other issuers than GitHub have subjects of their own form. */
const trustsOwnWorkflows = ({ attributes }: Component): Verdict => {
  const issuer = asText(read(attributes, "issuer"));
  if (issuer !== undefined && !issuer.includes(github)) return pass;
  const subject = read(attributes, "subject");
  if (isUnknown(subject)) return unknown;
  return namesOwner(asText(subject) ?? "") ? pass : fail("subject");
};

export const azureFederationRules: readonly Rule[] = [
  rule({
    id: "azure-federation-github",
    severity: "high",
    pillar: "security",
    types: ["azuread_application_federated_identity_credential", "azurerm_federated_identity_credential"],
    title: "Workflows of strangers can log in",
    why: "Anyone with a GitHub account can write a workflow that gets your tokens.",
    fix: "Set `subject` to your own repository, e.g. `repo:owner/name:ref:refs/heads/main`.",
    refs: { checkov: ["CKV_AZURE_249"] },
    check: trustsOwnWorkflows,
  }),
];
