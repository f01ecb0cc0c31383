import { readAll } from "../../model/index.ts";
import type { Component } from "../../model/index.ts";
import { numberAt, numberIn, targetOf, textAt, textIn, times } from "../attributes.ts";
import { HOURS } from "../charge.ts";
import type { Charge, Pricer, Pricers } from "../charge.ts";
import { bill, named, tariffsOf, when } from "../tariff.ts";
import { amount, count } from "../words.ts";
import { chargeMachines } from "./machines.ts";
import { charge } from "./prices.ts";

const { monthly, hourly, used } = tariffsOf(charge);

/** AlloyDB gives every vCPU eight gigabytes. */
const memoryPerCpu = 8;

/** A primary that stays up when a zone fails has a standby; a pool of readers has as many nodes as it says. */
const nodesOf = (component: Component): number | undefined => {
  if (textAt(component, "instance_type") === "READ_POOL") return numberAt(component, "read_pool_config.node_count", 1);
  const availability = textAt(component, "availability_type", "REGIONAL");
  return availability === undefined ? undefined : availability === "ZONAL" ? 1 : 2;
};

const priceAlloyInstance: Pricer = (component) => {
  const nodes = nodesOf(component);
  const cpus = numberAt(component, "machine_config.cpu_count", 2);
  const said = `${count(nodes ?? 0, "node")} × ${cpus ?? 0} vCPU`;
  return [
    charge("alloydb.vcpu_hour", times(nodes, cpus, HOURS), `${said} × 730 h`),
    charge("alloydb.gb_hour", times(nodes, cpus, memoryPerCpu, HOURS), `${said} with ${memoryPerCpu} GB each × 730 h`),
  ];
};

/** Shards × (1 primary + replicas). */
const priceRedisCluster: Pricer = (component) => {
  const shards = numberAt(component, "shard_count");
  const replicas = numberAt(component, "replica_count", 0);
  const nodes = times(shards, replicas === undefined ? undefined : 1 + replicas);
  const type = textAt(component, "node_type", "REDIS_HIGHMEM_MEDIUM");
  const price = type === "REDIS_STANDARD_SMALL" ? "redis.cluster.small_hour" : undefined;
  return [charge(price, times(nodes, HOURS), `${count(nodes ?? 0, "node")} × 730 h`, type)];
};

/** Jobs of Cloud Run cost while they run, at the price of CPU that is always on; half a GB to each vCPU. */
const gigabytesPerJobCpu = 0.5;

const priceJob: Pricer = (_, { usage, profile }) => {
  const hours = usage("google_cloud_run_v2_job", "monthly_vcpu_hours");
  const said = `${amount(hours)} vCPU-hours of jobs a month (${profile})`;
  return [
    charge("run.instance.vcpu_second", hours * 3600, said),
    charge(
      "run.instance.gib_second",
      hours * 3600 * gigabytesPerJobCpu,
      `${said}, with ${gigabytesPerJobCpu} GiB each`,
    ),
  ];
};

const instanceClasses: Readonly<Record<string, string>> = {
  F1: "appengine.f1_hour",
  B1: "appengine.f1_hour",
  F2: "appengine.f2_hour",
  B2: "appengine.f2_hour",
  F4: "appengine.f4_hour",
  B4: "appengine.f4_hour",
  F4_1G: "appengine.f4_1g_hour",
  B4_1G: "appengine.f4_1g_hour",
};

const priceFlexible: Pricer = (component) => {
  const instances = numberAt(
    component,
    "manual_scaling.instances",
    numberAt(component, "automatic_scaling.min_total_instances", 2),
  );
  const cpus = numberAt(component, "resources.cpu", 1);
  const memory = numberAt(component, "resources.memory_gb", 0.6);
  const disk = numberAt(component, "resources.disk_gb", 10);
  const said = count(instances ?? 0, "instance");
  return [
    charge("appengine.flex_vcpu_hour", times(instances, cpus, HOURS), `${said} × ${cpus ?? 0} vCPU × 730 h`),
    charge("appengine.flex_gb_hour", times(instances, memory, HOURS), `${said} × ${memory ?? 0} GB × 730 h`),
    charge("disk.pd-standard", times(instances, disk), `${said} × ${disk ?? 0} GB`, "disk"),
  ];
};

/** A worker of Dataflow is an n1-standard-1 with a disk of 250 GB. */
const worker = { cpus: 1, memory: 3.75, diskGb: 250 };

const priceDataflow: Pricer = (component, { usage, profile }) => {
  const hours = usage("google_dataflow_job", "monthly_hours");
  const [, size] = /^n1-standard-(\d+)$/.exec(textAt(component, "machine_type", "n1-standard-1") ?? "") ?? [];
  const cpus = size === undefined ? undefined : Number(size);
  const said = `one worker of ${cpus ?? 0} vCPU, ${hours} h a month (${profile})`;
  return [
    charge("dataflow.vcpu_hour", times(cpus, hours), said),
    charge("dataflow.gb_hour", times(cpus, worker.memory, hours), said),
    charge("dataflow.disk_gb_hour", worker.diskGb * hours, said, "disk"),
  ];
};

/** vCPUs of a predefined machine: the number that its name ends in. */
const processorsOf = (type: string | undefined): number | undefined => {
  const [, size] = /-(\d+)$/.exec(type ?? "") ?? [];
  return size === undefined ? undefined : Number(size);
};

/** What Dataproc starts when nothing is said. */
const clusterMachine = "n1-standard-4";

