import { asText, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";

/** `europe-west4-a` → `europe-west4`; a continent (`EU`) is no region. */
const googleRegion = (place: string | undefined): string | undefined =>
  /^([a-z]+-[a-z]+\d+)(?:-[a-z])?$/.exec(place ?? "")?.[1];

const regionSaid = ({ attributes }: Component, model: Model): string | undefined => {
  const said = (path: string): string | undefined => asText(read(attributes, path));
  switch (model.cloud) {
    case "aws": {
      const provider = model.find(`provider.${said("provider") ?? "aws"}`);
      return provider && asText(read(provider.attributes, "region"));
    }
    case "azure":
      return said("location")?.toLowerCase().replaceAll(" ", "");
    case "gcp":
      return googleRegion(said("region") ?? said("zone") ?? said("location"));
    case "kubernetes":
    case "docker":
      return undefined;
  }
};

/** The region that a resource's own code puts it in; the design's main one where it does not say. */
export const regionOf = (component: Component, model: Model): string => regionSaid(component, model) ?? model.region;
