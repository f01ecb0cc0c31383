import { asText, read } from "../model/index.ts";
import type { Cloud, Component, Model } from "../model/index.ts";

const clouds: readonly Cloud[] = ["aws", "azure", "gcp"];

/** The cloud of a resource; what is of none, e.g. a random name, goes with the design's own. */
export const cloudOf = ({ service }: Component, main: Cloud): Cloud =>
  clouds.find((cloud) => service.startsWith(`${cloud}.`)) ?? main;

/** `europe-west4-a` → `europe-west4`; a continent (`EU`) is no region. */
const googleRegion = (place: string | undefined): string | undefined =>
  /^([a-z]+-[a-z]+\d+)(?:-[a-z])?$/.exec(place ?? "")?.[1];

const regionSaid = ({ attributes }: Component, cloud: Cloud, model: Model): string | undefined => {
  const said = (path: string): string | undefined => asText(read(attributes, path));
  switch (cloud) {
    case "aws": {
      const provider = model.find(`provider.${said("provider") ?? "aws"}`);
      return provider && asText(read(provider.attributes, "region"));
    }
    case "azure":
      return said("location")?.toLowerCase().replaceAll(" ", "");
    case "gcp":
      return googleRegion(said("region") ?? said("zone") ?? said("location"));
  }
};

/** The region of a cloud's provider, else the first that its resources say, for those that say none; made once for a model. */
const firstRegions = new WeakMap<Model, Map<Cloud, string | undefined>>();

const firstRegion = (cloud: Cloud, model: Model): string | undefined => {
  const known = firstRegions.get(model) ?? new Map<Cloud, string | undefined>();
  firstRegions.set(model, known);
  if (!known.has(cloud)) {
    const said = model.components.flatMap((component) =>
      component.service.startsWith(`${cloud}.`) ? (regionSaid(component, cloud, model) ?? []) : [],
    );
    const provider = cloud === "gcp" ? model.find("provider.google") : undefined;
    known.set(cloud, (provider && asText(read(provider.attributes, "region"))) ?? said[0]);
  }
  return known.get(cloud);
};

/**
 * The region that a resource's own code puts it in. Where it does not say: the design's main one, in another cloud than the
 * design's the first that its resources name.
 */
export const regionOf = (component: Component, model: Model): string | undefined => {
  const main = model.cloud;
  if (main === "kubernetes" || main === "docker") return model.region;
  const cloud = cloudOf(component, main);
  return regionSaid(component, cloud, model) ?? (cloud === main ? model.region : firstRegion(cloud, model));
};
