import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import {
  fail,
  judge,
  mustBe,
  mustBeOneOf,
  mustMatch,
  mustNotBe,
  mustNotMatch,
  onlyWhere,
  pass,
  unknown,
} from "./checks.ts";
import { isPointedAt } from "./pointed-at.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const bucket = ["google_storage_bucket"];
const database = ["google_sql_database_instance"];

const sinks = ["project", "folder", "organization"].map((level) => `google_logging_${level}_sink`);

const selfLogging = ({ attributes, id, references }: Component): Verdict => {
  const target = read(attributes, "logging.log_bucket");
  if (target === undefined) return pass;
  const pointsAtItself = references.some(({ path, to }) => path === "logging" && to === id);
  if (pointsAtItself || (!isUnknown(target) && target === read(attributes, "name"))) return fail("logging.log_bucket");
  return pass;
};

/** A sink writes into it: nobody may change what it holds. */
const lockedLogs = (component: Component, model: Model): Verdict =>
  isPointedAt(component, model, ...sinks) ? mustBe("retention_policy.is_locked", true)(component) : pass;

const newest: Readonly<Record<string, number>> = { POSTGRES: 17, MYSQL: 8, SQLSERVER: 2022 };

const version = (component: Component): Verdict =>
  judge(
    component,
    "database_version",
    (value) => {
      const [, engine = "", major = "0"] = /^([A-Z]+)_(\d+)/.exec(asText(value) ?? "") ?? [];
      return Number(major) >= (newest[engine] ?? 0);
    },
    pass,
  );

const pointInTime = (component: Component): Verdict =>
  onlyWhere(
    "master_instance_name",
    (name) => name === undefined,
    onlyWhere(
      "database_version",
      (text) => (text ?? "").startsWith("MYSQL"),
      mustBe("settings.backup_configuration.binary_log_enabled", true),
    ),
  )(component);

const postgresHistory = (component: Component): Verdict =>
  onlyWhere(
    "master_instance_name",
    (name) => name === undefined,
    onlyWhere(
      "database_version",
      (text) => (text ?? "").startsWith("POSTGRES"),
      mustBe("settings.backup_configuration.point_in_time_recovery_enabled", true),
    ),
  )(component);

/** Rule `cve-canary` holds the signatures for Log4j (CVE-2021-44228). */
const log4j = (component: Component): Verdict => {
  if (isUnknown(read(component.attributes, "rule"))) return unknown;
  const found = readAll(component.attributes, "rule").find(([, one]) =>
    matches(read(one, "match.expr.expression"), /cve-canary/),
  );
  if (found === undefined) return fail("rule");
  const [path, one] = found;
  const action = asText(read(one, "action")) ?? "";
  const isOnlyWatching = asText(read(one, "preview")) === "true";
  return action.startsWith("deny") && !isOnlyWatching ? pass : fail(path);
};

/** A rule of a policy that is a resource of its own says what it does with the attack, or is about something else. */
const log4jRule = (component: Component): Verdict => {
  const expression = read(component.attributes, "match.expr.expression");
  if (isUnknown(expression)) return unknown;
  if (!matches(expression, /cve-canary/)) return pass;
  const action = mustMatch("action", /^deny/, fail("action"))(component);
  return action.outcome === "pass" ? mustNotBe("preview", true)(component) : action;
};

const weakAlgorithm = (component: Component): Verdict => {
  const specs = readAll(component.attributes, "dnssec_config.default_key_specs");
  const weak = specs.find(([, spec]) => matches(read(spec, "algorithm"), /^rsasha1$/i));
  return weak === undefined ? pass : fail(`${weak[0]}.algorithm`);
};

/** Only subnets with IPv6 have something to say of it. */
const ipv6Access = (component: Component): Verdict =>
  onlyWhere("stack_type", (type) => type === "IPV4_IPV6" || type === "IPV6_ONLY", mustMatchIpv6)(component);

const mustMatchIpv6 = (component: Component): Verdict =>
  judge(component, "private_ipv6_google_access", (value) => asText(value)?.startsWith("ENABLE_") === true);

const firewalls = [
  "google_compute_firewall",
  "google_compute_firewall_policy_association",
  "google_compute_network_firewall_policy_association",
];

const withFirewall = (component: Component, model: Model): Verdict =>
  isPointedAt(component, model, ...firewalls) ? pass : fail();

const hardware = (component: Component): Verdict =>
  judge(component, "version_template.protection_level", (level) => matches(level, /^(?:HSM|EXTERNAL)/));

const plainForwarding = (component: Component, model: Model): Verdict => {
  const scheme = read(component.attributes, "load_balancing_scheme");
  if (isUnknown(scheme)) return unknown;
  if (!(asText(scheme) ?? "EXTERNAL").startsWith("EXTERNAL")) return pass;
  const target = model.target(component, "target");
  return target?.type.includes("target_http_proxy") === true ? fail("target") : pass;
};

