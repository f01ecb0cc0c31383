import { asText, isObject, isUnknown, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Model } from "../model/index.ts";
import { allPlaces, eachBlock, fail, mustBeSet, pass, skip, unknown } from "./checks.ts";
import {
  both,
  deployments,
  mapAt,
  nameOf,
  namespaceOf,
  onPod,
  podMetadata,
  podOf,
  statefulSets,
  workloads,
} from "./kubernetes-pods.ts";
import type { Pod } from "./kubernetes-pods.ts";
import { leastPods, scalerOf, scalers } from "./kubernetes-scaling.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const services = both("service");
const ingresses = both("ingress");
const claims = both("persistent_volume_claim");
const policies = both("network_policy");

/** What a namespace holds, to be found by name or by labels. */
interface Home {
  /** Labels of the pods that workloads make, under each label that they carry. */
  pods: ReadonlyMap<string, readonly Attributes[]>;
  services: ReadonlySet<string>;
  workloads: ReadonlySet<string>;
}

interface Homes {
  of: (namespace: string) => Home;
  /** Some namespace, name or label is only known after apply, so anything may be meant. */
  isPartial: boolean;
}

const nowhere: Home = { pods: new Map(), services: new Set(), workloads: new Set() };

/** Made once for a model: each selector asks for it. */
const known = new WeakMap<Model, Homes>();

const homesOf = (model: Model): Homes => {
  const found = known.get(model) ?? collectHomes(model);
  known.set(model, found);
  return found;
};

const collectHomes = (model: Model): Homes => {
  const running = model.ofType(...workloads);
  const offered = model.ofType(...services);
  const homes = new Map<string, { pods: Map<string, Attributes[]>; services: Set<string>; workloads: Set<string> }>();
  const homeOf = (component: Component) => {
    const namespace = namespaceOf(component) ?? "";
    const home = homes.get(namespace) ?? { pods: new Map(), services: new Set(), workloads: new Set() };
    homes.set(namespace, home);
    return home;
  };
  for (const component of running) {
    const pod = podOf(component);
    const labels = pod === undefined ? {} : mapAt(podMetadata(pod).metadata, "labels");
    const { pods } = homeOf(component);
    for (const [label, value] of Object.entries(labels)) {
      const key = labelKey(label, value);
      const others = pods.get(key);
      if (others === undefined) pods.set(key, [labels]);
      else others.push(labels);
    }
    homeOf(component).workloads.add(nameOf(component) ?? "");
  }
  for (const component of offered) homeOf(component).services.add(nameOf(component) ?? "");
  return {
    of: (namespace) => homes.get(namespace) ?? nowhere,
    isPartial: [...running, ...offered].some(isDoubtful),
  };
};

const labelKey = (label: string, value: Attributes[string] | undefined): string => `${label}=${asText(value) ?? ""}`;

const isDoubtful = (component: Component): boolean => {
  const pod = podOf(component);
  const labels = pod === undefined ? undefined : read(podMetadata(pod).metadata, "labels");
  return (
    [read(component.attributes, "metadata.namespace"), read(component.attributes, "metadata.name")].some(isUnknown) ||
    isUnknown(labels) ||
    (isObject(labels) && Object.values(labels).some(isUnknown))
  );
};

const selects = (wanted: Attributes, labels: Attributes): boolean =>
  Object.entries(wanted).every(([key, value]) => asText(labels[key]) === asText(value));

/** A design that runs nothing in that namespace says nothing of what is selected there. */
const selectsPods =
  (path: string) =>
  (component: Component, model: Model): Verdict => {
    const wanted = mapAt(component.attributes, path);
    const namespace = namespaceOf(component);
    if (isUnknown(read(component.attributes, path)) || namespace === undefined) return unknown;
    const [first] = Object.entries(wanted);
    if (first === undefined) return skip;
    const homes = homesOf(model);
    const { pods, workloads: running } = homes.of(namespace);
    if (running.size === 0) return skip;
    if (pods.get(labelKey(...first))?.some((labels) => selects(wanted, labels)) === true) return pass;
    return homes.isPartial || Object.values(wanted).some(isUnknown) ? unknown : fail(path);
  };

