import { asText, isObject, isUnknown, read, readAll, withoutApiVersion } from "../../model/index.ts";
import type { Attributes, Component, Model, Value } from "../../model/index.ts";

/** Where the pod stands in each type that runs pods. */
const podPaths: Readonly<Record<string, string>> = {
  kubernetes_pod: "",
  kubernetes_deployment: "spec.template",
  kubernetes_replication_controller: "spec.template",
  kubernetes_stateful_set: "spec.template",
  kubernetes_daemon_set: "spec.template",
  kubernetes_job: "spec.template",
  kubernetes_cron_job: "spec.job_template.spec.template",
};

/** Type without the version of its API: `kubernetes_service`. */
export const plainType = ({ type }: Component): string => withoutApiVersion(type);

const under = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);

const blockAt = (attributes: Attributes, path: string): Attributes => readAll(attributes, path)[0]?.[1] ?? {};

/** A pod as its labels and its specification. */
export interface Pod {
  labels: Attributes;
  spec: Attributes;
}

/** The pod that a workload runs; `undefined` for what runs none. */
export const podOf = (component: Component): Pod | undefined => {
  const type = plainType(component);
  const path = Object.hasOwn(podPaths, type) ? podPaths[type] : undefined;
  if (path === undefined) return undefined;
  const labels = read(component.attributes, under(path, "metadata.labels"));
  return { labels: isObject(labels) ? labels : {}, spec: blockAt(component.attributes, under(path, "spec")) };
};

/** Containers of a pod, those that prepare it last. */
export const containersOf = ({ spec }: Pod): Attributes[] =>
  ["container", "init_container"].flatMap((name) => readAll(spec, name).map(([, block]) => block));

export const nameOf = ({ attributes }: Component): string | undefined => asText(read(attributes, "metadata.name"));

/** Namespace of an object; two whose code does not say so are in one. */
export const namespaceOf = ({ attributes }: Component): string => {
  const value = read(attributes, "metadata.namespace");
  return isUnknown(value) ? (value.refs[0] ?? "default") : (asText(value) ?? "default");
};

/** Key of an object by its kind, namespace and name. */
const keyOf = (type: string, namespace: string, name: string): string => `${type} ${namespace} ${name}`;

/** What a cluster holds, to be found as Kubernetes finds it: by names and labels. */
export interface Objects {
  all: readonly Component[];
  workloads: readonly { component: Component; pod: Pod }[];
  find: (type: string, namespace: string, name: string | undefined) => Component | undefined;
  /** Workloads of a namespace whose pods carry all of these labels. */
  selected: (namespace: string, labels: Value | undefined) => readonly Component[];
}

const carries = (labels: Attributes, wanted: readonly (readonly [name: string, value: Value])[]): boolean =>
  wanted.every(([name, value]) => Object.hasOwn(labels, name) && asText(labels[name]) === asText(value));

const createObjects = (model: Model): Objects => {
  const all = model.components.filter(({ type }) => type.startsWith("kubernetes_"));
  const byKey = new Map<string, Component>();
  for (const component of all) {
    const key = keyOf(plainType(component), namespaceOf(component), nameOf(component) ?? "");
    if (!byKey.has(key)) byKey.set(key, component);
  }
  const workloads = all.flatMap((component) => {
    const pod = podOf(component);
    return pod === undefined ? [] : [{ component, pod }];
  });
  // By one label of each pod: looking through all workloads for each service would be quadratic.
  const byLabel = new Map<string, { component: Component; pod: Pod }[]>();
  for (const workload of workloads)
    for (const [name, value] of Object.entries(workload.pod.labels)) {
      const key = `${namespaceOf(workload.component)} ${name} ${asText(value) ?? ""}`;
      const known = byLabel.get(key);
      if (known === undefined) byLabel.set(key, [workload]);
      else known.push(workload);
    }
  return {
    all,
    workloads,
    find: (type, namespace, name) => (name === undefined ? undefined : byKey.get(keyOf(type, namespace, name))),
    selected: (namespace, labels) => {
      const wanted = isObject(labels) ? Object.entries(labels) : [];
      // The rarest label leaves the fewest to look at; no label selects nothing.
      const candidates = wanted.map(
        ([name, value]) => byLabel.get(`${namespace} ${name} ${asText(value) ?? ""}`) ?? [],
      );
      const [fewest = []] = candidates.toSorted((a, b) => a.length - b.length);
      return fewest.filter(({ pod }) => carries(pod.labels, wanted)).map(({ component }) => component);
    },
  };
};

// A model is asked for it by every box and arrow.
const known = new WeakMap<Model["components"], Objects>();

/** What a design's cluster holds; looked through once for each model. */
export const objectsOf = (model: Model): Objects => {
  const objects = known.get(model.components) ?? createObjects(model);
  known.set(model.components, objects);
  return objects;
};
