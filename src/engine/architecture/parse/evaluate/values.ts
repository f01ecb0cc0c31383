import { asText, isObject, isUnknown, Unknown } from "../../model/index.ts";
import type { Attributes, Value } from "../../model/index.ts";

/** Addresses kept of what an unknown is made of: more say nothing, and a chain of locals would add them up. */
const maxRefs = 100;

/** Result of an expression that Terraform would refuse. It is unknown to everything but `try` and `can`. */
export const invalid = new Unknown();

/** An array as such: `Array.isArray` does not narrow a readonly one. */
export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** An object of these entries. A name such as `__proto__` is a name like any other. */
export const objectOf = (entries: Iterable<readonly [string, Value]>): Attributes => Object.fromEntries(entries);

/** Member `name` that the object itself has. */
export const memberOf = (object: Attributes, name: string): Value | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

const collectRefs = (value: Value, refs: Set<string>): void => {
  if (refs.size >= maxRefs) return;
  if (isUnknown(value)) for (const ref of value.refs) refs.add(ref);
  else if (isList(value)) for (const item of value) collectRefs(item, refs);
  else if (isObject(value)) for (const item of Object.values(value)) collectRefs(item, refs);
};

/** Addresses of everything unknown in these values, each once, in order. */
export const refsIn = (values: readonly Value[]): string[] => {
  const refs = new Set<string>();
  for (const value of values) collectRefs(value, refs);
  return [...refs].slice(0, maxRefs);
};

/** An unknown made of these values. */
export const unknownFrom = (values: readonly Value[], shape?: Value): Unknown => new Unknown(refsIn(values), shape);

/** An element of an unknown list is unknown too, but not which one it is. */
export const elementOf = (list: Unknown, key: Value): Unknown => {
  const position = toNumber(key);
  const isPlace = position !== undefined && Number.isInteger(position) && position >= 0;
  return new Unknown(list.refs, undefined, { element: isPlace ? position : undefined });
};

/** What a choice is made by: where that hangs on the place of the design, it is what is assumed of it. */
export const settled = (value: Value): Value => (isUnknown(value) ? (value.assumed ?? value) : value);

/** True when no part of the value is unknown. */
export const isKnown = (value: Value): boolean => {
  if (isUnknown(value)) return false;
  if (isList(value)) return value.every(isKnown);
  return !isObject(value) || Object.values(value).every(isKnown);
};

/** Terraform's conversion to a string; `undefined` where it has none. */
export const toText = asText;

/** Terraform's conversion to a number; `undefined` where it has none. */
export const toNumber = (value: Value | undefined): number | undefined => {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !/^-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?$/.test(value)) return undefined;
  return Number(value);
};

/** Terraform's conversion to a bool; `undefined` where it has none. */
export const toBool = (value: Value | undefined): boolean | undefined => {
  if (typeof value === "boolean") return value;
  return value === "true" ? true : value === "false" ? false : undefined;
};

/** Deep equality of two known values; a number never equals a string, and what is not there equals nothing. */
export const isEqual = (a: Value, b: Value | undefined): boolean => {
  if (a === b) return true;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const members = Object.entries(a);
  return members.length === Object.keys(b).length && members.every(([name, item]) => isEqual(item, memberOf(b, name)));
};

/** Key by which equal values are found in a Map or a Set. */
const keyOf = (value: Value): unknown => (typeof value === "object" && value !== null ? JSON.stringify(value) : value);

/** The values without repetition. An unknown equals nothing, not even itself. */
export const distinct = (values: readonly Value[]): Value[] => {
  const seen = new Set<unknown>();
  return values.filter((value) => {
    if (!isKnown(value)) return true;
    const key = keyOf(value);
    return !seen.has(key) && seen.add(key);
  });
};

// A set is a list that says so: Terraform gives its elements no position, so that each is its own key.
const sets = new WeakSet<readonly Value[]>();

export const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const compareValues = (a: Value, b: Value): number =>
  typeof a === "number" && typeof b === "number" ? a - b : compareTexts(toText(a) ?? "", toText(b) ?? "");

/** A Terraform set: without repetition, in order where the elements are known. */
export const setOf = (values: readonly Value[]): readonly Value[] => {
  const elements = distinct(values);
  if (elements.every(isKnown)) elements.sort(compareValues);
  sets.add(elements);
  return elements;
};

const isSet = (list: readonly Value[]): boolean => sets.has(list);

/** Key and value of each element, as `for`, `for_each` and `dynamic` see them; `undefined` for what is no collection. */
export const elementsOf = (collection: Value): (readonly [key: Value, value: Value])[] | undefined => {
  if (isList(collection)) return collection.map((item, index) => [isSet(collection) ? item : index, item]);
  if (!isObject(collection)) return undefined;
  return Object.entries(collection).sort(([a], [b]) => compareTexts(a, b));
};
