import { set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, read } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { atLeast, fail, mustBe, mustNotBe, onlyWhere, pass, spelling, textAt } from "./checks.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const group = ["aws_elasticache_replication_group"];

/** Valkey caches are encrypted at rest unless they say otherwise; Redis ones are not. */
const atRest = (component: Component): Verdict =>
  textAt(component, "engine") === "valkey"
    ? mustNotBe("at_rest_encryption_enabled", false)(component)
    : mustBe("at_rest_encryption_enabled", true)(component);

/** `preferred` takes encrypted and plain connections side by side, so no client breaks. Redis has it from 7.0 on. */
const encryptTransit = (component: Component): readonly Edit[] => {
  const version = read(component.attributes, "engine_version");
  const isNew = version === undefined || Number.parseInt(asText(version) ?? "0", 10) >= 7;
  return isUnknown(version) || !isNew
    ? []
    : [
        set(component.address, "transit_encryption_enabled", true),
        set(component.address, "transit_encryption_mode", "preferred"),
      ];
};

const authentication = (component: Component): Verdict => {
  const isSet = (path: string): boolean => {
    const value = read(component.attributes, path);
    return value !== undefined && !(Array.isArray(value) && value.length === 0);
  };
  return isSet("auth_token") || isSet("user_group_ids") ? pass : fail();
};

const isShorter = (component: Component, path: string, least: number): boolean => {
  const value = read(component.attributes, path);
  return !isUnknown(value) && Number(asText(value) ?? 0) < least;
};

/** Failover needs a second node to fail over to, and zones to spread the nodes over. */
const addReplica = (component: Component): readonly Edit[] => {
  const { address, attributes } = component;
  const isSharded = ["num_node_groups", "replicas_per_node_group", "cluster_mode"].some(
    (path) => read(attributes, path) !== undefined,
  );
  const nodes = spelling(component, "num_cache_clusters", "number_cache_clusters");
  const replicas = spelling(component, "replicas_per_node_group", "cluster_mode.replicas_per_node_group");
  const wanted: Edit[] = isSharded
    ? isShorter(component, replicas, 1)
      ? [set(address, replicas, 1)]
      : []
    : isShorter(component, nodes, 2)
      ? [set(address, nodes, 2)]
      : [];
  return [...wanted, set(address, "automatic_failover_enabled", true), set(address, "multi_az_enabled", true)];
};

const isRedis = (engine: string | undefined): boolean => engine !== undefined && engine !== "memcached";

/** A cluster that is a node of a replication group has its backups there; Memcached has none. */
const snapshots = (component: Component): Verdict =>
  component.type === "aws_elasticache_cluster"
    ? read(component.attributes, "replication_group_id") === undefined
      ? onlyWhere("engine", isRedis, atLeast("snapshot_retention_limit", 1))(component)
      : pass
    : atLeast("snapshot_retention_limit", 1)(component);

export const elasticacheRules: readonly Rule[] = [
  rule({
    id: "aws-elasticache-at-rest",
    severity: "medium",
    pillar: "security",
    types: group,
    title: "Cache is not encrypted at rest",
    why: "Sessions and personal data lie readable on disks and in backups.",
    fix: "Set `at_rest_encryption_enabled = true`; an existing cache is replaced by a new one.",
    refs: { checkov: ["CKV_AWS_29"], fsbp: ["ElastiCache.4"] },
    check: atRest,
    remedy: setTo("at_rest_encryption_enabled", true),
  }),
  rule({
    id: "aws-elasticache-transit",
    severity: "high",
    pillar: "security",
    types: group,
    title: "Cache traffic is not encrypted",
    why: "Everything that applications store and read, passwords included, crosses the network in plain text.",
    fix: "Set `transit_encryption_enabled = true` and let clients connect with TLS.",
    refs: { checkov: ["CKV_AWS_30"], fsbp: ["ElastiCache.5"] },
    check: mustBe("transit_encryption_enabled", true),
    remedy: encryptTransit,
  }),
  rule({
    id: "aws-elasticache-auth",
    severity: "medium",
    pillar: "security",
    types: group,
    title: "Cache asks for no password",
    why: "Whatever can reach its port can read and delete everything in it.",
    fix: "Set `user_group_ids`, or `auth_token` from a secret, together with `transit_encryption_enabled`.",
    refs: { checkov: ["CKV_AWS_31"], fsbp: ["ElastiCache.6"] },
    check: authentication,
  }),
  rule({
    id: "aws-elasticache-failover",
    severity: "medium",
    pillar: "reliability",
    types: group,
    title: "Cache has no automatic failover",
    why: "When the primary node fails the cache is gone until someone repairs it, and the database takes all the load.",
    fix: "Set `automatic_failover_enabled` and `multi_az_enabled` to true with at least two nodes.",
    refs: { checkov: ["CKV2_AWS_50"], fsbp: ["ElastiCache.3"] },
    check: mustBe("automatic_failover_enabled", true),
    remedy: addReplica,
  }),
  rule({
    id: "aws-elasticache-backup",
    severity: "low",
    pillar: "reliability",
    types: [...group, "aws_elasticache_cluster"],
    title: "Cache is not backed up",
    why: "After a mistake or a failed upgrade its contents cannot be brought back.",
    fix: "Set `snapshot_retention_limit` to the days that backups are kept, e.g. 7: a mistake is usually noticed within a week.",
    refs: { checkov: ["CKV_AWS_134"], fsbp: ["ElastiCache.1"] },
    check: snapshots,
    remedy: setTo("snapshot_retention_limit", 7),
  }),
  rule({
    id: "aws-elasticache-minor-upgrades",
    severity: "low",
    pillar: "operations",
    types: [...group, "aws_elasticache_cluster"],
    title: "Cache does not take minor upgrades",
    why: "Security fixes of the engine wait until someone remembers them.",
    fix: "Set `auto_minor_version_upgrade` to true.",
    refs: { checkov: ["CKV_AWS_322"], fsbp: ["ElastiCache.2"] },
    check: mustNotBe("auto_minor_version_upgrade", false),
    remedy: setTo("auto_minor_version_upgrade", true),
  }),
  rule({
    id: "aws-memorydb-transit",
    severity: "high",
    pillar: "security",
    types: ["aws_memorydb_cluster"],
    title: "MemoryDB traffic is not encrypted",
    why: "Everything that applications store and read crosses the network in plain text.",
    fix: "Set `tls_enabled` to true.",
    refs: { checkov: ["CKV_AWS_202"] },
    check: mustNotBe("tls_enabled", false),
    remedy: setTo("tls_enabled", true),
  }),
  rule({
    id: "aws-dax-at-rest",
    severity: "medium",
    pillar: "security",
    types: ["aws_dax_cluster"],
    title: "DynamoDB cache is not encrypted at rest",
    why: "What the table encrypts lies readable in the cache in front of it.",
    fix: "Set `server_side_encryption.enabled = true`.",
    refs: { checkov: ["CKV_AWS_47"], fsbp: ["DynamoDB.3"] },
    check: mustBe("server_side_encryption.enabled", true),
    remedy: setTo("server_side_encryption.enabled", true),
  }),
  rule({
    id: "aws-dax-transit",
    severity: "medium",
    pillar: "security",
    types: ["aws_dax_cluster"],
    title: "DynamoDB cache takes plain connections",
    why: "Items cross the network unencrypted between application and cache.",
    fix: 'Set `cluster_endpoint_encryption_type = "TLS"`.',
    refs: { checkov: ["CKV_AWS_239"], fsbp: ["DynamoDB.7"] },
    check: mustBe("cluster_endpoint_encryption_type", "TLS"),
  }),
];
