import { catalogue, isLogTargetOnly } from "../model/index.ts";
import type { GroupKind, Kind, Link, Model, Platform, Span } from "../model/index.ts";
import {
  describeComponent,
  displayName,
  drawnKind,
  drawnService,
  exposedComponents,
  foldedInto,
  protocolOf,
} from "../topology/index.ts";

/** A resource block as an answer shows it; its instances are one entry with a count. */
interface PublicComponent {
  id: string;
  type: string;
  service: string;
  kind: Kind;
  name: string;
  detail?: string;
  group?: string;
  exposed?: boolean;
  /** What it speaks to the internet, where its code says so. */
  protocol?: "HTTP" | "HTTPS";
  /** What it is a part of, and is not drawn apart from. */
  part_of?: string;
  count?: number;
  source: Span;
}

export interface PublicArchitecture {
  cloud: Platform;
  region: string;
  components: PublicComponent[];
  groups: { id: string; kind: GroupKind; label: string; parent?: string }[];
  links: Link[];
}

/** Arrows of one answer: where everything may reach everything, more of them say nothing. */
const mostLinks = 5_000;

/** Part → the drawn resource that it belongs to: the one that it names, or the one that uses it. */
const findOwners = (model: Model): Map<string, string> => {
  const owners = new Map<string, string>();
  for (const component of model.components) {
    const { role, via } = catalogue(component.type);
    const owner =
      foldedInto(component, model) ?? (role === "part" && via !== undefined ? model.target(component, via) : undefined);
    if (owner !== undefined) owners.set(component.address, owner.address);
    if (role !== "node") continue;
    for (const { to } of component.references) {
      const used = model.find(to);
      if (used === undefined || owners.has(used.address)) continue;
      const known = catalogue(used.type);
      if (known.role === "part" && known.via === undefined) owners.set(used.address, component.address);
    }
  }
  return owners;
};

/** The architecture without its attributes: what an answer holds, and all that a picture needs. */
export const publish = (model: Model): PublicArchitecture => {
  const exposed = exposedComponents(model);
  const owners = findOwners(model);
  const blocks = new Map<string, PublicComponent>();
  const addresses = new Map<string, string>();
  for (const component of model.components) {
    addresses.set(component.id, component.address);
    const known = blocks.get(component.address);
    if (known !== undefined) {
      known.count = (known.count ?? 1) + 1;
      // A name that only one of the instances has says nothing of the others.
      known.name = component.name;
      continue;
    }
    const detail = describeComponent(component);
    const owner = owners.get(component.address);
    const protocol = exposed.has(component.id) ? protocolOf(component, model) : undefined;
    blocks.set(component.address, {
      id: component.address,
      type: component.type,
      service: drawnService(component),
      // A bucket for logs stands with what watches the design, not with its data.
      kind:
        component.type === "aws_s3_bucket" && isLogTargetOnly(component, model) ? "operations" : drawnKind(component),
      name: displayName(component),
      ...(detail !== undefined && { detail }),
      ...(component.group !== undefined && { group: component.group }),
      ...(exposed.has(component.id) && { exposed: true }),
      ...(protocol !== undefined && { protocol }),
      ...(owner !== undefined && { part_of: owner }),
      source: component.source,
    });
  }
  const links = new Map<string, Link>();
  for (const link of model.links) {
    const from = addresses.get(link.from) ?? link.from;
    const to = addresses.get(link.to) ?? link.to;
    const key = `${from} ${to}`;
    if (from !== to && !links.has(key)) links.set(key, { ...link, from, to });
  }
  return {
    cloud: model.cloud,
    region: model.region,
    components: [...blocks.values()],
    groups: model.groups,
    links: [...links.values()].slice(0, mostLinks),
  };
};
