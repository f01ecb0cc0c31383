import { asText, isUnknown, read } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { fail, judge, mustBe, mustBeSet, mustNotMatch, onlyWhere, pass, unknown } from "./checks.ts";
import { grantsOn, notEveryone } from "./gcp-members.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import { settingRule } from "./setting-rule.ts";
import type { Rule, Verdict } from "./rule.ts";
import { onceForStack } from "./stack.ts";

const projectGrants = grantsOn("project", "folder", "organization");

/** What people notice when it breaks: the first of these that a stack has stands for its alerts. */
const watched = [
  "google_compute_global_forwarding_rule",
  "google_compute_forwarding_rule",
  "google_cloud_run_v2_service",
  "google_cloud_run_service",
  "google_sql_database_instance",
  "google_container_cluster",
  "google_compute_instance",
];

/** 90 days, in seconds. */
const longestRotation = 7_776_000;

/** Only keys that both encrypt and decrypt can be rotated by Google. */
const rotation = onlyWhere(
  "purpose",
  (purpose) => purpose === undefined || purpose === "ENCRYPT_DECRYPT",
  (component: Component) =>
    judge(component, "rotation_period", (period) => Number.parseFloat(asText(period) ?? "") <= longestRotation),
);

const httpsTrigger = (component: Component): Verdict => {
  const trigger = read(component.attributes, "trigger_http");
  if (trigger === undefined || asText(trigger) === "false") return pass;
  const verdict = mustBe("https_trigger_security_level", "SECURE_ALWAYS")(component);
  return isUnknown(trigger) && verdict.outcome === "fail" ? unknown : verdict;
};

const scansImages = ({ attributes }: Component): Verdict => {
  const services = read(attributes, "services");
  if (isUnknown(services)) return unknown;
  const list = Array.isArray(services) ? services : [];
  if (list.some((service) => asText(service) === "containerscanning.googleapis.com")) return pass;
  return list.some(isUnknown) ? unknown : fail("services");
};

