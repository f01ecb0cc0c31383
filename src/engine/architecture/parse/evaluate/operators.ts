import { isUnknown } from "../../model/index.ts";
import type { Value } from "../../model/index.ts";
import { invalid, isEqual, isKnown, settled, toBool, toNumber, unknownFrom } from "./values.ts";

type Operation = (left: number, right: number) => Value;

const arithmetic = new Map<string, Operation>([
  ["+", (left, right) => left + right],
  ["-", (left, right) => left - right],
  ["*", (left, right) => left * right],
  ["/", (left, right) => (right === 0 ? invalid : left / right)],
  ["%", (left, right) => (right === 0 ? invalid : left % right)],
  ["<", (left, right) => left < right],
  [">", (left, right) => left > right],
  ["<=", (left, right) => left <= right],
  [">=", (left, right) => left >= right],
]);

/** `&&` and `||`: one side that decides is enough, whatever the other is. */
const applyLogical = (operator: "&&" | "||", left: Value, right: Value): Value => {
  const deciding = operator === "||";
  const sides = [left, right].map(toBool);
  if (sides.includes(deciding)) return deciding;
  if (isUnknown(left) || isUnknown(right)) return unknownFrom([left, right]);
  return sides.includes(undefined) ? invalid : !deciding;
};

const compare = (operator: "==" | "!=", left: Value, right: Value): Value =>
  isKnown(left) && isKnown(right) ? isEqual(left, right) === (operator === "==") : unknownFrom([left, right]);

/** Result of a binary operator. */
export const applyBinary = (operator: string, left: Value, right: Value): Value => {
  if (left === invalid || right === invalid) return invalid;
  if (operator === "&&" || operator === "||") return applyLogical(operator, left, right);
  if (operator === "==" || operator === "!=") return compare(operator, settled(left), settled(right));
  if (!isKnown(left) || !isKnown(right)) return unknownFrom([left, right]);
  const a = toNumber(left);
  const b = toNumber(right);
  const operation = arithmetic.get(operator);
  if (a === undefined || b === undefined || operation === undefined) return invalid;
  const result = operation(a, b);
  return typeof result === "number" && !Number.isFinite(result) ? invalid : result;
};

/** Result of `!` or `-`. */
export const applyUnary = (operator: "!" | "-", operand: Value): Value => {
  if (isUnknown(operand)) return operand === invalid ? invalid : unknownFrom([operand]);
  if (operator === "!") {
    const bool = toBool(operand);
    return bool === undefined ? invalid : !bool;
  }
  const number = toNumber(operand);
  return number === undefined ? invalid : -number;
};
