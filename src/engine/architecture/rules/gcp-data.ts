import { addBlock, set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Model } from "../model/index.ts";
import {
  eachBlock,
  fail,
  judge,
  mustBe,
  mustBeSet,
  mustNotBe,
  onlyWhere,
  pass,
  skip,
  textAt,
  unknown,
} from "./checks.ts";
import { grantsOn, notEveryone } from "./gcp-members.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const bucket = ["google_storage_bucket"];
const database = ["google_sql_database_instance"];
const redis = ["google_redis_instance"];
const bucketGrants = grantsOn("storage_bucket");
const bucketLists = [
  "google_storage_bucket_acl",
  "google_storage_bucket_access_control",
  "google_storage_default_object_acl",
];

const companions = (component: Component, model: Model, types: readonly string[]): readonly Component[] =>
  types.flatMap((type) => model.attached(component, type, "bucket"));

/** Access lists stop working under uniform access. */
const makeUniform = (component: Component, model: Model): readonly Edit[] =>
  companions(component, model, bucketLists).length > 0
    ? []
    : [set(component.address, "uniform_bucket_level_access", true)];

/** A bucket that is public on purpose would stop being served. */
const preventPublicAccess = (component: Component, model: Model): readonly Edit[] => {
  const isPublic = companions(component, model, bucketGrants).some((grant) => notEveryone(grant).outcome === "fail");
  return isPublic || companions(component, model, bucketLists).length > 0
    ? []
    : [set(component.address, "public_access_prevention", "enforced")];
};

/** A replica has the settings of its primary for backups and standby. */
const onPrimary = (check: (component: Component) => Verdict) =>
  onlyWhere("master_instance_name", (name) => name === undefined, check);

const openNetworks = (component: Component): Verdict =>
  eachBlock(component, "settings.ip_configuration.authorized_networks", (network, path) => {
    const range = read(network, "value");
    if (isUnknown(range)) return unknown;
    return asText(range)?.endsWith("/0") === true ? fail(`${path}.value`) : pass;
  });

const encryptedModes = new Set(["ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"]);

const encryption = (component: Component): Verdict => {
  const required = read(component.attributes, "settings.ip_configuration.require_ssl");
  if (asText(required) === "true") return pass;
  const verdict = judge(component, "settings.ip_configuration.ssl_mode", (mode) =>
    encryptedModes.has(asText(mode) ?? ""),
  );
  if (verdict.outcome !== "fail") return verdict;
  return isUnknown(required)
    ? unknown
    : verdict.path === undefined
      ? fail("settings.ip_configuration.require_ssl")
      : verdict;
};

/** The private network is a second way in, so that the public one can be closed. */
const closePublicWay = ({ address, attributes }: Component): readonly Edit[] =>
  read(attributes, "settings.ip_configuration.private_network") === undefined
    ? []
    : [set(address, "settings.ip_configuration.ipv4_enabled", false)];

/** A standby follows the primary's log, which MySQL keeps under another name than the others. */
const addStandby = (component: Component): readonly Edit[] => {
  const { address } = component;
  const version = textAt(component, "database_version");
  if (version === undefined) return [];
  const log = version.startsWith("MYSQL") ? "binary_log_enabled" : "point_in_time_recovery_enabled";
  return [
    set(address, "settings.availability_type", "REGIONAL"),
    set(address, "settings.backup_configuration.enabled", true),
    set(address, `settings.backup_configuration.${log}`, true),
  ];
};

const localFiles = (component: Component): Verdict =>
  eachBlock(component, "settings.database_flags", (flag, path) => {
    if (asText(read(flag, "name")) !== "local_infile") return pass;
    const value = read(flag, "value");
    if (isUnknown(value)) return unknown;
    return matches(value, /^(?:on|1|true)$/i) ? fail(`${path}.value`) : pass;
  });

const datasetAccess = (component: Component): Verdict =>
  eachBlock(component, "access", (access, path) => {
    const names = ["special_group", "iam_member"];
    const open = names.find((name) => matches(read(access, name), /^all(?:Authenticated)?Users$/));
    if (open !== undefined) return fail(`${path}.${open}`);
    return names.some((name) => isUnknown(read(access, name))) ? unknown : pass;
  });

