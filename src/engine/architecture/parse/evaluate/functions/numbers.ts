import type { Value } from "../../../model/index.ts";
import { Unknown } from "../../../model/index.ts";
import { maxElements } from "../budget.ts";
import { invalid, isList, toNumber } from "../values.ts";
import type { TerraformFunction } from "./signature.ts";
import { ofNumbers } from "./signature.ts";

const range: TerraformFunction = (args) => {
  const numbers = args.map(toNumber);
  if (numbers.length === 0 || numbers.length > 3 || !numbers.every((number) => number !== undefined)) return invalid;
  const [first = 0, second, third] = numbers;
  const start = second === undefined ? 0 : first;
  const limit = second ?? first;
  const step = third ?? (limit < start ? -1 : 1);
  if (step === 0 || Math.sign(limit - start) === -Math.sign(step)) return invalid;
  const length = Math.ceil((limit - start) / step);
  return length > maxElements ? new Unknown() : Array.from({ length }, (_, index) => start + index * step);
};

const sum: TerraformFunction = ([list]) => {
  const numbers: (number | undefined)[] = isList(list) ? list.map(toNumber) : [];
  if (numbers.length === 0) return invalid;
  return numbers.reduce<Value>(
    (total, number) => (typeof total === "number" && number !== undefined ? total + number : invalid),
    0,
  );
};

/** Functions of numbers. Their arguments are wholly known. */
export const numberFunctions: ReadonlyMap<string, TerraformFunction> = new Map([
  ["abs", ofNumbers((value = 0) => Math.abs(value))],
  ["ceil", ofNumbers((value = 0) => Math.ceil(value))],
  ["floor", ofNumbers((value = 0) => Math.floor(value))],
  ["signum", ofNumbers((value = 0) => Math.sign(value))],
  ["pow", ofNumbers((base = 0, exponent = 0) => base ** exponent)],
  ["log", ofNumbers((value = 0, base = 0) => Math.log(value) / Math.log(base))],
  ["min", ofNumbers((...values) => Math.min(...values))],
  ["max", ofNumbers((...values) => Math.max(...values))],
  ["range", range],
  ["sum", sum],
]);
