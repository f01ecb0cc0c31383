import type { SourceFile } from "./parse/index.ts";

/** Chance that repeats: the same number gives the same input on every machine. */
type Chance = (below: number) => number;

/** Mulberry32, a small generator that is good enough to pick places in a text. */
const chanceFrom = (seed: number): Chance => {
  let state = Math.imul(seed + 1, 0x9e_37_79_b1);
  return (below) => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
};

const pick = <T>(items: readonly T[], chance: Chance): T | undefined => items[chance(items.length)];

/** A part of a text, from its start to before its end. */
interface Range {
  from: number;
  to: number;
}

const anyRange = (text: string, most: number, chance: Chance): Range => {
  const from = chance(text.length + 1);
  return { from, to: Math.min(text.length, from + chance(most) + 1) };
};

const replace = (text: string, { from, to }: Range, by: string): string => text.slice(0, from) + by + text.slice(to);

const token = /[\p{L}_][\p{L}\p{N}_-]*|\d+(?:\.\d+)?|"[^"\n]*"|[^\s\p{L}\p{N}_]/gu;

const tokensIn = (text: string): Range[] =>
  Array.from(text.matchAll(token), ({ 0: { length }, index }) => ({ from: index, to: index + length }));

const linesIn = (text: string): string[] => text.split("\n");

const bytes = ["\0", "\t", "\r", "\n", " ", '"', "'", "`", "\\", "$", "%", "{", "}", "[", "]", "(", ")", "<", ">"];
const signs = [...bytes, "=", ":", ",", ".", "*", "&", "|", "!", "?", "-", "+", "/", "#", "~", "0", "9", "a", "\u007F"];

/** What goes wrong between bytes and letters: marks, halves of letters, letters that change length with their case. */
const letters = [
  "\uFEFF",
  "\uD800",
  "\uDC00",
  "\u2028",
  "\u202E",
  "\u0301",
  "\u00A0",
  "ß",
  "İ",
  "🪣",
  "é",
  "\u{10FFFF}",
];

/** Names and figures that mean something to JavaScript. */
const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "null", "true", "NaN", "Infinity", '""'];
const figures = [
  "-1",
  "0",
  "1e308",
  "1e-308",
  "9007199254740993",
  "99999999999999999999",
  "0.1",
  "1_000",
  "0x7fffffff",
];

/** Words that mean something to Terraform and to YAML. */
const references = [
  "each.key",
  "count.index",
  "self.id",
  "var.x",
  "local.x",
  "module.x.y",
  "data.x.y.z",
  "path.module",
];
const marks = [
  "*a",
  "&a",
  "<<: *a",
  "!Ref A",
  "!!binary x",
  "~",
  "{}",
  "[]",
  "|",
  "--- ",
  "<<-EOT",
  "${",
  "%{ for x in y }",
];

const words = [...names, ...figures, ...references, ...marks];

const brackets = [
  ["[", "]"],
  ["{", "}"],
  ["(", ")"],
  ["{a=", "}"],
  ['{"a":', "}"],
  ['"${', '}"'],
  ["x {\n", "\n}"],
  ["!", ""],
  ["-", ""],
  ["- ", ""],
  ["true ? ", " : 1"],
] as const;

const numbered = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");

