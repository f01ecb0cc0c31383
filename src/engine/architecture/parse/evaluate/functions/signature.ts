import type { Value } from "../../../model/index.ts";
import { invalid, isList, toNumber, toText } from "../values.ts";

/** A Terraform function. It answers `invalid` where Terraform would refuse its arguments. */
export type TerraformFunction = (args: readonly Value[]) => Value;

/** Terraform refuses too few arguments: `length` counts the parameters before a default or a rest. */
const applied = <T>(apply: (...values: T[]) => Value, values: readonly T[]): Value =>
  values.length < apply.length ? invalid : apply(...values);

/** A function of values of any kind. */
export const ofValues =
  (apply: (...values: Value[]) => Value): TerraformFunction =>
  (args) =>
    applied(apply, args);

/** A function of texts; what has no text is refused. */
export const ofTexts =
  (apply: (...texts: string[]) => Value): TerraformFunction =>
  (args) => {
    const texts = args.map(toText);
    return texts.every((text) => text !== undefined) ? applied(apply, texts) : invalid;
  };

/** A function of numbers; what is no number is refused. */
export const ofNumbers =
  (apply: (...numbers: number[]) => Value): TerraformFunction =>
  (args) => {
    const numbers = args.map(toNumber);
    if (!numbers.every((number) => number !== undefined)) return invalid;
    const result = applied(apply, numbers);
    return typeof result === "number" && !Number.isFinite(result) ? invalid : result;
  };

/** A function of lists; what is no list is refused. */
export const ofLists =
  (apply: (...lists: (readonly Value[])[]) => Value): TerraformFunction =>
  (args) =>
    args.every(isList) ? applied(apply, args) : invalid;
