import { own } from "../model/own.ts";
import { asText, catalogue, read, receivesDeadLettersOnly } from "../model/index.ts";
import type { Component, Link, LinkKind, Model } from "../model/index.ts";
import { accessByIdentity } from "./access.ts";
import { nodeSetOf } from "./clusters.ts";
import { replicationLinks } from "./copies.ts";
import { fedFrom } from "./consumers.ts";
import { containerLinks } from "./containers.ts";
import { displayName } from "./detail.ts";
import { boxOf, isBox } from "./folded.ts";
import { kubernetesLinks } from "./kubernetes/links.ts";
import { networkLinks } from "./network-links.ts";
import { securityGroupLinks } from "./security-groups.ts";
import { incoming, silent, taps, wireOf } from "./wiring.ts";

type Steps = Map<string, Set<string>>;
type Links = Map<string, Link>;

const keyOf = (from: string, to: string): string => `${from} ${to}`;

const kindOf = (target: Component): LinkKind => {
  const kind = target.kind;
  if (kind === "database" || kind === "cache" || kind === "storage" || kind === "analytics" || kind === "messaging")
    return "data";
  return kind === "security" || kind === "operations" ? "depends" : "traffic";
};

const balancers = new Set(["aws.alb", "aws.nlb", "aws.elb"]);

/** Services that stand guard before another: the arrow points at what they protect. */
const guards = new Set(["aws.waf", "gcp.armor"]);

/** Ports that a service listens on unless it is told otherwise. */
const usualPorts: Readonly<Record<string, readonly string[]>> = {
  "aws.rds": ["5432", "3306", "1433", "1521"],
  "aws.aurora": ["5432", "3306"],
  "aws.elasticache": ["6379", "11211"],
  "aws.documentdb": ["27017"],
  "aws.redshift": ["5439"],
  "aws.opensearch": ["443", "9200"],
  "aws.efs": ["2049"],
  "aws.msk": ["9092", "9094", "9098"],
};

/** Of several open ports, the one that the target is known to listen on; a single one says itself. */
const portOf = ({ service }: Component, ports: readonly string[]): string | undefined => {
  const usual = own(usualPorts, service);
  if (usual !== undefined) return ports.find((port) => usual.includes(port));
  return ports.length === 1 ? ports[0] : undefined;
};

const lead = (steps: Steps, from: string, to: string): void => {
  if (from === to) return;
  const known = steps.get(from);
  if (known === undefined) steps.set(from, new Set([to]));
  else known.add(to);
};

/** Directed steps that references say: what leads to what, drawn or not. */
const referenceSteps = (model: Model): Steps => {
  const steps: Steps = new Map();
  for (const component of model.components) {
    const wire = wireOf(component.type);
    const before = incoming[component.type] ?? [];
    for (const { path, to } of component.references) {
      const target = model.find(to);
      if (target === undefined) continue;
      const side = wire?.from.includes(path) ? "from" : wire?.to.includes(path) ? "to" : wire?.others;
      if (wire === undefined ? before.includes(path) || taps.has(target.type) : side === "from")
        lead(steps, target.id, component.id);
      else if (silent.has(path) && side === undefined) continue;
      else if (wire === undefined || side === "to") lead(steps, component.id, target.id);
    }
  }
  return steps;
};

/** What holds data does nothing with the permissions that its own upkeep has. */
const passive: ReadonlySet<string> = new Set(["storage", "database", "cache"]);

/** Steps that permissions say: who may use what. */
const accessSteps = (model: Model): Steps => {
  const steps: Steps = new Map();
  const access = accessByIdentity(model);
  const permit = (actor: Component, identity: string): void => {
    const box = boxOf(actor, model) ?? actor;
    if (passive.has(box.kind) && identity !== actor.id) return;
    for (const id of access.get(identity) ?? []) lead(steps, box.id, id);
  };
  for (const component of model.components) {
    permit(component, component.id);
    for (const { to } of component.references) {
      const target = model.find(to);
      // A box's own identity is no other resource's.
      if (target !== undefined && catalogue(target.type).role === "hidden") permit(component, target.id);
    }
  }
  return steps;
};

const merged = (one: Steps, other: Steps): Steps => {
  const steps: Steps = new Map([...one].map(([from, targets]) => [from, new Set(targets)]));
  for (const [from, targets] of other) for (const to of targets) lead(steps, from, to);
  return steps;
};

const passesOn = ({ type }: Component): boolean => {
  const { role, via } = catalogue(type);
  return role === "wire" || (role === "part" && via === undefined);
};

/** Boxes that can be reached from `start` through what is not drawn. Each is visited once. */
const reachable = (start: Component, steps: Steps, model: Model): Component[] => {
  const seen = new Set([start.id]);
  const found = new Set<Component>();
  const queue = [...(steps.get(start.id) ?? [])];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const component = model.find(id);
    if (component === undefined) continue;
    const box = boxOf(component, model);
    const isOwnPart = box === start && component !== start && wireOf(component.type) !== undefined;
    if (box !== undefined && box !== start) found.add(box);
    else if (isOwnPart || (box === undefined && passesOn(component))) queue.push(...(steps.get(id) ?? []));
  }
  return [...found];
};

const linksAlong = (steps: Steps, model: Model): Links => {
  const links: Links = new Map();
  for (const component of model.components) {
    if (!isBox(component, model)) continue;
    for (const target of reachable(component, steps, model))
      links.set(keyOf(component.id, target.id), { from: component.id, to: target.id, kind: kindOf(target) });
  }
  return links;
};

