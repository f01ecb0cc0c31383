import type { Component, Group, Model } from "../model/index.ts";
import { displayName } from "./detail.ts";

/** What runs in a cluster, and the attribute that names it. */
const members: Readonly<Record<string, readonly (readonly [type: string, via: string])[]>> = {
  aws_ecs_cluster: [["aws_ecs_service", "cluster"]],
  aws_eks_cluster: [["aws_eks_node_group", "cluster_name"]],
};

const labels: Readonly<Record<string, string>> = { aws_ecs_cluster: "ECS cluster", aws_eks_cluster: "EKS cluster" };

const nodeSuffix = "/nodes";

const only = <T>(values: readonly T[]): T | undefined => (new Set(values).size === 1 ? values[0] : undefined);

/** Draws clusters around what runs in them, where all of it stands in one place. */
export const addClusters = (model: Model, groups: Group[], groupOf: Map<string, string>): void => {
  for (const cluster of model.ofType(...Object.keys(members))) {
    const inside = (members[cluster.type] ?? []).flatMap(([type, via]) => model.attached(cluster, type, via));
    const place = only(inside.map(({ id }) => groupOf.get(id)));
    if (place === undefined) continue;
    const isKubernetes = cluster.type === "aws_eks_cluster";
    const id = isKubernetes ? `${cluster.id}${nodeSuffix}` : cluster.id;
    groups.push({ id, kind: "cluster", label: `${labels[cluster.type] ?? ""} ${displayName(cluster)}`, parent: place });
    for (const component of [cluster, ...inside]) groupOf.set(component.id, id);
  }
};

/** The group of a Kubernetes cluster's control plane and nodes, for one of these. */
export const nodeSetOf = ({ service, group }: Component): string | undefined =>
  service === "aws.eks" && group?.endsWith(nodeSuffix) === true ? group : undefined;
