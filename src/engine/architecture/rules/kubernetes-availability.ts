import { addBlock, set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Model } from "../model/index.ts";
import { fail, mustBeSet, mustNotBe, pass, skip, unknown } from "./checks.ts";
import {
  barePods,
  both,
  deployments,
  eachBlockIn,
  lastingWorkloads,
  namespaceOf,
  onPod,
  podOf,
  replicated,
  statefulSets,
} from "./kubernetes-pods.ts";
import type { Pod } from "./kubernetes-pods.ts";
import { isSingle, leastPods, mayBeScaled, scalerOf, scalers } from "./kubernetes-scaling.ts";
import { labelsOf, selectorsOf } from "./kubernetes-selectors.ts";
import { addCompanion, inRoot } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const ownBudget = "kubernetes_pod_disruption_budget_v1";
const budgets: readonly string[] = ["kubernetes_pod_disruption_budget", ownBudget];

const hasOwnDisk = ({ spec }: Pod): boolean =>
  readAll(spec, "volume").some(([, volume]) => read(volume, "persistent_volume_claim") !== undefined);

/** Nothing to run is a choice; a pod with a disk of its own cannot be doubled. */
const replicas = (component: Component, model: Model): Verdict => {
  const count = leastPods(component, model);
  if (count === "unknown") return unknown;
  return count.value === 1 ? fail("spec.replicas") : pass;
};

const runTwo = (component: Component, model: Model): readonly Edit[] => {
  const count = leastPods(component, model);
  // A stateful program has to know how to share its data among several.
  if (count === "unknown" || count.value !== 1 || !deployments.includes(component.type)) return [];
  const isAlone = onPod((pod) => (hasOwnDisk(pod) ? fail() : pass))(component).outcome === "fail";
  return isAlone ? [] : [set(count.owner.address, count.path, 2)];
};

/** Workloads that a budget refers to, made once for a model. */
const knownTargets = new WeakMap<Model, ReadonlySet<string>>();

const budgetTargets = (model: Model): ReadonlySet<string> => {
  const found =
    knownTargets.get(model) ??
    new Set(model.ofType(...budgets).flatMap(({ references }) => references.map(({ to }) => to)));
  knownTargets.set(model, found);
  return found;
};

const budget = (pod: Pod, model: Model): Verdict => {
  const { component } = pod;
  if (isSingle(component, model)) return skip;
  const targets = budgetTargets(model);
  const isHeld =
    targets.has(component.address) ||
    targets.has(component.id) ||
    selectorsOf(model, budgets, "spec.selector").pick(pod);
  return isHeld ? pass : fail();
};

const podLabels = (component: Component): Attributes => {
  const pod = podOf(component);
  return pod === undefined ? {} : labelsOf(pod);
};

/** One pod at a time may go: less stops upgrades, and more is for the owner to say. */
const keepMost = (component: Component, model: Model): readonly Edit[] => {
  if (Object.keys(podLabels(component)).length === 0) return [];
  const hasNamespace = read(component.attributes, "metadata.namespace") !== undefined;
  return addCompanion(component, model, ownBudget, (reference) =>
    [
      "  metadata {",
      `    name      = ${reference}.metadata[0].name`,
      ...(hasNamespace ? [`    namespace = ${reference}.metadata[0].namespace`] : []),
      "  }",
      "",
      "  spec {",
      "    max_unavailable = 1",
      "",
      "    selector {",
      `      match_labels = ${reference}.spec[0].template[0].metadata[0].labels`,
      "    }",
      "  }",
      "",
    ].join("\n"),
  );
};

/** A wish, not a condition: where there is one zone only the pods start all the same. */
const spreadOverZones = (component: Component): readonly Edit[] => {
  const pod = podOf(component);
  const labels = Object.entries(podLabels(component)).map(([key, value]) => [key, asText(value)] as const);
  if (pod === undefined || labels.length === 0) return [];
  if (labels.some(([, value]) => value === undefined)) return [];
  return [
    addBlock(component.address, pod.at("topology_spread_constraint"), {
      max_skew: 1,
      topology_key: "topology.kubernetes.io/zone",
      when_unsatisfiable: "ScheduleAnyway",
      label_selector: [{ match_labels: Object.fromEntries(labels.map(([key, value]) => [key, value ?? ""])) }],
    }),
  ];
};