const backendPlaces = (ingress: Component): { path: string; backend: Attributes }[] => {
  const inside = (path: string, owner: Attributes, name: string) =>
    readAll(owner, name).map(([place, block]) => ({ path: path === "" ? place : `${path}.${place}`, backend: block }));
  let blocks = inside("", ingress.attributes, "spec");
  const direct = blocks.flatMap(({ path, backend }) => inside(path, backend, "default_backend"));
  for (const name of ["rule", "http", "path", "backend"])
    blocks = blocks.flatMap(({ path, backend }) => inside(path, backend, name));
  return [...direct, ...blocks];
};

const ingressTargets = (ingress: Component, model: Model): Verdict => {
  const namespace = namespaceOf(ingress);
  if (namespace === undefined) return unknown;
  const homes = homesOf(model);
  const { services: offered } = homes.of(namespace);
  if (offered.size === 0) return skip;
  return allPlaces(
    backendPlaces(ingress).map(({ path, backend }) => {
      const name = read(backend, "service.name");
      if (name === undefined) return pass;
      if (isUnknown(name) || homes.isPartial) return unknown;
      return offered.has(asText(name) ?? "") ? pass : fail(`${path}.service[0].name`);
    }),
  );
};

const scaledKinds = new Set(["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"]);

const scalerTarget = (scaler: Component, model: Model): Verdict => {
  const path = "spec.scale_target_ref.name";
  const name = read(scaler.attributes, path);
  const kind = asText(read(scaler.attributes, "spec.scale_target_ref.kind")) ?? "";
  const namespace = namespaceOf(scaler);
  if (isUnknown(name) || namespace === undefined) return unknown;
  if (name === undefined || !scaledKinds.has(kind)) return skip;
  const homes = homesOf(model);
  const { workloads: running } = homes.of(namespace);
  if (running.size === 0) return skip;
  if (running.has(asText(name) ?? "")) return pass;
  return homes.isPartial ? unknown : fail(path);
};

/** A number in the code is set anew at every apply, against what the autoscaler has chosen. */
const fixedCount = (component: Component, model: Model): Verdict => {
  if (scalerOf(component, model) === undefined) return skip;
  return read(component.attributes, "spec.replicas") === undefined ? pass : fail("spec.replicas");
};

const singleNode = new Set(["ReadWriteOnce", "ReadWriteOncePod"]);

const claimNamed = (name: string, namespace: string | undefined, model: Model): Component | undefined =>
  model.ofType(...claims).find((claim) => nameOf(claim) === name && namespaceOf(claim) === namespace);

const modesOf = (claim: Component): string[] => {
  const modes = read(claim.attributes, "spec.access_modes");
  return (Array.isArray(modes) ? modes : []).flatMap((mode) => asText(mode) ?? []);
};

/** Pods on several nodes cannot mount a disk of one node. */
const sharedDisk = ({ component, spec, at }: Pod, model: Model): Verdict => {
  const count = leastPods(component, model);
  if (count === "unknown") return unknown;
  if (count.value < 2) return skip;
  return allPlaces([
    pass,
    ...readAll(spec, "volume").map(([path, volume]) => {
      const name = asText(read(volume, "persistent_volume_claim.claim_name"));
      const claim = name === undefined ? undefined : claimNamed(name, namespaceOf(component), model);
      const modes = claim === undefined ? [] : modesOf(claim);
      const isSingle = modes.length > 0 && modes.every((mode) => singleNode.has(mode));
      return isSingle ? fail(`${at(path)}.persistent_volume_claim[0].claim_name`) : pass;
    }),
  ]);
};

const setService = (component: Component, model: Model): Verdict => {
  const path = "spec.service_name";
  const name = read(component.attributes, path);
  const namespace = namespaceOf(component);
  if (isUnknown(name) || namespace === undefined) return unknown;
  if (name === undefined || name === "") return fail(path);
  const homes = homesOf(model);
  const { services: offered } = homes.of(namespace);
  if (offered.size === 0) return skip;
  if (offered.has(asText(name) ?? "")) return pass;
  return homes.isPartial ? unknown : fail(path);
};

const hostAliases = onPod(({ spec, at }) => {
  const [first] = readAll(spec, "host_aliases");
  return first === undefined ? pass : fail(at(first[0]));
});

const wholeNamespace = (component: Component): Verdict =>
  eachBlock(component, "spec.egress", (egress, path) => {
    if (isUnknown(read(egress, "to"))) return unknown;
    return readAll(egress, "to").length === 0 && readAll(egress, "ports").length === 0 ? fail(path) : pass;
  });

