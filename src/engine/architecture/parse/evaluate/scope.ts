import type { Unknown, Value } from "../../model/index.ts";
import type { Expression } from "../hcl/ast.ts";
import type { Budget } from "./budget.ts";

/** One step from a value into it: `.name`, `[key]` or `[*]`. */
export type Step = { kind: "attribute"; name: string } | { kind: "index"; key: Value } | { kind: "splat" };

/** What ids and addresses of one module begin with: `module.app["a"].` and `module.app.`; "" in a root. */
export interface Prefix {
  id: string;
  address: string;
}

/** What an expression can see of the project around it. */
export interface Environment {
  readonly budget: Budget;
  readonly prefix: Prefix;
  /** Value of a name that no scope binds (`var`, `local`, a resource type …) and of the steps behind it. */
  resolve: (root: string, steps: readonly Step[]) => Value;
  /** When `value` stands for a resource: what its own code says about attribute `name`. */
  attributeOf: (value: Unknown, name: string) => Value | undefined;
  /** When `value` stands for a resource: whether that is one instance or an unknown number of them. */
  resourceBehind: (value: Unknown) => "one" | "several" | undefined;
  /** What `collection` may stand for, when it lists all instances of a block: the block's address, or each instance's id. */
  refsOf: (collection: Value) => readonly string[] | undefined;
}

interface Binding {
  name: string;
  value: Value;
  outer: Binding | undefined;
}

/** Names that an expression sees besides the project's: `each`, `count`, loop variables. */
export interface Scope {
  environment: Environment;
  innermost: Binding | undefined;
}

export type Evaluate = (expression: Expression, scope: Scope) => Value;

/** The scope with one more name in it. */
export const bind = (scope: Scope, name: string, value: Value): Scope => ({
  environment: scope.environment,
  innermost: { name, value, outer: scope.innermost },
});

/** Value bound to `name`; `undefined` when no scope binds it. */
export const lookUp = (scope: Scope, name: string): Value | undefined => {
  for (let binding = scope.innermost; binding !== undefined; binding = binding.outer)
    if (binding.name === name) return binding.value;
  return undefined;
};

/** The scope of one round of a loop: `[value]` or `[key, value]`. */
export const bindRound = (scope: Scope, variables: readonly string[], key: Value, value: Value): Scope => {
  const [first, second] = variables;
  if (first === undefined) return scope;
  return second === undefined ? bind(scope, first, value) : bind(bind(scope, first, key), second, value);
};