/** Users of Google accounts are let in by their account. */
const isOpenRoot = (user: Component): boolean =>
  textAt(user, "name")?.startsWith("root") === true &&
  ["password", "password_wo", "type"].every((name) => read(user.attributes, name) === undefined);

const rootPassword = (instance: Component, model: Model): Verdict =>
  textAt(instance, "database_version")?.startsWith("MYSQL") === true &&
  model.attached(instance, "google_sql_user", "instance").some(isOpenRoot)
    ? fail()
    : pass;

const textOf = (attributes: Attributes, path: string): string | undefined => asText(read(attributes, path));

/** Versions that were replaced are not what is needed after an incident. */
const isAboutOldVersions = (lifecycle: Attributes): boolean =>
  ["num_newer_versions", "days_since_noncurrent_time", "noncurrent_time_before"].some(
    (name) => read(lifecycle, `condition.${name}`) !== undefined,
  ) || textOf(lifecycle, "condition.with_state") === "ARCHIVED";

const isEarlyDeletion = (lifecycle: Attributes): boolean =>
  textOf(lifecycle, "action.type") === "Delete" &&
  !isAboutOldVersions(lifecycle) &&
  !isUnknown(read(lifecycle, "condition.age")) &&
  !(Number(textOf(lifecycle, "condition.age")) >= 90);

const isArchiving = (lifecycle: Attributes): boolean =>
  textOf(lifecycle, "action.storage_class")?.toUpperCase() === "ARCHIVE" &&
  Number(textOf(lifecycle, "condition.age")) >= 180;

/** Nothing is deleted in its first 90 days, and what is half a year old costs little. A bucket without any such rule is another rule's matter. */
const archived = ({ attributes }: Component): Verdict => {
  if (isUnknown(read(attributes, "lifecycle_rule"))) return unknown;
  const lifecycles = readAll(attributes, "lifecycle_rule").filter(
    ([, lifecycle]) =>
      /^(?:Delete|SetStorageClass)$/.test(textOf(lifecycle, "action.type") ?? "") && !isAboutOldVersions(lifecycle),
  );
  if (lifecycles.length === 0) return skip;
  const early = lifecycles.find(([, lifecycle]) => isEarlyDeletion(lifecycle));
  if (early !== undefined) return fail(`${early[0]}.condition.age`);
  if (lifecycles.some(([, lifecycle]) => isArchiving(lifecycle))) return pass;
  const isDoubtful = lifecycles.some(([, lifecycle]) => isUnknown(read(lifecycle, "condition.age")));
  return isDoubtful ? unknown : fail(lifecycles[0]?.[0]);
};

