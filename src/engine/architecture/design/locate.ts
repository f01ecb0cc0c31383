import type { Attribute, Block, Body, Expression } from "../parse/hcl/ast.ts";

export type Path = readonly (string | number)[];

/** What a path leads to in a block: something that stands there, or the place where it is to be written. */
export type Place =
  | { kind: "attribute"; attribute: Attribute; block: Block }
  | { kind: "block"; block: Block; parent: Block }
  /** A value inside an attribute's expression: an item of an object or list. */
  | { kind: "value"; value: Expression }
  /** Missing: `rest` is to be written into `block`. */
  | { kind: "missing"; block: Block; rest: Path }
  /** Missing inside an object expression: `name` is to be written into it. */
  | { kind: "missing-item"; object: Expression & { kind: "object" }; name: string }
  /** It stands where it cannot be changed with certainty (a `dynamic` block, a computed expression). */
  | { kind: "out-of-reach" };

const outOfReach: Place = { kind: "out-of-reach" };

export const attributeOf = (body: Body, name: string): Attribute | undefined =>
  body.find((item): item is Attribute => item.kind === "attribute" && item.name === name);

const blocksOf = (body: Body, name: string): Block[] =>
  body.filter((item): item is Block => item.kind === "block" && item.type === name);

const dynamicContent = (body: Body, name: string): Block | undefined => {
  const dynamic = blocksOf(body, "dynamic").find(({ labels }) => labels[0] === name);
  return dynamic && blocksOf(dynamic.body, "content")[0];
};

/** Follows a path from a top-level block down. */
export const locate = (block: Block, path: Path): Place => {
  const [name, ...after] = path;
  if (typeof name !== "string") return outOfReach;
  const attribute = attributeOf(block.body, name);
  if (attribute !== undefined)
    return after.length === 0 ? { kind: "attribute", attribute, block } : locateValue(attribute.value, after);

  const index = typeof after[0] === "number" ? after[0] : 0;
  const rest = typeof after[0] === "number" ? after.slice(1) : after;
  const blocks = blocksOf(block.body, name);
  const content = dynamicContent(block.body, name);
  if (content !== undefined) {
    // The instances of a dynamic block share one text: only a change that is meant for all of them is safe.
    return blocks.length === 0 && rest.length > 0 && typeof after[0] !== "number" ? locate(content, rest) : outOfReach;
  }
  const nested = blocks[index];
  if (nested === undefined) return { kind: "missing", block, rest: path };
  return rest.length === 0 ? { kind: "block", block: nested, parent: block } : locate(nested, rest);
};

/** Name that an object's key gives, where it is written out. */
export const keyText = (key: Expression): string | undefined => {
  if (key.kind === "variable") return key.name;
  if (key.kind === "literal") return String(key.value);
  const only = key.kind === "template" && key.parts.length === 1 ? key.parts[0] : undefined;
  return only?.kind === "literal" ? only.text : undefined;
};

const locateValue = (value: Expression, path: Path): Place => {
  const [step, ...rest] = path;
  if (value.kind === "group") return locateValue(value.inner, path);
  if (value.kind === "call" && value.name === "jsonencode") {
    const [only] = value.args;
    return only === undefined ? outOfReach : locateValue(only, path);
  }
  if (typeof step === "number") {
    const item = value.kind === "list" ? value.items[step] : undefined;
    if (item === undefined) return outOfReach;
    return rest.length === 0 ? { kind: "value", value: item } : locateValue(item, rest);
  }
  if (typeof step !== "string" || value.kind !== "object") return outOfReach;
  const item = value.items.find(({ key }) => keyText(key) === step);
  if (item === undefined) return rest.length === 0 ? { kind: "missing-item", object: value, name: step } : outOfReach;
  return rest.length === 0 ? { kind: "value", value: item.value } : locateValue(item.value, rest);
};
