import type { Component, Group, Model } from "../../model/index.ts";
import { displayName } from "../detail.ts";
import { namespaceOf, nameOf, objectsOf, plainType } from "./objects.ts";

/** Managed clusters, which what a design runs in a cluster is taken to run in. */
const managed = ["aws_eks_cluster", "azurerm_kubernetes_cluster", "google_container_cluster"];

/** Objects of the cluster as a whole. */
const clusterWide = new Set([
  "kubernetes_cluster_role",
  "kubernetes_cluster_role_binding",
  "kubernetes_persistent_volume",
  "kubernetes_storage_class",
  "kubernetes_pod_security_policy",
]);

const clusterId = "cluster";

/** The group of the cluster that everything runs in, made where there is none. */
const clusterGroup = (
  model: Model,
  groups: Group[],
  groupOf: Map<string, string>,
  home: string | undefined,
): string => {
  const [cluster, ...others] = model.ofType(...managed);
  if (cluster === undefined || others.length > 0) {
    groups.push({
      id: clusterId,
      kind: "cluster",
      label: "Kubernetes cluster",
      ...(home !== undefined && { parent: home }),
    });
    return clusterId;
  }
  const around = groupOf.get(cluster.id);
  if (groups.some(({ id, kind }) => id === around && kind === "cluster")) return around ?? clusterId;
  const id = `${cluster.id}/cluster`;
  const parent = around ?? home;
  groups.push({
    id,
    kind: "cluster",
    label: `Kubernetes cluster ${displayName(cluster)}`,
    ...(parent !== undefined && { parent }),
  });
  groupOf.set(cluster.id, id);
  return id;
};

const isClusterWide = (component: Component): boolean => clusterWide.has(plainType(component));

/** Draws the cluster and its namespaces around what runs there. */
export const placeInCluster = (
  model: Model,
  groups: Group[],
  groupOf: Map<string, string>,
  home: string | undefined,
): void => {
  const { all } = objectsOf(model);
  if (all.length === 0) return;
  const cluster = clusterGroup(model, groups, groupOf, home);
  const declared = new Set(
    all.flatMap((component) => (plainType(component) === "kubernetes_namespace" ? (nameOf(component) ?? []) : [])),
  );
  const spaceOf = (component: Component): string | undefined => {
    if (plainType(component) === "kubernetes_namespace") return nameOf(component);
    return isClusterWide(component) ? undefined : namespaceOf(component);
  };
  const spaces = new Set(all.flatMap((component) => spaceOf(component) ?? []));
  // A namespace that nobody named says nothing where it is the only one.
  const isOnlyDefault = spaces.size === 1 && spaces.has("default") && !declared.has("default");
  const made = new Map<string, string>();
  for (const space of isOnlyDefault ? [] : spaces) {
    const id = `${cluster}/${space}`;
    groups.push({ id, kind: "namespace", label: space, parent: cluster });
    made.set(space, id);
  }
  for (const component of all) groupOf.set(component.id, made.get(spaceOf(component) ?? "") ?? cluster);
};
