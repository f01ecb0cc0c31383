import type { DocumentNode } from "../../document/node.ts";
import { entryOf } from "../../document/node.ts";
import { stepsOf } from "./address.ts";
import { pathKey } from "./address.ts";
import type { ModulePath, Step } from "./address.ts";
import { referencesIn } from "./configuration.ts";
import type { ConfigurationModule } from "./configuration.ts";
import { blockKey } from "./instance.ts";
import type { Instance } from "./instance.ts";

/** What a reference leads to: an attribute of a resource of the plan. */
export interface Target {
  instance: Instance;
  attribute: string;
}

/** Where references lead. */
export interface Targets {
  found: readonly Target[];
  /** Some of them are locals, whose expressions a plan does not contain. */
  throughLocal: boolean;
}

/** The place that an expression is read from. */
interface Place {
  module: ModulePath;
  /** Index of the block that the expression stands in: what `count.index` and `each.key` are there. */
  key: string | number | undefined;
  forEach: DocumentNode | undefined;
}

/** References followed for one attribute; through modules that call modules there could be very many. */
const mostSteps = 300;
const mostStepsOfPlan = 200_000;
const mostTargets = 50;
const deepest = 30;

/** Finds the resources that the references of a plan's configuration lead to: through variables, outputs and data sources. */
export class ReferenceResolver {
  private readonly root: ConfigurationModule | undefined;
  private readonly byBlock = new Map<string, Instance[]>();
  private readonly byModule = new Map<string, Instance[]>();
  private readonly named = new Map<string, readonly Instance[]>();
  private stepsLeft = mostStepsOfPlan;
  private readonly moduleKeys = new Map<string, Set<string | number | undefined>>();

  constructor(instances: readonly Instance[], root: ConfigurationModule | undefined) {
    this.root = root;
    for (const instance of instances) {
      const { mode, module, type, name } = instance;
      append(this.byBlock, blockKey(mode, module, type, name), instance);
      append(this.byModule, pathKey(module), instance);
      for (const [depth, { name: call, key }] of module.entries()) {
        const known = `${pathKey(module.slice(0, depth))} ${call}`;
        this.moduleKeys.set(known, (this.moduleKeys.get(known) ?? new Set()).add(key));
      }
    }
  }

  /** What the configuration says of the block of an instance. */
  written({ mode, module, type, name }: Instance): DocumentNode | undefined {
    return this.root?.descend(module)?.resource(mode === "data" ? `data.${type}.${name}` : `${type}.${name}`);
  }

  /** Where the references of an expression in an instance's block lead. */
  targetsOf(expression: DocumentNode | undefined, from: Instance): Targets {
    const search = new Search(this);
    const forEach = entryOf(this.written(from), "for_each_expression");
    search.followAll(referencesIn(expression), { module: from.module, key: from.key, forEach }, 0);
    return { found: [...search.found.values()], throughLocal: search.throughLocal };
  }

  /**
   * The resource that is meant by an expression of which only locals are known: a plan does not contain them. It is the
   * only one of its module that the attribute can be named after: `vpc_id` where there is one VPC.
   */
  throughLocal(expression: DocumentNode, attribute: string, from: Instance): Target | undefined {
    if (!this.targetsOf(expression, from).throughLocal) return undefined;
    const stem = stemOf(attribute);
    const key = `${pathKey(from.module)} ${stem}`;
    const known = this.named.get(key);
    const named =
      known ?? (this.byModule.get(pathKey(from.module)) ?? []).filter(({ type }) => type.endsWith(`_${stem}`));
    if (known === undefined) this.named.set(key, named);
    const [only] = named;
    if (only === undefined || only === from || named.length > 1) return undefined;
    return { instance: only, attribute: /_(arn|name|self_link)s?$/.exec(attribute)?.[1] ?? "id" };
  }

  /** Takes one step out of those that a whole plan may take. */
  spend(): boolean {
    return this.stepsLeft-- > 0;
  }

  module(path: ModulePath): ConfigurationModule | undefined {
    return this.root?.descend(path);
  }

  instancesOf(block: string): readonly Instance[] {
    return this.byBlock.get(block) ?? [];
  }

  /** Indexes of the instances of a called module. */
  keysOf(module: ModulePath, call: string): readonly (string | number | undefined)[] {
    return [...(this.moduleKeys.get(`${pathKey(module)} ${call}`) ?? [undefined])];
  }
}

/** What an attribute is named after: `vpc_id` → `vpc`, `security_groups` → `security_group`. */
export const stemOf = (attribute: string): string => attribute.replace(/(?:_(?:id|arn|name|url|self_link))?s?$/, "");

const append = (known: Map<string, Instance[]>, key: string, instance: Instance): void => {
  const instances = known.get(key);
  if (instances === undefined) known.set(key, [instance]);
  else instances.push(instance);
};

/** One walk along references. */
class Search {
  readonly found = new Map<string, Target>();
  throughLocal = false;
  private readonly resolver: ReferenceResolver;
  private readonly seen = new Set<string>();

