import { isUnknown, Unknown } from "../../model/index.ts";
import type { Value } from "../../model/index.ts";
import type { Expression } from "../hcl/ast.ts";
import { maxWeight } from "./budget.ts";
import { callFunction } from "./functions/index.ts";
import { applyBinary, applyUnary } from "./operators.ts";
import type { Scope } from "./scope.ts";
import { bindRound } from "./scope.ts";
import { evaluateTemplate } from "./templates.ts";
import { evaluateTraversal } from "./traversal.ts";
import { elementsOf, invalid, isList, objectOf, toBool, toText, unknownFrom } from "./values.ts";

/** Value of an expression. What cannot be computed here is unknown; nothing is guessed and nothing is thrown. */
export const evaluate = (expression: Expression, scope: Scope): Value => {
  if (expression.kind === "literal") return expression.value;
  const { budget } = scope.environment;
  if (!budget.enter()) return new Unknown();
  const value = budget.admit(evaluateKind(expression, scope));
  budget.leave();
  return value;
};

const evaluateKind = (expression: Exclude<Expression, Kind<"literal">>, scope: Scope): Value => {
  switch (expression.kind) {
    case "template":
      return evaluateTemplate(expression, scope, evaluate);
    case "variable":
      // No name that Terraform knows, but what an author who also writes Python means by it.
      if (expression.name === "True" || expression.name === "False") return expression.name === "True";
      return evaluateTraversal(expression, scope, evaluate);
    case "attribute":
    case "index":
    case "splat":
      return evaluateTraversal(expression, scope, evaluate);
    case "call":
      return evaluateCall(expression, scope);
    case "unary":
      return applyUnary(expression.operator, evaluate(expression.operand, scope));
    case "binary":
      return applyBinary(expression.operator, evaluate(expression.left, scope), evaluate(expression.right, scope));
    case "conditional":
      return evaluateConditional(expression, scope);
    case "list":
      return evaluateList(expression, scope);
    case "object":
      return evaluateObject(expression, scope);
    case "for":
      return evaluateFor(expression, scope);
    case "group":
      return evaluate(expression.inner, scope);
  }
};

type Kind<K extends Expression["kind"]> = Expression & { kind: K };

const evaluateCall = ({ name, args, expand }: Kind<"call">, scope: Scope): Value => {
  const values = args.map((arg) => evaluate(arg, scope));
  const last = values.at(-1);
  if (!expand || last === undefined) return callFunction(name, values);
  return isList(last) ? callFunction(name, [...values.slice(0, -1), ...last]) : unknownFrom(values);
};

const evaluateConditional = ({ condition, yes, no }: Kind<"conditional">, scope: Scope): Value => {
  const decision = evaluate(condition, scope);
  const holds = toBool(decision);
  if (holds !== undefined) return evaluate(holds ? yes : no, scope);
  if (decision === invalid || !isUnknown(decision)) return invalid;
  return unknownFrom([evaluate(yes, scope), evaluate(no, scope)]);
};

/** Takes the items of a written list or object from the budget: a literal among them costs nothing else. */
const affords = (items: readonly unknown[], scope: Scope): boolean =>
  items.length <= maxWeight && scope.environment.budget.spend(items.length / 2);

const evaluateList = ({ items }: Kind<"list">, scope: Scope): Value =>
  affords(items, scope) ? items.map((item) => evaluate(item, scope)) : new Unknown();

/** Name of an object's member: a bare word is itself, anything else is evaluated. */
const keyOf = (key: Expression, scope: Scope): Value => (key.kind === "variable" ? key.name : evaluate(key, scope));

const evaluateObject = ({ items }: Kind<"object">, scope: Scope): Value => {
  if (!affords(items, scope)) return new Unknown();
  const members = items.map(({ key, value }) => [toText(keyOf(key, scope)), evaluate(value, scope)] as const);
  if (members.every((member): member is readonly [string, Value] => member[0] !== undefined)) return objectOf(members);
  return unknownFrom(members.map(([, value]) => value));
};

const evaluateFor = (loop: Kind<"for">, scope: Scope): Value => {
  const collection = evaluate(loop.collection, scope);
  const elements = elementsOf(collection);
  if (elements === undefined) return isUnknown(collection) ? unknownFrom([collection]) : invalid;
  const results: { key: Value; value: Value }[] = [];
  for (const [key, value] of elements) {
    const round = bindRound(scope, loop.variables, key, value);
    const wanted = loop.condition === undefined ? true : evaluate(loop.condition, round);
    if (isUnknown(wanted)) return wanted === invalid ? invalid : unknownFrom([wanted, collection]);
    if (toBool(wanted) !== true) continue;
    results.push({
      key: loop.key === undefined ? null : evaluate(loop.key, round),
      value: evaluate(loop.value, round),
    });
  }
  return loop.key === undefined ? results.map(({ value }) => value) : collect(results, loop.group);
};

/** The object of a `for` expression; with `...` each member is the list of all its values. */
const collect = (results: readonly { key: Value; value: Value }[], group: boolean): Value => {
  const members = new Map<string, Value[]>();
  for (const { key, value } of results) {
    const name = toText(key);
    if (name === undefined)
      return isUnknown(key) && key !== invalid
        ? unknownFrom(results.flatMap((result) => [result.key, result.value]))
        : invalid;
    const values = members.get(name);
    if (values === undefined) members.set(name, [value]);
    else if (group) values.push(value);
    else return invalid;
  }
  return objectOf(
    [...members].flatMap(([name, values]): [string, Value][] =>
      group ? [[name, values]] : values.map((value) => [name, value]),
    ),
  );
};
