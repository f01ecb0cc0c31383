import { asText, matches, read } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { fail, pass, skip, unknown } from "./checks.ts";
import { textsOf } from "./policy.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const isLocal = (source: string): boolean => /^(?:\.{1,2}(?:\/|$)|\/)/.test(source);

/** `namespace/name/provider`, perhaps after the registry's host, perhaps followed by a submodule. */
const isRegistered = (source: string): boolean =>
  /^(?:[\w.-]+\.[a-z]+\/)?[\w-]+\/[\w-]+\/[\w-]+(?:\/\/.*)?$/.test(source) &&
  !/^(?:github\.com|bitbucket\.org)\//.test(source);

const commit = /[?&]ref=[0-9a-f]{7,40}(?:&|$)/;
const versionTag = /[?&]ref=[^&]*\d+\.\d+/;

const sourceCheck =
  (judge: (source: string, component: Component) => Verdict) =>
  (component: Component): Verdict => {
    const value = read(component.attributes, "source");
    if (value === undefined) return skip;
    const source = asText(value);
    if (source === undefined) return unknown;
    return isLocal(source) ? skip : judge(source, component);
  };

const groupModule = /terraform-aws-modules\/(?:terraform-aws-)?security-group\b/;
const webOnly = /^https?-(?:80|443|8080|8443)-tcp$/;

/** Addresses that the module lets in for each of its named rules. */
const openGroup = (component: Component): Verdict => {
  if (!matches(read(component.attributes, "source"), groupModule)) return skip;
  const rules = textsOf(read(component.attributes, "ingress_rules"));
  if (rules.length > 0 && rules.every((name) => webOnly.test(name))) return pass;
  const open = ["ingress_cidr_blocks", "ingress_ipv6_cidr_blocks"].find((name) =>
    textsOf(read(component.attributes, name)).some((range) => range === "0.0.0.0/0" || range === "::/0"),
  );
  return open === undefined ? pass : fail(open);
};

/** Rules about modules that are called: where they come from, and what they are told to open. */
export const moduleSourceRules: readonly Rule[] = [
  rule({
    id: "module-source-not-pinned",
    severity: "medium",
    pillar: "security",
    types: ["module"],
    title: "Module is not pinned to one commit",
    why: "A branch or a tag can be moved: the next run then applies code that nobody has reviewed.",
    fix: "Add `?ref=` with the full hash of the reviewed commit to `source`.",
    refs: { checkov: ["CKV_TF_1"], cwe: ["CWE-494"] },
    check: sourceCheck((source) => {
      // The registry takes versions, no hashes.
      if (isRegistered(source)) return skip;
      return commit.test(source) ? pass : fail("source");
    }),
  }),
  rule({
    id: "module-version-open",
    severity: "low",
    pillar: "operations",
    types: ["module"],
    title: "Module has no version",
    why: "Each run takes what is newest, so a change of the module changes the infrastructure at an unforeseen time.",
    fix: "Set `version`, or add `?ref=` with a version's tag or a commit's hash to `source`.",
    refs: { checkov: ["CKV_TF_2"], cwe: ["CWE-494"] },
    check: sourceCheck((source, component) => {
      if (!isRegistered(source)) return versionTag.test(source) || commit.test(source) ? pass : fail("source");
      const version = read(component.attributes, "version");
      return version === undefined || version === "" ? fail("version") : pass;
    }),
  }),
  rule({
    id: "aws-module-open-group",
    severity: "high",
    pillar: "security",
    types: ["module"],
    title: "Security group module lets the whole internet in",
    why: "Every rule that the module is given, now or later, is open to everyone.",
    fix: "List the networks that are meant in `ingress_cidr_blocks`, and open single ports by `ingress_with_cidr_blocks`.",
    refs: { checkov: ["CKV_AWS_260", "CKV_AWS_277"], fsbp: ["EC2.18"] },
    check: openGroup,
  }),
];
