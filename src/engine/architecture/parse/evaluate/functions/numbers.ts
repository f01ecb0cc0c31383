import { Unknown } from "../../../model/index.ts";
import { maxElements } from "../budget.ts";
import { invalid, isList } from "../values.ts";
import type { TerraformFunction } from "./signature.ts";
import { ofNumbers } from "./signature.ts";

const range = ofNumbers((first, ...[second, third, more]: number[]) => {
  const start = second === undefined ? 0 : first;
  const limit = second ?? first;
  const step = third ?? (limit < start ? -1 : 1);
  if (more !== undefined || step === 0 || Math.sign(limit - start) === -Math.sign(step)) return invalid;
  const length = Math.ceil((limit - start) / step);
  return length > maxElements ? new Unknown() : Array.from({ length }, (_, index) => start + index * step);
});

const total = ofNumbers((...numbers) => numbers.reduce((all, number) => all + number, 0));

const sum: TerraformFunction = ([list]) => (isList(list) && list.length > 0 ? total(list) : invalid);

/** Functions of numbers. Their arguments are wholly known. */
export const numberFunctions: ReadonlyMap<string, TerraformFunction> = new Map([
  ["abs", ofNumbers((value: number) => Math.abs(value))],
  ["ceil", ofNumbers((value: number) => Math.ceil(value))],
  ["floor", ofNumbers((value: number) => Math.floor(value))],
  ["signum", ofNumbers((value: number) => Math.sign(value))],
  ["pow", ofNumbers((base: number, exponent: number) => base ** exponent)],
  ["log", ofNumbers((value: number, base: number) => Math.log(value) / Math.log(base))],
  ["min", ofNumbers((...values) => Math.min(...values))],
  ["max", ofNumbers((...values) => Math.max(...values))],
  ["range", range],
  ["sum", sum],
]);
