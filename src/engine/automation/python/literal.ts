/** Letters, digits, marks, punctuation, symbols and the plain space: what a reader sees as it is. */
const VISIBLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

const SHORT = new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/**
 * One code point as it stands between quotes of the kind that is given. Whatever cannot be seen, or would turn a line around (U+202E), is
 * written as an escape; so is half of a surrogate pair, which Python holds and a file cannot.
 */
const escapePoint = (point: string, quote: string): string => {
  if (point === quote) return `\\${quote}`;
  const short = SHORT.get(point);
  if (short !== undefined) return short;
  if (VISIBLE.test(point)) return point;
  const code = point.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
};

/** Width on a screen as ruff counts it: wide where the point is beyond Latin, Greek and Cyrillic. */
export const widthOf = (text: string): number => {
  let width = 0;
  for (const point of text) width += (point.codePointAt(0) ?? 0) > 0x10ff ? 2 : 1;
  return width;
};

/** Text cut into Python string literals, each at most `width` wide, that Python reads as one. */
export const textLiterals = (value: string, width: number): string[] => {
  // As ruff writes them: double quotes, unless single ones need fewer escapes.
  const quote = value.split('"').length > value.split("'").length ? "'" : '"';
  const pieces: string[] = [];
  let piece = "";
  let used = 0;
  for (const point of value) {
    const escaped = escapePoint(point, quote);
    const wide = widthOf(escaped);
    if (used + wide > width - 2 && piece !== "") {
      pieces.push(`${quote}${piece}${quote}`);
      piece = "";
      used = 0;
    }
    piece += escaped;
    used += wide;
  }
  pieces.push(`${quote}${piece}${quote}`);
  return pieces;
};

/** Text for the inside of a docstring: it cannot end the docstring, and Python reads no escape but ours in it. */
export const docstringText = (value: string): string => {
  let text = "";
  for (const point of value) text += escapePoint(point, '"');
  return text;
};

export type Literal = string | number | boolean | null | readonly Literal[] | { readonly [key: string]: Literal };

const MAX_DEPTH = 40;

/** The Python expression that `ast.literal_eval` reads back to exactly this value. */
export const pythonLiteral = (value: Literal, depth = 0): string => {
  if (depth > MAX_DEPTH) throw new RangeError(`A value is nested deeper than ${MAX_DEPTH} levels`);
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "string") return textLiterals(value, Number.POSITIVE_INFINITY).join("");
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RangeError("Only finite numbers have a Python literal");
    // JavaScript writes 1e21 where Python would read a float; no whole number of a plan is that long.
    return Object.is(value, -0) ? "-0.0" : String(value);
  }
  if (isList(value)) return `[${value.map((item) => pythonLiteral(item, depth + 1)).join(", ")}]`;
  const entries = Object.entries(value).map(
    ([key, item]) => `${pythonLiteral(key)}: ${pythonLiteral(item, depth + 1)}`,
  );
  return `{${entries.join(", ")}}`;
};

const isList = (value: Literal): value is readonly Literal[] => Array.isArray(value);