  constructor(resolver: ReferenceResolver) {
    this.resolver = resolver;
  }

  followAll(references: readonly string[], place: Place, depth: number): void {
    if (depth > deepest) return;
    const picks = references.some((reference) => /^(?:count|each)\./.test(reference));
    for (const steps of wholeReferences(references)) {
      if (this.seen.size >= mostSteps || this.found.size >= mostTargets) return;
      this.follow(steps, place, picks, depth);
    }
  }

  private follow(steps: readonly Step[], place: Place, picks: boolean, depth: number): void {
    const [first, second, third] = steps;
    if (first === undefined) return;
    const address = steps.map(({ name, key }) => `${name}${key === undefined ? "" : `[${key}]`}`).join(".");
    const key = `${pathKey(place.module)} ${String(place.key)} ${address}`;
    if (this.seen.has(key) || !this.resolver.spend()) return;
    this.seen.add(key);
    if (first.name === "local") this.throughLocal = true;
    else if (first.name === "each")
      this.followAll(referencesIn(place.forEach), { ...place, forEach: undefined }, depth + 1);
    else if (second === undefined) return;
    else if (first.name === "var") this.followVariable(second.name, place, depth);
    else if (first.name === "module" && third !== undefined) this.followOutput(second, third.name, place, picks, depth);
    else if (first.name === "data" && third !== undefined) this.followData(steps, place, picks, depth);
    else this.pick("managed", first.name, second, third?.name ?? "id", place, picks);
  }

  /** A variable is what the call of its module passes. */
  private followVariable(name: string, { module }: Place, depth: number): void {
    const last = module.at(-1);
    if (last === undefined) return;
    const outer = module.slice(0, -1);
    const call = this.resolver.module(outer)?.call(last.name);
    const passed = entryOf(entryOf(call, "expressions"), name);
    const forEach = entryOf(call, "for_each_expression");
    this.followAll(referencesIn(passed), { module: outer, key: last.key, forEach }, depth + 1);
  }

  private followOutput({ name, key }: Step, output: string, place: Place, picks: boolean, depth: number): void {
    const keys = this.resolver.keysOf(place.module, name);
    for (const chosen of chosenKeys(keys, key, place, picks)) {
      const call = chosen === undefined ? { name } : { name, key: chosen };
      const module = [...place.module, call];
      const expression = this.resolver.module(module)?.output(output);
      this.followAll(referencesIn(expression), { module, key: undefined, forEach: undefined }, depth + 1);
    }
  }

  /** A data source is known by what it was asked, unless it is written out itself. */
  private followData(steps: readonly Step[], place: Place, picks: boolean, depth: number): void {
    const [, type, name, attribute] = steps;
    if (type === undefined || name === undefined) return;
    if (this.pick("data", type.name, name, attribute?.name ?? "json", place, picks)) return;
    const asked = this.resolver.module(place.module)?.resource(`data.${type.name}.${name.name}`);
    this.followAll(referencesIn(entryOf(asked, "expressions")), place, depth + 1);
  }

  /** Adds the instances of a block that a reference picks; false when the plan has none. */
  private pick(
    mode: Instance["mode"],
    type: string,
    { name, key }: Step,
    attribute: string,
    place: Place,
    picks: boolean,
  ): boolean {
    const instances = this.resolver.instancesOf(blockKey(mode, place.module, type, name));
    const keys = new Set(
      chosenKeys(
        instances.map((instance) => instance.key),
        key,
        place,
        picks,
      ),
    );
    for (const instance of instances)
      if (keys.has(instance.key) && this.found.size < mostTargets)
        this.found.set(`${blockKey(mode, instance.module, type, name)} ${String(instance.key)} ${attribute}`, {
          instance,
          attribute,
        });
    return instances.length > 0;
  }
}

/** Which of several instances a reference means: that of its index, or that of the referring block's own, else all. */
const chosenKeys = (
  keys: readonly (string | number | undefined)[],
  written: string | number | undefined,
  place: Place,
  picks: boolean,
): readonly (string | number | undefined)[] => {
  if (written !== undefined) return keys.includes(written) ? [written] : [];
  if (!picks || place.key === undefined) return keys;
  if (keys.includes(place.key)) return [place.key];
  // `element(…, count.index)` goes round.
  return typeof place.key === "number" && keys.length > 0 ? [keys[place.key % keys.length]] : keys;
};

/** References without those that only begin another: `aws_vpc.main` beside `aws_vpc.main.id`. */
const wholeReferences = (references: readonly string[]): Step[][] => {
  const beginnings = new Set<string>();
  const taken = references.map((reference) => ({ reference, steps: stepsOf(reference) }));
  for (const { reference, steps } of taken)
    for (const { nameEnd, end } of steps)
      for (const offset of [nameEnd, end]) if (offset < reference.length) beginnings.add(reference.slice(0, offset));
  return taken.filter(({ reference }) => !beginnings.has(reference)).map(({ steps }) => steps);
};
