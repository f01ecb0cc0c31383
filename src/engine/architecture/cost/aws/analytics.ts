import { own } from "../../model/own.ts";
import { readAll } from "../../model/index.ts";
import type { Component } from "../../model/index.ts";
import { flagAt, isSet, numberAt, numberIn, textAt, times } from "../attributes.ts";
import { discounted, HOURS } from "../charge.ts";
import type { Charge, Pricer, Pricers } from "../charge.ts";
import { amount, count } from "../words.ts";
import { charge } from "./prices.ts";

/** Redis and Memcached nodes cost the same; Valkey nodes cost a fifth less. */
const factors: Readonly<Record<string, number>> = { redis: 1, memcached: 1, valkey: 0.8 };

const chargeNodes = (component: Component, nodes: number | undefined): Charge | undefined => {
  const size = textAt(component, "node_type")?.replace(/^cache\./, "");
  const factor = own(factors, textAt(component, "engine", "redis") ?? "");
  const redis = charge(
    size && `elasticache.${size}`,
    times(nodes, HOURS),
    `${count(nodes ?? 0, "node")} × 730 h`,
    size && `cache.${size}`,
  );
  if (factor === undefined) return undefined;
  return factor === 1 ? redis : discounted(redis, factor, "Valkey costs a fifth less than Redis");
};

const priceCacheCluster: Pricer = (component) => {
  // A cluster in a replication group takes its nodes from the group, which is priced itself.
  if (isSet(component, "replication_group_id")) return [];
  return [chargeNodes(component, numberAt(component, "num_cache_nodes", 1))];
};

/** Nodes of a group: counted directly, or shards × (1 primary + replicas), also in the older nested block. */
const nodesOf = (component: Component): number | undefined => {
  const [old] = readAll(component.attributes, "cluster_mode");
  const shards = old ? numberIn(old[1], "num_node_groups") : numberAt(component, "num_node_groups", 0);
  const replicas = old
    ? numberIn(old[1], "replicas_per_node_group", 0)
    : numberAt(component, "replicas_per_node_group", 0);
  if (shards === undefined || replicas === undefined) return undefined;
  if (shards > 0 || replicas > 0) return Math.max(1, shards) * (1 + replicas);
  return numberAt(component, "num_cache_clusters", numberAt(component, "number_cache_clusters", 1));
};

const priceReplicationGroup: Pricer = (component) => [chargeNodes(component, nodesOf(component))];

const priceRedshift: Pricer = (component, { usage, profile }) => {
  const type = textAt(component, "node_type");
  const nodes = numberAt(component, "number_of_nodes", 1);
  const stored = usage("aws_redshift_cluster", "managed_storage_gb");
  return [
    charge(type && `redshift.${type}`, times(nodes, HOURS), `${count(nodes ?? 0, "node")} × 730 h`, type),
    ...(type?.startsWith("ra3.")
      ? [charge("redshift.managed_gb_month", stored, `${amount(stored)} GB of managed storage (${profile})`)]
      : []),
  ];
};

/** `m5.large.search`, `m5.large.elasticsearch` → `m5.large`. */
const searchSize = (type: string | undefined): string | undefined => type?.replace(/\.(search|elasticsearch)$/, "");

const chargeSearchNodes = (type: string | undefined, nodes: number | undefined, what: string): Charge | undefined => {
  const size = searchSize(type);
  return charge(
    size && `opensearch.${size}`,
    times(nodes, HOURS),
    `${count(nodes ?? 0, what)} × 730 h`,
    `${size ?? ""} ${what}`,
  );
};

const priceSearchDomain: Pricer = (component) => {
  const nodes = numberAt(component, "cluster_config.instance_count", 1);
  const masters = flagAt(component, "cluster_config.dedicated_master_enabled");
  const warm = flagAt(component, "cluster_config.warm_enabled");
  const disks = flagAt(component, "ebs_options.ebs_enabled");
  const diskType = textAt(component, "ebs_options.volume_type", "gp2");
  const diskSize = numberAt(component, "ebs_options.volume_size");
  if (masters === undefined || warm === undefined || disks === undefined) return undefined;
  return [
    chargeSearchNodes(textAt(component, "cluster_config.instance_type", "m4.large.search"), nodes, "node"),
    ...(masters
      ? [
          chargeSearchNodes(
            textAt(component, "cluster_config.dedicated_master_type"),
            numberAt(component, "cluster_config.dedicated_master_count"),
            "dedicated master",
          ),
        ]
      : []),
    ...(warm
      ? [
          chargeSearchNodes(
            textAt(component, "cluster_config.warm_type"),
            numberAt(component, "cluster_config.warm_count"),
            "warm node",
          ),
        ]
      : []),
    ...(disks
      ? [
          charge(
            diskType && `opensearch.${diskType}_gb_month`,
            times(nodes, diskSize),
            `${count(nodes ?? 0, "node")} × ${diskSize ?? 0} GB ${diskType ?? ""}`,
            "disk",
          ),
        ]
      : []),
  ];
};

/** DPUs of one Glue worker, by type. */
const workerUnits: Readonly<Record<string, number>> = {
  Standard: 1,
  "G.025X": 0.25,
  "G.1X": 1,
  "G.2X": 2,
  "G.4X": 4,
  "G.8X": 8,
};

/** What Glue gives a Spark job that says nothing of its capacity. */
const defaultJobUnits = 10;

const jobUnits = (component: Component): number | undefined => {
  const workers = numberAt(component, "number_of_workers", 0);
  if (workers === undefined || workers === 0)
    return workers === undefined ? undefined : numberAt(component, "max_capacity", defaultJobUnits);
  const type = textAt(component, "worker_type");
  return times(workers, type === undefined ? undefined : own(workerUnits, type));
};

const priceGlueJob: Pricer = (component, { usage, profile }) => {
  const hours = usage("aws_glue_job", "monthly_hours");
  const units = jobUnits(component);
  return [charge("glue.dpu_hour", times(units, hours), `${units ?? 0} DPU × ${hours} h a month (${profile})`)];
};

const priceGlueCrawler: Pricer = (_, { usage, profile }) => {
  const hours = usage("aws_glue_crawler", "monthly_hours");
  return [charge("glue.dpu_hour", hours, `${hours} DPU-hours a month (${profile})`)];
};

const priceNotebook: Pricer = (component) => {
  const type = textAt(component, "instance_type");
  return [charge(type && `sagemaker.${type}_hour`, HOURS, "730 h a month", type)];
};

/** ElastiCache, Redshift, OpenSearch, Glue and SageMaker notebooks. */
export const analyticsPricers: Pricers = {
  aws_elasticache_cluster: priceCacheCluster,
  aws_elasticache_replication_group: priceReplicationGroup,
  aws_redshift_cluster: priceRedshift,
  aws_opensearch_domain: priceSearchDomain,
  aws_elasticsearch_domain: priceSearchDomain,
  aws_glue_job: priceGlueJob,
  aws_glue_crawler: priceGlueCrawler,
  aws_sagemaker_notebook_instance: priceNotebook,
};
