import { Unknown } from "../../../model/index.ts";
import type { Value } from "../../../model/index.ts";
import { maxTextLength } from "../budget.ts";
import { invalid, toBool, toNumber, toText } from "../values.ts";
import { encodeJson } from "./json.ts";

/** `%[flags][width][.precision]verb`, and `%%`. */
const verbs = /%(?:%|([-+ 0]*)(\d{0,6})(?:\.(\d{1,3}))?([a-zA-Z]))/g;

const padded = (text: string, flags: string, width: number): string => {
  if (flags.includes("-")) return text.padEnd(width);
  if (!flags.includes("0")) return text.padStart(width);
  const sign = /^[+-]/.exec(text)?.[0] ?? "";
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
};

const signed = (text: string, flags: string): string =>
  !flags.includes("+") || text.startsWith("-") ? text : `+${text}`;

const inBase = (value: Value, base: number): string | undefined => {
  const number = toNumber(value);
  return number === undefined ? undefined : Math.trunc(number).toString(base);
};

/** Text of one argument under a verb; `undefined` where they do not fit or the verb is not known here. */
const textUnder = (verb: string, value: Value, precision: number | undefined): string | undefined => {
  switch (verb) {
    case "s": {
      const text = toText(value);
      return precision === undefined || text === undefined ? text : Array.from(text).slice(0, precision).join("");
    }
    case "v":
      return toText(value) ?? encodeJson(value);
    case "q":
      return JSON.stringify(toText(value));
    case "t":
      return toText(toBool(value));
    case "d":
      return inBase(value, 10);
    case "x":
      return inBase(value, 16);
    case "X":
      return inBase(value, 16)?.toUpperCase();
    case "o":
      return inBase(value, 8);
    case "b":
      return inBase(value, 2);
    case "f":
      return toNumber(value)?.toFixed(precision ?? 6);
    default:
      return undefined;
  }
};

/** Terraform's `format`; its arguments are wholly known. */
export const formatText = (pattern: Value, args: readonly Value[]): Value => {
  const text = toText(pattern);
  if (text === undefined) return invalid;
  let next = 0;
  let fits = true;
  let budget = maxTextLength - text.length;
  const result = text.replace(verbs, (whole, flags: string, width: string, precision: string, verb: string) => {
    if (whole === "%%") return "%";
    const decimals = precision === undefined ? undefined : Number(precision);
    const arg = args[next++];
    const value = arg === undefined ? undefined : textUnder(verb, arg, decimals);
    fits &&= value !== undefined;
    if (value === undefined || budget < 0) return "";
    budget -= Math.max(value.length, Number(width));
    return budget < 0 ? "" : padded(/[dfxXob]/.test(verb) ? signed(value, flags) : value, flags, Number(width));
  });
  if (!fits || next < args.length) return invalid;
  return budget < 0 ? new Unknown() : result;
};
