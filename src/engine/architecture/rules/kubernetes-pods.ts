import { asText, isObject, isUnknown, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Value } from "../model/index.ts";
import { fail, pass, skip, unknown } from "./checks.ts";
import type { Verdict } from "./rule.ts";

const inTemplate = "spec.template.spec";

/** Where the pod's specification stands in each type that runs pods. */
const specPaths: ReadonlyMap<string, string> = new Map([
  ["kubernetes_pod", "spec"],
  ["kubernetes_pod_v1", "spec"],
  ["kubernetes_deployment", inTemplate],
  ["kubernetes_deployment_v1", inTemplate],
  ["kubernetes_stateful_set", inTemplate],
  ["kubernetes_stateful_set_v1", inTemplate],
  ["kubernetes_daemonset", inTemplate],
  ["kubernetes_daemon_set", inTemplate],
  ["kubernetes_daemon_set_v1", inTemplate],
  ["kubernetes_replica_set", inTemplate],
  ["kubernetes_replica_set_v1", inTemplate],
  ["kubernetes_replication_controller", inTemplate],
  ["kubernetes_replication_controller_v1", inTemplate],
  ["kubernetes_pod_template", "template.spec"],
  ["kubernetes_pod_template_v1", "template.spec"],
  ["kubernetes_job", inTemplate],
  ["kubernetes_job_v1", inTemplate],
  ["kubernetes_cron_job", "spec.job_template.spec.template.spec"],
  ["kubernetes_cron_job_v1", "spec.job_template.spec.template.spec"],
]);

const typesMatching = (pattern: RegExp): readonly string[] =>
  [...specPaths.keys()].filter((type) => pattern.test(type));

/** Every type that runs pods. */
export const workloads: readonly string[] = [...specPaths.keys()];
/** Those whose pods are meant to run on, rather than to come to an end. */
export const lastingWorkloads: readonly string[] = typesMatching(/^kubernetes_(?!job|cron_job)/);
/** Those that keep a number of equal pods running. */
export const replicated: readonly string[] = typesMatching(/^kubernetes_(?:deployment|stateful_set)/);
export const deployments: readonly string[] = typesMatching(/^kubernetes_deployment/);
export const statefulSets: readonly string[] = typesMatching(/^kubernetes_stateful_set/);
export const barePods: readonly string[] = ["kubernetes_pod", "kubernetes_pod_v1"];

/** Such pods serve the node itself, so some have to reach into it. */
export const servesNodes = ({ type }: Component): boolean => type.includes("daemon");

/** A type of the provider in its first spelling and in the one with the version of the API. */
export const both = (...names: readonly string[]): readonly string[] =>
  names.flatMap((name) => [`kubernetes_${name}`, `kubernetes_${name}_v1`]);

export interface Pod {
  component: Component;
  spec: Attributes;
  /** Path of the specification: `spec.template.spec`. */
  path: string;
  at: (field: string) => string;
}

export interface Container {
  pod: Pod;
  block: Attributes;
  /** `spec.template.spec.container[0]`. */
  path: string;
  at: (field: string) => string;
  /** Runs to its end before the pod's own containers start. */
  isInit: boolean;
}

/** Made once for each: some hundred rules ask for them. */
const knownPods = new WeakMap<Component, Pod | "none">();
const knownContainers = new WeakMap<Pod, readonly Container[]>();

const readPod = (component: Component): Pod | undefined => {
  const path = specPaths.get(component.type);
  const [found] = path === undefined ? [] : readAll(component.attributes, path);
  return path === undefined || found === undefined
    ? undefined
    : { component, spec: found[1], path, at: (field) => `${path}.${field}` };
};

/** The pod that a workload runs; nothing where its specification is not written or not known. */
export const podOf = (component: Component): Pod | undefined => {
  const pod = knownPods.get(component) ?? readPod(component) ?? "none";
  knownPods.set(component, pod);
  return pod === "none" ? undefined : pod;
};

const isSpecUnknown = ({ type, attributes }: Component): boolean =>
  isUnknown(read(attributes, specPaths.get(type) ?? ""));

const containersIn = (pod: Pod, name: "container" | "init_container"): Container[] =>
  readAll(pod.spec, name).map(([place, block]) => {
    const path = pod.at(place);
    return { pod, block, path, at: (field) => `${path}.${field}`, isInit: name === "init_container" };
  });