export const gcpDataRules: readonly Rule[] = [
  rule({
    id: "gcp-bucket-mixed-access",
    severity: "medium",
    pillar: "security",
    types: bucket,
    title: "Bucket mixes two kinds of access control",
    why: "Besides roles every single file may have a list of its own, so nobody can tell who reads what.",
    fix: "Set `uniform_bucket_level_access = true`.",
    refs: { checkov: ["CKV_GCP_29"], cis: ["4.0:5.2", "5.0:5.2"] },
    check: mustBe("uniform_bucket_level_access", true),
    remedy: makeUniform,
  }),
  rule({
    id: "gcp-bucket-public",
    severity: "critical",
    pillar: "security",
    types: bucketGrants,
    title: "Bucket is open to everyone",
    why: "Everyone on the internet can do with its files what the role allows.",
    fix: "Name accounts or groups in `member` instead of allUsers or allAuthenticatedUsers.",
    refs: { checkov: ["CKV_GCP_28"], cis: ["4.0:5.1", "5.0:5.1"] },
    check: notEveryone,
  }),
  rule({
    id: "gcp-bucket-public-prevention",
    severity: "medium",
    pillar: "security",
    types: bucket,
    title: "Bucket can be made public",
    why: "One wrong grant, and everyone can read its files; this switch rules that out.",
    fix: 'Set `public_access_prevention = "enforced"`.',
    refs: { checkov: ["CKV_GCP_114"], cis: ["4.0:5.1", "5.0:5.1"] },
    check: mustBe("public_access_prevention", "enforced"),
    remedy: preventPublicAccess,
  }),
  rule({
    id: "gcp-bucket-no-versioning",
    severity: "low",
    pillar: "reliability",
    types: bucket,
    title: "Bucket keeps no old versions",
    why: "A file that is overwritten or deleted by mistake cannot be brought back.",
    fix: "Set `versioning.enabled = true`.",
    refs: { checkov: ["CKV_GCP_78"] },
    check: mustBe("versioning.enabled", true),
    remedy: setTo("versioning.enabled", true),
  }),
  rule({
    id: "gcp-bucket-no-logs",
    severity: "low",
    pillar: "operations",
    types: bucket,
    title: "Bucket keeps no access logs",
    why: "After a leak nobody can tell which files were read, and by whom.",
    fix: "Add a `logging` block with a bucket for the logs.",
    refs: { checkov: ["CKV_GCP_62"] },
    check: mustBeSet("logging"),
  }),
  rule({
    id: "gcp-bucket-no-lifecycle",
    severity: "low",
    pillar: "cost",
    types: bucket,
    title: "Nothing is ever removed from the bucket",
    why: "Unfinished uploads, old versions and forgotten files add to the bill every month.",
    fix: "Add a `lifecycle_rule` that deletes or moves what is no longer needed.",
    refs: { checkov: ["CKV_GCP_128"] },
    check: mustBeSet("lifecycle_rule"),
    remedy: ({ address }) => [
      addBlock(address, "lifecycle_rule", {
        condition: [{ age: 7 }],
        action: [{ type: "AbortIncompleteMultipartUpload" }],
      }),
    ],
  }),
  rule({
    id: "gcp-bucket-no-archive",
    severity: "low",
    pillar: "cost",
    types: bucket,
    title: "Old data is deleted early or never moved to the archive",
    why: "What is still needed after an incident may be gone, and what nobody reads is paid for at the price of daily use.",
    fix: "Add a `lifecycle_rule` that sets the storage class ARCHIVE at an `age` of 180, and delete nothing before 90 days.",
    refs: { checkov: ["CKV_GCP_128"] },
    check: archived,
  }),
  rule({
    id: "gcp-mysql-root-without-password",
    severity: "critical",
    pillar: "security",
    types: database,
    title: "MySQL lets anyone in as root",
    why: "The user has every right, and no password: whoever reaches the database owns it.",
    fix: "Set `password` of the `google_sql_user` called root.",
    refs: { checkov: ["CKV2_GCP_7"], cis: ["4.0:6.1.1", "5.0:6.1.1"] },
    check: rootPassword,
  }),
  rule({
    id: "gcp-sql-open-network",
    severity: "critical",
    pillar: "security",
    types: database,
    title: "Database is open to the whole internet",
    why: "Anyone can try passwords and exploits on the database itself.",
    fix: "Remove 0.0.0.0/0 from `authorized_networks`.",
    refs: { checkov: ["CKV_GCP_11"], cis: ["4.0:6.5", "4.0:6.6", "5.0:6.5", "5.0:6.7"] },
    check: openNetworks,
  }),
  rule({
    id: "gcp-sql-plain",
    severity: "high",
    pillar: "security",
    types: database,
    title: "Database takes unencrypted connections",
    why: "Passwords and data can be read on the way.",
    fix: 'Set `ssl_mode = "ENCRYPTED_ONLY"` in `ip_configuration`.',
    refs: { checkov: ["CKV_GCP_6"], cis: ["4.0:6.4", "5.0:6.4"] },
    check: encryption,
  }),
  rule({
    id: "gcp-sql-no-backup",
    severity: "high",
    pillar: "reliability",
    types: database,
    title: "Database is not backed up",
    why: "After a mistake or a broken disk the data is lost.",
    fix: "Set `backup_configuration.enabled = true`.",
    refs: { checkov: ["CKV_GCP_14"], cis: ["4.0:6.7", "5.0:6.8"] },
    check: onPrimary(mustBe("settings.backup_configuration.enabled", true)),
    remedy: setTo("settings.backup_configuration.enabled", true),
  }),
  rule({
    id: "gcp-sql-public-ip",
    severity: "medium",
    pillar: "security",
    types: database,
    title: "Database has a public address",
    why: "One wrong entry in its networks, and the internet can try passwords on it.",
    fix: "Set `ipv4_enabled = false` and `private_network` in `ip_configuration`.",
    refs: { checkov: ["CKV_GCP_60"], cis: ["2.0:6.6"] },
    check: mustBe("settings.ip_configuration.ipv4_enabled", false),
    remedy: closePublicWay,
  }),
  rule({
    id: "gcp-sql-single-zone",
    severity: "high",
    pillar: "reliability",
    types: database,
    title: "Database has no standby in another zone",
    why: "When its machine or zone fails, the database is down for as long as the repair takes.",
    fix: 'Set `availability_type = "REGIONAL"` in `settings`, with backups on.',
    refs: {},
    check: onPrimary(mustBe("settings.availability_type", "REGIONAL")),
    remedy: addStandby,
  }),
  rule({
    id: "gcp-sql-deletion-protection",
    severity: "medium",
    pillar: "reliability",
    types: database,
    title: "Database can be deleted by mistake",
    why: "One wrong command or plan deletes the instance with all its data.",
    fix: "Set `deletion_protection` to true.",
    refs: {},
    check: mustNotBe("deletion_protection", false),
    remedy: setTo("deletion_protection", true),
  }),
  rule({
    id: "gcp-sql-local-infile",
    severity: "medium",
    pillar: "security",
    types: database,
    title: "MySQL may read files of its clients",
    why: "A forged answer of the server makes a client hand over any file it can read.",
    fix: "Set the flag local_infile to off in `database_flags`.",
    refs: { checkov: ["CKV_GCP_50"] },
    check: localFiles,
    remedy: (component) =>
      readAll(component.attributes, "settings.database_flags")
        .filter(([, flag]) => asText(read(flag, "name")) === "local_infile")
        .map(([path]) => set(component.address, `${path}.value`, "off")),
  }),
  rule({
    id: "gcp-bigquery-public",
    severity: "critical",
    pillar: "security",
    types: ["google_bigquery_dataset"],
    title: "Dataset is open to everyone",
    why: "Everyone with a Google account can query the data, and copy it.",
    fix: "Name people or groups in `access` instead of allAuthenticatedUsers.",
    refs: { checkov: ["CKV_GCP_15"], cis: ["4.0:7.1", "5.0:7.1"] },
    check: datasetAccess,
  }),
  rule({
    id: "gcp-redis-no-auth",
    severity: "medium",
    pillar: "security",
    types: redis,
    title: "Cache asks for no password",
    why: "Whatever can reach its port can read and delete everything in it.",
    fix: "Set `auth_enabled = true` and give the string to the applications.",
    refs: { checkov: ["CKV_GCP_95"] },
    check: mustBe("auth_enabled", true),
  }),
  rule({
    id: "gcp-redis-plain",
    severity: "medium",
    pillar: "security",
    types: redis,
    title: "Cache traffic is not encrypted",
    why: "Everything that applications store and read crosses the network in plain text.",
    fix: 'Set `transit_encryption_mode = "SERVER_AUTHENTICATION"`.',
    refs: { checkov: ["CKV_GCP_97"] },
    check: mustBe("transit_encryption_mode", "SERVER_AUTHENTICATION"),
  }),
  rule({
    id: "gcp-redis-no-replica",
    severity: "medium",
    pillar: "reliability",
    types: redis,
    title: "Cache runs on a single node",
    why: "When its machine or zone fails, the cache is empty and gone, and the database takes all the load.",
    fix: 'Set `tier = "STANDARD_HA"`; the instance is replaced by a new one.',
    refs: {},
    check: mustBe("tier", "STANDARD_HA"),
    remedy: setTo("tier", "STANDARD_HA"),
  }),
];
