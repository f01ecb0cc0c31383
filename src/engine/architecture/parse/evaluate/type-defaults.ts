import { isObject } from "../../model/index.ts";
import type { Value } from "../../model/index.ts";
import type { Expression } from "../hcl/ast.ts";
import { writtenKey } from "./blocks.ts";
import { evaluate } from "./expressions.ts";
import type { Scope } from "./scope.ts";
import { isList, memberOf, objectOf } from "./values.ts";

/** Type constraints nest as deep as people write them. */
const deepest = 16;

type Call = Expression & { kind: "call" };

const callOf = (type: Expression): Call | undefined => (type.kind === "call" ? type : undefined);

/** The value with what its type's `optional(type, default)` attributes give where it has none. */
export const withTypeDefaults = (value: Value, type: Expression, scope: Scope, depth = 0): Value => {
  const call = callOf(type);
  const [inner] = call?.args ?? [];
  if (call === undefined || inner === undefined || depth > deepest) return value;
  if (call.name === "object") return withMemberDefaults(value, inner, scope, depth);
  if (call.name === "optional") return withTypeDefaults(value, inner, scope, depth);
  const fill = (item: Value): Value => withTypeDefaults(item, inner, scope, depth + 1);
  if (call.name === "map" && isObject(value))
    return objectOf(Object.entries(value).map(([key, item]) => [key, fill(item)] as const));
  return (call.name === "list" || call.name === "set") && isList(value) ? value.map(fill) : value;
};

const withMemberDefaults = (value: Value, members: Expression, scope: Scope, depth: number): Value => {
  if (!isObject(value) || members.kind !== "object") return value;
  if (!scope.environment.budget.spend(members.items.length)) return value;
  const filled = new Map(Object.entries(value));
  for (const { key, value: type } of members.items) {
    const name = writtenKey(key);
    if (name === undefined) continue;
    const own = memberOf(value, name) ?? null;
    const optional = callOf(type)?.name === "optional" ? callOf(type) : undefined;
    const given = optional?.args[1];
    const chosen = own === null && given !== undefined ? evaluate(given, scope) : own;
    if (own !== null || optional !== undefined) filled.set(name, withTypeDefaults(chosen, type, scope, depth + 1));
  }
  return objectOf(filled);
};
