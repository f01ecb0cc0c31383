import { catalogue, isLogTargetOnly } from "../model/index.ts";
import type { Component, Kind, Model } from "../model/index.ts";
import { exposedComponents, foldedInto, replication } from "../topology/index.ts";

/** Kinds that a request can need. Security and operations watch it; it goes on without them. */
const serving: ReadonlySet<Kind> = new Set([
  "edge",
  "network",
  "compute",
  "container",
  "serverless",
  "database",
  "cache",
  "storage",
  "messaging",
  "analytics",
]);

/** What answers a request itself asks others on; a store or a queue that starts something does so afterwards. */
const asking: ReadonlySet<Kind> = new Set(["edge", "network", "compute", "container", "serverless"]);

/** Kinds of the network and its edge that a request passes first. */
const doors: ReadonlySet<Kind> = new Set(["edge", "network"]);

/** Kinds that do the work of a design that shows no door. */
const working: ReadonlySet<Kind> = new Set(["compute", "container", "serverless"]);

/** Wires of the network, and ways out of it: a request that comes in does not depend on them. */
const passive: ReadonlySet<string> = new Set([
  "aws.igw",
  "aws.nat",
  "aws.eip",
  "aws.vpce",
  "aws.tgw",
  "aws.vpn",
  "aws.ecr",
  "azure.nat",
  "azure.vpn",
  "azure.bastion",
  "azure.acr",
  "azure.expressroute",
  "gcp.nat",
  "gcp.vpn",
  "gcp.interconnect",
  "gcp.artifact-registry",
]);

/** Read replicas and standbys: reads may go to them, and requests do without. */
const replicasIn = ({ links }: Model): Set<string> =>
  new Set(links.flatMap(({ to, label }) => (label === replication ? [to] : [])));

export interface Step {
  component: Component;
  /** Ids of what asks it. */
  askedBy: readonly string[];
}

const isServing = (component: Component, model: Model): boolean =>
  serving.has(component.kind) &&
  !passive.has(component.service) &&
  catalogue(component.type).role === "node" &&
  foldedInto(component, model) === undefined &&
  !isLogTargetOnly(component, model);

/** All that a request from outside can need, in the order in which it is reached. */
export const requestPath = (model: Model): Step[] => {
  const components = model.components.filter((component) => isServing(component, model));
  const byId = new Map(components.map((component) => [component.id, component]));
  const asks = new Map<string, string[]>();
  for (const { from, to, kind, label } of model.links) {
    if ((kind !== "traffic" && kind !== "data") || label === replication || !byId.has(to)) continue;
    const source = byId.get(from);
    if (source !== undefined && asking.has(source.kind)) asks.set(from, [...(asks.get(from) ?? []), to]);
  }

  const walk = (entries: readonly Component[]): Map<string, string[]> => {
    const askedBy = new Map<string, string[]>(entries.map(({ id }) => [id, []]));
    for (const id of askedBy.keys())
      for (const next of asks.get(id) ?? []) askedBy.set(next, [...(askedBy.get(next) ?? []), id]);
    return askedBy;
  };
  const isDoor = (id: string): boolean => doors.has(byId.get(id)?.kind ?? "other");
  const entries = entriesOf(components, model);
  const fromDoors = walk(entries);
  // Doors that lead nowhere tell of code that does not say what is behind them: then all that works is.
  const isBlind = [...fromDoors.keys()].every(isDoor);
  const askedBy = isBlind ? walk([...entries, ...workersOf(components)]) : fromDoors;
  const replicas = replicasIn(model);
  return [...askedBy].flatMap(([id, by]) => {
    const component = byId.get(id);
    return component === undefined || replicas.has(id) ? [] : [{ component, askedBy: by }];
  });
};

/** Where requests come in: the doors that the internet reaches; without a door whatever it reaches; else what does the work. */
const entriesOf = (components: readonly Component[], model: Model): Component[] => {
  const exposed = exposedComponents(model);
  const reached = components.filter(({ id }) => exposed.has(id));
  const atTheDoor = reached.filter(({ kind, service }) => doors.has(kind) || service === "gcp.lb");
  if (atTheDoor.length > 0) return atTheDoor;
  if (reached.length > 0) return reached;
  return workersOf(components);
};

/** What does the work; where nothing does, all there is. */
const workersOf = (components: readonly Component[]): Component[] => {
  const workers = components.filter(({ kind }) => working.has(kind));
  return workers.length > 0 ? workers : [...components];
};
