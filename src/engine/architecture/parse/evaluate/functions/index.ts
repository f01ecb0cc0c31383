import { Unknown } from "../../../model/index.ts";
import type { Value } from "../../../model/index.ts";
import { gap } from "../gap.ts";
import { invalid, isKnown, isList, unknownFrom } from "../values.ts";
import { cidrFunctions } from "./cidr.ts";
import { collectionFunctions } from "./collections.ts";
import { base64Functions } from "./base64.ts";
import { formatText } from "./format.ts";
import { jsonFunctions } from "./json.ts";
import { numberFunctions } from "./numbers.ts";
import type { TerraformFunction } from "./signature.ts";
import { ofValues } from "./signature.ts";
import { joinAll, textFunctions } from "./texts.ts";

/** An unknown as the text that stands for it. */
const withGap = (value: Value): Value => {
  if (!(value instanceof Unknown)) return value;
  return typeof value.shape === "string" ? value.shape : gap;
};

/** A text function of partly unknown arguments: unknown, with the text around the gaps as its shape. */
const shaped =
  (apply: TerraformFunction): TerraformFunction =>
  (args) => {
    const text = apply(args.map((arg) => (isList(arg) ? arg.map(withGap) : withGap(arg))));
    return unknownFrom(args, typeof text === "string" ? text : undefined);
  };

const format = ofValues((pattern, ...args) => formatText(pattern, args));

/** Functions that need every argument wholly known. */
const strictFunctions: ReadonlyMap<string, TerraformFunction> = new Map([
  ...textFunctions,
  ...numberFunctions,
  ...cidrFunctions,
  ...base64Functions,
  ["format", format],
]);

const openFunctions: ReadonlyMap<string, TerraformFunction> = new Map([...collectionFunctions, ...jsonFunctions]);

/** Base64 of a text that is known in part says nothing of itself: what it is made of is kept. */
const encoded = ofValues((text) =>
  text instanceof Unknown && typeof text.shape === "string"
    ? new Unknown(text.refs, undefined, { encoded: text })
    : unknownFrom([text]),
);

const shapedFunctions: ReadonlyMap<string, TerraformFunction> = new Map([
  ["format", shaped(format)],
  ["base64encode", encoded],
  ["join", shaped(joinAll)],
]);

/**
 * Result of a Terraform function. One that reads files, the clock or chance, one that runs a pattern, and one that is
 * not known here are never run: their result is unknown.
 */
export const callFunction = (name: string, args: readonly Value[]): Value => {
  const open = openFunctions.get(name);
  if (open !== undefined) return open(args);
  const strict = strictFunctions.get(name);
  if (strict === undefined) return unknownFrom(args);
  if (args.includes(invalid)) return invalid;
  if (args.every(isKnown)) return strict(args);
  return shapedFunctions.get(name)?.(args) ?? unknownFrom(args);
};
