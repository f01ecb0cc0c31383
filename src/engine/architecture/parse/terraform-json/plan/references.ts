import type { DocumentNode } from "../../document/node.ts";
import { entryOf } from "../../document/node.ts";
import { pathKey, stepsOf } from "./address.ts";
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
  /** Of several instances at the end of the way, the one that an expression on it picked by its own index. */
  picked?: string | number | undefined;
  /** Attribute that is taken of whatever is found: `each.value.arn`, `var.bucket.arn`. */
  attribute?: string | undefined;
}

/** References followed for one attribute; through modules that call modules there could be very many. */
const mostSteps = 300;
const mostStepsOfPlan = 100_000;
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
    const taken = wholeReferences(references);
    const isIndexed = taken.some(([first]) => first?.name === "count" || first?.name === "each");
    const from = isIndexed ? { ...place, picked: place.key } : place;
    for (const steps of taken) {
      if (this.seen.size >= mostSteps || this.found.size >= mostTargets) return;
      this.follow(steps, from, depth + 1);
    }
  }

  private follow(steps: readonly Step[], place: Place, depth: number): void {
    const [first, second, third, fourth] = steps;
    if (first === undefined) return;
    const address = steps.map(({ name, key }) => `${name}${key === undefined ? "" : `[${key}]`}`).join(".");
    const key = [pathKey(place.module), String(place.key), String(place.picked), place.attribute, address].join(" ");
    if (this.seen.has(key) || !this.resolver.spend()) return;
    this.seen.add(key);
    if (first.name === "local") this.throughLocal = true;
    else if (second === undefined) return;
    else if (first.name === "each") this.followEach(after(place, third), depth);
    else if (first.name === "var") this.followVariable(second.name, after(place, third), depth);
    else if (first.name === "module") this.followOutput(second, third, after(place, fourth), depth);
    else if (first.name === "data") this.followData(second, third, after(place, fourth), depth);
    else this.pick("managed", first.name, second, after(place, third));
  }

  /** An element of `for_each` is the one of the block's own index. */
  private followEach(place: Place, depth: number): void {
    this.followAll(referencesIn(place.forEach), { ...place, forEach: undefined, picked: place.key }, depth);
  }

  /** A variable is what the call of its module passes. */
  private followVariable(name: string, place: Place, depth: number): void {
    const last = place.module.at(-1);
    if (last === undefined) return;
    const module = place.module.slice(0, -1);
    const call = this.resolver.module(module)?.call(last.name);
    const passed = entryOf(entryOf(call, "expressions"), name);
    const forEach = entryOf(call, "for_each_expression");
    this.followAll(referencesIn(passed), { ...place, module, key: last.key, forEach }, depth);
  }

  private followOutput(call: Step, output: Step | undefined, place: Place, depth: number): void {
    if (output === undefined) return;
    const keys = this.resolver.keysOf(place.module, call.name);
    for (const key of chosenKeys(keys, call.key, place.picked)) {
      const module = [...place.module, key === undefined ? { name: call.name } : { name: call.name, key }];
      const expression = this.resolver.module(module)?.output(output.name);
      this.followAll(referencesIn(expression), { ...place, module, key: undefined, forEach: undefined }, depth);
    }
  }

  /** A data source is known by what it was asked, unless it is written out itself. */
  private followData(type: Step, name: Step | undefined, place: Place, depth: number): void {
    if (name === undefined || this.pick("data", type.name, name, place)) return;
    const asked = this.resolver.module(place.module)?.resource(`data.${type.name}.${name.name}`);
    this.followAll(referencesIn(entryOf(asked, "expressions")), { ...place, attribute: undefined }, depth);
  }

  /** Adds the instances of a block that a reference means; false when the plan has none. */
  private pick(mode: Instance["mode"], type: string, { name, key }: Step, place: Place): boolean {
    const block = blockKey(mode, place.module, type, name);
    const instances = this.resolver.instancesOf(block);
    const known = instances.map((instance) => instance.key);
    const keys = new Set(chosenKeys(known, key, place.picked));
    const attribute = place.attribute ?? (mode === "data" ? "json" : "id");
    for (const instance of instances)
      if (keys.has(instance.key) && this.found.size < mostTargets)
        this.found.set(`${block} ${String(instance.key)} ${attribute}`, { instance, attribute });
    return instances.length > 0;
  }
}

/** The place behind a step: what is written there is the attribute, if nothing is what was asked for before. */
const after = (place: Place, step: Step | undefined): Place =>
  step === undefined ? place : { ...place, attribute: step.name };

/** Which of several instances a reference means: that of its index, or that of the referring block's own, else all. */
const chosenKeys = (
  keys: readonly (string | number | undefined)[],
  written: string | number | undefined,
  picked: string | number | undefined,
): readonly (string | number | undefined)[] => {
  if (written !== undefined) return keys.includes(written) ? [written] : [];
  if (picked === undefined || keys.length === 0) return keys;
  if (keys.includes(picked)) return [picked];
  // `element(…, count.index)` goes round.
  return typeof picked === "number" ? [keys[picked % keys.length]] : keys;
};

const whole = new WeakMap<readonly string[], readonly (readonly Step[])[]>();

/** References without those that only begin another: `aws_vpc.main` beside `aws_vpc.main.id`. */
const wholeReferences = (references: readonly string[]): readonly (readonly Step[])[] => {
  const known = whole.get(references);
  if (known !== undefined) return known;
  const beginnings = new Set<string>();
  const taken = references.map((reference) => ({ reference, steps: stepsOf(reference) }));
  for (const { reference, steps } of taken)
    for (const { nameEnd, end } of steps)
      for (const offset of [nameEnd, end]) if (offset < reference.length) beginnings.add(reference.slice(0, offset));
  const found = taken.filter(({ reference }) => !beginnings.has(reference)).map(({ steps }) => steps);
  whole.set(references, found);
  return found;
};