const laughs = numbered(12, (n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(", ")}]`);

/** Little that is written and much that it comes to, for each format's own reader. */
const bombs: readonly string[] = [
  `a0: &a0 [x, x, x]\n${laughs}`,
  `a: &a ${"x".repeat(20_000)}\nb:\n${"  - *a\n".repeat(500)}`,
  numbered(3_000, (n) => `k${n}: &k${n} v`),
  numbered(3_000, (n) => `"k${n}": ${n},`),
  `locals {\n l0 = "x"\n${numbered(60, (n) => ` l${n + 1} = "\${local.l${n}}\${local.l${n}}"`)}\n}`,
  numbered(400, (n) => `resource "aws_s3_bucket" "fuzz${n}" {\n}`),
  numbered(400, (n) => `---\napiVersion: v1\nkind: Pod\nmetadata: {name: p${n}}\nspec: {containers: [{name: c}]}`),
  "9".repeat(400),
  `-0.${"0".repeat(400)}1e-400`,
  `"${"\\u0000\\ud800".repeat(200)}"`,
];

/** The ends of lines that editors write, and those that only Unicode knows. */
const lineEnds = ["\r\n", "\r", "\n\r", "\u2028", "\v", "\f"];

type Mutation = (text: string, chance: Chance, other: string) => string;

const mutations: readonly Mutation[] = [
  function flipSign(text, chance) {
    return replace(text, anyRange(text, 1, chance), pick(signs, chance) ?? "");
  },
  function insertSign(text, chance) {
    const from = chance(text.length + 1);
    return replace(text, { from, to: from }, pick(signs, chance) ?? "");
  },
  function insertLetter(text, chance) {
    const from = chance(text.length + 1);
    return replace(text, { from, to: from }, pick(letters, chance) ?? "");
  },
  function deleteRange(text, chance) {
    return replace(text, anyRange(text, 80, chance), "");
  },
  function duplicateRange(text, chance) {
    const range = anyRange(text, 400, chance);
    return replace(text, range, text.slice(range.from, range.to).repeat(2));
  },
  function repeatLine(text, chance) {
    const lines = linesIn(text);
    const at = chance(lines.length);
    return lines.toSpliced(at, 0, ...Array.from({ length: chance(300) }, () => lines[at] ?? "")).join("\n");
  },
  function deleteLine(text, chance) {
    const lines = linesIn(text);
    return lines.toSpliced(chance(lines.length), 1 + chance(3)).join("\n");
  },
  function swapTokens(text, chance) {
    const tokens = tokensIn(text);
    const one = pick(tokens, chance);
    const two = pick(tokens, chance);
    if (one === undefined || two === undefined || one.from === two.from) return text;
    const [first, second] = one.from < two.from ? [one, two] : [two, one];
    return (
      text.slice(0, first.from) +
      text.slice(second.from, second.to) +
      text.slice(first.to, second.from) +
      text.slice(first.from, first.to) +
      text.slice(second.to)
    );
  },
  function copyToken(text, chance) {
    const tokens = tokensIn(text);
    const source = pick(tokens, chance);
    const target = pick(tokens, chance);
    return source && target ? replace(text, target, text.slice(source.from, source.to)) : text;
  },
  function replaceToken(text, chance) {
    const target = pick(tokensIn(text), chance);
    return target ? replace(text, target, pick(words, chance) ?? "") : text;
  },
  function nestToken(text, chance) {
    const target = pick(tokensIn(text), chance);
    const [open, close] = pick(brackets, chance) ?? ["", ""];
    const depth = pick([1, 3, 70, 2_000], chance) ?? 1;
    return target
      ? replace(text, target, open.repeat(depth) + text.slice(target.from, target.to) + close.repeat(depth))
      : text;
  },
  function indentLine(text, chance) {
    const lines = linesIn(text);
    const at = chance(lines.length);
    const line = lines[at] ?? "";
    return lines.with(at, chance(2) === 0 ? line.replace(/^ {1,2}/, "") : `  ${line}`).join("\n");
  },
  function insertBomb(text, chance) {
    const lines = linesIn(text);
    return lines.toSpliced(chance(lines.length + 1), 0, pick(bombs, chance) ?? "").join("\n");
  },
  function changeLineEnds(text, chance) {
    const end = pick(lineEnds, chance) ?? "";
    const every = 1 + chance(4);
    let turn = 0;
    return text.replaceAll("\n", (own) => (turn++ % every === 0 ? end : own));
  },
  function markBytes(text, chance) {
    return `\uFEFF${chance(4) === 0 ? "\uFEFF" : ""}${text}`;
  },
  function repeatKey(text, chance) {
    const lines = linesIn(text);
    const at = chance(lines.length);
    const line = lines[at] ?? "";
    return lines
      .toSpliced(chance(lines.length), 0, line.replace(/([:=]\s*)\S.*/, `$1${pick(words, chance) ?? ""}`))
      .join("\n");
  },
  function truncate(text, chance) {
    return text.slice(0, chance(text.length + 1));
  },
  function splice(text, chance, other) {
    return text.slice(0, chance(text.length + 1)) + other.slice(chance(other.length + 1));
  },
  function insertPart(text, chance, other) {
    const from = chance(text.length + 1);
    const part = anyRange(other, 600, chance);
    return replace(text, { from, to: from }, other.slice(part.from, part.to));
  },
];

/** Longer texts grow with each mutation and say nothing new. */
const longest = 200_000;

/** One to four mutations of a file of `seeds`; the same `number` always gives the same file. */
export const mutate = (seeds: readonly SourceFile[], number: number): SourceFile => {
  const chance = chanceFrom(number);
  const seed = pick(seeds, chance) ?? { name: "main.tf", text: "" };
  const other = pick(seeds, chance) ?? seed;
  let { text } = seed;
  for (let times = 1 + chance(4); times > 0; times--)
    text = (pick(mutations, chance)?.(text, chance, other.text) ?? text).slice(0, longest);
  // Now and then under another name: the format is told by both.
  return { name: chance(20) === 0 ? other.name : seed.name, text };
};

/** A few bytes of an archive changed, cut, doubled or taken from another; the same `number` always gives the same bytes. */
export const mutateBytes = (archives: readonly Uint8Array[], number: number): Uint8Array<ArrayBuffer> => {
  const chance = chanceFrom(number);
  let bytes = new Uint8Array(pick(archives, chance) ?? []);
  for (let times = 1 + chance(4); times > 0; times--) {
    const at = chance(bytes.length + 1);
    const kind = chance(6);
    if (kind === 0) bytes = bytes.slice(0, at);
    else if (kind === 1) bytes = joinBytes(bytes.subarray(0, at), bytes.subarray(chance(bytes.length + 1)));
    else if (kind === 2) bytes = joinBytes(bytes.subarray(0, at), pick(archives, chance) ?? bytes);
    else if (kind === 3) bytes.fill(chance(256), at, at + chance(64));
    // Sizes and names stand in the first bytes.
    else if (kind === 4) bytes[chance(60)] = chance(256);
    else bytes[at] = (bytes[at] ?? 0) ^ (1 << chance(8));
  }
  return bytes;
};

const joinBytes = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
