import { own } from "../../model/own.ts";
import type { DocumentNode, MapNode } from "../document/node.ts";
import { entryOf } from "../document/node.ts";
import type { Manifest } from "./manifests.ts";
import type { Shape } from "./shapes.ts";
import { argumentOf, shapeOfBlock, shapeOfResource } from "./shapes.ts";

type Entry = MapNode["entries"][number];

const keysRenamed = (node: MapNode, names: Readonly<Record<string, string>>): MapNode => ({
  ...node,
  entries: node.entries.map((entry) => ({ ...entry, key: own(names, entry.key) ?? entry.key })),
});

/** The map with another value under `key`, where it has one. */
const withValue = (node: MapNode, key: string, change: (value: DocumentNode) => DocumentNode): MapNode => ({
  ...node,
  entries: node.entries.map((entry) => (entry.key === key ? { ...entry, value: change(entry.value) } : entry)),
});

const inMaps =
  (change: (map: MapNode) => MapNode) =>
  (node: DocumentNode): DocumentNode =>
    node.kind === "map"
      ? change(node)
      : node.kind === "list"
        ? { ...node, items: node.items.map((item) => (item.kind === "map" ? change(item) : item)) }
        : node;

const inSpec = (root: MapNode, change: (spec: MapNode) => MapNode): MapNode => withValue(root, "spec", inMaps(change));

/** An entry that holds these, standing where the first of them does. */
const nested = (key: string, first: Entry, others: readonly Entry[]): Entry => {
  const { keyStart, keyLine } = first;
  const { end, endLine } = (others.at(-1) ?? first).value;
  return {
    key,
    keyStart,
    keyLine,
    value: { kind: "map", start: keyStart, line: keyLine, end, endLine, entries: [first, ...others] },
  };
};

/** Moves the entries that `isInside` picks into a map of their own under `key`. */
const moved = (node: MapNode, key: string, isInside: (entry: Entry) => boolean): MapNode => {
  const [first, ...others] = node.entries.filter(isInside);
  if (first === undefined) return node;
  return { ...node, entries: [...node.entries.filter((entry) => !isInside(entry)), nested(key, first, others)] };
};

/** A secret's `data` is base64, which the provider calls binary; what it calls `data` is plain. */
const adaptSecret = (root: MapNode): MapNode => keysRenamed(root, { data: "binaryData", stringData: "data" });

const sourceShape = (): Shape | undefined => {
  const spec = shapeOfResource("kubernetes_persistent_volume_v1")?.arguments.get("spec");
  const source = typeof spec === "number" ? shapeOfBlock(spec).arguments.get("persistent_volume_source") : undefined;
  return typeof source === "number" ? shapeOfBlock(source) : undefined;
};

/** What a volume is made of stands in a block of its own. */
const adaptVolume = (root: MapNode): MapNode => {
  const sources = sourceShape();
  if (sources === undefined) return root;
  return inSpec(root, (spec) =>
    moved(spec, "persistentVolumeSource", ({ key }) => argumentOf(key, sources) !== undefined),
  );
};

/** `{serviceName, servicePort}` of the ingress before its first stable version. */
const adaptBackend = (backend: MapNode): MapNode => {
  if (entryOf(backend, "serviceName") === undefined) return backend;
  const renamed = keysRenamed(backend, { serviceName: "name", servicePort: "port" });
  const service = withValue(renamed, "port", (port) => {
    if (port.kind !== "scalar") return port;
    const key = typeof port.value === "number" || /^\d+$/.test(String(port.value)) ? "number" : "name";
    const { start, end, line, endLine } = port;
    return { kind: "map", start, end, line, endLine, entries: [{ key, keyStart: start, keyLine: line, value: port }] };
  });
  return moved(service, "service", () => true);
};

const adaptIngress = (root: MapNode): MapNode => {
  const path = (node: MapNode): MapNode => withValue(node, "backend", inMaps(adaptBackend));
  const http = (node: MapNode): MapNode => withValue(node, "paths", inMaps(path));
  const rule = (node: MapNode): MapNode => withValue(node, "http", inMaps(http));
  return inSpec(root, (spec) => {
    const named = keysRenamed(spec, { backend: "defaultBackend" });
    return withValue(withValue(named, "defaultBackend", inMaps(adaptBackend)), "rules", inMaps(rule));
  });
};

/** Fields of an autoscaler's metric before `target` was a map of its own. */
const oldTargets: Readonly<Record<string, string>> = {
  targetAverageUtilization: "averageUtilization",
  targetAverageValue: "averageValue",
  targetValue: "value",
};

const adaptMetric = (metric: MapNode): MapNode => ({
  ...metric,
  entries: metric.entries.map((entry) =>
    entry.value.kind === "map"
      ? {
          ...entry,
          value: withValue(
            moved(entry.value, "target", ({ key }) => Object.hasOwn(oldTargets, key)),
            "target",
            inMaps((target) => withTargetType(keysRenamed(target, oldTargets))),
          ),
        }
      : entry,
  ),
});

const targetTypes: Readonly<Record<string, string>> = {
  averageUtilization: "Utilization",
  averageValue: "AverageValue",
  value: "Value",
};

const withTargetType = (target: MapNode): MapNode => {
  const [first] = target.entries;
  const type = first && own(targetTypes, first.key);
  if (first === undefined || type === undefined || entryOf(target, "type") !== undefined) return target;
  const { start, end, line, endLine } = first.value;
  const value: DocumentNode = { kind: "scalar", start, end, line, endLine, value: type };
  return { ...target, entries: [{ ...first, key: "type", value }, ...target.entries] };
};

/** A pod's account under the name that it had first. */
const adaptPodSpec = (spec: MapNode): MapNode =>
  entryOf(spec, "serviceAccountName") === undefined
    ? keysRenamed(spec, { serviceAccount: "serviceAccountName" })
    : spec;

const adaptTemplate = (spec: MapNode): MapNode =>
  withValue(
    spec,
    "template",
    inMaps((template) => inSpec(template, adaptPodSpec)),
  );

const adapters: Readonly<Record<string, (root: MapNode) => MapNode>> = {
  Secret: adaptSecret,
  StorageClass: (root) => keysRenamed(root, { provisioner: "storageProvisioner" }),
  DaemonSet: (root) => inSpec(root, (spec) => adaptTemplate(keysRenamed(spec, { updateStrategy: "strategy" }))),
  PersistentVolume: adaptVolume,
  Ingress: adaptIngress,
  HorizontalPodAutoscaler: (root) => inSpec(root, (spec) => withValue(spec, "metrics", inMaps(adaptMetric))),
  Pod: (root) => inSpec(root, adaptPodSpec),
  CronJob: (root) =>
    inSpec(root, (spec) =>
      withValue(
        spec,
        "jobTemplate",
        inMaps((job) => inSpec(job, adaptTemplate)),
      ),
    ),
};

/** The manifest as the provider arranges its fields; every part keeps its place. */
export const adapt = ({ kind, root }: Manifest): MapNode => {
  const adapter = Object.hasOwn(adapters, kind) ? adapters[kind] : (node: MapNode) => inSpec(node, adaptTemplate);
  return adapter === undefined ? root : adapter(root);
};
