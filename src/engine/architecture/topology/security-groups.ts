import { asText, catalogue, isUnknown, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Model, Value } from "../model/index.ts";

interface Opening {
  from: string;
  label?: string;
}

const groupTypes = new Set(["aws_security_group", "aws_default_security_group"]);
const memberPaths = new Set([
  "vpc_security_group_ids",
  "security_groups",
  "security_group_ids",
  "vpc_config",
  "network_configuration",
  "network_interfaces",
]);
/** More members than this on both sides of a rule say nothing about who talks to whom. */
const crowd = 12;

const portLabel = (rule: Attributes): string | undefined => {
  const port = asText(read(rule, "from_port"));
  return port === undefined || port === "0" || port !== asText(read(rule, "to_port")) ? undefined : port;
};

const refsOf = (value: Value | undefined): readonly string[] => {
  if (isUnknown(value)) return value.refs;
  return Array.isArray(value) ? value.flatMap((item: Value) => refsOf(item)) : [];
};

const groupsIn = (component: Component, path: string, model: Model): string[] =>
  component.references
    .filter((reference) => reference.path === path && groupTypes.has(model.find(reference.to)?.type ?? ""))
    .flatMap(({ to }) => model.find(to)?.id ?? []);

/** Security group → the groups that it lets in, and on which port. */
const openings = (model: Model): Map<string, Opening[]> => {
  const found = new Map<string, Opening[]>();
  const open = (to: string, opening: Opening): void => {
    found.set(to, [...(found.get(to) ?? []), opening]);
  };
  for (const group of model.ofType("aws_security_group", "aws_default_security_group")) {
    for (const [, rule] of readAll(group.attributes, "ingress")) {
      const label = portLabel(rule);
      for (const ref of refsOf(read(rule, "security_groups"))) {
        const from = model.find(ref);
        if (from !== undefined && groupTypes.has(from.type))
          open(group.id, { from: from.id, ...(label !== undefined && { label }) });
      }
    }
  }
  for (const rule of model.ofType("aws_security_group_rule", "aws_vpc_security_group_ingress_rule")) {
    if (rule.type === "aws_security_group_rule" && read(rule.attributes, "type") !== "ingress") continue;
    const to = model.target(rule, "security_group_id");
    const from = model.target(rule, "source_security_group_id") ?? model.target(rule, "referenced_security_group_id");
    const label = portLabel(rule.attributes);
    if (to !== undefined && from !== undefined) open(to.id, { from: from.id, ...(label !== undefined && { label }) });
  }
  return found;
};

const membersOf = (model: Model, isBox: (component: Component) => boolean): Map<string, Component[]> => {
  const members = new Map<string, Component[]>();
  const join = (group: string, component: Component): void => {
    const known = members.get(group);
    if (known === undefined) members.set(group, [component]);
    // Each component's groups are told in one go: what is known already is the last one.
    else if (known.at(-1) !== component) known.push(component);
  };
  for (const component of model.components) {
    if (!isBox(component)) continue;
    for (const path of memberPaths) for (const group of groupsIn(component, path, model)) join(group, component);
    // A launch template or the like carries the groups of whoever is made from it.
    for (const { to } of component.references) {
      const part = model.find(to);
      if (part === undefined || catalogue(part.type).role !== "part") continue;
      for (const path of memberPaths) for (const group of groupsIn(part, path, model)) join(group, component);
    }
  }
  return members;
};

const anywhere = new Set(["0.0.0.0/0", "::/0"]);

const letsAnyoneIn = (rule: Attributes): boolean =>
  ["cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6"].some((path) => {
    const value = read(rule, path);
    return Array.isArray(value)
      ? value.some((item) => anywhere.has(asText(item) ?? ""))
      : anywhere.has(asText(value) ?? "");
  });

/** Ids of the boxes that a security group opens to the whole internet, on any port. */
export const openToInternet = (model: Model, isBox: (component: Component) => boolean): Set<string> => {
  const open = new Set<string>();
  for (const group of model.ofType("aws_security_group", "aws_default_security_group"))
    if (readAll(group.attributes, "ingress").some(([, rule]) => letsAnyoneIn(rule))) open.add(group.id);
  for (const rule of model.ofType("aws_security_group_rule", "aws_vpc_security_group_ingress_rule")) {
    const ingress = rule.type !== "aws_security_group_rule" || read(rule.attributes, "type") === "ingress";
    const group = ingress && letsAnyoneIn(rule.attributes) ? model.target(rule, "security_group_id") : undefined;
    if (group !== undefined) open.add(group.id);
  }
  const members = membersOf(model, isBox);
  return new Set([...open].flatMap((id) => (members.get(id) ?? []).map((component) => component.id)));
};

/** Who may reach whom, and on which ports, according to security groups that let other security groups in. */
export const securityGroupLinks = (
  model: Model,
  isBox: (component: Component) => boolean,
): { from: string; to: string; ports: string[] }[] => {
  const members = membersOf(model, isBox);
  const links = new Map<string, { from: string; to: string; ports: string[] }>();
  for (const [group, list] of openings(model))
    for (const { from: other, label } of list) {
      const sources = members.get(other) ?? [];
      const targets = members.get(group) ?? [];
      if (sources.length > crowd || targets.length > crowd) continue;
      for (const source of sources)
        for (const target of targets) {
          if (source === target) continue;
          const key = `${source.id} ${target.id}`;
          const link = links.get(key) ?? { from: source.id, to: target.id, ports: [] };
          if (label !== undefined) link.ports.push(label);
          links.set(key, link);
        }
    }
  return [...links.values()];
};
