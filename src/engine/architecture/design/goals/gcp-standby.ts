import { read, readAll } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { labelOf } from "../../rules/remedies.ts";
import { add, addBlock, code, set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { all, every } from "./cloud-goals.ts";
import { declared, mentions, numberAt, singles } from "./declared.ts";
import { otherZones } from "./gcp-zones.ts";

/** A replica has the standby and the backups of its primary. */
export const isPrimary = (database: Component): boolean =>
  read(database.attributes, "master_instance_name") === undefined;

const zone = /-[a-f]$/;

const backendsOf = (group: Component, model: Model): Component[] =>
  model.ofType("google_compute_backend_service").filter((backend) => mentions(backend, group));

/** Instance groups in one zone that serve customers, by the load balancer that sends to them. */
const servingGroups = (model: Model): { group: Component; backend: Component }[] =>
  model.ofType("google_compute_instance_group_manager").flatMap((group) => {
    const [backend] = backendsOf(group, model);
    return backend === undefined ? [] : [{ group, backend }];
  });

const isDoubled = (backend: Component): boolean => readAll(backend.attributes, "backend").length > 1;

const isRegional = (cluster: Component): boolean => {
  const location = textAt(cluster, "location");
  return location !== undefined && !zone.test(location);
};

/** Whether the design goes on when a zone fails. Cloud Run, BigQuery, Firestore, Spanner, Pub/Sub and buckets do so by themselves. */
export const survivesZone = (model: Model): boolean | undefined => {
  const machines = model.ofType("google_compute_instance");
  return all(
    every(
      model.ofType("google_sql_database_instance").filter(isPrimary),
      (database) => textAt(database, "settings.availability_type") === "REGIONAL",
    ),
    every(model.ofType("google_redis_instance"), (cache) => textAt(cache, "tier") === "STANDARD_HA"),
    every(servingGroups(model), ({ backend }) => isDoubled(backend)),
    every(model.ofType("google_container_cluster"), isRegional),
    every(model.ofType("google_bigtable_instance"), ({ attributes }) => readAll(attributes, "cluster").length > 1),
    machines.length === 0 ? undefined : machines.length >= 2,
    model.ofType(...regional).length > 0 ? true : undefined,
  );
};

const regional = [
  "google_cloud_run_v2_service",
  "google_cloud_run_service",
  "google_cloudfunctions2_function",
  "google_compute_region_instance_group_manager",
  "google_bigquery_dataset",
  "google_firestore_database",
  "google_pubsub_topic",
  "google_storage_bucket",
];

/** A standby follows the primary's log, which MySQL keeps under another name than the others. */
export const keepLog = (database: Component): Edit[] => {
  const log = textAt(database, "database_version")?.startsWith("MYSQL")
    ? "binary_log_enabled"
    : "point_in_time_recovery_enabled";
  return [
    set(database.address, "settings.backup_configuration.enabled", true),
    set(database.address, `settings.backup_configuration.${log}`, true),
  ];
};

const addStandby = (database: Component): Edit[] => [
  set(database.address, "settings.availability_type", "REGIONAL"),
  ...keepLog(database),
];

const port = (group: Component): string =>
  readAll(group.attributes, "named_port")
    .map(
      ([, named]) => `
  named_port {
    name = "${textAt({ ...group, attributes: named }, "name") ?? "http"}"
    port = ${textAt({ ...group, attributes: named }, "port") ?? "80"}
  }
`,
    )
    .join("");

const secondGroup = (label: string, group: Component, template: string, place: string): string =>
  `resource "google_compute_instance_group_manager" "${label}" {
  name               = "${label.replaceAll("_", "-")}"
  zone               = "${place}"
  base_instance_name = "${label.replaceAll("_", "-")}"

  version {
    instance_template = ${template}.id
  }
${port(group)}}
`;

const secondScaler = (
  label: string,
  place: string,
  least: number,
): string => `resource "google_compute_autoscaler" "${label}" {
  name   = "${label.replaceAll("_", "-")}"
  zone   = "${place}"
  target = google_compute_instance_group_manager.${label}.id

  autoscaling_policy {
    min_replicas = ${least}
    max_replicas = ${least * 3}

    cpu_utilization {
      target = 0.6
    }
  }
}
`;

/** The same machines once more in another zone, behind the same load balancer; they follow the load from one on. */
const addSecondGroup = (group: Component, backend: Component, model: Model): Edit[] => {
  const template = model.target(group, "version");
  const [place] = otherZones(model, textAt(group, "zone"));
  if (template === undefined || template.id !== template.address || place === undefined) return [];
  const label = `${labelOf(group)}_second_zone`;
  const least = numberAt(group, "target_size") || 1;
  return [
    add(`google_compute_instance_group_manager.${label}`, secondGroup(label, group, template.address, place)),
    add(`google_compute_autoscaler.${label}`, secondScaler(label, place, least)),
    addBlock(backend.address, "backend", {
      group: code(`google_compute_instance_group_manager.${label}.instance_group`),
    }),
  ];
};

const zonesOfRegion = 3;

/** Nodes are counted for each zone: as many zones as a region has, as many nodes as there were, rounded up. */
const spreadPool = (pool: Component, region: string): Edit[] => {
  const count = numberAt(pool, "node_count");
  return [
    ...(read(pool.attributes, "location") === undefined ? [] : [set(pool.address, "location", region)]),
    ...(count > 1 ? [set(pool.address, "node_count", Math.ceil(count / zonesOfRegion))] : []),
  ];
};

const groupUrl = (pool: Component, index: number): string => `${pool.address}.managed_instance_group_urls[${index}]`;
const zoneOf = (url: string): string => `regex("zones/([^/]+)/", ${url})[0]`;

const namedPort = (label: string, url: string, named: Component): string =>
  `resource "google_compute_instance_group_named_port" "${label}" {
  group = ${url}
  zone  = ${zoneOf(url)}
  name  = ${named.address}.name
  port  = ${named.address}.port
}
`;

/** A load balancer sends to the groups of the pool one by one: a regional pool has one for each zone. */
const spreadBackends = (pool: Component, model: Model): Edit[] => {
  const backends = backendsOf(pool, model).filter((backend) => backend.id === backend.address && !isDoubled(backend));
  const ports = singles(model, "google_compute_instance_group_named_port").filter((named) => mentions(named, pool));
  return [
    ...ports.map(({ address }) => set(address, "zone", code(zoneOf(groupUrl(pool, 0))))),
    ...[1, 2].flatMap((index) => [
      ...backends.map(({ address }) => addBlock(address, "backend", { group: code(groupUrl(pool, index)) })),
      ...ports.map((named) => {
        const label = `${labelOf(named)}_${index + 1}`;
        return add(`google_compute_instance_group_named_port.${label}`, namedPort(label, groupUrl(pool, index), named));
      }),
    ]),
  ];
};

const spreadCluster = (cluster: Component, model: Model): Edit[] => {
  const pools = singles(model, "google_container_node_pool").filter((pool) => mentions(pool, cluster));
  return [
    set(cluster.address, "location", model.region),
    ...pools.flatMap((pool) => [...spreadPool(pool, model.region), ...spreadBackends(pool, model)]),
  ];
};

const addCluster = (instance: Component, model: Model): Edit[] => {
  const [place] = otherZones(model, textAt(instance, "cluster.zone"));
  if (place === undefined) return [];
  return [
    addBlock(instance.address, "cluster", {
      cluster_id: `${labelOf(instance).replaceAll("_", "-")}-second-zone`.slice(0, 30),
      zone: place,
      num_nodes: numberAt(instance, "cluster.num_nodes") || 1,
    }),
  ];
};

/** A second one of everything that has only one, in another zone. */
export const makeHighlyAvailable = (model: Model): Edit[] => [
  ...declared(model, "google_sql_database_instance")
    .filter((database) => isPrimary(database) && textAt(database, "settings.availability_type") !== "REGIONAL")
    .flatMap(addStandby),
  ...declared(model, "google_redis_instance").map(({ address }) => set(address, "tier", "STANDARD_HA")),
  ...servingGroups(model)
    .filter(({ group, backend }) => [group, backend].every(({ id, address }) => id === address) && !isDoubled(backend))
    .flatMap(({ group, backend }) => addSecondGroup(group, backend, model)),
  ...singles(model, "google_container_cluster")
    .filter((cluster) => !isRegional(cluster))
    .flatMap((cluster) => spreadCluster(cluster, model)),
  ...singles(model, "google_bigtable_instance")
    .filter(({ attributes }) => readAll(attributes, "cluster").length === 1)
    .flatMap((instance) => addCluster(instance, model)),
];
