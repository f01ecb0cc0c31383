import { isObject, isUnknown } from "../../model/index.ts";
import type { Attributes, Value } from "../../model/index.ts";
import type { Body, Expression, Range } from "../hcl/ast.ts";
import { itemsByName, writtenKey } from "./blocks.ts";
import type { Origins } from "./blocks.ts";
import { isList, memberOf } from "./values.ts";

/** Functions whose result has the structure of their arguments. */
const transparentFunctions = new Set(["jsonencode", "merge", "tolist", "toset", "tomap", "sensitive", "nonsensitive"]);

type Mark = (path: string, range: Range) => void;

/** Marks the members of an object and the items of a list where the code shows them. */
const markInside = (path: string, expression: Expression, mark: Mark): void => {
  if (expression.kind === "group") markInside(path, expression.inner, mark);
  else if (expression.kind === "list")
    for (const [index, item] of expression.items.entries()) markValue(`${path}[${index}]`, item, item, mark);
  else if (expression.kind === "object")
    for (const { key, value } of expression.items) {
      const name = writtenKey(key);
      if (name !== undefined) markValue(`${path}.${name}`, value, { start: key.start, end: value.end }, mark);
    }
  else if (expression.kind === "call" && transparentFunctions.has(expression.name))
    for (const arg of expression.args) markInside(path, arg, mark);
};

const markValue = (path: string, value: Expression, range: Range, mark: Mark): void => {
  mark(path, range);
  markInside(path, value, mark);
};

const blocksIn = (value: Value | undefined): readonly Value[] => {
  const list = isUnknown(value) ? value.shape : value;
  return isList(list) ? list : [];
};

/** Marks where each attribute and block of an evaluated body stands; `prefix` is the path of the body itself. */
export const markBody = (body: Body, attributes: Attributes, origins: Origins, mark: Mark, prefix = ""): void => {
  for (const [name, items] of itemsByName(body)) {
    const path = `${prefix}${name}`;
    const attribute = items.find((item) => item.kind === "attribute");
    if (attribute !== undefined) {
      markValue(path, attribute.value, attribute, mark);
      continue;
    }
    for (const [index, block] of blocksIn(memberOf(attributes, name)).entries()) {
      const origin = isObject(block) ? origins.get(block) : undefined;
      if (origin === undefined || !isObject(block)) continue;
      mark(`${path}[${index}]`, origin.range);
      markBody(origin.body, block, origins, mark, `${path}[${index}].`);
    }
  }
};
