import { asText, isUnknown, readAll } from "../model/index.ts";
import type { Attributes, Component, Model } from "../model/index.ts";
import { mapAt, namespaceOf, podMetadata } from "./kubernetes-pods.ts";
import type { Pod } from "./kubernetes-pods.ts";

/** Objects that pick pods of their namespace by label, found without looking at all of them for each pod. */
export interface Selectors {
  /** Whether one of them picks the pod; labels that are only known after apply may match. */
  pick: (pod: Pod) => boolean;
  /** One of them stands in a namespace that is only known after apply. */
  isDoubtful: boolean;
  count: number;
}

type Labels = Attributes;

/** Labels of a workload's pods; unknown ones are none. */
export const labelsOf = (pod: Pod): Labels => mapAt(podMetadata(pod).metadata, "labels");

interface Entry {
  namespace: string;
  labels: Labels;
}

const matches = ({ labels: wanted }: Entry, labels: Labels): boolean =>
  Object.entries(wanted).every(
    ([key, value]) => isUnknown(value) || isUnknown(labels[key]) || asText(labels[key]) === asText(value),
  );

const keyOf = (namespace: string, label: string, value: string): string => `${namespace}\n${label}\n${value}`;

/** What an entry is found under: the first label that is known, or its namespace alone. */
const entryKey = ({ namespace, labels }: Entry): string => {
  for (const [label, value] of Object.entries(labels)) {
    const text = asText(value);
    if (text !== undefined) return keyOf(namespace, label, text);
  }
  return keyOf(namespace, "", "");
};

/** Keys that entries for the pod stand under; nothing when a label is unknown, so that every entry may be meant. */
const podKeys = (namespace: string, labels: Labels): string[] | undefined => {
  const texts = Object.entries(labels).map(([label, value]) => [label, asText(value)] as const);
  const keys = texts.flatMap(([label, text]) => (text === undefined ? [] : [keyOf(namespace, label, text)]));
  return keys.length < texts.length ? undefined : [keyOf(namespace, "", ""), ...keys];
};

const known = new WeakMap<Model, Map<string, Selectors>>();

/** All objects of these types, by the block at `path` that selects. Made once for a model. */
export const selectorsOf = (model: Model, types: readonly string[], path: string): Selectors => {
  const cache = known.get(model) ?? new Map<string, Selectors>();
  known.set(model, cache);
  const key = `${types.join(" ")} ${path}`;
  const found = cache.get(key) ?? createSelectors(model.ofType(...types), path);
  cache.set(key, found);
  return found;
};

const createSelectors = (components: readonly Component[], path: string): Selectors => {
  const entries = components.flatMap((component) => {
    const namespace = namespaceOf(component);
    const [selector] = readAll(component.attributes, path);
    return namespace === undefined ? [] : [{ namespace, labels: mapAt(selector?.[1] ?? {}, "match_labels") }];
  });
  const byKey = Map.groupBy(entries, entryKey);
  const byNamespace = Map.groupBy(entries, ({ namespace }) => namespace);
  return {
    pick: (pod) => {
      const namespace = namespaceOf(pod.component);
      if (namespace === undefined) return false;
      const labels = labelsOf(pod);
      const candidates =
        podKeys(namespace, labels)?.flatMap((key) => byKey.get(key) ?? []) ?? byNamespace.get(namespace) ?? [];
      return candidates.some((entry) => matches(entry, labels));
    },
    isDoubtful: entries.length < components.length,
    count: components.length,
  };
};
