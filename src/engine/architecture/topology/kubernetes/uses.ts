import { own } from "../../model/own.ts";
import { asText, isObject, read, readAll } from "../../model/index.ts";
import type { Attributes, Component, Model } from "../../model/index.ts";
import { containersOf, namespaceOf, objectsOf, plainType } from "./objects.ts";
import type { Objects, Pod } from "./objects.ts";

const textsAt = (blocks: readonly Attributes[], path: string): string[] =>
  blocks.flatMap((block) => asText(read(block, path)) ?? []);

const blocksOf = (owner: Attributes, name: string): Attributes[] => readAll(owner, name).map(([, block]) => block);

/** Names of what a pod is given, by the type of the thing. */
const namesUsed = (pod: Pod): [type: string, names: string[]][] => {
  const containers = containersOf(pod);
  const env = containers.flatMap((container) => blocksOf(container, "env"));
  const all = containers.flatMap((container) => blocksOf(container, "env_from"));
  const volumes = blocksOf(pod.spec, "volume");
  const projected = volumes.flatMap((volume) =>
    blocksOf(volume, "projected").flatMap((block) => blocksOf(block, "sources")),
  );
  return [
    [
      "kubernetes_config_map",
      [
        ...textsAt(volumes, "config_map.name"),
        ...textsAt(projected, "config_map.name"),
        ...textsAt(all, "config_map_ref.name"),
        ...textsAt(env, "value_from.config_map_key_ref.name"),
      ],
    ],
    [
      "kubernetes_secret",
      [
        ...textsAt(volumes, "secret.secret_name"),
        ...textsAt(projected, "secret.name"),
        ...textsAt(all, "secret_ref.name"),
        ...textsAt(env, "value_from.secret_key_ref.name"),
        ...textsAt(blocksOf(pod.spec, "image_pull_secrets"), "name"),
      ],
    ],
    ["kubernetes_service_account", textsAt([pod.spec], "service_account_name")],
    ["kubernetes_persistent_volume_claim", textsAt(volumes, "persistent_volume_claim.claim_name")],
  ];
};

/** Objects that a workload's pods name: what they mount, read and act as. */
export const usedBy = (component: Component, pod: Pod, objects: Objects): Component[] => {
  const namespace = namespaceOf(component);
  return namesUsed(pod).flatMap(([type, names]) => names.flatMap((name) => objects.find(type, namespace, name) ?? []));
};

/** Types that a target of an autoscaler may be. */
const scaled: Readonly<Record<string, string>> = {
  Deployment: "kubernetes_deployment",
  StatefulSet: "kubernetes_stateful_set",
  ReplicationController: "kubernetes_replication_controller",
  ReplicaSet: "kubernetes_deployment",
};

/** What an object is part of by what it says itself. */
const ownerSaid = (component: Component, type: string, objects: Objects): Component | undefined => {
  const { attributes } = component;
  const namespace = namespaceOf(component);
  if (type === "kubernetes_horizontal_pod_autoscaler") {
    const target = own(scaled, asText(read(attributes, "spec.scale_target_ref.kind")) ?? "");
    const name = asText(read(attributes, "spec.scale_target_ref.name"));
    return target === undefined ? undefined : objects.find(target, namespace, name);
  }
  if (type === "kubernetes_pod_disruption_budget")
    return objects.selected(namespace, read(attributes, "spec.selector.match_labels"))[0];
  if (type === "kubernetes_persistent_volume") {
    const claim = asText(read(attributes, "spec.claim_ref.name"));
    const home = asText(read(attributes, "spec.claim_ref.namespace")) ?? "default";
    return objects.find("kubernetes_persistent_volume_claim", home, claim);
  }
  return undefined;
};

/** Part → the object that it is drawn on, by ids. */
const findOwners = (objects: Objects): Map<string, Component> => {
  const owners = new Map<string, Component>();
  for (const component of objects.all) {
    const owner = ownerSaid(component, plainType(component), objects);
    if (owner !== undefined) owners.set(component.id, owner);
  }
  for (const { component, pod } of objects.workloads)
    for (const used of usedBy(component, pod, objects))
      if (plainType(used) !== "kubernetes_persistent_volume_claim" && !owners.has(used.id))
        owners.set(used.id, component);
  // A secret that only an ingress shows is the certificate that it shows.
  for (const ingress of objects.all.filter((component) => plainType(component) === "kubernetes_ingress"))
    for (const [, tls] of readAll(ingress.attributes, "spec.tls")) {
      const secret = objects.find("kubernetes_secret", namespaceOf(ingress), asText(read(tls, "secret_name")));
      if (secret !== undefined && !owners.has(secret.id)) owners.set(secret.id, ingress);
    }
  return owners;
};

const found = new WeakMap<Objects, Map<string, Component>>();

/** The object that a part is drawn on: a configuration on what reads it, an autoscaler on what it scales. */
export const kubernetesOwner = (component: Component, model: Model): Component | undefined => {
  if (!component.type.startsWith("kubernetes_")) return undefined;
  const objects = objectsOf(model);
  const owners = found.get(objects) ?? findOwners(objects);
  found.set(objects, owners);
  return owners.get(component.id);
};

const wordsAt = (container: Attributes, name: string): string[] => {
  const words = read(container, name);
  return Array.isArray(words) ? words.map((word) => asText(word) ?? "") : [];
};

const longestSearched = 20_000;

/** Environment, command lines and configuration of a workload: the texts in which other services are named. */
export const textsOf = (
  component: Component,
  pod: Pod,
  objects: Objects,
): { name: string | undefined; text: string }[] => {
  const containers = containersOf(pod);
  const texts = containers.flatMap((container) => [
    ...blocksOf(container, "env").map((env) => ({
      name: asText(read(env, "name")),
      text: asText(read(env, "value")) ?? "",
    })),
    { name: undefined, text: ["command", "args"].flatMap((name) => wordsAt(container, name)).join(" ") },
  ]);
  for (const used of usedBy(component, pod, objects)) {
    const data = read(used.attributes, "data");
    if (isObject(data) && !used.type.startsWith("kubernetes_secret"))
      for (const [name, value] of Object.entries(data)) texts.push({ name, text: asText(value) ?? "" });
  }
  let room = longestSearched;
  return texts.flatMap((one) => {
    if (room <= 0 || one.text === "") return [];
    room -= one.text.length;
    return [{ ...one, text: one.text.slice(0, longestSearched) }];
  });
};
