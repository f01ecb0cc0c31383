import { asText, read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { isInDefaultRegion, labelOf } from "../../rules/remedies.ts";
import type { Edit } from "../edit.ts";
import { add, set } from "../edit.ts";
import { all, every } from "./cloud-goals.ts";

const number = (component: Component, path: string): number =>
  Number(asText(read(component.attributes, path)) ?? Number.NaN);

const isScaled = (service: Component, model: Model): boolean =>
  model
    .ofType("aws_appautoscaling_target")
    .some(({ references }) => references.some(({ to }) => to === service.id || to === service.address));

/** Whether everything that runs code can grow. */
export const scales = (model: Model): boolean | undefined =>
  all(
    every(model.ofType("aws_ecs_service"), (service) => isScaled(service, model)),
    every(model.ofType("aws_autoscaling_group"), (group) => number(group, "max_size") > number(group, "min_size")),
    model.ofType("aws_lambda_function").length > 0 ? true : undefined,
    model.ofType("aws_instance").length > 0 ? false : undefined,
  );

const scaling = (
  service: string,
  cluster: string,
  label: string,
): string => `resource "aws_appautoscaling_target" "${label}" {
  service_namespace  = "ecs"
  resource_id        = "service/\${${cluster}.name}/\${${service}.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = 2
  max_capacity       = 10
}

resource "aws_appautoscaling_policy" "${label}_cpu" {
  name               = "${label.replaceAll("_", "-")}-cpu"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.${label}.service_namespace
  resource_id        = aws_appautoscaling_target.${label}.resource_id
  scalable_dimension = aws_appautoscaling_target.${label}.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = 60

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}
`;

/** Target tracking on CPU for every ECS service that has none, and room to grow for scaling groups of a fixed size. */
export const addScaling = (model: Model): Edit[] => [
  ...model
    .ofType("aws_ecs_service")
    .filter((service) => service.id === service.address && isInDefaultRegion(service) && !isScaled(service, model))
    .flatMap((service) => {
      const cluster = model.target(service, "cluster");
      const label = labelOf(service);
      return cluster === undefined
        ? []
        : [add(`aws_appautoscaling_target.${label}`, scaling(service.address, cluster.address, label))];
    }),
  ...model
    .ofType("aws_autoscaling_group")
    .filter((group) => number(group, "max_size") <= number(group, "min_size"))
    .map((group) => set(group.address, "max_size", Math.max(1, number(group, "min_size")) * 3)),
];
