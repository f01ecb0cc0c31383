import { isObject, isUnknown, Unknown } from "../../model/index.ts";
import type { Value } from "../../model/index.ts";
import type { Expression } from "../hcl/ast.ts";
import type { Environment, Evaluate, Scope, Step } from "./scope.ts";
import { lookUp } from "./scope.ts";
import { elementOf, invalid, isList, memberOf, refsIn, settled, toNumber, toText, unknownFrom } from "./values.ts";

/** An expression taken apart into what it starts from and the steps behind it, all still unevaluated. */
export interface Traversal {
  root: Expression;
  steps: (Expression & { kind: "attribute" | "index" | "splat" })[];
}

/** Takes `root.a[b].c` apart. */
export const traversalOf = (expression: Expression): Traversal => {
  const steps: Traversal["steps"] = [];
  let root = expression;
  while (root.kind === "attribute" || root.kind === "index" || root.kind === "splat") {
    steps.push(root);
    root = root.of;
  }
  return { root, steps: steps.reverse() };
};

/** Value of a variable with the steps behind it. */
export const evaluateTraversal = (expression: Expression, scope: Scope, evaluate: Evaluate): Value => {
  const { root, steps } = traversalOf(expression);
  const path = steps.map((step): Step => {
    if (step.kind === "index") return { kind: "index", key: evaluate(step.key, scope) };
    return step.kind === "splat" ? { kind: "splat" } : { kind: "attribute", name: step.name };
  });
  if (root.kind !== "variable") return follow(evaluate(root, scope), path, scope.environment);
  const bound = lookUp(scope, root.name);
  return bound === undefined ? scope.environment.resolve(root.name, path) : follow(bound, path, scope.environment);
};

/**
 * Where `steps` lead from `value`. `missing` answers for a part that is not there: inside a resource it may be one
 * that only the provider sets, elsewhere it is a mistake.
 */
export const follow = (
  value: Value,
  steps: readonly Step[],
  environment: Environment,
  missing: Unknown = invalid,
): Value => {
  let current = value;
  let absent = missing;
  for (const [position, step] of steps.entries()) {
    if (current === invalid) return invalid;
    if (step.kind === "splat") return followEach(current, steps.slice(position + 1), environment, absent);
    if (step.kind === "attribute") {
      const attribute = isUnknown(current) ? environment.attributeOf(current, step.name) : undefined;
      if (attribute !== undefined) absent = new Unknown(refsIn([current]));
      current = attribute ?? attributeIn(current, step.name, absent);
    } else current = elementIn(current, step.key, environment, absent);
  }
  return current;
};

const attributeIn = (value: Value, name: string, absent: Unknown): Value => {
  if (isUnknown(value)) return new Unknown(value.refs);
  const member = isObject(value) ? memberOf(value, name) : undefined;
  return member === undefined ? absent : member;
};

const elementIn = (value: Value, by: Value, environment: Environment, absent: Unknown): Value => {
  const key = settled(by);
  if (isUnknown(value)) return environment.resourceBehind(value) === undefined ? elementOf(value, key) : value;
  if (isUnknown(key)) {
    const refs = environment.refsOf(value);
    return key === invalid ? invalid : refs === undefined ? unknownFrom([value, key]) : new Unknown(refs);
  }
  if (isList(value)) return value[toNumber(key) ?? -1] ?? absent;
  const name = toText(key);
  return name === undefined ? invalid : attributeIn(value, name, absent);
};

/** `[*]`: the same steps from every element. */
const followEach = (value: Value, steps: readonly Step[], environment: Environment, missing: Unknown): Value => {
  if (value === null) return [];
  if (isUnknown(value) && environment.resourceBehind(value) !== "one") return new Unknown(value.refs);
  const items = isList(value) ? value : [value];
  if (!environment.budget.spend(items.length)) return unknownFrom([]);
  return items.map((item) => follow(item, steps, environment, missing));
};