/** Whether the objects of a design find each other: by names, by labels, on the nodes that they run on. */
export const kubernetesWiringRules: readonly Rule[] = [
  rule({
    id: "kubernetes-service-without-pods",
    severity: "medium",
    pillar: "reliability",
    types: services,
    title: "Service selects labels that no pod has",
    why: "Every request to it fails: it has no endpoints.",
    fix: "Set `selector` to labels of the pods' template.",
    refs: {},
    check: selectsPods("spec.selector"),
  }),
  rule({
    id: "kubernetes-network-policy-without-pods",
    severity: "medium",
    pillar: "security",
    types: policies,
    title: "Network policy holds no pod",
    why: "Its labels are those of no pod of the namespace, so what it was written for is open.",
    fix: "Set `match_labels` of `pod_selector` to labels of the pods' template.",
    refs: {},
    check: selectsPods("spec.pod_selector.match_labels"),
  }),
  rule({
    id: "kubernetes-budget-without-pods",
    severity: "low",
    pillar: "reliability",
    types: both("pod_disruption_budget"),
    title: "Disruption budget holds no pod",
    why: "Its labels are those of no pod of the namespace, so maintenance may take all of them at once.",
    fix: "Set `match_labels` of `selector` to labels of the pods' template.",
    refs: {},
    check: selectsPods("spec.selector.match_labels"),
  }),
  rule({
    id: "kubernetes-open-egress",
    severity: "low",
    pillar: "security",
    types: policies,
    title: "Network policy lets everything out",
    why: "Who breaks into the pod reaches every pod and every address from there, and sends data anywhere.",
    fix: "Name peers in `to`, or the `ports` that are needed.",
    refs: {},
    check: wholeNamespace,
  }),
  rule({
    id: "kubernetes-ingress-without-service",
    severity: "medium",
    pillar: "reliability",
    types: ingresses,
    title: "Ingress sends to a service that is not there",
    why: "Requests for that path are answered with an error.",
    fix: "Set `name` in `service` to a service of the ingress's own namespace.",
    refs: {},
    check: ingressTargets,
  }),
  rule({
    id: "kubernetes-autoscaler-without-target",
    severity: "medium",
    pillar: "reliability",
    types: scalers,
    title: "Autoscaler scales nothing",
    why: "What it names does not exist in its namespace, so the number of pods never follows the load.",
    fix: "Set `name` in `scale_target_ref` to the workload's.",
    refs: {},
    check: scalerTarget,
  }),
  rule({
    id: "kubernetes-fixed-count",
    severity: "low",
    pillar: "performance",
    types: [...deployments, ...statefulSets],
    title: "Number of pods is set against the autoscaler",
    why: "Every deployment puts the count back to the written one, in the middle of the load that it was raised for.",
    fix: "Remove `replicas`: the autoscaler's `min_replicas` is the least.",
    refs: {},
    check: fixedCount,
  }),
  rule({
    id: "kubernetes-disk-of-one-node",
    severity: "high",
    pillar: "reliability",
    types: deployments,
    title: "Several pods share a disk that one node alone can mount",
    why: "Pods on other nodes hang while they start, and every rolling update waits for the old pod's disk.",
    fix: "Run one pod with the strategy Recreate, use a claim with ReadWriteMany, or a stateful set with a claim for each pod.",
    refs: {},
    check: onPod(sharedDisk),
  }),
  rule({
    id: "kubernetes-set-without-service",
    severity: "low",
    pillar: "reliability",
    types: statefulSets,
    title: "Stateful set has no service of its own",
    why: "Its pods have no lasting names, so they do not find each other.",
    fix: "Set `service_name` to a service with `cluster_ip` None.",
    refs: {},
    check: setService,
  }),
  rule({
    id: "kubernetes-host-aliases",
    severity: "low",
    pillar: "security",
    types: workloads,
    title: "Pod writes names of hosts into its own hosts file",
    why: "Such names go past DNS, stay when the address has moved on, and can send traffic to somebody else.",
    fix: "Remove `host_aliases`, and use a service of the type ExternalName or a DNS record.",
    refs: {},
    check: hostAliases,
  }),
  rule({
    id: "kubernetes-late-runs",
    severity: "low",
    pillar: "reliability",
    types: both("cron_job"),
    title: "Cron job stops for good after a hundred missed runs",
    why: "Without a deadline all runs since the last one count as missed; after 100 the controller no longer starts any.",
    fix: "Set `starting_deadline_seconds` to the time for which a late run is still of use.",
    refs: {},
    check: mustBeSet("spec.starting_deadline_seconds"),
  }),
];
