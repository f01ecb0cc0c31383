import { asText, isUnknown, read, shortImage, softwareOf, withoutApiVersion } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { imageOf, runs } from "./software.ts";

type Describe = (component: Component) => (string | undefined)[];

const at = (component: Component, path: string): string | undefined => asText(read(component.attributes, path));
const when = (component: Component, path: string, text: string): string | undefined =>
  at(component, path) === "true" ? text : undefined;
const withUnit = (component: Component, path: string, unit: string): string | undefined => {
  const value = at(component, path);
  return value === undefined ? undefined : `${value} ${value === "1" ? unit.replace(/s$/, "") : unit}`;
};

const instanceType: Describe = (component) => [at(component, "instance_type")];

/** What the second line of a box says, by type: size, engine, placement. */
const describers: Readonly<Record<string, Describe>> = {
  aws_instance: instanceType,
  aws_autoscaling_group: (c) => {
    const [least, most] = [at(c, "min_size"), at(c, "max_size")];
    return [least !== undefined && most !== undefined ? `${least}–${most} instances` : undefined];
  },
  aws_db_instance: (c) => [at(c, "engine"), when(c, "multi_az", "Multi-AZ"), at(c, "instance_class")],
  aws_rds_cluster: (c) => [at(c, "engine")],
  aws_dynamodb_table: (c) => [at(c, "billing_mode") === "PAY_PER_REQUEST" ? "on demand" : "provisioned"],
  aws_elasticache_cluster: (c) => [at(c, "engine"), at(c, "node_type")],
  aws_elasticache_replication_group: (c) => ["redis", at(c, "node_type")],
  aws_lambda_function: (c) => [at(c, "runtime") ?? at(c, "package_type"), withUnit(c, "memory_size", "MB")],
  aws_ecs_service: (c) => [at(c, "desired_count") && `×${at(c, "desired_count")}`],
  aws_sagemaker_notebook_instance: (c) => ["notebook", at(c, "instance_type")],
  aws_sagemaker_endpoint: () => ["endpoint"],
  aws_kinesis_stream: (c) => [withUnit(c, "shard_count", "shards")],
  aws_glue_job: () => ["job"],
  aws_glue_crawler: () => ["crawler"],
  aws_glue_catalog_database: () => ["catalogue"],
  aws_vpn_connection: () => ["site-to-site"],
  aws_eks_cluster: (c) => [at(c, "version") && `v${at(c, "version")}`],
  aws_eks_node_group: (c) => [
    at(c, "instance_types"),
    at(c, "scaling_config.desired_size") && `×${at(c, "scaling_config.desired_size")}`,
  ],
  aws_lb: (c) => [at(c, "internal") === "true" ? "internal" : "internet-facing"],
  aws_alb: (c) => [at(c, "internal") === "true" ? "internal" : "internet-facing"],
  aws_sqs_queue: (c) => [when(c, "fifo_queue", "FIFO")],
  aws_ebs_volume: (c) => [at(c, "type"), withUnit(c, "size", "GB")],
  aws_cloudwatch_event_rule: (c) => [at(c, "schedule_expression")],
  aws_opensearch_domain: (c) => [at(c, "cluster_config.instance_type")],
  aws_redshift_cluster: (c) => [at(c, "node_type")],
  aws_vpc_endpoint: (c) => [at(c, "service_name")?.split(".").at(-1)],
  azurerm_linux_virtual_machine: (c) => [at(c, "size")],
  azurerm_windows_virtual_machine: (c) => [at(c, "size")],
  azurerm_linux_virtual_machine_scale_set: (c) => [at(c, "sku"), at(c, "instances") && `×${at(c, "instances")}`],
  azurerm_kubernetes_cluster: (c) => [
    at(c, "default_node_pool.vm_size"),
    at(c, "default_node_pool.node_count") && `×${at(c, "default_node_pool.node_count")}`,
  ],
  azurerm_postgresql_flexible_server: (c) => [at(c, "high_availability.mode") && "HA", at(c, "sku_name")],
  azurerm_mysql_flexible_server: (c) => [at(c, "high_availability.mode") && "HA", at(c, "sku_name")],
  azurerm_mssql_database: (c) => [at(c, "sku_name")],
  azurerm_servicebus_namespace: (c) => [at(c, "sku")?.toLowerCase()],
  azurerm_cosmosdb_account: (c) => [at(c, "consistency_policy.consistency_level")?.toLowerCase()],
  azurerm_firewall: (c) => [at(c, "sku_tier")?.toLowerCase()],
  azurerm_redis_cache: (c) => [at(c, "sku_name")],
  azurerm_storage_account: (c) => [at(c, "account_replication_type")],
  google_compute_instance: (c) => [at(c, "machine_type")],
  google_sql_database_instance: (c) => [
    at(c, "database_version")?.toLowerCase().replaceAll("_", " "),
    at(c, "settings.availability_type") === "REGIONAL" ? "HA" : undefined,
  ],
  google_redis_instance: (c) => [
    at(c, "tier") === "STANDARD_HA" ? "HA" : at(c, "tier")?.toLowerCase(),
    withUnit(c, "memory_size_gb", "GB"),
  ],
  google_compute_region_instance_group_manager: (c) => [withUnit(c, "target_size", "instances")],
  google_compute_instance_group_manager: (c) => [withUnit(c, "target_size", "instances")],
  google_container_cluster: (c) => [when(c, "enable_autopilot", "autopilot")],
};

