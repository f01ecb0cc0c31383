import { asText, read, readAll } from "../../model/index.ts";
import type { Attributes, Component, Link, LinkKind, Model } from "../../model/index.ts";
import { hostsIn } from "../hosts.ts";
import { drawnKind } from "../software.ts";
import { isRoute, routeLinks } from "./gateways.ts";
import { namespaceOf, objectsOf, plainType } from "./objects.ts";
import type { Objects, Pod } from "./objects.ts";
import { storeNamed } from "./operators.ts";
import { textsOf, usedBy } from "./uses.ts";

const data: ReadonlySet<string> = new Set(["database", "cache", "storage", "messaging"]);

/** Services that a block of an ingress sends to, with the path that leads there. */
const backendsOf = ({ attributes }: Component): { service: string; path: string | undefined }[] => {
  const serviceIn = (backend: Attributes): string | undefined =>
    asText(read(backend, "service.name")) ?? asText(read(backend, "service_name"));
  const blocks = ["spec.default_backend", "spec.backend"].flatMap((path) => readAll(attributes, path));
  const found = blocks.map(([, block]) => ({ service: serviceIn(block), path: undefined as string | undefined }));
  for (const [, rule] of readAll(attributes, "spec.rule"))
    for (const [, http] of readAll(rule, "http"))
      for (const [, path] of readAll(http, "path"))
        for (const [, backend] of readAll(path, "backend"))
          found.push({ service: serviceIn(backend), path: asText(read(path, "path")) });
  return found.flatMap(({ service, path }) => (service === undefined ? [] : [{ service, path }]));
};

const ingressLinks = (ingress: Component, objects: Objects): Link[] => {
  const backends = backendsOf(ingress);
  const isSplit = new Set(backends.map(({ service }) => service)).size > 1;
  return backends.flatMap(({ service, path }) => {
    const target = objects.find("kubernetes_service", namespaceOf(ingress), service);
    if (target === undefined) return [];
    const isTelling = isSplit && path !== undefined && path.length <= 24;
    return [{ from: ingress.id, to: target.id, kind: "traffic" as const, ...(isTelling && { label: path }) }];
  });
};

/** Port that a service's pods listen on, where there is one and it is a number. */
const portOf = ({ attributes }: Component): string | undefined => {
  const ports = readAll(attributes, "spec.port").map(([, block]) => {
    const target = asText(read(block, "target_port"));
    return target !== undefined && /^\d+$/.test(target) ? target : asText(read(block, "port"));
  });
  return ports.length === 1 ? ports[0] : undefined;
};

/** What leads to a store is data. */
const kindTo = (targets: readonly Component[]): LinkKind =>
  targets.length > 0 && targets.every((target) => data.has(drawnKind(target))) ? "data" : "traffic";

/** A service over more workloads than that is drawn to the first of them. */
const mostPods = 50;

const podsOf = (service: Component, objects: Objects): readonly Component[] =>
  objects.selected(namespaceOf(service), read(service.attributes, "spec.selector")).slice(0, mostPods);

const serviceLinks = (service: Component, objects: Objects): Link[] => {
  const pods = podsOf(service, objects);
  const label = portOf(service);
  return pods.map((pod) => ({
    from: service.id,
    to: pod.id,
    kind: kindTo([pod]),
    ...(label !== undefined && { label }),
  }));
};

/** The service that a host names: alone in one's own namespace, else followed by its namespace. */
const serviceNamed = (host: string, own: string, objects: Objects): Component | undefined => {
  // A pod of a stateful set stands before its service: `db-0.db.shop.svc`.
  const labels = host.split(".").slice(0, 4);
  for (const [index, name] of labels.entries()) {
    const next = labels[index + 1];
    const isLast = next === undefined || next === "svc";
    const found =
      objects.find("kubernetes_service", isLast ? own : next, name) ??
      (index > 0 && isLast ? objects.find("kubernetes_service", own, name) : undefined);
    if (found !== undefined) return found;
  }
  return undefined;
};

const workloadLinks = (component: Component, pod: Pod, objects: Objects): Link[] => {
  const links: Link[] = [];
  for (const used of usedBy(component, pod, objects))
    if (plainType(used) === "kubernetes_persistent_volume_claim")
      links.push({ from: component.id, to: used.id, kind: "data" });
  const own = namespaceOf(component);
  for (const { name, text } of textsOf(component, pod, objects))
    for (const host of hostsIn(name, text)) {
      const service = serviceNamed(host, own, objects);
      const pods = service === undefined ? [] : podsOf(service, objects);
      // Members of a set know themselves by their own service.
      if (service !== undefined && !pods.includes(component))
        links.push({ from: component.id, to: service.id, kind: kindTo(pods) });
      const store = service === undefined ? storeNamed(host, own, objects) : undefined;
      if (store !== undefined) links.push({ from: component.id, to: store.id, kind: "data" });
    }
  return links;
};

/** Arrows of a cluster, found as it finds its ways: by names of services, selectors of labels, and claims. */
export const kubernetesLinks = (model: Model): Link[] => {
  const objects = objectsOf(model);
  if (objects.all.length === 0) return [];
  const links = objects.all.flatMap((component) => {
    const type = plainType(component);
    if (type === "kubernetes_ingress") return ingressLinks(component, objects);
    if (isRoute(component)) return routeLinks(component, objects);
    return type === "kubernetes_service" ? serviceLinks(component, objects) : [];
  });
  for (const { component, pod } of objects.workloads) links.push(...workloadLinks(component, pod, objects));
  return links;
};
