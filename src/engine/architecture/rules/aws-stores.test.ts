import { describe, expect, it } from "vitest";
import { datastoreRules } from "./aws-datastores.ts";
import { efsRules } from "./aws-efs.ts";
import { elasticacheRules } from "./aws-elasticache.ts";
import { openSearchRules } from "./aws-opensearch.ts";
import { casesOf, later, refuses, wants } from "./rule-table-fixture.ts";
import { component, modelOf, outcomeOf } from "./rules-fixture.ts";

const cases = [
  ...casesOf(elasticacheRules, {
    "aws-elasticache-at-rest": {
      fail: [{}, { at_rest_encryption_enabled: false }, { engine: "valkey", at_rest_encryption_enabled: false }],
      pass: [{ at_rest_encryption_enabled: true }, { engine: "valkey" }],
      unknown: [{ at_rest_encryption_enabled: later }],
    },
    "aws-elasticache-transit": wants("transit_encryption_enabled", true, false),
    "aws-elasticache-auth": {
      fail: [{}, { user_group_ids: [] }],
      pass: [{ auth_token: later }, { user_group_ids: ["g"] }],
    },
    "aws-elasticache-failover": wants("automatic_failover_enabled", true, false),
    "aws-elasticache-backup": wants("snapshot_retention_limit", 7, 0),
    "aws-elasticache-minor-upgrades": refuses("auto_minor_version_upgrade", false, true),
    "aws-memorydb-transit": refuses("tls_enabled", false, true),
    "aws-dax-at-rest": wants("server_side_encryption.enabled", true, false),
    "aws-dax-transit": wants("cluster_endpoint_encryption_type", "TLS", "NONE"),
  }),
  ...casesOf(efsRules, {
    "aws-efs-encryption": wants("encrypted", true, false),
    "aws-efs-backup": { fail: [{}], pass: [] },
    "aws-efs-access-point-root": wants("root_directory.path", "/app", "/"),
    "aws-efs-access-point-user": { fail: [{}], pass: [{ posix_user: [{ uid: 1000, gid: 1000 }] }] },
  }),
  ...casesOf(openSearchRules, {
    "aws-opensearch-at-rest": wants("encrypt_at_rest.enabled", true, false),
    "aws-opensearch-public": { fail: [{}, { vpc_options: [] }], pass: [{ vpc_options: [{ subnet_ids: ["a"] }] }] },
    "aws-opensearch-http": wants("domain_endpoint_options.enforce_https", true, false),
    "aws-opensearch-tls": wants(
      "domain_endpoint_options.tls_security_policy",
      "Policy-Min-TLS-1-2-PFS-2023-10",
      "Policy-Min-TLS-1-0-2019-07",
    ),
    "aws-opensearch-node-encryption": wants("node_to_node_encryption.enabled", true, false),
    "aws-opensearch-single-zone": wants("cluster_config.zone_awareness_enabled", true, false),
    "aws-opensearch-logs": {
      fail: [{}, { log_publishing_options: [{ enabled: false }] }],
      pass: [{ log_publishing_options: [{ log_type: "INDEX_SLOW_LOGS" }] }],
      unknown: [{ log_publishing_options: later }],
    },
    "aws-opensearch-access-control": wants("advanced_security_options.enabled", true, false),
  }),
  ...casesOf(datastoreRules, {
    "aws-redshift-public": wants("publicly_accessible", false, true),
    "aws-redshift-encryption": wants("encrypted", true, false),
    "aws-redshift-logging": wants("logging.enable", true, false),
    "aws-redshift-snapshots": refuses("automated_snapshot_retention_period", 0, 7),
    "aws-redshift-vpc-routing": wants("enhanced_vpc_routing", true, false),
    "aws-redshift-upgrades": refuses("allow_version_upgrade", false, true),
    "aws-docdb-encryption": wants("storage_encrypted", true, false),
    "aws-docdb-backup": wants("backup_retention_period", 7, 1),
    "aws-docdb-logs": {
      fail: [{}, { enabled_cloudwatch_logs_exports: [] }],
      pass: [{ enabled_cloudwatch_logs_exports: ["audit"] }],
    },
    "aws-neptune-encryption": wants("storage_encrypted", true, false),
    "aws-neptune-backup": wants("backup_retention_period", 30, 1),
    "aws-neptune-logs": { fail: [{}], pass: [{ enable_cloudwatch_logs_exports: ["audit"] }] },
    "aws-neptune-iam": wants("iam_database_authentication_enabled", true, false),
    "aws-neptune-public": refuses("publicly_accessible", true, false),
    "aws-datastore-deletion-protection": wants("deletion_protection", true, false),
  }),
];

describe("caches, file systems, search and other stores on AWS", () => {
  it.each(cases)("$id answers $outcome to $given", ({ rule, subject, outcome }) => {
    expect(outcomeOf(rule, subject)).toBe(outcome);
  });

  it.each([
    [{ engine: "memcached" }, "pass"],
    [{ engine: "redis" }, "fail"],
    [{ replication_group_id: "main" }, "pass"],
    [{ engine: "redis", snapshot_retention_limit: 1 }, "pass"],
  ] as const)("asks a cache cluster %j for backups: %s", (attributes, outcome) => {
    const [rule] = elasticacheRules.filter(({ id }) => id === "aws-elasticache-backup");
    expect(rule && outcomeOf(rule, component("aws_elasticache_cluster", "c", attributes))).toBe(outcome);
  });

  it("takes a backup policy of a file system, and one that is switched off", () => {
    const rule = efsRules.find(({ id }) => id === "aws-efs-backup");
    const files = component("aws_efs_file_system", "files");
    const policy = (status: string) =>
      component(
        "aws_efs_backup_policy",
        "files",
        { backup_policy: [{ status }] },
        { references: [{ path: "file_system_id", to: files.id }] },
      );
    const selection = component(
      "aws_backup_selection",
      "all",
      {},
      { references: [{ path: "resources", to: files.id }] },
    );
    expect(rule?.check(files, modelOf(files, policy("ENABLED"))).outcome).toBe("pass");
    expect(rule?.check(files, modelOf(files, policy("DISABLED"))).outcome).toBe("fail");
    expect(rule?.check(files, modelOf(files, selection)).outcome).toBe("pass");
  });

  it("takes the audit log of a warehouse as a resource of its own", () => {
    const rule = datastoreRules.find(({ id }) => id === "aws-redshift-logging");
    const warehouse = component("aws_redshift_cluster", "main", { cluster_identifier: "main" });
    const logging = component("aws_redshift_logging", "main", { cluster_identifier: "main" });
    expect(rule?.check(warehouse, modelOf(warehouse, logging)).outcome).toBe("pass");
  });

  it("gives failover the nodes that it needs, under the names that the code uses", () => {
    const remedy = elasticacheRules.find(({ id }) => id === "aws-elasticache-failover")?.remedy;
    const paths = (attributes: object) => {
      const subject = component("aws_elasticache_replication_group", "main", { ...attributes });
      return (remedy?.(subject, modelOf(subject)) ?? []).map((edit) => ("path" in edit ? edit.path.join(".") : ""));
    };
    const always = ["automatic_failover_enabled", "multi_az_enabled"];
    expect(paths({})).toEqual(["num_cache_clusters", ...always]);
    expect(paths({ number_cache_clusters: 1 })).toEqual(["number_cache_clusters", ...always]);
    expect(paths({ num_node_groups: 2 })).toEqual(["replicas_per_node_group", ...always]);
    expect(paths({ num_cache_clusters: 3 })).toEqual(always);
  });
});
