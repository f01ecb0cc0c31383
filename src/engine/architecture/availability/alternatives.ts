import { asText, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import type { Step } from "./request-path.ts";

/** Ids of what one of several ways needs alone. */
export type Way = readonly string[];

/** Of the ways behind one failover one is enough. */
export interface Choice {
  /** What chooses. */
  door: Component | undefined;
  ways: readonly Way[];
}

/** What names a place that requests may be sent to, and the argument by which those of one door are told. */
const members: Readonly<Record<string, string>> = {
  aws_globalaccelerator_endpoint_group: "listener_arn",
  azurerm_cdn_frontdoor_origin: "cdn_frontdoor_origin_group_id",
  azurerm_traffic_manager_azure_endpoint: "profile_id",
  azurerm_traffic_manager_external_endpoint: "profile_id",
};

/** Policies by which DNS answers with one of several records of a name, and leaves out those that are down. */
const policies = [
  "failover_routing_policy",
  "latency_routing_policy",
  "weighted_routing_policy",
  "geolocation_routing_policy",
  "geoproximity_routing_policy",
  "multivalue_answer_routing_policy",
];

/** How many references there are at most between what names a place and what stands there. */
const furthest = 4;

/** Looks for doors that send a request to one of several regions. */
class Alternatives {
  private readonly model: Model;
  private readonly steps: ReadonlyMap<string, Step>;
  private readonly asks = new Map<string, string[]>();

  constructor(model: Model, steps: readonly Step[]) {
    this.model = model;
    this.steps = new Map(steps.map((step) => [step.component.id, step]));
    for (const { component, askedBy } of steps)
      for (const id of askedBy) this.asks.set(id, [...(this.asks.get(id) ?? []), component.id]);
  }

  find(): Choice[] {
    const taken = new Set<string>();
    return [...this.groups()].flatMap(([door, group]) => {
      const ways = this.waysOf(group);
      if (ways.length < 2 || ways.flat().some((id) => taken.has(id))) return [];
      for (const id of ways.flat()) taken.add(id);
      return [{ door: this.model.find(door), ways }];
    });
  }

  /** Places of one door: each as what names it and the first thing on the way of a request there. */
  private groups(): Map<string, { member: Component; entry: string }[]> {
    const byDoor = new Map<string, { member: Component; entry: string }[]>();
    const note = (door: string | undefined, member: Component, from: readonly string[]): void => {
      const entry = door === undefined ? undefined : this.firstBehind(from);
      if (door === undefined || entry === undefined) return;
      byDoor.set(door, [...(byDoor.get(door) ?? []), { member, entry }]);
    };
    for (const [type, by] of Object.entries(members))
      for (const member of this.model.ofType(type)) {
        const rest = member.references.filter(({ path }) => !path.startsWith(by));
        note(this.model.target(member, by)?.id, member, targets(rest));
      }
    for (const record of this.model.ofType("aws_route53_record"))
      if (policies.some((policy) => read(record.attributes, policy) !== undefined)) {
        const name = ["zone_id", "name", "type"].map((path) => asText(read(record.attributes, path)) ?? "").join(" ");
        const answers = record.references.filter(({ path }) => /^(?:alias|records)/.test(path));
        note(`aws_route53_record ${name}`, record, targets(answers));
      }
    for (const backend of this.model.ofType("google_compute_backend_service"))
      for (const { path, to } of backend.references)
        if (path.startsWith("backend")) note(backend.id, this.model.find(to) ?? backend, [to]);
    return byDoor;
  }

  private firstBehind(from: readonly string[]): string | undefined {
    let level = [...from];
    const seen = new Set<string>();
    for (let depth = 0; depth < furthest && level.length > 0; depth++) {
      const components = level.flatMap((to) => this.model.find(to) ?? []);
      const found = components.find(({ id }) => this.steps.has(id));
      if (found !== undefined) return found.id;
      for (const { id } of components) seen.add(id);
      level = components.flatMap(({ references }) => targets(references)).filter((to) => !seen.has(to));
    }
    return undefined;
  }

  /** The ways apart, where they lead to different regions; of those to the same region one counts. */
  private waysOf(group: readonly { member: Component; entry: string }[]): Way[] {
    const byRegion = new Map<string, string>();
    for (const { member, entry } of group) {
      const region = this.regionOf(member, entry);
      if (region !== undefined && !byRegion.has(region)) byRegion.set(region, entry);
    }
    const entries = [...new Set(byRegion.values())];
    const reached = entries.map((entry) => this.reachedFrom(entry));
    const ways = entries.map((entry, index) => {
      const others = reached.filter((_, other) => other !== index);
      const own = [...(reached[index] ?? [])].filter((id) => !others.some((other) => other.has(id)));
      return this.neededHereAlone(entry, own);
    });
    return ways.every((way) => way.length > 0) ? ways : [];
  }

  private reachedFrom(entry: string): Set<string> {
    const reached = new Set([entry]);
    for (const id of reached) for (const next of this.asks.get(id) ?? []) reached.add(next);
    return reached;
  }

  /** Without what something outside of this way asks as well. */
  private neededHereAlone(entry: string, own: readonly string[]): string[] {
    const kept = new Set(own);
    for (let changed = true; changed;) {
      changed = false;
      for (const id of kept) {
        const asked = this.steps.get(id)?.askedBy ?? [];
        if (id === entry || asked.every((by) => kept.has(by))) continue;
        kept.delete(id);
        changed = true;
      }
    }
    return [...kept];
  }

  private regionOf(member: Component, entry: string): string | undefined {
    const said = ["endpoint_group_region", "latency_routing_policy.region", "endpoint_location"]
      .map((path) => asText(read(member.attributes, path)))
      .find((text) => text !== undefined);
    const component = this.steps.get(entry)?.component;
    return said ?? (component && (this.ownRegion(component) ?? this.ownRegion(member)));
  }

  private ownRegion({ attributes }: Component): string | undefined {
    const own = asText(read(attributes, "location")) ?? asText(read(attributes, "region"));
    if (own !== undefined) return own.toLowerCase().replaceAll(" ", "");
    if (this.model.cloud !== "aws") return undefined;
    const alias = asText(read(attributes, "provider"));
    const provider = alias === undefined ? undefined : this.model.find(`provider.${alias}`);
    return (provider && asText(read(provider.attributes, "region"))) ?? this.model.region;
  }
}

const targets = (references: Component["references"]): string[] => references.map(({ to }) => to);

/** Doors that send a request to one of several regions, each as the ways behind it. */
export const findChoices = (model: Model, steps: readonly Step[]): Choice[] => new Alternatives(model, steps).find();
