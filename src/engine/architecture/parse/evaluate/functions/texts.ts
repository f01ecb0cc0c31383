import type { Value } from "../../../model/index.ts";
import { Unknown } from "../../../model/index.ts";
import { maxElements, maxTextLength } from "../budget.ts";
import { invalid, isList, toNumber, toText } from "../values.ts";
import { formatText } from "./format.ts";
import type { TerraformFunction } from "./signature.ts";
import { ofTexts, ofValues } from "./signature.ts";

const trimEnds = (text: string, unwanted: string): string => {
  const characters = new Set(unwanted);
  const letters = Array.from(text);
  const stays = (letter: string): boolean => !characters.has(letter);
  const start = letters.findIndex(stays);
  return start < 0 ? "" : letters.slice(start, letters.findLastIndex(stays) + 1).join("");
};

/** `/…/` is a pattern: patterns of a stranger are not run. */
const isPattern = (text: string): boolean => text.length > 1 && text.startsWith("/") && text.endsWith("/");

const replaceAll = (text: string, old: string, replacement: string): Value => {
  if (isPattern(old)) return new Unknown();
  const pieces = old === "" ? Array.from(text) : text.split(old);
  const length = text.length + (pieces.length + 1) * replacement.length;
  return length > maxTextLength ? new Unknown() : text.replaceAll(old, () => replacement);
};

/** `join`: its lists are wholly known, or hold gaps for what is not. */
export const joinAll: TerraformFunction = ([separator, ...lists]) => {
  const between = toText(separator);
  if (between === undefined || !lists.every(isList)) return invalid;
  const texts = lists.flat().map(toText);
  if (!texts.every((text) => text !== undefined)) return invalid;
  const length = texts.reduce((sum, text) => sum + text.length + between.length, 0);
  return length > maxTextLength ? new Unknown() : texts.join(between);
};

const splitAt = (separator: string, text: string): Value => {
  if (text === "") return [""];
  const pieces = separator === "" ? Array.from(text) : text.split(separator, maxElements + 1);
  return pieces.length > maxElements ? new Unknown() : pieces;
};

const substring: TerraformFunction = ([text, offset, length]) => {
  const letters = toText(text);
  const from = toNumber(offset);
  const count = toNumber(length);
  if (letters === undefined || from === undefined || count === undefined) return invalid;
  const characters = Array.from(letters);
  const start = from < 0 ? Math.max(0, characters.length + from) : from;
  return characters.slice(start, count < 0 ? undefined : start + count).join("");
};

const indentLines: TerraformFunction = ([spaces, text]) => {
  const width = toNumber(spaces);
  const whole = toText(text);
  if (width === undefined || whole === undefined || width < 0) return invalid;
  const lines = whole.split("\n");
  const length = lines.length * width + whole.length;
  return length > maxTextLength ? new Unknown() : lines.join(`\n${" ".repeat(width)}`);
};

const parseInteger: TerraformFunction = ([text, base]) => {
  const digits = toText(text);
  const radix = toNumber(base);
  if (digits === undefined || radix === undefined || radix < 2 || radix > 36) return invalid;
  const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz".slice(0, radix);
  const isNumeral =
    /^-?\w{1,30}$/.test(digits) && Array.from(digits.replace("-", "").toLowerCase()).every(isIn(alphabet));
  return isNumeral ? Number.parseInt(digits, radix) : invalid;
};

const isIn =
  (alphabet: string) =>
  (digit: string): boolean =>
    alphabet.includes(digit);

/** `format` with each element of the lists among its arguments in turn. */
const formatEach = ofValues((pattern, ...args) => {
  const lists = args.filter(isList);
  const length = lists[0]?.length ?? 1;
  if (lists.some((list) => list.length !== length)) return invalid;
  return Array.from({ length }, (_, index) =>
    formatText(
      pattern,
      args.flatMap((arg) => (isList(arg) ? arg.slice(index, index + 1) : [arg])),
    ),
  );
});

/** Functions of texts. Their arguments are wholly known. */
export const textFunctions: ReadonlyMap<string, TerraformFunction> = new Map([
  ["lower", ofTexts((text) => text.toLowerCase())],
  ["upper", ofTexts((text) => text.toUpperCase())],
  [
    "title",
    ofTexts((text) =>
      text.replace(
        /(^|[^\p{L}\p{N}_'])(\p{L})/gu,
        (_, before: string, letter: string) => before + letter.toUpperCase(),
      ),
    ),
  ],
  ["chomp", ofTexts((text) => (/[\r\n]$/.test(text) ? trimLineEnds(text) : text))],
  ["trimspace", ofTexts((text) => text.trim())],
  ["trim", ofTexts((text, unwanted) => trimEnds(text, unwanted))],
  ["trimprefix", ofTexts((text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : text))],
  [
    "trimsuffix",
    ofTexts((text, suffix) => (suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text)),
  ],
  ["startswith", ofTexts((text, prefix) => text.startsWith(prefix))],
  ["endswith", ofTexts((text, suffix) => text.endsWith(suffix))],
  ["strcontains", ofTexts((text, part) => text.includes(part))],
  ["strrev", ofTexts((text) => Array.from(text).reverse().join(""))],
  ["replace", ofTexts((text, old, replacement) => replaceAll(text, old, replacement))],
  ["split", ofTexts((separator, text) => splitAt(separator, text))],
  ["join", joinAll],
  ["substr", substring],
  ["indent", indentLines],
  ["parseint", parseInteger],
  ["formatlist", formatEach],
]);

const trimLineEnds = (text: string): string => {
  let end = text.length;
  while (end > 0 && "\r\n".includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
};
