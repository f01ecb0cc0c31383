import { asText, isUnknown, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { both, deployments, nameOf, namespaceOf } from "./kubernetes-pods.ts";

export const scalers: readonly string[] = [
  ...both("horizontal_pod_autoscaler"),
  "kubernetes_horizontal_pod_autoscaler_v2",
  "kubernetes_horizontal_pod_autoscaler_v2beta2",
];
/** Kinds in manifests, for what an autoscaler names. */
const kindOf = ({ type }: Component): string => (deployments.includes(type) ? "Deployment" : "StatefulSet");

/** Autoscalers under `namespace/kind/name`, and whether one names what is only known after apply. Made once for a model. */
interface Scaling {
  /** By the address that it refers to. */
  byReference: ReadonlyMap<string, Component>;
  byTarget: ReadonlyMap<string, Component>;
  isDoubtful: boolean;
}

const knownScaling = new WeakMap<Model, Scaling>();

const readScaling = (all: readonly Component[]): Scaling => ({
  byReference: new Map(all.flatMap((scaler) => scaler.references.map(({ to }) => [to, scaler]))),
  byTarget: new Map(
    all.map((scaler) => {
      const target = (field: string): string => asText(read(scaler.attributes, `spec.scale_target_ref.${field}`)) ?? "";
      return [`${namespaceOf(scaler) ?? ""}/${target("kind")}/${target("name")}`, scaler];
    }),
  ),
  isDoubtful: all.some((scaler) => isUnknown(read(scaler.attributes, "spec.scale_target_ref.name"))),
});

const scalingOf = (model: Model): Scaling => {
  const found = knownScaling.get(model) ?? readScaling(model.ofType(...scalers));
  knownScaling.set(model, found);
  return found;
};

/** The autoscaler that sets a workload's number of pods. */
export const scalerOf = (component: Component, model: Model): Component | undefined => {
  const { byTarget, byReference } = scalingOf(model);
  const target = `${namespaceOf(component) ?? ""}/${kindOf(component)}/${nameOf(component) ?? ""}`;
  return byTarget.get(target) ?? byReference.get(component.id) ?? byReference.get(component.address);
};

export interface Count {
  value: number;
  owner: Component;
  path: string;
}

/** The fewest pods that run: an autoscaler's least, or the number that is written; one where nothing is. */
export const leastPods = (component: Component, model: Model): Count | "unknown" => {
  const scaler = scalerOf(component, model);
  if (scaler === undefined && scalingOf(model).isDoubtful) return "unknown";
  const owner = scaler ?? component;
  const path = scaler === undefined ? "spec.replicas" : "spec.min_replicas";
  const value = read(owner.attributes, path);
  return isUnknown(value) ? "unknown" : { value: Number(asText(value) ?? 1), owner, path };
};

/** An autoscaler names what is only known after apply, so any workload may be meant. */
export const mayBeScaled = (model: Model): boolean => scalingOf(model).isDoubtful;

/** Whether one pod alone may run. */
export const isSingle = (component: Component, model: Model): boolean => {
  const count = leastPods(component, model);
  return count !== "unknown" && count.value < 2;
};