const imageName = (component: Component): string | undefined => {
  const image = imageOf(component);
  if (image === undefined) return undefined;
  const short = shortImage(image);
  const own = `${displayName(component)}:`;
  // An image called like what runs it: its version says the rest.
  return softwareOf(image) === undefined && short.startsWith(own) ? short.slice(own.length) : short;
};

const times = (component: Component, path: string): string | undefined => {
  const count = at(component, path);
  return count === undefined || count === "1" ? undefined : `×${count}`;
};

const firstHost = (component: Component): string | undefined =>
  ["hostnames", "hosts"]
    .flatMap((list) => read(component.attributes, `manifest.spec.${list}`) ?? [])
    .map((host) => asText(host))
    .find((host) => host !== undefined && host !== "*");

/** The same for what runs in a cluster, by types without the version of their API. */
const clusterDescribers: Readonly<Record<string, Describe>> = {
  kubernetes_deployment: (c) => [imageName(c), times(c, "spec.replicas")],
  kubernetes_replication_controller: (c) => [imageName(c), times(c, "spec.replicas")],
  kubernetes_stateful_set: (c) => [
    imageName(c),
    times(c, "spec.replicas"),
    at(c, "spec.volume_claim_template.spec.resources.requests.storage"),
  ],
  kubernetes_daemon_set: (c) => [imageName(c), "every node"],
  kubernetes_pod: (c) => [imageName(c)],
  kubernetes_job: (c) => [imageName(c)],
  kubernetes_cron_job: (c) => [at(c, "spec.schedule"), imageName(c)],
  kubernetes_service: (c) => [
    at(c, "spec.cluster_ip") === "None" ? "headless" : at(c, "spec.type")?.replace(/^ClusterIP$/, ""),
  ],
  kubernetes_ingress: (c) => [at(c, "spec.rule.host")],
  kubernetes_gateway: (c) => [at(c, "manifest.spec.gatewayClassName")],
  kubernetes_http_route: (c) => [firstHost(c)],
  kubernetes_virtual_service: (c) => [firstHost(c)],
  kubernetes_persistent_volume_claim: (c) => [
    at(c, "spec.resources.requests.storage"),
    at(c, "spec.storage_class_name"),
  ],
  docker_container: (c) => [imageName(c)],
};

const longest = 60;

/** One line under a box's name; `undefined` where nothing certain can be said. */
export const describeComponent = (component: Component): string | undefined => {
  const parts = (
    (describers[component.type] ?? clusterDescribers[withoutApiVersion(component.type)])?.(component) ?? []
  ).filter((part) => part !== undefined && part !== "");
  const [first, ...others] = parts;
  if (first === undefined) return undefined;
  // Parts come in order of importance: the last ones go where there are too many.
  const fitting = others.reduce<string>(
    (text, part) => (part !== undefined && text.length + part.length + 3 <= longest ? `${text} · ${part}` : text),
    first.slice(0, longest).toWellFormed(),
  );
  return fitting;
};

/** The service that a resource turns out to be: one type may be several. */
export const drawnService = (component: Component): string => {
  const { type, service, attributes } = component;
  const said = (path: string): string => asText(read(attributes, path))?.toLowerCase() ?? "";
  if ((type === "aws_lb" || type === "aws_alb") && said("load_balancer_type") === "network") return "aws.nlb";
  if (type === "aws_ecs_service" && said("launch_type") === "fargate") return "aws.fargate";
  return runs(component) ?? service;
};

/** A name that code gives to what is the only one of its kind: it tells a reader nothing. */
export const isPlaceholder = (name: string): boolean => /^(?:main|default|(?:.+[_-])?this)$/i.test(name);

/** The name that a reader knows the thing by: its own `name` where it is plain, else the label in the code. */
export const displayName = (component: Component): string => {
  const own = [
    "name",
    "identifier",
    "cluster_identifier",
    "function_name",
    "replication_group_id",
    "bucket",
    "metadata.name",
  ]
    .map((path) => read(component.attributes, path))
    .find((value) => typeof value === "string" && !isUnknown(value));
  const text = typeof own === "string" && own.length <= 48 ? own : component.name;
  return text;
};