const keepsItself = (
  id: string,
  types: readonly string[],
  what: string,
  path: string,
  checkov: readonly string[],
  missing: "fail" | "pass",
): Rule =>
  rule({
    id,
    severity: "low",
    pillar: "reliability",
    types,
    title: `${what} can be deleted by mistake`,
    why: "One wrong plan takes all of its data with it.",
    fix: `Set \`${path} = true\`.`,
    refs: { checkov },
    check: missing === "fail" ? mustBe(path, true) : mustNotBe(path, false),
    remedy: setTo(path, true),
  });

export const gcpServiceRules: readonly Rule[] = [
  keepsItself(
    "gcp-spanner-drop-protection",
    ["google_spanner_database"],
    "Spanner database",
    "enable_drop_protection",
    ["CKV_GCP_120"],
    "fail",
  ),
  keepsItself(
    "gcp-spanner-deletion-protection",
    ["google_spanner_database"],
    "Spanner database",
    "deletion_protection",
    ["CKV_GCP_119"],
    "pass",
  ),
  keepsItself(
    "gcp-bigquery-deletion-protection",
    ["google_bigquery_table"],
    "Table",
    "deletion_protection",
    ["CKV_GCP_121"],
    "fail",
  ),
  keepsItself(
    "gcp-bigtable-deletion-protection",
    ["google_bigtable_instance"],
    "Bigtable instance",
    "deletion_protection",
    ["CKV_GCP_122"],
    "fail",
  ),
  rule({
    id: "gcp-bucket-logs-itself",
    severity: "low",
    pillar: "operations",
    types: bucket,
    title: "Bucket writes its access log into itself",
    why: "Every line that is written makes another line, which fills the bucket and the bill.",
    fix: "Set `logging.log_bucket` to another bucket.",
    refs: { checkov: ["CKV_GCP_63"] },
    check: selfLogging,
  }),
  rule({
    id: "gcp-bucket-unlocked-logs",
    severity: "low",
    pillar: "security",
    types: bucket,
    title: "Log in the bucket can be deleted",
    why: "Who breaks in deletes the traces.",
    fix: "Add `retention_policy` with `is_locked = true`; it cannot be taken back.",
    refs: { checkov: ["CKV2_GCP_4"], cis: ["4.0:2.3", "5.0:2.3"] },
    check: lockedLogs,
  }),
  rule({
    id: "gcp-sql-old-version",
    severity: "low",
    pillar: "security",
    types: database,
    title: "Database runs an older major version",
    why: "Old versions get fixes for a few more years only, and are slower.",
    fix: "Set `database_version` to a current major version.",
    refs: { checkov: ["CKV_GCP_79"] },
    check: version,
  }),
  rule({
    id: "gcp-mysql-no-point-in-time",
    severity: "medium",
    pillar: "reliability",
    types: database,
    title: "Database can only be restored to last night",
    why: "A mistake at noon costs half a day of data.",
    fix: "Set `binary_log_enabled = true` in `backup_configuration`.",
    refs: { checkov: ["CKV2_GCP_20"] },
    check: pointInTime,
  }),
  rule({
    id: "gcp-postgresql-no-point-in-time",
    severity: "medium",
    pillar: "reliability",
    types: database,
    title: "Database can only be restored to last night",
    why: "A mistake at noon costs half a day of data.",
    fix: "Set `point_in_time_recovery_enabled = true` in `backup_configuration`.",
    refs: {},
    check: postgresHistory,
  }),
  rule({
    id: "gcp-sql-fixed-disk",
    severity: "low",
    pillar: "reliability",
    types: database,
    title: "Database storage does not grow by itself",
    why: "When the disk is full, the database stops.",
    fix: "Remove `disk_autoresize = false`.",
    refs: {},
    check: mustNotBe("settings.disk_autoresize", false),
    remedy: setTo("settings.disk_autoresize", true),
  }),
  rule({
    id: "gcp-armor-log4j",
    severity: "medium",
    pillar: "security",
    types: ["google_compute_security_policy", "google_compute_security_policy_rule"],
    title: "Cloud Armor lets attacks on Log4j through",
    why: "One request with a crafted text runs the attacker's program on every server that logs it.",
    fix: "Add a `rule` that denies `evaluatePreconfiguredExpr('cve-canary')`.",
    refs: { checkov: ["CKV_GCP_73"] },
    check: (component) =>
      component.type === "google_compute_security_policy_rule"
        ? log4jRule(component)
        : onlyWhere("type", (type) => type !== "CLOUD_ARMOR_EDGE", log4j)(component),
  }),
  rule({
    id: "gcp-dnssec-weak",
    severity: "medium",
    pillar: "security",
    types: ["google_dns_managed_zone"],
    title: "Zone is signed with SHA-1",
    why: "Signatures with SHA-1 can be forged, and resolvers begin to ignore them.",
    fix: "Set `algorithm` to ecdsap256sha256 or rsasha256.",
    refs: { checkov: ["CKV_GCP_17"], cis: ["4.0:3.4", "4.0:3.5", "5.0:3.4", "5.0:3.5"] },
    check: weakAlgorithm,
  }),
  rule({
    id: "gcp-subnet-no-ipv6-access",
    severity: "low",
    pillar: "security",
    types: ["google_compute_subnetwork"],
    title: "Machines with IPv6 need a public way to Google's APIs",
    why: "They have to be let out to the internet, where data can leave, too.",
    fix: 'Set `private_ipv6_google_access = "ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE"`.',
    refs: { checkov: ["CKV_GCP_76"] },
    check: ipv6Access,
  }),
  rule({
    id: "gcp-legacy-network",
    severity: "low",
    pillar: "security",
    types: ["google_compute_network"],
    title: "Network makes a subnet in every region by itself",
    why: "Addresses in regions that nobody uses collide with other networks, and are watched by nobody.",
    fix: "Set `auto_create_subnetworks = false` and add the subnets that you need.",
    refs: { checkov: ["CKV2_GCP_2"] },
    check: mustBe("auto_create_subnetworks", false),
  }),
  rule({
    id: "gcp-network-no-firewall",
    severity: "low",
    pillar: "security",
    types: ["google_compute_network"],
    title: "Network has no firewall rules of its own",
    why: "Nobody has decided what may talk to what, so that everything inside may once machines need anything.",
    fix: "Add a `google_compute_firewall` whose `network` is this one.",
    refs: { checkov: ["CKV2_GCP_18"] },
    check: withFirewall,
  }),
  rule({
    id: "gcp-kms-software-key",
    severity: "low",
    pillar: "security",
    types: ["google_kms_crypto_key"],
    title: "Key is not kept in hardware",
    why: "Some regulators ask for keys that cannot leave a hardware module.",
    fix: 'Set `version_template.protection_level = "HSM"`, for a new key.',
    refs: { checkov: ["CKV_GCP_129"] },
    check: hardware,
  }),
  rule({
    id: "gcp-forwarding-http",
    severity: "medium",
    pillar: "security",
    types: ["google_compute_forwarding_rule", "google_compute_global_forwarding_rule"],
    title: "Load balancer answers plain HTTP",
    why: "Passwords, cookies and data travel unencrypted to whoever asks for them that way.",
    fix: "Set `target` to an HTTPS proxy, or to an HTTP proxy whose URL map only redirects.",
    refs: { checkov: ["CKV2_GCP_37", "CKV2_GCP_38"] },
    check: (component, model) => {
      const verdict = plainForwarding(component, model);
      const proxy = model.target(component, "target");
      const map = proxy === undefined ? undefined : model.target(proxy, "url_map");
      const redirects = map !== undefined && read(map.attributes, "default_url_redirect") !== undefined;
      return verdict.outcome === "fail" && redirects ? pass : verdict;
    },
  }),
  rule({
    id: "gcp-disk-magnetic",
    severity: "low",
    pillar: "cost",
    types: ["google_compute_disk"],
    title: "Disk is of the old magnetic kind",
    why: "Balanced disks cost little more and are many times quicker.",
    fix: 'Set `type = "pd-balanced"`.',
    refs: {},
    check: mustNotMatch("type", /^pd-standard$/),
  }),
  rule({
    id: "gcp-autoscaler-single",
    severity: "low",
    pillar: "reliability",
    types: ["google_compute_autoscaler", "google_compute_region_autoscaler"],
    title: "Group may shrink to a single machine",
    why: "While that machine restarts or moves, the service is down.",
    fix: "Set `autoscaling_policy.min_replicas` to 2 or more.",
    refs: {},
    check: (component) =>
      judge(component, "autoscaling_policy.min_replicas", (value) => Number(asText(value)) >= 2, pass),
    remedy: setTo("autoscaling_policy.min_replicas", 2),
  }),
  rule({
    id: "gcp-bigtable-single-cluster",
    severity: "low",
    pillar: "reliability",
    types: ["google_bigtable_instance"],
    title: "Bigtable has one cluster",
    why: "When its zone fails, the tables cannot be reached.",
    fix: "Add a second `cluster` in another zone.",
    refs: {},
    check: ({ attributes }) => {
      const clusters = read(attributes, "cluster");
      if (isUnknown(clusters)) return unknown;
      return Array.isArray(clusters) && clusters.length >= 2 ? pass : fail("cluster");
    },
  }),
  rule({
    id: "gcp-filestore-basic",
    severity: "low",
    pillar: "reliability",
    types: ["google_filestore_instance"],
    title: "File share stands in one zone",
    why: "When that zone fails, its files cannot be reached.",
    fix: 'Set `tier` to "REGIONAL" or "ENTERPRISE".',
    refs: {},
    check: mustBeOneOf("tier", ["ENTERPRISE", "REGIONAL"], fail("tier")),
  }),
];
