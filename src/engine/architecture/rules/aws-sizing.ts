import { set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, read, readAll } from "../model/index.ts";
import type { Component, Value } from "../model/index.ts";
import { armSibling, newerSibling } from "./aws-instance-types.ts";
import { fail, judge, mustNotBe, pass, textAt, unknown } from "./checks.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

/** Services that run on machines of EC2, and where each names the kind. */
const nodeTypes: Readonly<Record<string, string>> = {
  aws_eks_node_group: "instance_types",
  aws_elasticache_cluster: "node_type",
  aws_elasticache_replication_group: "node_type",
  aws_opensearch_domain: "cluster_config.instance_type",
  aws_elasticsearch_domain: "cluster_config.instance_type",
  aws_redshift_cluster: "node_type",
  aws_dms_replication_instance: "replication_instance_class",
  aws_docdb_cluster_instance: "instance_class",
  aws_neptune_cluster_instance: "instance_class",
  aws_mq_broker: "host_instance_type",
  aws_msk_cluster: "broker_node_group_info.instance_type",
  aws_sagemaker_notebook_instance: "instance_type",
};

const pathOf = ({ type }: Component): string => nodeTypes[type] ?? "instance_type";

/** `cache.m4.large`, `m4.large.search` → what the service puts before and after EC2's own name, and that name. */
const partsOf = (type: string): readonly [before: string, name: string, after: string] => {
  const [, before = "", name = "", after = ""] =
    /^(cache\.|db\.|dms\.|mq\.|kafka\.|ml\.)?([a-z]\w*\.\w+?)(\.search|\.elasticsearch)?$/.exec(type) ?? [];
  return [before, name, after];
};

const rename = (type: string, sibling: (name: string) => string | undefined): string | undefined => {
  const [before, name, after] = partsOf(type);
  const other = sibling(name);
  return other === undefined ? undefined : `${before}${other}${after}`;
};

/** Families that AWS lists as previous generations, and Redshift's first two. */
const isOld = (type: string): boolean =>
  /^(?:t[12]|m[1-4]|c[1-4]|r[34]|i2|g2|d2|ds[12]|dc[12])\./.test(partsOf(type)[1]);

const textsOf = (value: Value): string[] =>
  Array.isArray(value) ? value.flatMap((item: Value) => asText(item) ?? []) : [asText(value) ?? ""];

const noneIs =
  (isBad: (type: string) => boolean) =>
  (component: Component): Verdict =>
    judge(component, pathOf(component), (types) => !textsOf(types).some(isBad), pass);

/** Services that change the kind of a node in place; sizes above 4xlarge differ from one service to the next. */
const changesInPlace = /^aws_(?:elasticache|opensearch|elasticsearch|docdb|neptune)_/;

const renamed =
  (sibling: (name: string) => string | undefined) =>
  (component: Component): readonly Edit[] => {
    const path = pathOf(component);
    const newer = rename(textAt(component, path) ?? "", sibling);
    const isCommon = newer !== undefined && /\.(?:micro|small|medium|large|xlarge|2xlarge|4xlarge)\b/.test(newer);
    return isCommon && changesInPlace.test(component.type) ? [set(component.address, path, newer)] : [];
  };

const armTypes = [
  "aws_eks_node_group",
  "aws_elasticache_cluster",
  "aws_elasticache_replication_group",
  "aws_opensearch_domain",
  "aws_docdb_cluster_instance",
  "aws_neptune_cluster_instance",
];

/** Services have Graviton under current families; old ones are a finding of their own. */
const hasArm = (type: string): boolean => !isOld(type) && rename(type, armSibling) !== undefined;

const onArm = (component: Component): Verdict => {
  // Search domains have no t4g.
  if (/opensearch/.test(component.type) && (textAt(component, pathOf(component)) ?? "").startsWith("t3.")) return pass;
  return noneIs(hasArm)(component);
};

const isFargate = ({ attributes }: Component): boolean => {
  const value = read(attributes, "requires_compatibilities");
  return Array.isArray(value) && value.some((item: Value) => asText(item) === "FARGATE");
};

const taskOnArm = (task: Component): Verdict => {
  if (!isFargate(task)) return pass;
  const system = read(task.attributes, "runtime_platform.operating_system_family");
  if (asText(system)?.startsWith("WINDOWS") === true) return pass;
  const processor = read(task.attributes, "runtime_platform.cpu_architecture");
  if (isUnknown(processor) || isUnknown(read(task.attributes, "runtime_platform"))) return unknown;
  return asText(processor) === "ARM64" ? pass : fail("runtime_platform.cpu_architecture");
};

const canGrow = (group: Component): Verdict => {
  const least = read(group.attributes, "scaling_config.min_size");
  const most = read(group.attributes, "scaling_config.max_size");
  if (least === undefined || most === undefined || isUnknown(least) || isUnknown(most)) return unknown;
  return Number(asText(most)) > Number(asText(least)) ? pass : fail("scaling_config.max_size");
};