/** Containers of a pod, those that prepare it included. */
export const containersOf = (pod: Pod): readonly Container[] => {
  const containers = knownContainers.get(pod) ?? [
    ...containersIn(pod, "init_container"),
    ...containersIn(pod, "container"),
  ];
  knownContainers.set(pod, containers);
  return containers;
};

/** One verdict with every place at fault. */
export const gather = (verdicts: readonly Verdict[]): Verdict => {
  const [first, ...others] = verdicts.filter((verdict) => verdict.outcome === "fail");
  if (first !== undefined)
    return {
      ...first,
      also: [...(first.also ?? []), ...others.flatMap(({ path, also = [] }) => [path ?? [], also].flat())],
    };
  if (verdicts.some(({ outcome }) => outcome === "unknown")) return unknown;
  return verdicts.every(({ outcome }) => outcome === "skip") ? skip : pass;
};

/** Judges the pod of a workload; none written → `missing`. */
export const onPod =
  <Rest extends unknown[]>(check: (pod: Pod, ...rest: Rest) => Verdict, missing: Verdict = pass) =>
  (component: Component, ...rest: Rest): Verdict => {
    const pod = podOf(component);
    if (pod !== undefined) return check(pod, ...rest);
    return isSpecUnknown(component) ? unknown : missing;
  };

interface ContainerScope {
  /** Verdict on a workload that writes no container; a rule that asks for something fails it. */
  missing?: Verdict;
  /** Whether containers that prepare the pod are judged as well. */
  init?: boolean;
}

const lists = ["container", "init_container"] as const;

/** Judges every container of a workload; a fault in several of them is one finding with several places. */
export const eachContainer = (
  check: (container: Container) => Verdict,
  { missing = pass, init = true }: ContainerScope = {},
): ((component: Component) => Verdict) =>
  onPod((pod) => {
    const verdicts = containersOf(pod)
      .filter(({ isInit }) => init || !isInit)
      .map(check);
    const isPartial = lists.some((name) => (init || name === "container") && isUnknown(read(pod.spec, name)));
    return verdicts.length === 0 && !isPartial ? missing : gather([...verdicts, ...(isPartial ? [unknown] : [])]);
  }, missing);

/** Judges every block of that name in a container or pod: all that are at fault are told. */
export const eachBlockIn = (
  { at }: Container | Pod,
  owner: Attributes,
  name: string,
  check: (block: Attributes, path: string) => Verdict,
): Verdict =>
  isUnknown(read(owner, name))
    ? unknown
    : gather([pass, ...readAll(owner, name).map(([path, block]) => check(block, at(path)))]);

export interface Setting {
  value: Value | undefined;
  /** Where it is written, or where it would be. */
  path: string;
}

/** A setting of the container's security context; the pod's own holds where the container says nothing. */
export const contextOf = (container: Container, field: string): Setting => {
  const { pod, block, at } = container;
  const name = `security_context.${field}`;
  const own = read(block, name);
  const inherited = read(pod.spec, name);
  return own === undefined && inherited !== undefined
    ? { value: inherited, path: pod.at(name) }
    : { value: own, path: at(name) };
};

/** Asks for one text at a field of every container; `missing`: when it is not set. */
export const containerField = (
  field: string,
  good: (text: string) => boolean,
  missing: "fail" | "pass",
): ((component: Component) => Verdict) =>
  eachContainer(
    ({ block, at }) => {
      const value = read(block, field);
      if (value === undefined) return missing === "fail" ? fail(at(field)) : pass;
      if (isUnknown(value)) return unknown;
      return good((asText(value) ?? "").toLowerCase()) ? pass : fail(at(field));
    },
    { missing: missing === "fail" ? fail() : pass },
  );

/** The pod's own metadata: the template's, or that of the pod itself. */
export const podMetadata = ({ component, path }: Pod): { metadata: Attributes; path: string } => {
  const place = path.replace(/spec$/, "metadata");
  const [found] = readAll(component.attributes, place);
  return { metadata: found?.[1] ?? {}, path: place };
};

/** A map of texts, e.g. labels; an unknown or missing one is empty. */
export const mapAt = (attributes: Attributes, path: string): Attributes => {
  const value = read(attributes, path);
  return isObject(value) ? value : {};
};

/** `default` where nothing else is said; `undefined` when it is only known after apply. */
export const namespaceOf = ({ attributes }: Component): string | undefined => {
  const value = read(attributes, "metadata.namespace");
  return isUnknown(value) ? undefined : (asText(value) ?? "default");
};

export const nameOf = ({ attributes }: Component): string | undefined => asText(read(attributes, "metadata.name"));