/** A budget that lets no pod go stops every upgrade of a node. */
const stuckBudget = (component: Component): Verdict => {
  const most = read(component.attributes, "spec.max_unavailable");
  const least = read(component.attributes, "spec.min_available");
  if (isUnknown(most) || isUnknown(least)) return unknown;
  if (matches(most, /^0%?$/)) return fail("spec.max_unavailable");
  return asText(least) === "100%" ? fail("spec.min_available") : pass;
};

const spread = (pod: Pod, model: Model): Verdict => {
  if (isSingle(pod.component, model)) return skip;
  const ways = ["topology_spread_constraint", "affinity.pod_anti_affinity"].map((name) => read(pod.spec, name));
  if (ways.some(isUnknown)) return unknown;
  return ways.some((value) => Array.isArray(value) && value.length > 0)
    ? pass
    : fail(pod.at("topology_spread_constraint"));
};

const autoscaler = (component: Component, model: Model): Verdict => {
  if (scalerOf(component, model) !== undefined) return pass;
  return mayBeScaled(model) ? unknown : fail();
};

/** Static pods of the control plane belong to their node; one that is not started again is a single run. */
const barePod = (component: Component): Verdict => {
  if (namespaceOf(component) === "kube-system") return skip;
  const policy = read(component.attributes, "spec.restart_policy");
  if (isUnknown(policy)) return unknown;
  return policy === undefined || asText(policy) === "Always" ? fail() : pass;
};

const restart = onPod(({ spec, at, component }) => {
  if (barePods.includes(component.type)) return skip;
  const value = read(spec, "restart_policy");
  if (isUnknown(value)) return unknown;
  return value === undefined || asText(value) === "Always" ? pass : fail(at("restart_policy"));
});

/** Data in a directory of the pod is gone with it. */
const claims = (component: Component): Verdict => {
  const value = read(component.attributes, "spec.volume_claim_template");
  if (isUnknown(value)) return unknown;
  if (readAll(component.attributes, "spec.volume_claim_template").length > 0) return pass;
  return onPod((pod) => (hasOwnDisk(pod) ? pass : fail("spec.volume_claim_template")), fail())(component);
};

const memoryVolume = onPod((pod) =>
  eachBlockIn(pod, pod.spec, "volume", (volume, path) => {
    const inMemory = asText(read(volume, "empty_dir.medium")) === "Memory";
    return inMemory && read(volume, "empty_dir.size_limit") === undefined ? fail(`${path}.empty_dir[0].medium`) : pass;
  }),
);

const graceless = onPod(({ spec, at }) => {
  const value = read(spec, "termination_grace_period_seconds");
  if (isUnknown(value)) return unknown;
  return asText(value) === "0" ? fail(at("termination_grace_period_seconds")) : pass;
});

const isLeastAboveMost = (component: Component): Verdict => {
  const [least, most] = ["spec.min_replicas", "spec.max_replicas"].map((path) => read(component.attributes, path));
  if (isUnknown(least) || isUnknown(most)) return unknown;
  return Number(asText(most) ?? 0) <= Number(asText(least) ?? 1) ? fail("spec.max_replicas") : pass;
};

const history = (component: Component): Verdict => {
  const policy = read(component.attributes, "spec.concurrency_policy");
  if (isUnknown(policy)) return unknown;
  return policy === undefined || asText(policy) === "Allow" ? fail("spec.concurrency_policy") : pass;
};