export const gcpPlatformRules: readonly Rule[] = [
  settingRule({
    id: "gcp-dialogflow-no-log",
    severity: "low",
    pillar: "operations",
    types: ["google_dialogflow_agent"],
    path: "enable_logging",
    want: [true],
    title: "Agent keeps no log of its conversations",
    why: "Where it fails its users, or is misused, cannot be found out afterwards.",
    checkov: ["CKV2_GCP_29"],
    safe: true,
  }),
  settingRule({
    id: "gcp-dialogflow-cx-no-log",
    severity: "low",
    pillar: "operations",
    types: ["google_dialogflow_cx_agent", "google_dialogflow_cx_webhook"],
    path: "enable_stackdriver_logging",
    want: [true],
    title: "Dialogflow CX writes no log",
    why: "Where a conversation or a call to a webhook failed cannot be found out afterwards.",
    checkov: ["CKV2_GCP_30", "CKV2_GCP_31"],
    safe: true,
  }),
  rule({
    id: "gcp-images-not-scanned",
    severity: "medium",
    pillar: "security",
    types: ["google_project_services"],
    title: "Images are not scanned for known holes",
    why: "Vulnerable packages reach production unseen.",
    fix: 'Add "containerscanning.googleapis.com" to `services`.',
    refs: { checkov: ["CKV2_GCP_11"] },
    check: scansImages,
  }),
  rule({
    id: "gcp-kms-rotation",
    severity: "medium",
    pillar: "security",
    types: ["google_kms_crypto_key"],
    title: "Key is not renewed every 90 days",
    why: "The longer one key is used, the more a copy of it opens.",
    fix: 'Set `rotation_period = "7776000s"`.',
    refs: { checkov: ["CKV_GCP_43"], cis: ["4.0:1.10", "5.0:1.11"] },
    check: rotation,
    remedy: setTo("rotation_period", "7776000s"),
  }),
  rule({
    id: "gcp-kms-public",
    severity: "critical",
    pillar: "security",
    types: grantsOn("kms_crypto_key", "kms_key_ring"),
    title: "Key is open to everyone",
    why: "Everyone on the internet can do with the key what the role allows.",
    fix: "Name accounts or groups in `member` instead of allUsers or allAuthenticatedUsers.",
    refs: { checkov: ["CKV_GCP_112", "CKV2_GCP_6", "CKV2_GCP_8"], cis: ["4.0:1.9", "5.0:1.10"] },
    check: notEveryone,
  }),
  rule({
    id: "gcp-iam-basic-role",
    severity: "high",
    pillar: "security",
    types: projectGrants,
    title: "Someone is owner or editor of everything",
    why: "Basic roles reach every service, so one stolen login or key is enough to take the project.",
    fix: "Set `role` to the predefined roles that the work needs.",
    refs: {
      checkov: ["CKV_GCP_115", "CKV_GCP_116", "CKV_GCP_117", "CKV_GCP_44", "CKV_GCP_45"],
    },
    check: mustNotMatch("role", /^roles\/(?:owner|editor)$/),
  }),
  rule({
    id: "gcp-iam-impersonation",
    severity: "medium",
    pillar: "security",
    types: projectGrants,
    title: "Someone may act as any service account",
    why: "With one of these roles for a whole project people take the rights of its strongest account.",
    fix: "Grant the `role` on the one service account that is meant.",
    refs: { checkov: ["CKV_GCP_41", "CKV_GCP_44", "CKV_GCP_45"], cis: ["4.0:1.6", "5.0:1.7"] },
    check: mustNotMatch("role", /^roles\/iam\.serviceAccount(?:User|TokenCreator)$/),
  }),
  rule({
    id: "gcp-iam-account-key",
    severity: "medium",
    pillar: "security",
    types: ["google_service_account_key"],
    title: "Service account has a key file",
    why: "It works from anywhere, does not expire, and ends up in repositories, laptops and Terraform's state.",
    fix: "Remove `google_service_account_key` and use workload identity or impersonation.",
    refs: { cis: ["4.0:1.4", "5.0:1.5"] },
    check: () => fail(),
  }),
  rule({
    id: "gcp-iam-uploaded-key",
    severity: "medium",
    pillar: "security",
    types: ["google_service_account_key"],
    title: "Service account trusts a key that was made elsewhere",
    why: "Google does not know who holds the other half, and nobody is told when it leaks.",
    fix: "Remove `public_key_data`, and the key with it where workload identity will do.",
    refs: { checkov: ["CKV2_GCP_3"] },
    check: (component) =>
      read(component.attributes, "public_key_data") === undefined ? pass : fail("public_key_data"),
  }),
  rule({
    id: "gcp-iam-open-federation",
    severity: "high",
    pillar: "security",
    types: ["google_iam_workload_identity_pool_provider"],
    title: "Federation trusts every identity of its issuer",
    why: "With a shared issuer such as GitHub any stranger's workflow can ask for your tokens.",
    fix: "Set `attribute_condition`, e.g. to your own organisation.",
    refs: { checkov: ["CKV_GCP_118"] },
    check: mustBeSet("attribute_condition"),
  }),
  rule({
    id: "gcp-run-public",
    severity: "medium",
    pillar: "security",
    types: grantsOn("cloud_run_service", "cloud_run_v2_service"),
    title: "Service can be called by everyone",
    why: "Every call costs money and reaches the program, whether the caller is known or not.",
    fix: "Name the callers in `member`, or put a load balancer with IAP or Cloud Armor in front.",
    refs: { checkov: ["CKV_GCP_102"] },
    check: notEveryone,
  }),
  rule({
    id: "gcp-function-public",
    severity: "medium",
    pillar: "security",
    types: grantsOn("cloudfunctions_function", "cloudfunctions2_function"),
    title: "Function can be called by everyone",
    why: "Every call costs money and reaches the program, whether the caller is known or not.",
    fix: "Name the callers in `member` instead of allUsers or allAuthenticatedUsers.",
    refs: { checkov: ["CKV_GCP_107"] },
    check: notEveryone,
  }),
  rule({
    id: "gcp-function-http",
    severity: "medium",
    pillar: "security",
    types: ["google_cloudfunctions_function"],
    title: "Function answers plain HTTP",
    why: "Tokens and data travel unencrypted to whoever asks for them that way.",
    fix: 'Set `https_trigger_security_level = "SECURE_ALWAYS"`.',
    refs: { checkov: ["CKV2_GCP_10"] },
    check: httpsTrigger,
    remedy: setTo("https_trigger_security_level", "SECURE_ALWAYS"),
  }),
  rule({
    id: "gcp-registry-public",
    severity: "high",
    pillar: "security",
    types: grantsOn("artifact_registry_repository"),
    title: "Registry is open to everyone",
    why: "Anyone can download the images, with the program and whatever secrets were built into it.",
    fix: "Name accounts or groups in `member` instead of allUsers or allAuthenticatedUsers.",
    refs: { checkov: ["CKV_GCP_101"] },
    check: notEveryone,
  }),
  rule({
    id: "gcp-pubsub-public",
    severity: "high",
    pillar: "security",
    types: grantsOn("pubsub_topic", "pubsub_subscription"),
    title: "Messages are open to everyone",
    why: "Strangers can read messages or send their own into the system, depending on the role.",
    fix: "Name accounts or groups in `member` instead of allUsers or allAuthenticatedUsers.",
    refs: { checkov: ["CKV_GCP_99"] },
    check: notEveryone,
  }),
  rule({
    id: "gcp-no-alerts",
    severity: "medium",
    pillar: "operations",
    types: watched,
    title: "Nothing in the stack raises an alert",
    why: "Customers notice an outage before you do.",
    fix: "Add a `google_monitoring_alert_policy` for errors and load of what customers use.",
    refs: {},
    check: onceForStack(watched, (_, model) =>
      model.ofType("google_monitoring_alert_policy").length > 0 ? pass : fail(),
    ),
  }),
];
