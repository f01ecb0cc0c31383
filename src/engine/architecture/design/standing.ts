import type { Expression } from "../parse/hcl/ast.ts";
import { childrenOf } from "../parse/hcl/index.ts";
import { traversalOf } from "../parse/evaluate/traversal.ts";

/** Text that stands there as such: `"gp2"`. */
export const plainText = (expression: Expression): string | undefined => {
  if (expression.kind === "group") return plainText(expression.inner);
  if (expression.kind === "literal") return typeof expression.value === "string" ? expression.value : undefined;
  const only = expression.kind === "template" && expression.parts.length === 1 ? expression.parts[0] : undefined;
  return only?.kind === "literal" ? only.text : undefined;
};

/** `type` of `var.type`, and of nothing that is more than that. */
export const variableIn = (expression: Expression): string | undefined => {
  const { root, steps } = traversalOf(expression);
  const [step] = steps;
  const isVariable = root.kind === "variable" && root.name === "var" && steps.length === 1;
  return isVariable && step?.kind === "attribute" ? step.name : undefined;
};

/** Whether it may be another one in each instance of its block: what mends one could break the next. */
export const isOfInstance = (expression: Expression): boolean =>
  (expression.kind === "variable" && (expression.name === "each" || expression.name === "count")) ||
  childrenOf(expression).some(isOfInstance);
