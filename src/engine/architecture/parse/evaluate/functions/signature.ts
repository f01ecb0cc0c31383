import type { Value } from "../../../model/index.ts";
import { invalid, isList, toNumber, toText } from "../values.ts";

/** A Terraform function. It answers `invalid` where Terraform would refuse its arguments. */
export type TerraformFunction = (args: readonly Value[]) => Value;

/** A function of texts; what has no text is refused. */
export const ofTexts =
  (apply: (...texts: string[]) => Value): TerraformFunction =>
  (args) => {
    const texts = args.map(toText);
    return texts.every((text) => text !== undefined) ? apply(...texts) : invalid;
  };

/** A function of numbers; what is no number is refused. */
export const ofNumbers =
  (apply: (...numbers: number[]) => number): TerraformFunction =>
  (args) => {
    const numbers = args.map(toNumber);
    if (numbers.length === 0 || !numbers.every((number) => number !== undefined)) return invalid;
    const result = apply(...numbers);
    return Number.isFinite(result) ? result : invalid;
  };

/** A function of lists; what is no list is refused. */
export const ofLists =
  (apply: (...lists: (readonly Value[])[]) => Value): TerraformFunction =>
  (args) =>
    args.every(isList) ? apply(...args) : invalid;
