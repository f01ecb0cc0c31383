import { addBlock, set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Component, Model, Value } from "../model/index.ts";
import { eachBlock, fail, mustBe, mustNotBe, mustNotMatch, pass, textAt, unknown, worstOf } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { containersOf } from "./ecs-containers.ts";
import type { Container } from "./ecs-containers.ts";
import { secretPath } from "./literal-secret.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const task = ["aws_ecs_task_definition"];
const service = ["aws_ecs_service"];

const eachContainer =
  (check: (container: Container) => Verdict) =>
  (component: Component): Verdict => {
    const containers = containersOf(component);
    return containers === undefined ? unknown : worstOf(containers.map(check));
  };

const flag =
  (field: string, good: string) =>
  (container: Container): Verdict => {
    const value = read(container.attributes, field);
    if (isUnknown(value)) return unknown;
    return (asText(value) ?? "false") === good ? pass : fail(container.at(value === undefined ? "" : field));
  };

const environment = (container: Container): Verdict => {
  if (isUnknown(read(container.attributes, "environment"))) return unknown;
  const path = secretPath(container.attributes, "environment");
  return path === undefined ? pass : fail(container.at(path));
};

const logDriver = (container: Container): Verdict =>
  read(container.attributes, "logConfiguration") === undefined ? fail(container.at("")) : pass;

const isInsights = (setting: Value | undefined): boolean => asText(setting) === "containerInsights";

const insights = (component: Component): Verdict => {
  if (isUnknown(read(component.attributes, "setting"))) return unknown;
  const found = readAll(component.attributes, "setting").find(([, setting]) => isInsights(setting["name"]));
  if (found === undefined) return fail();
  const [path, { value }] = found;
  if (isUnknown(value)) return unknown;
  return matches(value, /^(?:enhanced|enabled)$/) ? pass : fail(`${path}.value`);
};

const enableInsights = (component: Component): readonly Edit[] => {
  const found = readAll(component.attributes, "setting").find(([, setting]) => isInsights(setting["name"]));
  return found === undefined
    ? [addBlock(component.address, "setting", { name: "containerInsights", value: "enabled" })]
    : [set(component.address, `${found[0]}.value`, "enabled")];
};

/** Autoscaling targets of a service; their `resource_id` is `service/<cluster>/<service>`. */
const scalingTargets = (component: Component, model: Model): readonly Component[] | undefined => {
  const companions = companionsOf(component, model, "aws_appautoscaling_target", "resource_id");
  if (companions === undefined || companions.length > 0) return companions;
  const ending = `/${textAt(component, "name") ?? ""}`;
  return model
    .ofType("aws_appautoscaling_target")
    .filter((target) => ending !== "/" && (textAt(target, "resource_id") ?? "").endsWith(ending));
};

/** A daemon runs once on every host: it has no count. */
const isDaemon = (component: Component): boolean => textAt(component, "scheduling_strategy") === "DAEMON";

const isFewerThanTwo = (value: Value | undefined, missing: number): boolean => Number(asText(value) ?? missing) < 2;

const taskCount = (component: Component, model: Model): Verdict => {
  if (isDaemon(component)) return pass;
  const targets = scalingTargets(component, model);
  const [target] = targets ?? [];
  const path = target === undefined ? "desired_count" : "min_capacity";
  const count = read((target ?? component).attributes, path);
  if (isUnknown(count)) return unknown;
  if (!isFewerThanTwo(count, 1)) return pass;
  return targets === undefined ? unknown : fail("desired_count");
};

/** Two tasks: the fewest that survive the loss of one. */
const runTwo = (component: Component, model: Model): readonly Edit[] => {
  const [target] = scalingTargets(component, model) ?? [];
  const count = read(component.attributes, "desired_count");
  return [
    ...(!isUnknown(count) && isFewerThanTwo(count, 1) ? [set(component.address, "desired_count", 2)] : []),
    ...(target === undefined ? [] : [set(target.address, "min_capacity", 2), ...roomFor(target)]),
  ];
};

const roomFor = (target: Component): readonly Edit[] => {
  const most = read(target.attributes, "max_capacity");
  return !isUnknown(most) && isFewerThanTwo(most, 1) ? [set(target.address, "max_capacity", 2)] : [];
};

const autoscaling = (component: Component, model: Model): Verdict => {
  if (isDaemon(component)) return pass;
  const targets = scalingTargets(component, model);
  if (targets === undefined) return unknown;
  return targets.length > 0 ? pass : fail();
};

const volumeTransit = (component: Component): Verdict =>
  eachBlock(component, "volume", (volume, path) => {
    const transit = read(volume, "efs_volume_configuration.transit_encryption");
    if (isUnknown(transit)) return unknown;
    const isPlain = read(volume, "efs_volume_configuration") !== undefined && asText(transit) !== "ENABLED";
    return isPlain ? fail(`${path}.efs_volume_configuration[0].transit_encryption`) : pass;
  });

/** The circuit breaker only exists for ECS' own rolling deployments. */
const hasOwnController = (component: Component): boolean =>
  (textAt(component, "deployment_controller.type") ?? "ECS") === "ECS";

