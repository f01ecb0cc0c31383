import { asText, read, serviceOf, softwareOf } from "../model/index.ts";
import type { Component, Kind } from "../model/index.ts";
import { containersOf, podOf } from "./kubernetes/objects.ts";

/** Image of a container, or of a pod's first one. */
export const imageOf = (component: Component): string | undefined => {
  if (component.type === "docker_container") return asText(read(component.attributes, "image"));
  const pod = podOf(component);
  const [first] = pod === undefined ? [] : containersOf(pod);
  return first === undefined ? undefined : asText(read(first, "image"));
};

/** The service of known software that a container runs. */
export const runs = (component: Component): string | undefined => {
  // A job in a store's image is a client of that store: a backup, a migration.
  if (/^kubernetes_(?:cron_)?job/.test(component.type)) return undefined;
  const image = imageOf(component);
  return image === undefined ? undefined : softwareOf(image);
};

/** What a component is: of a container, what runs in it. */
export const drawnKind = (component: Component): Kind => {
  const software = runs(component);
  return software === undefined ? component.kind : serviceOf(software).kind;
};
