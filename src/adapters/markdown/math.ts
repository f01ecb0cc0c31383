// TeX between dollars or \( \) has underscores, asterisks and backslashes that are no Markdown. It is put aside while
// Markdown is read or written, and comes back letter by letter.

// Pandoc's rule for single dollars: no space inside them, no digit behind them; so prices are no formulas.
const display = String.raw`(?<![\\$])\$\$(?:\\.|[^$\\\x60\n]|\n(?![ \t]*(?:\n|>|$))){1,10000}\$\$(?!\$)`;
const inline = String.raw`(?<![\\$\w])\$(?![\s$])(?:\\.|[^$\\\x60\n]){1,1000}(?<![\s\\])\$(?![\d$])`;
const inlineTex = String.raw`(?<!\\)\\\((?:\\(?![()]).|[^\\\x60\n]){1,1000}\\\)`;
const displayTex = String.raw`^[ \t]*\\\[(?:\\(?![[\]]).|[^\\\x60\n]|\n(?![ \t]*(?:\n|>|$))){1,10000}\\\][ \t]*$`;
const math = new RegExp([display, inline, inlineTex, displayTex].join("|"), "gmu");

/** Private characters stand for a formula: no parser takes them for a mark. */
const [first, last] = ["\u{F0000}", "\u{F0001}"];
const token = /\u{F0000}(\d+)\u{F0001}/gu;

/** Formulas that were put aside. */
export interface Aside {
  /** The text with a private sign in place of each formula. */
  put: (text: string) => string;
  /** The text with its formulas. */
  back: (text: string) => string;
  /** Markdown with its formulas: in a list or quote, each further line begins as that demands. */
  backInMarkdown: (markdown: string) => string;
}

/** The beginning that a further line needs to belong to the same list item or quote. */
const prefixOf = (line: string): string =>
  (/^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*/.exec(line)?.[0] ?? "").replace(/[^ \t>]/g, " ");

export const createAside = (): Aside => {
  const formulas: string[] = [];
  const formulaOf = (index: string): string => formulas[Number(index)] ?? "";
  return {
    put: (text) =>
      text
        .replaceAll(first, "")
        .replaceAll(last, "")
        .replace(math, (formula) => `${first}${formulas.push(formula) - 1}${last}`),
    back: (text) => text.replace(token, (_, index: string) => formulaOf(index)),
    backInMarkdown: (markdown) =>
      markdown.replace(token, (_, index: string, at: number) => {
        const [line = "", ...further] = formulaOf(index).split("\n");
        if (further.length === 0) return line;
        const prefix = prefixOf(markdown.slice(markdown.lastIndexOf("\n", at) + 1, at));
        return [line, ...further.map((next) => prefix + next.trim())].join("\n");
      }),
  };
};
