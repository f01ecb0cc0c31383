import { asText, isObject, isUnknown, read, readAll } from "../model/index.ts";
import type { Component, Group, Link, Model, Value } from "../model/index.ts";
import { hostsIn } from "./hosts.ts";
import { drawnKind, imageOf, runs } from "./software.ts";

const hostId = "host";

/** Draws the machine that containers run on around them. */
export const placeOnHost = (model: Model, groups: Group[], groupOf: Map<string, string>): void => {
  const all = model.components.filter(({ type }) => type.startsWith("docker_"));
  if (all.length === 0) return;
  groups.push({ id: hostId, kind: "cluster", label: "Docker host" });
  for (const { id } of all) groupOf.set(id, hostId);
};

const textsIn = (value: Value | undefined): string[] => {
  const known = isUnknown(value) ? value.shape : value;
  if (Array.isArray(known)) return known.flatMap((item: Value) => textsIn(item));
  const text = asText(known);
  return text === undefined ? [] : [text];
};

/** Names that a container answers to in its networks. */
const aliasesOf = ({ name, attributes }: Component): string[] => {
  const networks = read(attributes, "networks_advanced");
  const aliases = Array.isArray(networks) ? networks.flatMap((network: Value) => aliasesIn(network)) : [];
  return [name, ...textsIn(read(attributes, "name")), ...textsIn(read(attributes, "hostname")), ...aliases].map(
    (alias) => alias.toLowerCase(),
  );
};

const aliasesIn = (network: Value): string[] => (isObject(network) ? textsIn(read(network, "aliases")) : []);

const stores: ReadonlySet<string> = new Set(["database", "cache", "storage", "messaging"]);

const mostTexts = 500;
const mostProxies = 5;

/** Hosts that a container's environment and command name. */
const hostsOf = ({ attributes }: Component): string[] => {
  const env = textsIn(read(attributes, "env")).slice(0, mostTexts);
  const words = ["command", "entrypoint"].flatMap((name) => textsIn(read(attributes, name)));
  return [
    ...env.flatMap((text) => {
      const at = text.indexOf("=");
      return at < 0 ? [] : hostsIn(text.slice(0, at), text.slice(at + 1, at + 2_000));
    }),
    ...words.slice(0, mostTexts).flatMap((word) => hostsIn(undefined, word.slice(0, 2_000))),
  ];
};

const labelsOf = ({ attributes }: Component): string[] =>
  readAll(attributes, "labels").map(([, label]) => asText(read(label, "label")) ?? "");

/** Containers that a proxy finds by itself: Traefik by their labels, nginx-proxy by their environment. */
const foundBy = (proxy: Component): ((container: Component) => boolean) | undefined => {
  if (runs(proxy) === "app.traefik")
    return (container) => labelsOf(container).some((label) => /^traefik\.(?:http|tcp|udp)\./.test(label));
  if (/nginx-proxy(?::|@|$)/.test(imageOf(proxy) ?? ""))
    return ({ attributes }) => textsIn(read(attributes, "env")).some((text) => text.startsWith("VIRTUAL_HOST="));
  return undefined;
};

/** Arrows between containers: to hosts that their settings name, and to what they wait for. */
export const containerLinks = (model: Model): Link[] => {
  const containers = model.ofType("docker_container");
  const byAlias = new Map<string, Component>();
  for (const container of containers)
    for (const alias of aliasesOf(container)) if (!byAlias.has(alias)) byAlias.set(alias, container);
  const links = new Map<string, Link>();
  const add = (from: Component, to: Component | undefined, kind: Link["kind"]): void => {
    const key = `${from.id} ${to?.id ?? ""}`;
    if (to === undefined || to.address === from.address || links.has(key)) return;
    links.set(key, { from: from.id, to: to.id, kind: stores.has(drawnKind(to)) ? "data" : kind });
  };
  const proxies = containers.filter((container) => foundBy(container) !== undefined).slice(0, mostProxies);
  for (const proxy of proxies)
    for (const container of containers) if (foundBy(proxy)?.(container) === true) add(proxy, container, "traffic");
  for (const container of containers)
    for (const host of hostsOf(container)) add(container, byAlias.get(host), "traffic");
  for (const container of containers)
    for (const { path, to } of container.references)
      if (path === "depends_on") {
        const target = model.find(to);
        if (target?.type === "docker_container") add(container, target, "depends");
      }
  return [...links.values()];
};
