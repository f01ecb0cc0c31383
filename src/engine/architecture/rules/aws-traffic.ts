import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Value } from "../model/index.ts";
import { allPlaces, fail, pass, unknown } from "./checks.ts";
import type { Verdict } from "./rule.ts";

type Direction = "ingress" | "egress";

/** One rule of a security group or network ACL: a block in it, or a resource of its own, which has path "". */
interface TrafficRule {
  path: string;
  block: Attributes;
}

/** Rules of one direction that a component holds; `undefined` when that is only known after apply. */
export const trafficRules = (component: Component, direction: Direction): readonly TrafficRule[] | undefined => {
  const { type, attributes } = component;
  const whole = [{ path: "", block: attributes }];
  if (type === "aws_security_group_rule") {
    const way = read(attributes, "type");
    return isUnknown(way) ? undefined : way === direction ? whole : [];
  }
  if (type === "aws_network_acl_rule") {
    const egress = read(attributes, "egress");
    if (isUnknown(egress)) return undefined;
    return (asText(egress) === "true") === (direction === "egress") ? whole : [];
  }
  if (type.startsWith("aws_vpc_security_group_")) return type.includes(direction) ? whole : [];
  if (isUnknown(read(attributes, direction))) return undefined;
  return readAll(attributes, direction).map(([path, block]) => ({ path, block }));
};

const sourceNames = ["cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6", "cidr_block", "ipv6_cidr_block"];

/** A network of the design's own, whatever its addresses will be. */
const isOwnNetwork = (value: Value): boolean =>
  isUnknown(value) &&
  value.refs.length > 0 &&
  value.refs.every((ref) => /(?:^|\.)aws_(?:default_)?(?:vpc|subnet)\./.test(ref));

/** A prefix of no bits is everyone, whatever address stands before it. */
export const isWorld = (value: Value): boolean => matches(value, /^[\d.a-f:]+\/0$/i);

/** Values of one source attribute, as a list. */
export const sourcesAt = (block: Attributes, name: string): readonly Value[] => {
  const value = read(block, name);
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
};

/** Names of the source attributes that let the whole internet in. */
export const openSources = (block: Attributes): string[] =>
  sourceNames.filter((name) => sourcesAt(block, name).some(isWorld));

const isUncertain = (block: Attributes): boolean =>
  sourceNames.some((name) => sourcesAt(block, name).some((value) => isUnknown(value) && !isOwnNetwork(value)));

const protocolOf = (block: Attributes): string | undefined =>
  asText(read(block, "protocol") ?? read(block, "ip_protocol"))?.toLowerCase();

const portOf = (block: Attributes, name: string): number | undefined => {
  const text = asText(read(block, name));
  return text === undefined || text === "" ? undefined : Number(text);
};

const isUnknownPort = (block: Attributes): boolean =>
  ["from_port", "to_port", "protocol", "ip_protocol"].some((name) => isUnknown(read(block, name)));

const isPing = (block: Attributes): boolean => /^(?:icmp(?:v6)?|1|58)$/.test(protocolOf(block) ?? "");

/** Every port: by protocol, by range, or because no real port is named (0 to 0 and -1 to -1 are meant as "all"). */
export const isEveryPort = (block: Attributes): boolean => {
  if (isUnknownPort(block) || isPing(block)) return false;
  if (/^(?:-1|all)$/.test(protocolOf(block) ?? "")) return true;
  const from = portOf(block, "from_port");
  const to = portOf(block, "to_port");
  return (from ?? 0) <= 1 && (to === undefined || to >= 65_535 || to <= 0);
};

/** Does a rule that is not for every port reach one of these? `undefined` when its own are only known after apply. */
export const reaches = (block: Attributes, ports: readonly number[]): boolean | undefined => {
  if (isUnknownPort(block)) return undefined;
  if (isPing(block)) return false;
  const from = portOf(block, "from_port") ?? 0;
  const to = portOf(block, "to_port") ?? from;
  return ports.some((port) => from <= port && port <= to);
};

const pathIn = ({ path }: TrafficRule, name: string): string => (path === "" ? name : `${path}.${name}`);

/** Fails when a rule that `concerns` us lets the whole internet in. */
export const judgeTraffic = (
  component: Component,
  direction: Direction,
  concerns: (block: Attributes) => boolean | undefined,
): Verdict => {
  const rules = trafficRules(component, direction);
  if (rules === undefined) return unknown;
  return allPlaces(
    rules.flatMap((rule) => {
      const concerned = concerns(rule.block);
      if (concerned === false) return pass;
      const open = openSources(rule.block);
      if (open.length > 0) return open.map((name) => (concerned === undefined ? unknown : fail(pathIn(rule, name))));
      return isUncertain(rule.block) ? unknown : pass;
    }),
  );
};