export const ecsRules: readonly Rule[] = [
  rule({
    id: "aws-ecs-container-insights",
    severity: "low",
    pillar: "operations",
    types: ["aws_ecs_cluster"],
    title: "Cluster does not measure its containers",
    why: "Without figures per task nobody sees which container runs out of memory or restarts.",
    fix: "Add a `setting` block with the name containerInsights and the value enabled.",
    refs: { checkov: ["CKV_AWS_65"], fsbp: ["ECS.12"] },
    check: insights,
    remedy: enableInsights,
  }),
  rule({
    id: "aws-ecs-privileged",
    severity: "high",
    pillar: "security",
    types: task,
    title: "Container runs privileged",
    why: "Who breaks into the container has the host and with it every other container on it.",
    fix: "Set `privileged` to false in `container_definitions`.",
    refs: { checkov: ["CKV_AWS_334"], fsbp: ["ECS.4"] },
    check: eachContainer(flag("privileged", "false")),
  }),
  rule({
    id: "aws-ecs-writable-root",
    severity: "low",
    pillar: "security",
    types: task,
    title: "Container can write to its own file system",
    why: "Who breaks into the container can change its programs and stay.",
    fix: "Set `readonlyRootFilesystem` to true in `container_definitions` and mount a volume for what has to be written.",
    refs: { checkov: ["CKV_AWS_336"], fsbp: ["ECS.5"] },
    check: eachContainer(flag("readonlyRootFilesystem", "true")),
  }),
  rule({
    id: "aws-ecs-secret-environment",
    severity: "critical",
    pillar: "security",
    types: task,
    title: "Secret stands in the task's environment",
    why: "Everyone who may read the code, the state or the task definition has the secret.",
    fix: "Move the value to Secrets Manager and name it under `secrets` in `container_definitions`.",
    refs: { fsbp: ["ECS.8"] },
    check: eachContainer(environment),
  }),
  rule({
    id: "aws-ecs-no-logs",
    severity: "medium",
    pillar: "operations",
    types: task,
    title: "Container has no log driver",
    why: "What the container prints is lost when it stops, so a crash leaves no trace.",
    fix: "Add `logConfiguration` with the awslogs driver in `container_definitions`.",
    refs: { fsbp: ["ECS.9"] },
    check: eachContainer(logDriver),
  }),
  rule({
    id: "aws-ecs-host-pid",
    severity: "high",
    pillar: "security",
    types: task,
    title: "Task shares the host's processes",
    why: "Its containers see and can disturb every process of the host, those of other tasks included.",
    fix: "Set `pid_mode` to task or leave it out.",
    refs: { checkov: ["CKV_AWS_335"], fsbp: ["ECS.3"] },
    check: mustNotBe("pid_mode", "host"),
  }),
  rule({
    id: "aws-ecs-volume-transit",
    severity: "medium",
    pillar: "security",
    types: task,
    title: "Shared volume is mounted unencrypted",
    why: "Files travel between task and file system in plain text.",
    fix: 'Set `transit_encryption = "ENABLED"` in `efs_volume_configuration`.',
    refs: { checkov: ["CKV_AWS_97"] },
    check: volumeTransit,
    remedy: (component) =>
      readAll(component.attributes, "volume")
        .filter(([, volume]) => read(volume, "efs_volume_configuration") !== undefined)
        .map(([path]) => set(component.address, `${path}.efs_volume_configuration.transit_encryption`, "ENABLED")),
  }),
  rule({
    id: "aws-ecs-public-ip",
    severity: "high",
    pillar: "security",
    types: service,
    title: "Tasks get public addresses",
    why: "Every task can be reached from the internet directly, past the load balancer and its firewall.",
    fix: "Set `assign_public_ip` to false and run the tasks in private subnets with a NAT gateway or endpoints.",
    refs: { checkov: ["CKV_AWS_333"], fsbp: ["ECS.2"] },
    check: mustNotMatch("network_configuration.assign_public_ip", /^(?:true|enabled)$/i),
  }),
  rule({
    id: "aws-ecs-single-task",
    severity: "medium",
    pillar: "reliability",
    types: service,
    title: "Service runs a single task",
    why: "While that task restarts or its zone is down, the service is down.",
    fix: "Set `desired_count`, or the autoscaling target's `min_capacity`, to 2 or more.",
    refs: {},
    check: taskCount,
    remedy: runTwo,
  }),
  rule({
    id: "aws-ecs-no-autoscaling",
    severity: "low",
    pillar: "performance",
    types: service,
    title: "Service does not scale with its load",
    why: "At peak times requests queue, and the rest of the time idle tasks are paid for.",
    fix: "Add an `aws_appautoscaling_target` and a policy for the service.",
    refs: {},
    check: autoscaling,
  }),
  rule({
    id: "aws-ecs-circuit-breaker",
    severity: "low",
    pillar: "reliability",
    types: service,
    title: "Failed deployments are not rolled back",
    why: "When new tasks do not start, ECS tries on and on, and the service stays half updated.",
    fix: "Add `deployment_circuit_breaker` with `enable` and `rollback` set to true.",
    refs: {},
    check: (component) =>
      hasOwnController(component) ? mustBe("deployment_circuit_breaker.rollback", true)(component) : pass,
    remedy: ({ address }) => [
      set(address, "deployment_circuit_breaker.enable", true),
      set(address, "deployment_circuit_breaker.rollback", true),
    ],
  }),
  rule({
    id: "aws-ecs-old-platform",
    severity: "low",
    pillar: "operations",
    types: service,
    title: "Service is pinned to an old Fargate platform",
    why: "Security fixes of the platform do not reach the tasks.",
    fix: "Leave `platform_version` out or set it to LATEST.",
    refs: { checkov: ["CKV_AWS_332"], fsbp: ["ECS.10"] },
    check: (component) =>
      read(component.attributes, "platform_version") === undefined
        ? pass
        : mustBe("platform_version", "LATEST")(component),
    remedy: setTo("platform_version", "LATEST"),
  }),
];
