import { asText, isObject, read } from "../../model/index.ts";
import type { Attributes, Component, Link, Value } from "../../model/index.ts";
import { namespaceOf, plainType } from "./objects.ts";
import type { Objects } from "./objects.ts";

const itemsAt = (object: Attributes, path: string): Attributes[] => {
  const value = read(object, path);
  return (Array.isArray(value) ? value : []).filter(isObject);
};

const manifestOf = ({ attributes }: Component): Attributes => {
  const manifest: Value | undefined = attributes["manifest"];
  return isObject(manifest) ? manifest : {};
};

/** A name that a route gives, with the namespace where that is another than its own. */
interface Named {
  name: string;
  namespace: string | undefined;
  path?: string | undefined;
}

const namedBy = (block: Attributes, path?: string): Named[] => {
  const name = asText(read(block, "name"));
  return name === undefined ? [] : [{ name, namespace: asText(read(block, "namespace")), path }];
};

/** `web.shop.svc.cluster.local` or `web`, as Istio names a service. */
const namedByHost = (host: string | undefined, path: string | undefined): Named[] => {
  const [name, namespace] = (host ?? "").split(".");
  return name === undefined || name === "" ? [] : [{ name, namespace, path }];
};

/** Gateways that a route belongs to. */
const parentsOf = (route: Component): Named[] => {
  const manifest = manifestOf(route);
  if (plainType(route) === "kubernetes_http_route")
    return itemsAt(manifest, "spec.parentRefs").flatMap((parent) => namedBy(parent));
  const gateways = read(manifest, "spec.gateways");
  return (Array.isArray(gateways) ? gateways : []).map((value: Value): Named => {
    const [first = "", second] = (asText(value) ?? "").split("/");
    return second === undefined ? { name: first, namespace: undefined } : { name: second, namespace: first };
  });
};

const pathOf = (match: Attributes | undefined, ...places: readonly string[]): string | undefined =>
  match && places.map((place) => asText(read(match, place))).find((path) => path !== undefined);

/** Services that a route sends to, with the path that leads there. */
const backendsOf = (route: Component): Named[] => {
  const manifest = manifestOf(route);
  switch (plainType(route)) {
    case "kubernetes_http_route":
      return itemsAt(manifest, "spec.rules").flatMap((rule) => {
        const path = pathOf(itemsAt(rule, "matches")[0], "path.value", "method.service");
        return itemsAt(rule, "backendRefs").flatMap((backend) => namedBy(backend, path));
      });
    case "kubernetes_virtual_service":
      return ["http", "tls", "tcp"].flatMap((protocol) =>
        itemsAt(manifest, `spec.${protocol}`).flatMap((rule) => {
          const path = pathOf(itemsAt(rule, "match")[0], "uri.prefix", "uri.exact");
          return itemsAt(rule, "route").flatMap(({ destination }) =>
            isObject(destination) ? namedByHost(asText(destination["host"]), path) : [],
          );
        }),
      );
    default:
      return itemsAt(manifest, "spec.routes").flatMap((rule) =>
        itemsAt(rule, "services").flatMap((service) => namedBy(service)),
      );
  }
};

const routes: ReadonlySet<string> = new Set([
  "kubernetes_http_route",
  "kubernetes_virtual_service",
  "kubernetes_ingress_route",
]);

/** Whether an object takes requests on and hands them to services. */
export const isRoute = (component: Component): boolean => routes.has(plainType(component));

const longestLabel = 24;

/** Arrows of a route: from its gateways, and to the services that it sends to. */
export const routeLinks = (route: Component, objects: Objects): Link[] => {
  const own = namespaceOf(route);
  const parents = parentsOf(route).flatMap(
    ({ name, namespace }) => objects.find("kubernetes_gateway", namespace ?? own, name) ?? [],
  );
  const backends = backendsOf(route);
  const isSplit = new Set(backends.map(({ name }) => name)).size > 1;
  return [
    ...parents.map((gateway) => ({ from: gateway.id, to: route.id, kind: "traffic" as const })),
    ...backends.flatMap(({ name, namespace, path }) => {
      const target = objects.find("kubernetes_service", namespace ?? own, name);
      if (target === undefined) return [];
      const isTelling = isSplit && path !== undefined && path.length <= longestLabel;
      return [{ from: route.id, to: target.id, kind: "traffic" as const, ...(isTelling && { label: path }) }];
    }),
  ];
};
