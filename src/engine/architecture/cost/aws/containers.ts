import { kubernetesMinor, oldestKubernetes, read, readAll } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { flagAt, numberAt, targetOf, textAt, textIn, times } from "../attributes.ts";
import { discounted, HOURS } from "../charge.ts";
import type { Charge, Charges, Pricer, Pricers } from "../charge.ts";
import { amount, count, phrase } from "../words.ts";
import { chargeMachine, chargeTemplateVolumes, templateOf } from "./compute.ts";
import { charge } from "./prices.ts";

/** Sizes of tasks and of App Runner come as CPU units and MiB ("512", "1024") or with a unit (".5 vCPU", "1 GB"). */
export const inWholeUnits = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const number = Number.parseFloat(text);
  if (!Number.isFinite(number)) return undefined;
  return /[a-z]/i.test(text) ? number : number / 1024;
};

const listAt = (component: Component, path: string): readonly unknown[] => {
  const value = read(component.attributes, path);
  return Array.isArray(value) ? value : [];
};

const providersOf = (service: Component): (string | undefined)[] =>
  readAll(service.attributes, "capacity_provider_strategy").map(([, strategy]) =>
    textIn(strategy, "capacity_provider"),
  );

/** Whether the tasks run on Fargate; on EC2 the instances are priced instead. `undefined` when that is not known yet. */
const runsOnFargate = (service: Component, task: Component | undefined): boolean | undefined => {
  const launchType = textAt(service, "launch_type", "");
  if (launchType !== "") return launchType === undefined ? undefined : launchType === "FARGATE";
  const providers = providersOf(service);
  if (providers.some((provider) => provider?.startsWith("FARGATE"))) return true;
  if (providers.length > 0) return providers.includes(undefined) ? undefined : false;
  return task !== undefined && listAt(task, "requires_compatibilities").includes("FARGATE");
};

/** What Fargate Spot costs of the full price, as far as a price that moves can be said. */
const spotFactor = 0.3;

/** Whether all tasks may be taken away at any time. */
const isSpotOnly = (service: Component): boolean => {
  const providers = providersOf(service);
  return providers.length > 0 && providers.every((provider) => provider === "FARGATE_SPOT");
};

/** Tasks of a service: `desired_count`, else the least that autoscaling keeps, else the provider's default of none. */
const tasksOf = (service: Component, model: Model): [tasks: number | undefined, note: string] => {
  if (read(service.attributes, "desired_count") !== undefined) return [numberAt(service, "desired_count"), ""];
  const [scaling] = model.attached(service, "aws_appautoscaling_target", "resource_id");
  if (scaling !== undefined) return [numberAt(scaling, "min_capacity"), "the least that autoscaling keeps"];
  return [0, "desired_count is not set, which means none"];
};

/** Storage that every Fargate task has at no charge. */
const freeStorageGb = 20;

const priceService: Pricer = (service, { model }) => {
  const task = targetOf(model, service, "task_definition", "aws_ecs_task_definition");
  const onFargate = runsOnFargate(service, task);
  if (onFargate === false) return [];
  if (onFargate === undefined || task === undefined) return undefined;
  const [tasks, note] = tasksOf(service, model);
  const cpu = inWholeUnits(textAt(task, "cpu"));
  const memory = inWholeUnits(textAt(task, "memory"));
  const arm = textAt(task, "runtime_platform.cpu_architecture") === "ARM64" ? "arm." : "";
  const storage = numberAt(task, "ephemeral_storage.size_in_gib", freeStorageGb);
  const running = count(tasks ?? 0, "task");
  const spot = isSpotOnly(service);
  const atSpot = (one: Charge | undefined): Charge | undefined =>
    spot ? discounted(one, spotFactor, "Fargate Spot, about 70 % less") : one;
  return [
    atSpot(
      charge(
        `fargate.${arm}vcpu_hour`,
        times(tasks, cpu, HOURS),
        phrase(`${running} × ${cpu ?? 0} vCPU × 730 h`, note),
      ),
    ),
    atSpot(
      charge(
        `fargate.${arm}gb_hour`,
        times(tasks, memory, HOURS),
        phrase(`${running} × ${memory ?? 0} GB × 730 h`, note),
      ),
    ),
    ...(flagAt(service, "network_configuration.assign_public_ip") === true
      ? [charge("ipv4.public_hour", times(tasks, HOURS), `a public IPv4 address for ${running}`, "public IPv4")]
      : []),
    ...(storage !== undefined && storage <= freeStorageGb
      ? []
      : [
          charge(
            "fargate.ephemeral_gb_hour",
            times(tasks, storage && storage - freeStorageGb, HOURS),
            `task storage above ${freeStorageGb} GB`,
            "task storage",
          ),
        ]),
  ];
};

/** A version that has left standard support costs more, unless the cluster is to be upgraded by itself then. */
const isExtended = (cluster: Component): boolean =>
  textAt(cluster, "upgrade_policy.support_type") !== "STANDARD" &&
  (kubernetesMinor(textAt(cluster, "version")) ?? oldestKubernetes) < oldestKubernetes;

const priceCluster: Pricer = (cluster) =>
  isExtended(cluster)
    ? [charge("eks.extended_cluster_hour", HOURS, "one cluster, 730 h, extended support of an old version")]
    : [charge("eks.cluster_hour", HOURS, "one cluster, 730 h, standard support")];

/** What a managed node group starts when nothing is said. */
const defaultNode = { type: "t3.medium", diskGb: 20 };

const priceNodeGroup: Pricer = (group, { model }) => {
  const nodes = numberAt(group, "scaling_config.desired_size");
  if (nodes === undefined) return undefined;
  const template = templateOf(model, group);
  const types = read(group.attributes, "instance_types");
  const [listed] = listAt(group, "instance_types");
  const type =
    types === undefined
      ? ((template && textAt(template, "instance_type")) ?? (template === undefined ? defaultNode.type : undefined))
      : typeof listed === "string"
        ? listed
        : undefined;
  const note = textAt(group, "capacity_type") === "SPOT" ? "a spot price is lower" : undefined;
  return [chargeMachine(type, nodes, note), ...nodeVolumes(group, template, nodes)];
};

const nodeVolumes = (group: Component, template: Component | undefined, nodes: number): NonNullable<Charges> => {
  if (template !== undefined && read(template.attributes, "block_device_mappings") !== undefined)
    return chargeTemplateVolumes(template, nodes);
  const size = numberAt(group, "disk_size", defaultNode.diskGb);
  return [
    charge("ebs.gp2_gb_month", times(size, nodes), `${count(nodes, "node")} × ${size ?? 0} GB gp2`, "gp2 node disk"),
  ];
};

const priceRegistry: Pricer = (_, { usage, profile }) => {
  const stored = usage("aws_ecr_repository", "storage_gb");
  return [charge("ecr.storage_gb_month", stored, `${amount(stored)} GB of images (${profile})`)];
};

/** ECS, EKS and ECR. */
export const containerPricers: Pricers = {
  aws_ecs_service: priceService,
  aws_eks_cluster: priceCluster,
  aws_eks_node_group: priceNodeGroup,
  aws_ecr_repository: priceRegistry,
};
