import { isObject, isUnknown } from "../../../model/index.ts";
import type { Attributes, Value } from "../../../model/index.ts";
import { maxElements } from "../budget.ts";
import {
  compareTexts,
  distinct,
  elementOf,
  invalid,
  isEqual,
  isKnown,
  isList,
  memberOf,
  objectOf,
  setOf,
  settled,
  toBool,
  toNumber,
  toText,
  unknownFrom,
} from "../values.ts";
import type { TerraformFunction } from "./signature.ts";
import { ofLists, ofValues } from "./signature.ts";

// These functions move elements about without looking into them: a list may hold unknowns and still have a length.

/** The function, unless one of its arguments is unknown as a whole. */
const whenGiven =
  (apply: TerraformFunction): TerraformFunction =>
  (args) =>
    args.includes(invalid) ? invalid : args.some(isUnknown) ? unknownFrom(args) : apply(args);

const membersOf = (object: Attributes): [string, Value][] =>
  Object.entries(object).sort(([a], [b]) => compareTexts(a, b));

const length: TerraformFunction = ([value]) => {
  if (typeof value === "string") return Array.from(value).length;
  return isList(value) ? value.length : isObject(value) ? Object.keys(value).length : invalid;
};

const element: TerraformFunction = ([list, index]) => {
  const position = toNumber(index);
  if (!isList(list) || list.length === 0 || position === undefined) return invalid;
  return list[((position % list.length) + list.length) % list.length] ?? invalid;
};

const elementAt: TerraformFunction = (args) => {
  const [list, index] = args;
  const isListUnknown = isUnknown(list) && list !== invalid && index !== undefined && !isUnknown(index);
  return isListUnknown ? elementOf(list, index) : whenGiven(element)(args);
};

const lookup = ofValues((map, by, fallback = invalid) => {
  const key = settled(by);
  if (isUnknown(map) || isUnknown(key)) return unknownFrom([map, key, fallback]);
  const name = toText(key);
  if (!isObject(map) || name === undefined) return invalid;
  const found = memberOf(map, name);
  return found === undefined ? fallback : found;
});

const contains = ofValues((list, wanted) => {
  if (!isList(list)) return invalid;
  if (list.some((item) => isKnown(item) && isEqual(item, wanted))) return true;
  return list.every(isKnown) && isKnown(wanted) ? false : unknownFrom([list, wanted]);
});

const mergeAll: TerraformFunction = (maps) => {
  const given = maps.filter((map) => map !== null);
  return given.every(isObject) ? objectOf(given.flatMap((map) => Object.entries(map))) : invalid;
};

const bounded = (list: readonly Value[]): Value => (list.length > maxElements ? unknownFrom(list) : list);

/** All elements of nested lists; an unknown might be a list itself, so that the result would have any length. */
const flatten: TerraformFunction = ([list]) => {
  if (!isList(list)) return invalid;
  const flat: Value[] = [];
  const add = (items: readonly Value[]): boolean =>
    items.every((item) => !isUnknown(item) && (isList(item) ? add(item) : flat.push(item) <= maxElements));
  return add(list) ? flat : unknownFrom(list);
};

const slice: TerraformFunction = ([list, start, end]) => {
  const from = toNumber(start);
  const to = toNumber(end);
  if (!isList(list) || from === undefined || to === undefined) return invalid;
  return from < 0 || to < from || to > list.length ? invalid : list.slice(from, to);
};

const zipmap: TerraformFunction = ([names, values]) => {
  if (!isList(names) || !isList(values) || names.length !== values.length) return invalid;
  const keys = names.map(toText);
  if (names.some(isUnknown)) return unknownFrom([names, values]);
  return keys.every((key) => key !== undefined)
    ? objectOf(keys.map((key, index) => [key, values[index] ?? null]))
    : invalid;
};

const compact: TerraformFunction = ([list]) => {
  if (!isList(list)) return invalid;
  return list.every(isKnown) ? list.filter((item) => item !== null && item !== "") : unknownFrom(list);
};

const coalesce: TerraformFunction = (values) => {
  const first = values.find((value) => value !== null && value !== "");
  return first === undefined ? invalid : isUnknown(first) && first !== invalid ? unknownFrom(values) : first;
};

const coalescelist: TerraformFunction = (lists) => {
  const first = lists.find((list) => isUnknown(list) || (isList(list) && list.length > 0));
  return isUnknown(first) && first !== invalid ? unknownFrom(lists) : (first ?? invalid);
};

const one: TerraformFunction = ([list]) => {
  if (!isList(list) || list.length > 1) return list === null ? null : invalid;
  return list[0] ?? null;
};

