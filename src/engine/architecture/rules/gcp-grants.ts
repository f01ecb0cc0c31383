import { asText, isUnknown, matches, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { fail, mustBe, mustBeSet, mustNotMatch, pass, unknown } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { grantsOn, notEveryone } from "./gcp-members.ts";
import { isPointedAt } from "./pointed-at.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const holders = grantsOn("project", "folder", "organization");

const defaultAccount = /-compute@developer\.gserviceaccount\.com$|@appspot\.gserviceaccount\.com$/;

/** Accounts that Google makes by itself, whose rights nobody chose. */
const toDefaultAccount = ({ attributes }: Component): Verdict => {
  const members = read(attributes, "members");
  const list = [read(attributes, "member"), ...(Array.isArray(members) ? members : [members])];
  const isDefault = list.some((member) =>
    isUnknown(member)
      ? member.refs.some((ref) => /default_service_account/.test(ref))
      : matches(member, defaultAccount),
  );
  if (isDefault) return fail(read(attributes, "member") === undefined ? "members" : "member");
  return list.some((member) => isUnknown(member) && member.refs.length === 0 && member.shape === undefined)
    ? unknown
    : pass;
};

const wideRoles = /^roles\/(?:owner|editor|.*[aA]dmin|.*\.serviceAgent)$/;
const impersonating =
  /^roles\/(?:iam\.(?:securityAdmin|serviceAccount(?:Admin|KeyAdmin|OpenIdTokenCreator)|workloadIdentityUser)|[\w.]+\.\w*[sS]erviceAgent|dataproc\.hubAgent|dataflow\.(?:admin|developer)|resourcemanager\.(?:folder|organization)Admin|cloudfunctions\.(?:admin|developer)|compute\.(?:admin|instanceAdmin(?:\.v1)?)|deploymentmanager\.editor|composer\.(?:admin|environmentAndStorageObjectAdmin)|run\.admin|cloudbuild\.builds\.editor|genomics\.admin|ml\.admin|notebooks\.(?:admin|legacyAdmin))$/;

/** Only Google accounts of machines count: people who administer need such roles. */
const adminAccount = (component: Component): Verdict => {
  const { attributes } = component;
  const member = read(attributes, "member");
  const members = read(attributes, "members");
  const texts = [member, ...(Array.isArray(members) ? members : [])].map((one) =>
    isUnknown(one) ? (asText(one.shape) ?? one.refs.join(" ")) : (asText(one) ?? ""),
  );
  const isMachine = texts.some(
    (text) => text.startsWith("serviceAccount:") || text.includes("google_service_account."),
  );
  return isMachine ? mustNotMatch("role", wideRoles)(component) : pass;
};

const usesAudit = (component: Component): Verdict => {
  const service = read(component.attributes, "service");
  if (isUnknown(service)) return unknown;
  return asText(service) === "allServices" ? exempts(component) : fail("service");
};

const exempts = ({ attributes }: Component): Verdict => {
  const configs = read(attributes, "audit_log_config");
  if (isUnknown(configs)) return unknown;
  const list = Array.isArray(configs) ? configs : [];
  return list.some((config) => typeof config === "object" && JSON.stringify(config).includes('"exempted_members":["'))
    ? fail("audit_log_config")
    : pass;
};

/** A configuration with gaps is its own rule's matter, and the project's when it has no other. */
const audited = (project: Component, model: Model): Verdict => {
  const configs = companionsOf(project, model, "google_project_iam_audit_config", "project");
  if (configs === undefined) return unknown;
  return configs.some((config) => usesAudit(config).outcome !== "fail") ? pass : fail();
};

const condition = (component: Component): string => asText(read(component.attributes, "attribute_condition")) ?? "";

const isGithub = (component: Component): boolean =>
  (asText(read(component.attributes, "oidc.issuer_uri")) ?? "").includes("token.actions.githubusercontent.com");

/** A condition that names a repository or an owner, and does not take everything by a wildcard. */
const githubTrust = (component: Component): Verdict => {
  if (isUnknown(read(component.attributes, "attribute_condition"))) return unknown;
  if (!isGithub(component)) return pass;
  const text = condition(component);
  const isNarrow =
    /assertion\.(?:repository(?:_owner)?(?:_id)?|sub)\s*(?:==|in\b)|attribute\.\w+\s*==|startsWith\(\s*['"]repo:[\w-]+\//.test(
      text,
    );
  return isNarrow && !/['"]\*['"]|repo:\*/.test(text) ? pass : fail("attribute_condition");
};

const keyOfAccount = (component: Component, model: Model): Verdict =>
  isPointedAt(component, model, "google_service_account_key") ? fail() : pass;

export const gcpGrantRules: readonly Rule[] = [
  rule({
    id: "gcp-iam-default-account",
    severity: "medium",
    pillar: "security",
    types: holders,
    title: "A default account is given rights",
    why: "Every machine and app that names no account of its own gets them, too.",
    fix: "Make an account for each purpose, and name it in `member`.",
    refs: { checkov: ["CKV_GCP_46", "CKV_GCP_47", "CKV_GCP_48"] },
    check: toDefaultAccount,
  }),
  rule({
    id: "gcp-iam-admin-account",
    severity: "medium",
    pillar: "security",
    types: holders,
    title: "A service account is administrator",
    why: "Its key, or any machine that runs as it, is enough to take the project.",
    fix: "Set `role` to the predefined roles that the program needs.",
    refs: { checkov: ["CKV_GCP_42"], cis: ["4.0:1.5", "5.0:1.6"] },
    check: adminAccount,
  }),
  rule({
    id: "gcp-iam-wide-impersonation",
    severity: "medium",
    pillar: "security",
    types: holders,
    title: "Someone may take the rights of service accounts",
    why: "With this role for a project, folder or organisation people take the rights of its strongest account.",
    fix: "Grant the `role` on the one service account that is meant.",
    refs: { checkov: ["CKV_GCP_44", "CKV_GCP_45", "CKV_GCP_49"] },
    check: mustNotMatch("role", impersonating),
  }),
  rule({
    id: "gcp-iam-reads-everything",
    severity: "low",
    pillar: "security",
    types: holders,
    title: "Someone may read everything",
    why: "The role reaches every service of the project, folder or organisation, with the data in most of them.",
    fix: "Set `role` to the predefined roles that the work needs.",
    refs: { checkov: ["CKV_GCP_115", "CKV_GCP_116", "CKV_GCP_117"] },
    check: mustNotMatch("role", /^roles\/viewer$/),
  }),
  rule({
    id: "gcp-iam-public",
    severity: "critical",
    pillar: "security",
    types: holders,
    title: "Everyone is given rights",
    why: "Everyone on the internet can do in the project what the role allows.",
    fix: "Name accounts or groups in `member` instead of allUsers or allAuthenticatedUsers.",
    refs: { checkov: ["CKV_GCP_113"] },
    check: notEveryone,
  }),
  rule({
    id: "gcp-iam-github",
    severity: "high",
    pillar: "security",
    types: ["google_iam_workload_identity_pool_provider"],
    title: "Workflows of strangers can log in",
    why: "Anyone with a GitHub account can write a workflow that gets your tokens.",
    fix: "Set `attribute_condition` to your own organisation or repository.",
    refs: { checkov: ["CKV_GCP_125"] },
    check: githubTrust,
  }),
  rule({
    id: "gcp-project-no-audit",
    severity: "medium",
    pillar: "operations",
    types: ["google_project"],
    title: "Project does not write down who reads its data",
    why: "Reading leaves no trace unless it is asked for, so after a leak nobody can tell what was taken.",
    fix: 'Add a `google_project_iam_audit_config` with `service = "allServices"` for the project.',
    refs: { checkov: ["CKV2_GCP_5"], cis: ["4.0:2.1", "5.0:2.1"] },
    check: audited,
  }),
  rule({
    id: "gcp-iam-audit-gaps",
    severity: "medium",
    pillar: "operations",
    types: [
      "google_project_iam_audit_config",
      "google_organization_iam_audit_config",
      "google_folder_iam_audit_config",
    ],
    title: "Audit log leaves services or people out",
    why: "What is not written down cannot be found out afterwards.",
    fix: 'Set `service = "allServices"` and exempt nobody.',
    refs: { checkov: ["CKV2_GCP_5"], cis: ["4.0:2.1", "5.0:2.1"] },
    check: usesAudit,
  }),
  rule({
    id: "gcp-iam-exported-key",
    severity: "medium",
    pillar: "security",
    types: ["google_service_account"],
    title: "Service account can be used with a key file",
    why: "The file works from anywhere, does not expire, and ends up in repositories, laptops and Terraform's state.",
    fix: "Remove the `google_service_account_key` and use workload identity or impersonation.",
    refs: { cis: ["4.0:1.4", "5.0:1.5"] },
    check: keyOfAccount,
  }),
  rule({
    id: "gcp-bigquery-table-public",
    severity: "critical",
    pillar: "security",
    types: grantsOn("bigquery_table", "bigquery_dataset"),
    title: "Table is open to everyone",
    why: "Everyone on the internet can read or change its rows, depending on the role.",
    fix: "Name accounts or groups in `member` instead of allUsers or allAuthenticatedUsers.",
    refs: { checkov: ["CKV_GCP_100", "CKV_GCP_15"] },
    check: notEveryone,
  }),
  rule({
    id: "gcp-dataproc-public-grant",
    severity: "high",
    pillar: "security",
    types: grantsOn("dataproc_cluster"),
    title: "Dataproc cluster is open to everyone",
    why: "Strangers can run their own jobs on it, with its rights and at your cost.",
    fix: "Name accounts or groups in `member` instead of allUsers or allAuthenticatedUsers.",
    refs: { checkov: ["CKV_GCP_98"] },
    check: notEveryone,
  }),
  rule({
    id: "gcp-container-registry-public",
    severity: "high",
    pillar: "security",
    types: grantsOn("storage_bucket"),
    title: "Images of the project are open to everyone",
    why: "Anyone can download the programs, with whatever secrets were built into them.",
    fix: "Name accounts or groups in `member` instead of allUsers or allAuthenticatedUsers.",
    refs: { checkov: ["CKV2_GCP_9"] },
    check: (component, model) => {
      const target = model.target(component, "bucket");
      const name = asText(read(component.attributes, "bucket")) ?? "";
      const isRegistry =
        target?.type === "google_container_registry" || /(?:^|\.)artifacts\..*appspot\.com$/.test(name);
      return isRegistry ? notEveryone(component) : pass;
    },
  }),
  rule({
    id: "gcp-kms-destroyable",
    severity: "low",
    pillar: "reliability",
    types: ["google_kms_crypto_key"],
    title: "Key can be destroyed by a wrong plan",
    why: "With the key everything that it encrypts is lost.",
    fix: "Set `prevent_destroy = true` in `lifecycle`.",
    refs: { checkov: ["CKV_GCP_82"] },
    check: mustBe("lifecycle.prevent_destroy", true),
  }),
  rule({
    id: "gcp-secret-endless",
    severity: "low",
    pillar: "security",
    types: ["google_secret_manager_secret"],
    title: "Secret is never renewed",
    why: "A secret that leaked years ago still opens the door.",
    fix: "Add `rotation` with `rotation_period`.",
    refs: {},
    check: mustBeSet("rotation"),
  }),
];