/** Disks of each type, and where each says of which kind it is. */
const diskKinds = (component: Component): readonly (readonly [path: string, kind: Value | undefined])[] =>
  component.type === "aws_ebs_volume"
    ? [["type", read(component.attributes, "type")]]
    : component.type === "aws_db_instance"
      ? [["storage_type", read(component.attributes, "storage_type")]]
      : ["root_block_device", "ebs_block_device"].flatMap((name) =>
          readAll(component.attributes, name).map(
            ([path, disk]) => [`${path}.volume_type`, read(disk, "volume_type")] as const,
          ),
        );

const noDiskOf =
  (kind: string) =>
  (component: Component): Verdict => {
    const disks = diskKinds(component);
    const bad = disks.find(([, value]) => asText(value) === kind);
    if (bad !== undefined) return fail(bad[0]);
    return disks.some(([, value]) => isUnknown(value)) ? unknown : pass;
  };

const disks = ["aws_ebs_volume", "aws_instance", "aws_db_instance"];

/** 1,769 MB stand for one processor; above this there are more than two. Source: AWS, "Configure Lambda function memory". */
const twoProcessors = 3538;

/** Rules about machines and disks of the wrong kind or number. */
export const awsSizingRules: readonly Rule[] = [
  rule({
    id: "aws-node-old-generation",
    severity: "medium",
    pillar: "cost",
    types: Object.keys(nodeTypes),
    title: "Nodes of an old generation",
    why: "The current generation does the same work faster for less money, and old hardware is retired first.",
    fix: "Name the current generation, e.g. cache.m7g for cache.m4, r6g.large.search for r4, ra3 for ds2.",
    refs: { war: ["COST06-BP03"], tflint: ["aws_elasticache_cluster_previous_type"] },
    check: noneIs(isOld),
    remedy: renamed(newerSibling),
  }),
  rule({
    id: "aws-node-arm-alternative",
    severity: "low",
    pillar: "sustainability",
    types: armTypes,
    title: "x86 nodes where Graviton would do",
    why: "Graviton needs up to 60 % less energy for the same work and costs up to a fifth less.",
    fix: "Name the Graviton sibling, e.g. m7g for m7i; in EKS with images built for arm64 and an `ami_type` to match.",
    refs: { war: ["SUS05-BP02"] },
    check: onArm,
    remedy: (component) => (component.type.startsWith("aws_elasticache") ? renamed(armSibling)(component) : []),
  }),
  rule({
    id: "aws-ecs-arm-alternative",
    severity: "low",
    pillar: "sustainability",
    types: ["aws_ecs_task_definition"],
    title: "Fargate task runs on x86",
    why: "The same task on Graviton costs a fifth less and needs less energy.",
    fix: 'Build the image for arm64 and set `runtime_platform.cpu_architecture = "ARM64"`.',
    refs: { war: ["SUS05-BP02"] },
    check: taskOnArm,
  }),
  rule({
    id: "aws-eks-fixed-size",
    severity: "low",
    pillar: "performance",
    types: ["aws_eks_node_group"],
    title: "Number of nodes does not follow the load",
    why: "Pods that do not fit wait, and at night the machines of the day are paid for.",
    fix: "Set `scaling_config.max_size` above `min_size` and run Cluster Autoscaler or Karpenter.",
    refs: { war: ["REL07-BP01"] },
    check: canGrow,
  }),
  rule({
    id: "aws-disk-io1",
    severity: "low",
    pillar: "cost",
    types: disks,
    title: "Disk of type io1",
    why: "io2 costs the same per gigabyte, lasts a hundred times longer and gives more operations; gp3 is often enough and far cheaper.",
    fix: "Set the type to io2, or to gp3 below 16,000 operations per second.",
    refs: { war: ["COST06-BP03"] },
    check: noDiskOf("io1"),
    remedy: (component) => (component.type === "aws_ebs_volume" ? [set(component.address, "type", "io2")] : []),
  }),
  rule({
    id: "aws-disk-magnetic",
    severity: "low",
    pillar: "performance",
    types: disks,
    title: "Disk of the old magnetic kind",
    why: "It gives a hundred operations a second, and is no cheaper than gp3 once each of them is paid for.",
    fix: "Set the type to gp3.",
    refs: { war: ["COST06-BP03"] },
    check: noDiskOf("standard"),
    remedy: (component) => (component.type === "aws_ebs_volume" ? [set(component.address, "type", "gp3")] : []),
  }),
  rule({
    id: "aws-search-gp2",
    severity: "low",
    pillar: "cost",
    types: ["aws_opensearch_domain", "aws_elasticsearch_domain"],
    title: "Search domain on gp2 storage",
    why: "gp3 costs about a tenth less and gives 3,000 operations a second whatever its size.",
    fix: 'Set `ebs_options.volume_type = "gp3"`.',
    refs: { war: ["COST06-BP03"] },
    check: mustNotBe("ebs_options.volume_type", "gp2"),
    remedy: setTo("ebs_options.volume_type", "gp3"),
  }),
  rule({
    id: "aws-lambda-oversized",
    severity: "low",
    pillar: "cost",
    types: ["aws_lambda_function"],
    title: "Function has very much memory",
    why: "Memory is paid for by the millisecond, and processors beyond the second help only code that uses them.",
    fix: "Measure with Lambda Power Tuning and set `memory_size` to what is worth its price.",
    refs: { war: ["COST06-BP02"] },
    check: (component) => judge(component, "memory_size", (size) => Number(asText(size)) <= twoProcessors, pass),
  }),
];
