import { read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { labelOf } from "../../rules/remedies.ts";
import { add, code, remove, set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { all, every } from "./cloud-goals.ts";
import { homeOf } from "./azure-home.ts";
import type { Home } from "./azure-home.ts";
import { isFixed, scaleSets } from "./azure-standby.ts";
import { declared, numberAt, singles } from "./declared.ts";

const scalerOf = (target: Component, model: Model): Component | undefined =>
  model.attached(target, "azurerm_monitor_autoscale_setting", "target_resource_id")[0];

const grows = (target: Component, model: Model): boolean => {
  const scaler = scalerOf(target, model);
  if (scaler === undefined) return false;
  return numberAt(scaler, "profile.capacity.maximum") > numberAt(scaler, "profile.capacity.minimum");
};

const isElastic = (cluster: Component): boolean =>
  ["auto_scaling_enabled", "enable_auto_scaling"].some(
    (name) => textAt(cluster, `default_node_pool.${name}`) === "true",
  );

/** Without a figure Container Apps goes up to ten. */
const mostReplicas = (app: Component): number =>
  read(app.attributes, "template.max_replicas") === undefined ? 10 : numberAt(app, "template.max_replicas");
const leastReplicas = (app: Component): number => numberAt(app, "template.min_replicas") || 0;

const machines = ["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_virtual_machine"];
const functions = ["azurerm_linux_function_app", "azurerm_windows_function_app"];

/** Whether everything that runs code can grow. */
export const scales = (model: Model): boolean | undefined =>
  all(
    every(model.ofType("azurerm_service_plan").filter(isFixed), (plan) => grows(plan, model)),
    every(model.ofType(...scaleSets), (group) => grows(group, model)),
    every(model.ofType("azurerm_kubernetes_cluster"), isElastic),
    every(model.ofType("azurerm_container_app"), (app) => mostReplicas(app) > leastReplicas(app)),
    model.ofType(...functions).length > 0 ? true : undefined,
    model.ofType(...machines).length > 0 ? false : undefined,
  );

const rule = (target: string, metric: string, operator: string, threshold: number, direction: string): string => `
    rule {
      metric_trigger {
        metric_name        = "${metric}"
        metric_resource_id = ${target}.id
        time_grain         = "PT1M"
        statistic          = "Average"
        time_window        = "PT5M"
        time_aggregation   = "Average"
        operator           = "${operator}"
        threshold          = ${threshold}
      }

      scale_action {
        direction = "${direction}"
        type      = "ChangeCount"
        value     = "1"
        cooldown  = "PT5M"
      }
    }
`;

/** Room to grow: five times what runs now, and never fewer than two. */
const scaler = (label: string, target: string, metric: string, least: number, { placed }: Home): string =>
  `resource "azurerm_monitor_autoscale_setting" "${label}" {
  name                = "${label.replaceAll("_", "-")}"
${placed}  target_resource_id  = ${target}.id

  profile {
    name = "cpu"

    capacity {
      default = ${least}
      minimum = ${least}
      maximum = ${least * 5}
    }
${rule(target, metric, "GreaterThan", 70, "Increase")}${rule(target, metric, "LessThan", 30, "Decrease")}  }
}
`;

const addScaler = (target: Component, model: Model, home: Home, metric: string, running: number): Edit[] => {
  const known = scalerOf(target, model);
  if (known !== undefined)
    return [set(known.address, "profile.capacity.maximum", (numberAt(known, "profile.capacity.minimum") || 1) * 5)];
  const isPlan = target.type === "azurerm_service_plan";
  const label = `${labelOf(target)}_${isPlan ? "plan" : "machines"}`;
  const least = Math.max(2, running || 0);
  return [
    add(`azurerm_monitor_autoscale_setting.${label}`, scaler(label, target.address, metric, least, home)),
    // The autoscaler sets the number; code that sets it as well would undo it at every apply.
    set(target.address, "lifecycle.ignore_changes", [code(isPlan ? "worker_count" : "instances")]),
  ];
};

/** A basic plan cannot follow the load. */
const scalePlan = (plan: Component, model: Model, home: Home): Edit[] => [
  ...(textAt(plan, "sku_name")?.startsWith("B") === true ? [set(plan.address, "sku_name", "P1v3")] : []),
  ...addScaler(plan, model, home, "CpuPercentage", numberAt(plan, "worker_count")),
];

const scaleCluster = (cluster: Component): Edit[] => {
  const { address, attributes } = cluster;
  if (read(attributes, "default_node_pool") === undefined) return [];
  const running = numberAt(cluster, "default_node_pool.node_count") || 1;
  const least = Math.max(2, running);
  return [
    set(address, "default_node_pool.auto_scaling_enabled", true),
    set(address, "default_node_pool.min_count", least),
    set(address, "default_node_pool.max_count", least * 3),
    remove(address, "default_node_pool.node_count"),
  ];
};

/** Rules that add and take away instances with the load, and room for them. */
export const addScaling = (model: Model): Edit[] => {
  const home = homeOf(model);
  const fixed = (...types: string[]): readonly Component[] =>
    singles(model, ...types).filter((target) => !grows(target, model));
  const plans = fixed("azurerm_service_plan").filter(isFixed);
  const groups = fixed(...scaleSets);
  return [
    ...(home === undefined ? [] : plans.flatMap((plan) => scalePlan(plan, model, home))),
    ...(home === undefined
      ? []
      : groups.flatMap((group) => addScaler(group, model, home, "Percentage CPU", numberAt(group, "instances")))),
    ...declared(model, "azurerm_kubernetes_cluster")
      .filter((cluster) => !isElastic(cluster))
      .flatMap(scaleCluster),
    ...declared(model, "azurerm_container_app")
      .filter((app) => mostReplicas(app) <= leastReplicas(app))
      .map((app) => set(app.address, "template.max_replicas", Math.max(10, leastReplicas(app) * 5))),
  ];
};