const chargeClusterNodes = (component: Component, part: string, least: number): (Charge | undefined)[] => {
  const [config] = readAll(component.attributes, `cluster_config.${part}_config`);
  const block = config?.[1] ?? {};
  const type = textIn(block, "machine_type", clusterMachine);
  const nodes = numberIn(block, "num_instances", least);
  const said = `${count(nodes ?? 0, `${part} node`)} × 730 h, for Dataproc`;
  return [
    ...chargeMachines({ type, count: nodes, note: `${part} nodes`, what: part }),
    charge("dataproc.vcpu_hour", times(processorsOf(type), nodes, HOURS), said, `${part} nodes`),
  ];
};

const priceDataproc: Pricer = (component) => [
  ...chargeClusterNodes(component, "master", 1),
  ...chargeClusterNodes(component, "worker", 2),
];

const slotPrices = {
  STANDARD: "bigquery.slot_standard_hour",
  ENTERPRISE: "bigquery.slot_enterprise_hour",
  ENTERPRISE_PLUS: "bigquery.slot_plus_hour",
};

/** A subordinate authority costs what its pool's tier says. */
const priceAuthority: Pricer = (component, { model }) => {
  const pool = targetOf(model, component, "pool", "google_privateca_ca_pool");
  const tier = pool && textAt(pool, "tier")?.toLowerCase();
  return [charge(tier && `privateca.${tier}_month`, 1, `one authority, tier ${tier ?? ""}`)];
};

/** Users that cost nothing; they are the project's. */
const freeUsers = 50_000;

const priceIdentity: Pricer = (_, { usage, profile }) => {
  const users = usage("google_identity_platform_config", "monthly_active_users");
  const paid = Math.max(0, users - freeUsers);
  return [
    charge("identity.mau", paid, `${amount(users)} users a month, the first ${amount(freeUsers)} free (${profile})`),
  ];
};

const priceMetric = bill(
  used("google_monitoring_metric_descriptor.monthly_monitoring_data_mb", "monitoring.mib", "MiB of metrics a month"),
);

const priceRetention = bill(
  used(
    "google_logging_project_bucket_config.monthly_retained_gb",
    "logging.retention_gb_month",
    "GB kept beyond 30 days",
  ),
);

const priceLogBucket = bill(
  when((component) => (numberAt(component, "retention_days", 30) ?? 30) > 30, priceRetention),
);

/** AlloyDB, App Engine, data processing, workflows, AI, delivery, identity and monitoring. */
export const platformPricers: Pricers = {
  google_alloydb_cluster: bill(used("google_alloydb_cluster.storage_gb", "alloydb.storage_gb_month", "GB stored")),
  google_alloydb_instance: priceAlloyInstance,
  google_redis_cluster: priceRedisCluster,
  google_cloud_run_v2_job: priceJob,
  google_app_engine_standard_app_version: bill(
    used(
      "google_app_engine_standard_app_version.monthly_instance_hours",
      named("instance_class", instanceClasses, "F1"),
      "instance hours a month",
    ),
  ),
  google_app_engine_flexible_app_version: priceFlexible,
  google_workflows_workflow: bill(
    used("google_workflows_workflow.monthly_steps", "workflows.step_1k", "steps a month", { per: 1000 }),
  ),
  google_api_gateway_gateway: bill(
    used("google_api_gateway_gateway.monthly_calls", "apigateway.call_million", "calls a month", { per: 1e6 }),
  ),
  google_dataflow_job: priceDataflow,
  google_dataflow_flex_template_job: priceDataflow,
  google_dataproc_cluster: priceDataproc,
  google_data_fusion_instance: bill(
    hourly(
      named("type", {
        DEVELOPER: "datafusion.developer_hour",
        BASIC: "datafusion.basic_hour",
        ENTERPRISE: "datafusion.enterprise_hour",
      }),
    ),
  ),
  google_bigquery_reservation: bill(
    hourly(named("edition", slotPrices, "ENTERPRISE"), {
      times: (component) => numberAt(component, "slot_capacity"),
      said: "slots",
    }),
  ),
  google_document_ai_processor: bill(
    used("google_document_ai_processor.monthly_pages", "documentai.page_1k", "pages a month", { per: 1000 }),
  ),
  google_dialogflow_cx_agent: bill(
    used("google_dialogflow_cx_agent.monthly_requests", "dialogflow.request", "requests a month"),
  ),
  google_container_registry: bill(
    used("google_container_registry.storage_gb", "gcs.standard.multi_us_gb_month", "GB of images"),
  ),
  google_cloudbuild_trigger: bill(
    used("google_cloudbuild_trigger.monthly_build_mins", "build.min", "build minutes a month"),
  ),
  google_clouddeploy_delivery_pipeline: bill(monthly("clouddeploy.pipeline_month", { said: "one active pipeline" })),
  google_firebase_hosting_site: bill(
    used("google_firebase_hosting_site.storage_gb", "firebase.stored_gb_month", "GB kept"),
    used("google_firebase_hosting_site.monthly_served_gb", "firebase.served_gb", "GB sent a month"),
  ),
  google_identity_platform_config: priceIdentity,
  google_privateca_certificate_authority: priceAuthority,
  google_monitoring_metric_descriptor: priceMetric,
  google_logging_project_bucket_config: priceLogBucket,
  google_logging_folder_bucket_config: priceLogBucket,
  google_logging_organization_bucket_config: priceLogBucket,
  google_logging_billing_account_bucket_config: priceLogBucket,
};
