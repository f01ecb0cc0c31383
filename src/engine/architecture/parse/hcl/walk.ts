import type { Expression, TemplatePart } from "./ast.ts";

const expressionsOf = (part: TemplatePart): Expression[] => {
  if (part.kind === "literal") return [];
  if (part.kind === "interpolation") return [part.value];
  return [part.condition, part.collection].filter((expression) => expression !== undefined);
};

/** The expressions that an expression is made of, in source order. */
export const childrenOf = (expression: Expression): readonly Expression[] => {
  switch (expression.kind) {
    case "literal":
    case "variable":
      return [];
    case "template":
      return expression.parts.flatMap(expressionsOf);
    case "attribute":
    case "splat":
      return [expression.of];
    case "index":
      return [expression.of, expression.key];
    case "call":
      return expression.args;
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "conditional":
      return [expression.condition, expression.yes, expression.no];
    case "list":
      return expression.items;
    case "object":
      return expression.items.flatMap(({ key, value }) => [key, value]);
    case "for":
      return [expression.collection, expression.key, expression.value, expression.condition].filter(
        (part) => part !== undefined,
      );
    case "group":
      return [expression.inner];
  }
};

/** True when an expression is a tree of more than `levels` levels; found without recursion. */
export const isTallerThan = (expression: Expression, levels: number): boolean => {
  let level: readonly Expression[] = [expression];
  for (let height = 1; height <= levels; height++) {
    const below: Expression[] = [];
    for (const item of level) for (const child of childrenOf(item)) below.push(child);
    if (below.length === 0) return false;
    level = below;
  }
  return true;
};
