import { read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { labelOf } from "../../rules/remedies.ts";
import { add, remove, set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { all, every } from "./cloud-goals.ts";
import { declared, numberAt, singles } from "./declared.ts";

const groupTypes = ["google_compute_instance_group_manager", "google_compute_region_instance_group_manager"];

const scalerOf = (group: Component, model: Model): Component | undefined =>
  ["google_compute_autoscaler", "google_compute_region_autoscaler"].flatMap((type) => [
    ...model.attached(group, type, "target"),
  ])[0];

const grows = (group: Component, model: Model): boolean => {
  const scaler = scalerOf(group, model);
  const policy = "autoscaling_policy";
  return (
    scaler !== undefined && numberAt(scaler, `${policy}.max_replicas`) > numberAt(scaler, `${policy}.min_replicas`)
  );
};

const isElastic = (pool: Component): boolean => read(pool.attributes, "autoscaling") !== undefined;

const isAutopilot = (cluster: Component): boolean => textAt(cluster, "enable_autopilot") === "true";

/** Without a figure Cloud Run goes up to a hundred. */
const most = (service: Component): number =>
  read(service.attributes, "template.scaling.max_instance_count") === undefined
    ? 100
    : numberAt(service, "template.scaling.max_instance_count");
const least = (service: Component): number => numberAt(service, "template.scaling.min_instance_count") || 0;

/** Whether everything that runs code can grow. */
export const scales = (model: Model): boolean | undefined =>
  all(
    every(model.ofType(...groupTypes), (group) => grows(group, model)),
    every(model.ofType("google_container_node_pool"), isElastic),
    every(model.ofType("google_container_cluster").filter(isAutopilot), () => true),
    every(model.ofType("google_cloud_run_v2_service"), (service) => most(service) > least(service)),
    model.ofType("google_cloudfunctions2_function", "google_cloud_run_service").length > 0 ? true : undefined,
    model.ofType("google_compute_instance").length > 0 ? false : undefined,
  );

const scaler = (type: string, label: string, group: Component, running: number): string => {
  const place = type === "google_compute_autoscaler" ? "zone  " : "region";
  return `resource "${type}" "${label}" {
  name   = "${label.replaceAll("_", "-")}"
  ${place} = ${group.address}.${place.trim()}
  target = ${group.address}.id

  autoscaling_policy {
    min_replicas = ${running}
    max_replicas = ${running * 5}

    cpu_utilization {
      target = 0.6
    }
  }
}
`;
};

const scaleGroup = (group: Component, model: Model): Edit[] => {
  const known = scalerOf(group, model);
  const running = numberAt(group, "target_size") || 1;
  if (known !== undefined) return [set(known.address, "autoscaling_policy.max_replicas", running * 5)];
  const type =
    group.type === "google_compute_instance_group_manager"
      ? "google_compute_autoscaler"
      : "google_compute_region_autoscaler";
  const label = labelOf(group);
  return [
    add(`${type}.${label}`, scaler(type, label, group, running)),
    // The autoscaler sets the number; code that sets it as well would undo it at every apply.
    remove(group.address, "target_size"),
  ];
};

const scalePool = (pool: Component): Edit[] => {
  const running = numberAt(pool, "node_count") || 1;
  return [
    ...(read(pool.attributes, "initial_node_count") === undefined
      ? [set(pool.address, "initial_node_count", running)]
      : []),
    set(pool.address, "autoscaling.min_node_count", 1),
    set(pool.address, "autoscaling.max_node_count", Math.max(3, running * 3)),
    remove(pool.address, "node_count"),
  ];
};

/** Rules that add and take away machines with the load, and room for them. */
export const addScaling = (model: Model): Edit[] => [
  ...singles(model, ...groupTypes)
    .filter((group) => !grows(group, model))
    .flatMap((group) => scaleGroup(group, model)),
  ...declared(model, "google_container_node_pool")
    .filter((pool) => !isElastic(pool))
    .flatMap(scalePool),
  ...declared(model, "google_cloud_run_v2_service")
    .filter((service) => most(service) <= least(service))
    .map((service) => set(service.address, "template.scaling.max_instance_count", Math.max(10, least(service) * 5))),
];
