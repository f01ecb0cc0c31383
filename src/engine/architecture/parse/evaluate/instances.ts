import { Unknown } from "../../model/index.ts";
import type { Value } from "../../model/index.ts";
import type { Body } from "../hcl/ast.ts";
import { itemsByName } from "./blocks.ts";
import { maxElements } from "./budget.ts";
import type { Declared } from "./declarations.ts";
import { attributeNamed } from "./declarations.ts";
import { evaluate } from "./expressions.ts";
import type { Environment, Prefix, Scope } from "./scope.ts";
import { bind } from "./scope.ts";
import { elementsOf, isList, toNumber, toText, unknownFrom } from "./values.ts";

/** One instance of a block, its attributes still to be evaluated. */
export interface Instance {
  id: string;
  /** Id of the block, as one for all its instances. */
  address: string;
  /** Key by which expressions pick it; `undefined` without `count` and `for_each`. */
  key: string | number | undefined;
  scope: Scope;
  /** What expressions see of it. */
  handle: Unknown;
  /** Evaluated attributes and blocks by name; `undefined` while one is being evaluated. */
  values: Map<string, Value | undefined>;
}

/** All instances of one block. */
export interface Expansion {
  declared: Declared;
  /** `several`: their number is only known after apply, and one stands for all. */
  number: "one" | "known" | "several";
  instances: readonly Instance[];
  byKey: ReadonlyMap<string | number | undefined, Instance>;
  items: ReadonlyMap<string, Body>;
  /** More were asked for than are made. */
  isClamped: boolean;
}

/** An id with its key: `aws_subnet.public[0]`, `aws_s3_bucket.this["logs"]`. */
const indexed = (address: string, key: string | number): string => `${address}[${JSON.stringify(key)}]`;

const instanceOf = (address: string, key: string | number | undefined, scope: Scope): Instance => {
  const id = key === undefined ? address : indexed(address, key);
  return { id, address, key, scope, handle: new Unknown([id]), values: new Map() };
};

/** What a module call stands for is none of its own: only its outputs are of something. */
const calledAs = ({ address }: Declared, instances: readonly Instance[]): Instance[] =>
  instances.map((instance) => ({ ...instance, handle: new Unknown([address]) }));

const countScope = (scope: Scope, index: Value): Scope => bind(scope, "count", { index });
const eachScope = (scope: Scope, key: Value, value: Value): Scope => bind(scope, "each", { key, value });

type Numbered = Pick<Expansion, "number" | "instances" | "isClamped">;

const several = (address: string, scope: Scope): Numbered => ({
  number: "several",
  instances: [instanceOf(address, undefined, scope)],
  isClamped: false,
});

const expandCount = (address: string, count: Value, scope: Scope): Numbered => {
  const wanted = toNumber(count);
  if (wanted === undefined) return several(address, countScope(scope, unknownFrom([count])));
  const length = Math.max(0, Math.min(Math.floor(wanted), maxElements));
  return {
    number: "known",
    instances: Array.from({ length }, (_, index) => instanceOf(address, index, countScope(scope, index))),
    isClamped: wanted > maxElements,
  };
};

const expandEach = (address: string, collection: Value, scope: Scope): Numbered => {
  const elements = elementsOf(collection);
  const keyed = elements?.flatMap(([key, value]) => {
    const text = toText(isList(collection) ? value : key);
    return text === undefined ? [] : [{ key: text, value }];
  });
  if (keyed === undefined || keyed.length !== elements?.length) {
    const element = unknownFrom([collection]);
    return several(address, eachScope(scope, element, element));
  }
  return {
    number: "known",
    instances: keyed
      .slice(0, maxElements)
      .map(({ key, value }) => instanceOf(address, key, eachScope(scope, key, value))),
    isClamped: keyed.length > maxElements,
  };
};

const expand = ({ block }: Declared, address: string, scope: Scope): Numbered => {
  const count = attributeNamed(block, "count");
  if (count !== undefined) return expandCount(address, evaluate(count.value, scope), scope);
  const forEach = attributeNamed(block, "for_each");
  if (forEach !== undefined) return expandEach(address, evaluate(forEach.value, scope), scope);
  return { number: "one", instances: [instanceOf(address, undefined, scope)], isClamped: false };
};

/** The instances that `count` or `for_each` make of a block. */
export const expandBlock = (declared: Declared, environment: Environment): Expansion => {
  const { address, block } = declared;
  // A data source is nowhere in the design, whichever module reads it.
  const prefix = block.type === "data" ? "" : environment.prefix.id;
  const numbered = expand(declared, `${prefix}${address}`, { environment, innermost: undefined });
  const instances = block.type === "module" ? calledAs(declared, numbered.instances) : numbered.instances;
  return {
    declared,
    ...numbered,
    instances,
    byKey: new Map(instances.map((instance) => [instance.key, instance])),
    items: itemsByName(block.body),
  };
};

/**
 * What stands for all instances together: the address of their block; in a module of several instances, where that would
 * mean those of the others too, each instance by itself.
 */
export const instancesBehind = ({ declared, instances }: Expansion, prefix: Prefix): readonly string[] => {
  if (declared.block.type === "module") return [declared.address];
  return prefix.id === prefix.address ? [`${prefix.id}${declared.address}`] : instances.map(({ id }) => id);
};

/** The instance that a key picks; the one that stands for all where their keys are not known. */
export const instanceAt = ({ number, instances, byKey }: Expansion, key: Value): Instance | undefined => {
  if (number !== "known") return instances[0];
  return byKey.get(toNumber(key) ?? -1) ?? byKey.get(toText(key) ?? -1);
};

/** What expressions see of all instances: the only one, a list by position, or an object by key. */
export const collectionOf = ({ declared, number, instances }: Expansion): Value => {
  const [first] = instances;
  if (number !== "known") return first?.handle ?? new Unknown();
  if (attributeNamed(declared.block, "count") !== undefined) return instances.map(({ handle }) => handle);
  return Object.fromEntries(instances.map(({ key, handle }) => [String(key), handle]));
};
