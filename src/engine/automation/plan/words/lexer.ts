/** A piece of what the user wrote, with where it stands. `norm` is what it is compared by. */
export interface Token {
  kind:
    | "word"
    | "number"
    | "money"
    | "percent"
    | "time"
    | "quote"
    | "email"
    | "url"
    | "channel"
    | "handle"
    | "mark"
    | "line";
  /** As written; of a quote, what is inside. */
  text: string;
  norm: string;
  start: number;
  end: number;
  /** Of a number, an amount of money, a percentage. */
  value?: number;
}

/** What the token at a place is compared by; "" before the first and after the last. */
export const normAt = (tokens: readonly Token[], at: number): string => tokens[at]?.norm ?? "";

/** A word as it was written, "" where there is none. */
export const textAt = (tokens: readonly Token[], at: number): string => tokens[at]?.text ?? "";

const patterns: readonly (readonly [kind: Token["kind"] | "space" | "item" | "pause", pattern: RegExp])[] = [
  ["item", /(?:^|\n)[ \t]*(?:(?:step[ \t]{1,3})?\d{1,2}[.):](?=\s)|[-*•–][ \t])/iy],
  ["item", /(?<=[\s:,;.])\(?\d{1,2}\)(?=[ \t])/y],
  ["line", /\s*\n\s*/y],
  ["space", /[^\S\n]+/y],
  ["pause", /\.{2,9}|…/y],
  ["quote", /"[^"\n]{0,2000}"|“[^”\n]{0,2000}”|«[^»\n]{0,2000}»|`[^`\n]{0,2000}`/y],
  ["quote", /(?<![\p{L}\p{N}])['‘][^'‘’\n]{1,300}(?:['’](?=[\p{L}])[^'‘’\n]{1,300}){0,8}['’](?![\p{L}\p{N}])/uy],
  ["url", /https?:\/\/[^\s<>"'`]{1,500}[^\s<>"'`.,;:!?)]/iy],
  ["email", /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/uy],
  ["channel", /#[\p{L}][\p{L}\p{N}_-]{0,79}/uy],
  ["handle", /:[a-z][a-z0-9_+-]{1,39}:(?![\p{L}\p{N}])/iuy],
  ["handle", /@[\p{L}][\p{L}\p{N}_.-]{0,79}/uy],
  ["time", /(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?[ \t]?(?:[ap]\.m\.|[ap]m)(?![\p{L}\p{N}])/iuy],
  ["time", /(?:[01]?\d|2[0-3])[:h][0-5]\d(?![\p{L}\p{N}]|:\d)/iuy],
  [
    "money",
    /[$€£¥฿][ \t]?\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,2})?k?(?![\p{L}\p{N}])|[$€£¥฿][ \t]?\d{1,12}(?:\.\d{1,2})?k?(?![\p{L}\p{N}])/iuy,
  ],
  ["percent", /\d{1,6}(?:\.\d{1,4})?[ \t]?%/y],
  ["number", /\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,4})?(?![\p{L}\p{N}])|\d{1,12}(?:\.\d{1,4})?k?(?![\p{L}\p{N}])/uy],
  ["word", /[\p{L}\p{N}_\p{M}]+(?:['’][\p{L}\p{M}]+|[.][\p{L}\p{N}_]+|&[\p{L}\p{N}]+)*/uy],
];

/** 24 hours of `9am`, `9:30 p.m.`, `17.00`. */
const clock = (text: string): string => {
  const minutes = /(?<=\D)\d\d/.exec(text)?.[0] ?? "00";
  const half = /([ap])\.?m/i.exec(text)?.[1]?.toLowerCase();
  const hour = Number.parseInt(text, 10);
  const whole = half === "p" && hour < 12 ? hour + 12 : half === "a" && hour === 12 ? 0 : hour;
  return `t${String(whole).padStart(2, "0")}:${minutes}`;
};

const amount = (text: string): number => Number(text.replaceAll(/[^\d.]/g, "")) * (/k$/i.test(text) ? 1_000 : 1);

const stripped = (text: string): string => text.toLowerCase().replaceAll("’", "'").replace(/'s$/, "");

const tokenOf = (kind: Token["kind"], text: string, start: number, end: number): Token => {
  const token = { kind, text, start, end };
  switch (kind) {
    case "quote":
      return { ...token, text: text.slice(1, -1), norm: "«»" };
    case "time":
      return { ...token, norm: clock(text) };
    case "money":
    case "percent":
    case "number": {
      const value = amount(text);
      return {
        ...token,
        norm: kind === "number" ? String(value) : kind === "money" ? `$${value}` : `${value}%`,
        value,
      };
    }
    case "line":
      return { ...token, text: "\n", norm: "\n" };
    case "word":
    case "email":
    case "url":
    case "channel":
    case "handle":
    case "mark":
      return { ...token, norm: stripped(text) };
  }
};

const comparisons = new Map([
  [">=", "at least"],
  ["<=", "at most"],
  ["!=", "is not equal to"],
  ["≥", "at least"],
  ["≤", "at most"],
  ["≠", "is not equal to"],
]);

/** The pieces of a text, in order. Hyphens part words; an item of a list begins a line. */
export const lex = (text: string): Token[] => {
  const tokens: Token[] = [];
  // "1. New submission 2. Save it": a list on one line.
  const counted = /^\s*1\. /.test(text);
  for (let at = 0; at < text.length;) {
    const found = (counted ? itemAt(text, at) : undefined) ?? readAt(text, at);
    if (found === undefined) {
      const compared = comparisons.get(text.slice(at, at + 2)) ?? comparisons.get(text.slice(at, at + 1));
      if (compared !== undefined && /^[<>!≥≤≠]=?[ \t]?[$€£¥]?[\d"'\p{L}]/u.test(text.slice(at, at + 5))) {
        const end = at + (text[at + 1] === "=" ? 2 : 1);
        tokens.push({ kind: "word", text: text.slice(at, end), norm: compared, start: at, end });
        at = end;
        continue;
      }
      const mark = text.slice(at, at + 2).replace(/(?<=^.).+$/su, "");
      // "order > $500": a comparison and no arrow.
      if (
        (mark === ">" || mark === "<") &&
        !/[-=<>]$/.test(text.slice(0, at)) &&
        /^[ \t]?[$€£¥]?\d/.test(text.slice(at + 1, at + 4))
      ) {
        tokens.push({ kind: "word", text: mark, norm: mark === ">" ? "over" : "under", start: at, end: at + 1 });
        at += 1;
        continue;
      }
      // "UTC-5": less than UTC, and no hyphen.
      if (/^[-–]\d/.test(text.slice(at, at + 2)) && /(?:utc|gmt) ?$/i.test(text.slice(Math.max(0, at - 4), at)))
        tokens.push(tokenOf("mark", "-", at, at + 1));
      else if (!"-–—/_".includes(mark)) tokens.push(tokenOf("mark", mark, at, at + mark.length));
      else if (mark === "—" || (mark !== "/" && text[at - 1] === " " && text[at + 1] === " "))
        tokens.push(tokenOf("mark", ",", at, at + mark.length));
      at += mark.length;
      continue;
    }
    const { kind, end } = found;
    if (kind === "line" || kind === "item") {
      if (tokens.length > 0 && tokens.at(-1)?.kind !== "line") tokens.push(tokenOf("line", "\n", at, end));
    } else if (kind === "pause") tokens.push(tokenOf("mark", ",", at, end));
    else if (kind !== "space") tokens.push(tokenOf(kind, text.slice(at, end), at, end));
    at = end;
  }
  return tokens;
};

const inlineItem = /(?<=\s)\d\.(?=[ \t]+\p{L})/uy;

const itemAt = (text: string, at: number): { kind: "item"; end: number } | undefined => {
  inlineItem.lastIndex = at;
  return inlineItem.test(text) ? { kind: "item", end: inlineItem.lastIndex } : undefined;
};

const readAt = (
  text: string,
  at: number,
): { kind: Token["kind"] | "space" | "item" | "pause"; end: number } | undefined => {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    if (pattern.test(text) && pattern.lastIndex > at) return { kind, end: pattern.lastIndex };
  }
  return undefined;
};
