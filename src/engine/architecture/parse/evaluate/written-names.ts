import type { Attribute, Body, Expression } from "../hcl/ast.ts";
import { traversalOf } from "./traversal.ts";

/** Lifecycle arguments whose values are names of attributes and resources, not their values. */
const namingArguments = new Set(["ignore_changes", "replace_triggered_by"]);

/** A traversal as it is written, e.g. `aws.replica` or `tags["Name"]`; `undefined` for anything else. */
export const writtenName = (expression: Expression): string | undefined => {
  if (expression.kind === "literal") return typeof expression.value === "string" ? expression.value : undefined;
  const { root, steps } = traversalOf(expression);
  if (root.kind !== "variable") return undefined;
  let name = root.name;
  for (const step of steps) {
    if (step.kind === "attribute") name += `.${step.name}`;
    else if (step.kind === "splat") name += "[*]";
    else name += step.key.kind === "literal" ? `[${JSON.stringify(step.key.value)}]` : "[…]";
  }
  return name;
};

const asLiteral = (expression: Expression): Expression => {
  const { start, end } = expression;
  if (expression.kind === "list") return { ...expression, items: expression.items.map(asLiteral) };
  return { kind: "literal", value: writtenName(expression) ?? null, start, end };
};

const withNames = (item: Attribute): Attribute =>
  namingArguments.has(item.name) ? { ...item, value: asLiteral(item.value) } : item;

/** `lifecycle` blocks with the names that they hold as texts. */
export const lifecycleWithNames = (items: Body): Body =>
  items.map((block) =>
    block.kind === "attribute"
      ? block
      : { ...block, body: block.body.map((item) => (item.kind === "attribute" ? withNames(item) : item)) },
  );
