import { isUnknown, Unknown } from "../../model/index.ts";
import type { Attributes, Value } from "../../model/index.ts";
import type { Block, Body, Expression, Range } from "../hcl/ast.ts";
import { maxElements } from "./budget.ts";
import { attributeNamed, iteratorOf } from "./declarations.ts";
import { evaluate } from "./expressions.ts";
import type { Scope } from "./scope.ts";
import { bind } from "./scope.ts";
import { elementsOf, invalid, isList, objectOf, toText, unknownFrom } from "./values.ts";

/** Where the code of an evaluated nested block stands. */
interface Origin {
  range: Range;
  body: Body;
}

/** Evaluated nested block → its code. */
export type Origins = Map<object, Origin>;

/** Name under which an item's value appears: a dynamic block has that of the blocks it makes. */
const nameOf = (item: Body[number]): string => {
  if (item.kind === "attribute") return item.name;
  return item.type === "dynamic" ? (item.labels[0] ?? "") : item.type;
};

/** The items of a body by name, in source order. */
export const itemsByName = (body: Body): ReadonlyMap<string, Body> => {
  const named = new Map<string, Body>();
  for (const item of body) {
    const name = nameOf(item);
    const items = named.get(name);
    if (items === undefined) named.set(name, [item]);
    else items.push(item);
  }
  return named;
};

/** Values of a block: attributes as they are, nested blocks as lists of objects. */
export const evaluateBody = (body: Body, scope: Scope, origins: Origins): Attributes =>
  objectOf([...itemsByName(body)].map(([name, items]) => [name, evaluateItems(items, scope, origins)] as const));

/** Value of all items of one name. */
export const evaluateItems = (items: Body, scope: Scope, origins: Origins): Value => {
  const attribute = items.find((item) => item.kind === "attribute");
  if (attribute !== undefined) return evaluate(attribute.value, scope);
  const values: Value[] = [];
  for (const block of items.filter((item) => item.kind === "block")) {
    const made =
      block.type === "dynamic" ? expandDynamic(block, scope, origins) : [evaluateBlock(block, scope, origins)];
    if (isList(made)) for (const value of made) values.push(value);
    else values.push(made);
  }
  const [only] = values;
  // Nothing is known of the list when its only source is unknown; beside other blocks it is one more, unknown, block.
  return values.length === 1 && isUnknown(only) ? only : values;
};

const evaluateBlock = (block: Block, scope: Scope, origins: Origins): Value =>
  evaluateContent(block, block.body, scope, origins);

const evaluateContent = (block: Block, body: Body, scope: Scope, origins: Origins): Value => {
  const { budget } = scope.environment;
  if (!budget.enter()) return new Unknown();
  const value = evaluateBody(body, scope, origins);
  budget.leave();
  origins.set(value, { range: block, body });
  return value;
};

const contentOf = (block: Block): Body =>
  block.body.find((item): item is Block => item.kind === "block" && item.type === "content")?.body ?? [];

/** The blocks that a dynamic block makes; an unknown with the shape of one of them when their number is not known. */
const expandDynamic = (block: Block, scope: Scope, origins: Origins): Value => {
  const body = contentOf(block);
  const iterator = iteratorOf(block);
  const make = (key: Value, value: Value): Value =>
    evaluateContent(block, body, bind(scope, iterator, { key, value }), origins);
  const forEach = attributeNamed(block, "for_each")?.value;
  const collection = forEach === undefined ? invalid : evaluate(forEach, scope);
  if (collection === null) return [];
  const elements = elementsOf(collection);
  if (elements === undefined) {
    const element = unknownFrom([collection]);
    return unknownFrom([collection], [make(element, element)]);
  }
  if (elements.length > maxElements || !scope.environment.budget.spend(elements.length * (1 + body.length)))
    return unknownFrom([collection]);
  return elements.map(([key, value]) => make(key, value));
};

/** Key of an object's member as it is written; `undefined` where it is computed. */
export const writtenKey = (key: Expression): string | undefined => {
  if (key.kind === "variable") return key.name;
  return key.kind === "literal" ? toText(key.value) : undefined;
};