const sort: TerraformFunction = ([list]) => {
  if (!isList(list)) return invalid;
  const texts = list.map(toText);
  if (!list.every(isKnown)) return unknownFrom(list);
  return texts.every((text) => text !== undefined) ? texts.sort(compareTexts) : invalid;
};

const setproduct = ofLists((...lists) => {
  const size = lists.reduce((product, list) => product * list.length, 1);
  if (size > maxElements) return unknownFrom(lists);
  return lists.reduce<Value[][]>(
    (tuples, list) => tuples.flatMap((tuple) => list.map((item) => [...tuple, item])),
    [[]],
  );
});

const chunklist: TerraformFunction = ([list, size]) => {
  const width = toNumber(size);
  if (!isList(list) || width === undefined || width < 1) return invalid;
  const count = Math.ceil(list.length / width);
  return Array.from({ length: count }, (_, index) => list.slice(index * width, (index + 1) * width));
};

const indexOf = ofValues((list, wanted) => {
  if (!isList(list)) return invalid;
  if (!isKnown(list) || !isKnown(wanted)) return unknownFrom([list, wanted]);
  const position = list.findIndex((item) => isEqual(item, wanted));
  return position === -1 ? invalid : position;
});

const holdsEvery: TerraformFunction = ([list]) => allOf(list, false);
const holdsAny: TerraformFunction = ([list]) => allOf(list, true);

/** `deciding`: the value that settles the matter alone. */
const allOf = (list: Value | undefined, deciding: boolean): Value => {
  if (!isList(list)) return invalid;
  if (list.some((item) => toBool(item) === deciding)) return deciding;
  return list.every(isKnown) ? !deciding : unknownFrom(list);
};

const toSet: TerraformFunction = ([list]) => (isList(list) ? setOf(list) : invalid);

const union = ofLists((...lists) => bounded(setOf(lists.flat())));

const intersection = ofLists((first, ...others) => {
  if (!isKnown(first) || !isKnown(others)) return unknownFrom([first, ...others]);
  return setOf(first.filter((item) => others.every((list) => list.some((other) => isEqual(item, other)))));
});

const difference = ofLists((from, unwanted) => {
  if (!isKnown(from) || !isKnown(unwanted)) return unknownFrom([from, unwanted]);
  return setOf(from.filter((item) => !unwanted.some((other) => isEqual(item, other))));
});

const convert = <T extends Value>(to: (value: Value) => T | undefined): TerraformFunction =>
  ofValues((value) => (value === null ? null : (to(value) ?? invalid)));

/** The first argument that Terraform would accept. */
const tryEach: TerraformFunction = (values) => values.find((value) => value !== invalid) ?? invalid;

const can = ofValues((value) => {
  if (value === invalid) return false;
  return isUnknown(value) ? unknownFrom([value]) : true;
});

const keepValue = ofValues((value) => value);

/** Functions of lists and maps. Elements may be unknown. */
export const collectionFunctions: ReadonlyMap<string, TerraformFunction> = new Map([
  ...(
    [
      ["length", length],
      ["contains", contains],
      ["keys", ([map]) => (isObject(map) ? membersOf(map).map(([name]) => name) : invalid)],
      ["values", ([map]) => (isObject(map) ? membersOf(map).map(([, value]) => value) : invalid)],
      ["merge", mergeAll],
      ["concat", ofLists((...lists) => bounded(lists.flat()))],
      ["flatten", flatten],
      ["distinct", ofLists((list) => distinct(list))],
      ["sort", sort],
      ["reverse", ofLists((list) => list.toReversed())],
      ["slice", slice],
      ["zipmap", zipmap],
      ["compact", compact],
      ["one", one],
      ["index", indexOf],
      ["chunklist", chunklist],
      ["setproduct", setproduct],
      ["setunion", union],
      ["setintersection", intersection],
      ["setsubtract", difference],
      ["alltrue", holdsEvery],
      ["anytrue", holdsAny],
      ["toset", toSet],
      ["tolist", ([list]) => (isList(list) ? [...list] : invalid)],
      ["tomap", ([map]) => (isObject(map) ? map : invalid)],
      ["tostring", convert(toText)],
      ["tonumber", convert(toNumber)],
      ["tobool", convert(toBool)],
    ] satisfies [string, TerraformFunction][]
  ).map(([name, apply]) => [name, whenGiven(apply)] as const),
  ["element", elementAt],
  ["lookup", lookup],
  ["coalesce", coalesce],
  ["coalescelist", coalescelist],
  ["try", tryEach],
  ["can", can],
  ["sensitive", keepValue],
  ["nonsensitive", keepValue],
]);
