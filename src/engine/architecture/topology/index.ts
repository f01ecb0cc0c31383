import { createModel } from "../model/index.ts";
import type { Component, Link, Model, Platform } from "../model/index.ts";
import { placeComponents } from "./groups.ts";
import { findLinks } from "./links.ts";

export { replication } from "./copies.ts";
export { describeComponent, displayName, drawnService, isPlaceholder } from "./detail.ts";
export { exposedComponents } from "./exposure.ts";
export { foldedInto } from "./folded.ts";
export { protocolOf } from "./protocol.ts";
export { drawnKind } from "./software.ts";

/** Components → architecture: groups, placement and arrows found from what the code says. */
export const buildModel = (
  components: readonly Component[],
  cloud: Platform,
  region: string,
  asides: readonly Component[] = [],
): Model => {
  const bare = createModel({ cloud, region, components: [...components], groups: [], links: [] });
  const { groups, groupOf } = placeComponents(bare);
  const placed = components.map((component) => {
    const group = groupOf.get(component.id);
    return group === undefined ? component : { ...component, group };
  });
  const links: Link[] = [];
  const model = createModel({ cloud, region, components: placed, groups, links, asides });
  links.push(...findLinks(model));
  return model;
};
