import { catalogue } from "../model/index.ts";
import type { Component, Link, LinkKind, Model } from "../model/index.ts";
import { accessByRole } from "./access.ts";
import { securityGroupLinks } from "./security-groups.ts";
import { incoming, silent, wires } from "./wiring.ts";

const kindOf = (target: Component): LinkKind => {
  const kind = target.kind;
  if (kind === "database" || kind === "cache" || kind === "storage" || kind === "analytics" || kind === "messaging")
    return "data";
  return kind === "security" || kind === "operations" ? "depends" : "traffic";
};

const balancers = new Set(["aws.alb", "aws.nlb", "aws.elb"]);

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
  const usual = usualPorts[service];
  if (usual !== undefined) return ports.find((port) => usual.includes(port));
  return ports.length === 1 ? ports[0] : undefined;
};

export const isBox = ({ type }: Component): boolean => {
  const { role } = catalogue(type);
  return role === "node";
};

/** Directed steps between components, drawn or not: what leads to what. */
const steps = (model: Model): Map<string, Set<string>> => {
  const next = new Map<string, Set<string>>();
  const lead = (from: string, to: string): void => {
    if (from === to) return;
    const known = next.get(from);
    if (known === undefined) next.set(from, new Set([to]));
    else known.add(to);
  };
  const access = accessByRole(model);
  for (const component of model.components) {
    const wire = wires[component.type];
    const before = incoming[component.type] ?? [];
    for (const { path, to } of component.references) {
      const target = model.find(to);
      if (target === undefined) continue;
      if (wire !== undefined) {
        if (wire.from.includes(path)) lead(target.id, component.id);
        else if (wire.to.includes(path)) lead(component.id, target.id);
      } else if (before.includes(path)) lead(target.id, component.id);
      else if (!silent.has(path)) lead(component.id, target.id);
      if (target.type === "aws_iam_role" || target.type === "aws_iam_instance_profile")
        for (const id of access.get(target.id) ?? []) lead(component.id, id);
    }
  }
  return next;
};

/** Where a step ends on the picture: the box itself, or the box that a part belongs to. */
const boxOf = (component: Component, model: Model): Component | undefined => {
  if (isBox(component)) return component;
  const { role, via } = catalogue(component.type);
  if (role !== "part" || via === undefined) return undefined;
  const owner = model.target(component, via);
  return owner !== undefined && isBox(owner) ? owner : undefined;
};

const passesOn = ({ type }: Component): boolean => {
  const { role, via } = catalogue(type);
  return role === "wire" || (role === "part" && via === undefined);
};

/** Boxes that can be reached from `start` through what is not drawn. Each is visited once. */
const reachable = (start: Component, next: Map<string, Set<string>>, model: Model): Component[] => {
  const seen = new Set([start.id]);
  const found = new Set<Component>();
  const queue = [...(next.get(start.id) ?? [])];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const component = model.find(id);
    if (component === undefined) continue;
    const box = boxOf(component, model);
    if (box !== undefined) {
      if (box.id !== start.id) found.add(box);
    } else if (passesOn(component)) queue.push(...(next.get(id) ?? []));
  }
  return [...found];
};

/** Arrows between boxes: from references, from what stands between them, from IAM permissions and from security groups. */
export const findLinks = (model: Model): Link[] => {
  const next = steps(model);
  const links = new Map<string, Link>();
  for (const component of model.components) {
    if (!isBox(component)) continue;
    for (const target of reachable(component, next, model)) {
      const key = `${component.id} ${target.id}`;
      links.set(key, { from: component.id, to: target.id, kind: kindOf(target) });
    }
  }
  for (const { from, to, ports } of securityGroupLinks(model, isBox)) {
    const target = model.find(to);
    if (target === undefined) continue;
    const key = `${from} ${to}`;
    const known = links.get(key);
    // A balancer sends to its target groups and nowhere else, whatever its security group could reach.
    if (known === undefined && (balancers.has(model.find(from)?.service ?? "") || links.has(`${to} ${from}`))) continue;
    const label = portOf(target, ports);
    links.set(key, { ...(known ?? { from, to, kind: kindOf(target) }), ...(label !== undefined && { label }) });
  }
  return [...links.values()].toSorted((a, b) =>
    a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : a.to > b.to ? 1 : 0,
  );
};