/** Ids of queues and topics that take in only what others could not handle. */
const deadLetterEnds = (model: Model): Set<string> => {
  const queues = model.ofType("aws_sqs_queue").filter((queue) => receivesDeadLettersOnly(queue, model));
  const topics = model
    .ofType("google_pubsub_subscription")
    .flatMap((tap) => model.target(tap, "dead_letter_policy") ?? []);
  return new Set([...queues, ...topics].map(({ id }) => id));
};

/**
 * A queue's consumer may also read it: where code says what feeds it, a mere permission makes no arrow back.
 * Nor does one make an arrow to where only dead letters go.
 */
const referencedAndPermitted = (model: Model): Links => {
  const references = referenceSteps(model);
  const said = linksAlong(references, model);
  const spare = deadLetterEnds(model);
  const links = linksAlong(merged(references, accessSteps(model)), model);
  for (const [key, { from, to }] of links)
    if (!said.has(key) && (said.has(keyOf(to, from)) || spare.has(to))) links.delete(key);
  for (const [key, link] of links) if (spare.has(link.to)) links.set(key, { ...link, kind: "depends" });
  return links;
};

const addSecurityGroups = (links: Links, model: Model): void => {
  for (const { from, to, ports } of securityGroupLinks(model, (component) => isBox(component, model))) {
    const target = model.find(to);
    if (target === undefined) continue;
    const known = links.get(keyOf(from, to));
    // A balancer sends to its target groups and nowhere else, whatever its security group could reach.
    const isBalanced = balancers.has(model.find(from)?.service ?? "") || links.has(keyOf(to, from));
    if (known === undefined && isBalanced) continue;
    const label = portOf(target, ports);
    links.set(keyOf(from, to), {
      ...(known ?? { from, to, kind: kindOf(target) }),
      ...(label !== undefined && { label }),
    });
  }
};

const turnGuards = (links: Links, model: Model): void => {
  const found = [...links];
  for (const [key, { from, to, kind }] of found) {
    const isGuarded = guards.has(model.find(to)?.service ?? "");
    if (!isGuarded && !guards.has(model.find(from)?.service ?? "")) continue;
    links.delete(key);
    const turned = isGuarded ? { from: to, to: from } : { from, to };
    links.set(keyOf(turned.from, turned.to), { ...turned, kind: kind === "data" ? kind : "depends" });
  }
};

const turnConsumers = (links: Links, model: Model): void => {
  // Where dead letters go to is no consumer.
  const found = [...links].filter(([, { kind }]) => kind !== "depends");
  const isFed = fedFrom(
    model,
    found.map(([, link]) => link),
  );
  for (const [key, link] of found) {
    if (!isFed(link)) continue;
    links.delete(key);
    links.set(keyOf(link.to, link.from), { ...link, from: link.to, to: link.from, kind: "traffic" });
  }
};

/** The name of a rule says which events take the arrow from its bus. */
const nameEvents = (links: Links, model: Model): void => {
  for (const target of model.ofType("aws_cloudwatch_event_target")) {
    const rule = model.target(target, "rule");
    const bus = rule && model.target(rule, "event_bus_name");
    const end = model.target(target, "arn");
    const key = keyOf(bus?.id ?? "", end?.id ?? "");
    const link = links.get(key);
    if (rule !== undefined && link !== undefined) links.set(key, { ...link, label: displayName(rule) });
  }
};

/** Which of two targets DNS sends users to, and which one when the first is down. */
const failoverNames: Readonly<Record<string, string>> = { PRIMARY: "primary", SECONDARY: "failover" };

const nameFailover = (links: Links, model: Model): void => {
  for (const record of model.ofType("aws_route53_record")) {
    const label = own(failoverNames, asText(read(record.attributes, "failover_routing_policy.type")) ?? "");
    const key = keyOf(model.target(record, "zone_id")?.id ?? "", model.target(record, "alias")?.id ?? "");
    const link = links.get(key);
    if (link !== undefined && label !== undefined) links.set(key, { ...link, label });
  }
};

const addReplication = (links: Links, model: Model): void => {
  for (const link of replicationLinks(model)) {
    links.delete(keyOf(link.to, link.from));
    links.set(keyOf(link.from, link.to), link);
  }
};

/** Pods run on any node of a cluster: arrows lead to and from the cluster as a whole. */
const liftToClusters = (links: Links, model: Model): Links => {
  const lifted: Links = new Map();
  const endOf = (id: string): string => {
    const component = model.find(id);
    return (component && nodeSetOf(component)) ?? id;
  };
  for (const link of links.values()) {
    const [from, to] = [endOf(link.from), endOf(link.to)];
    const known = lifted.get(keyOf(from, to));
    if (from !== to && known?.label === undefined) lifted.set(keyOf(from, to), { ...link, from, to });
  }
  return lifted;
};

/** Arrows between boxes: from references, from what stands between them, from permissions and from security groups. */
export const findLinks = (model: Model): Link[] => {
  const links = referencedAndPermitted(model);
  addSecurityGroups(links, model);
  turnGuards(links, model);
  turnConsumers(links, model);
  nameEvents(links, model);
  nameFailover(links, model);
  addReplication(links, model);
  for (const link of [...networkLinks(model), ...kubernetesLinks(model), ...containerLinks(model)])
    links.set(keyOf(link.from, link.to), link);
  return [...liftToClusters(links, model).values()].toSorted((a, b) =>
    a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : a.to > b.to ? 1 : 0,
  );
};