export const kubernetesAvailabilityRules: readonly Rule[] = [
  rule({
    id: "kubernetes-single-replica",
    severity: "medium",
    pillar: "reliability",
    types: replicated,
    title: "Only one pod runs",
    why: "While it restarts, is moved or its node is upgraded, nobody answers.",
    fix: "Set `replicas`, or the autoscaler's `min_replicas`, to 2 or more.",
    refs: {},
    check: replicas,
    remedy: runTwo,
  }),
  rule({
    id: "kubernetes-no-disruption-budget",
    severity: "low",
    pillar: "reliability",
    types: replicated,
    title: "Maintenance may take all pods at once",
    why: "When nodes are drained for an upgrade nothing says how many pods have to stay.",
    fix: "Add a `kubernetes_pod_disruption_budget_v1` that selects the pods.",
    refs: {},
    check: onPod(budget),
    remedy: inRoot(keepMost),
  }),
  rule({
    id: "kubernetes-stuck-disruption-budget",
    severity: "medium",
    pillar: "operations",
    types: budgets,
    title: "Disruption budget lets no pod go",
    why: "Nodes can then not be drained, so upgrades hang or are forced through.",
    fix: "Set `max_unavailable` to 1.",
    refs: {},
    check: stuckBudget,
  }),
  rule({
    id: "kubernetes-not-spread",
    severity: "low",
    pillar: "reliability",
    types: replicated,
    title: "Pods may all stand on one node",
    why: "When that node or its zone fails, all replicas fail with it.",
    fix: "Add `topology_spread_constraint` over topology.kubernetes.io/zone, or `pod_anti_affinity`.",
    refs: {},
    check: onPod(spread),
    remedy: spreadOverZones,
  }),
  rule({
    id: "kubernetes-no-autoscaler",
    severity: "low",
    pillar: "performance",
    types: deployments,
    title: "Number of pods does not follow the load",
    why: "At peak times requests queue, and the rest of the time idle pods are paid for.",
    fix: "Add a `kubernetes_horizontal_pod_autoscaler_v2` for the deployment.",
    refs: {},
    check: autoscaler,
  }),
  rule({
    id: "kubernetes-autoscaler-without-room",
    severity: "medium",
    pillar: "performance",
    types: scalers,
    title: "Autoscaler has no room to scale",
    why: "Its most is not above its least, so the number of pods never changes.",
    fix: "Set `max_replicas` above `min_replicas`.",
    refs: {},
    check: isLeastAboveMost,
  }),
  rule({
    id: "kubernetes-bare-pod",
    severity: "medium",
    pillar: "reliability",
    types: barePods,
    title: "Pod has nobody to replace it",
    why: "When its node fails the pod is gone, and nothing starts it elsewhere.",
    fix: "Run it as a deployment, a stateful set or a job.",
    refs: {},
    check: barePod,
  }),
  rule({
    id: "kubernetes-no-restart",
    severity: "medium",
    pillar: "reliability",
    types: lastingWorkloads,
    title: "Containers that fail are not started again",
    why: "A crash leaves the pod dead; such a workload accepts no other policy than Always.",
    fix: 'Remove `restart_policy`, or set it to "Always".',
    refs: {},
    check: restart,
  }),
  rule({
    id: "kubernetes-recreate",
    severity: "low",
    pillar: "reliability",
    types: deployments,
    title: "Deployment stops the old pods before it starts new ones",
    why: "Every deployment is an outage, and a long one when the new version does not start.",
    fix: 'Set `strategy.type = "RollingUpdate"`.',
    refs: {},
    check: mustNotBe("spec.strategy.type", "Recreate"),
  }),
  rule({
    id: "kubernetes-data-in-pod",
    severity: "medium",
    pillar: "reliability",
    types: statefulSets,
    title: "Stateful set keeps no data beyond its pods",
    why: "What it writes is lost when a pod is moved, although it is run as a store of data.",
    fix: "Add a `volume_claim_template` and mount it.",
    refs: {},
    check: claims,
  }),
  rule({
    id: "kubernetes-memory-volume",
    severity: "low",
    pillar: "cost",
    types: lastingWorkloads,
    title: "Volume in memory has no bound",
    why: "What is written there counts as memory, up to all that the node has.",
    fix: "Set `size_limit` in `empty_dir`.",
    refs: {},
    check: memoryVolume,
  }),
  rule({
    id: "kubernetes-no-grace",
    severity: "low",
    pillar: "reliability",
    types: lastingWorkloads,
    title: "Pod is killed without time to finish",
    why: "Requests under way are cut off and data that is not written yet is lost.",
    fix: "Remove `termination_grace_period_seconds` or set it to the time that it needs.",
    refs: {},
    check: graceless,
  }),
  rule({
    id: "kubernetes-overlapping-runs",
    severity: "low",
    pillar: "reliability",
    types: both("cron_job"),
    title: "Runs of the cron job may overlap",
    why: "When one run takes longer than the interval, the next works on the same data beside it.",
    fix: 'Set `concurrency_policy = "Forbid"`.',
    refs: {},
    check: history,
  }),
  rule({
    id: "kubernetes-endless-job",
    severity: "low",
    pillar: "cost",
    types: both("job"),
    title: "Job may run for ever",
    why: "A job that hangs keeps its node and is paid for until somebody sees it.",
    fix: "Set `active_deadline_seconds`.",
    refs: {},
    check: mustBeSet("spec.active_deadline_seconds"),
  }),
  rule({
    id: "kubernetes-job-kept",
    severity: "low",
    pillar: "operations",
    types: both("job"),
    title: "Finished job is never cleaned up",
    why: "Pods of finished jobs fill the cluster's store and every listing.",
    fix: "Set `ttl_seconds_after_finished`.",
    refs: {},
    check: mustBeSet("spec.ttl_seconds_after_finished"),
  }),
];
