import type { Scene } from "#engine/diagram";
import type { Token, Tokens } from "marked";
import { wordsOf } from "./inline.ts";
import type { LineBreaks, Words } from "./inline.ts";
import { lexMarkdown } from "./tokens.ts";

/** Draws a Mermaid text; undefined where it cannot be read or enough is drawn: it is then shown as it stands. */
export type Draw = (text: string) => Promise<Scene | undefined>;

/** What Markdown is made of, as a page shows it. */
export type MarkdownBlock =
  | { kind: "heading"; text: string; level: number }
  | { kind: "paragraph" | "quote"; text: Words }
  /** `level`: how many lists it is in. */
  | { kind: "bullets"; items: readonly Words[]; level: number }
  | { kind: "steps"; first: number; items: readonly Words[]; level: number }
  | {
      kind: "table";
      columns: readonly { title: string; share: number; align?: "start" | "end" }[];
      rows: readonly (readonly Words[])[];
    }
  | { kind: "code"; text: string; language: "terraform" | "json" | "yaml" | "text" }
  | { kind: "picture"; scene: Scene }
  | { kind: "rule" };

interface Reading {
  draw: Draw;
  lineBreaks: LineBreaks;
}

const languageOf = (name: string): "terraform" | "json" | "yaml" | "text" => {
  if (/^(?:hcl|terraform|tf)$/.test(name)) return "terraform";
  if (/^ya?ml$/.test(name)) return "yaml";
  return name === "json" ? "json" : "text";
};

/** Lists in lists further in are shown as they were written. */
const deepest = 6;

const isText = ({ type }: Token): boolean => type === "text" || type === "paragraph";

const spansOf = (words: Words) => (typeof words === "string" ? [{ text: words }] : words);

const join = (parts: readonly Words[], between: string): Words =>
  parts.reduce((all, part) => {
    if (typeof all === "string" && typeof part === "string") return all + between + part;
    return [...spansOf(all), { text: between }, ...spansOf(part)];
  });

const checkOf = ({ task, checked }: Tokens.ListItem): string => {
  if (!task) return "";
  return checked ? "[x] " : "[ ] ";
};

/** An item's first text, which stands behind its mark, and whatever else is in it: code, tables, further lists. */
const readItem = (item: Tokens.ListItem, lineBreaks: LineBreaks): { text: Words; others: readonly Token[] } => {
  const content = item.tokens.filter(({ type }) => type !== "checkbox" && type !== "space");
  const end = content.findIndex((token) => !isText(token));
  const texts = end === -1 ? content : content.slice(0, end);
  const check = checkOf(item);
  const words = texts.map((token) => wordsOf(token, lineBreaks));
  const text = words.length === 0 ? "" : join(words, lineBreaks === "kept" ? " " : "\n");
  return { text: check === "" ? text : join([check, text], ""), others: content.slice(texts.length) };
};

const blocksOfList = async (list: Tokens.List, reading: Reading, level: number): Promise<MarkdownBlock[]> => {
  if (level > deepest) return [{ kind: "bullets", items: [list.raw.trim().replace(/\s+/g, " ")], level }];
  const start = list.start === "" ? 1 : list.start;
  const blocks: MarkdownBlock[] = [];
  let items: Words[] | undefined;
  for (const [index, item] of list.items.entries()) {
    const { text, others } = readItem(item, reading.lineBreaks);
    if (items) items.push(text);
    else {
      items = [text];
      blocks.push(
        list.ordered ? { kind: "steps", first: start + index, items, level } : { kind: "bullets", items, level },
      );
    }
    for (const token of others) {
      const within = await blocksOfToken(token, reading, level + 1);
      blocks.push(...within);
      if (within.length > 0) items = undefined;
    }
  }
  return blocks;
};

const blocksOfQuote = async (
  { tokens }: Tokens.Blockquote,
  reading: Reading,
  depth: number,
): Promise<MarkdownBlock[]> => {
  const blocks: MarkdownBlock[] = [];
  for (const token of tokens) {
    if (isText(token)) blocks.push({ kind: "quote", text: wordsOf(token, reading.lineBreaks) });
    else blocks.push(...(await blocksOfToken(token, reading, depth + 1)));
  }
  return blocks;
};

const blockOfCode = async ({ lang = "", text }: Tokens.Code, draw: Draw): Promise<MarkdownBlock> => {
  const language = lang
    .trim()
    .toLowerCase()
    .replace(/\s[^]*$/, "");
  const scene = language === "mermaid" ? await draw(text) : undefined;
  return scene ? { kind: "picture", scene } : { kind: "code", text, language: languageOf(language) };
};

/** Shares of columns: no column so narrow that an amount breaks, none so wide that the others do. */
const [narrowest, widest] = [10, 34];

const tableOf = ({ header, rows }: Tokens.Table): MarkdownBlock => {
  const shares = header.map((cell, column) => {
    const longest = Math.max(cell.text.length, ...rows.map((row) => row[column]?.text.length ?? 0));
    return Math.min(widest, Math.max(narrowest, longest));
  });
  return {
    kind: "table",
    columns: header.map((cell, column) => ({
      title: plainText(wordsOf(cell, "joined")),
      share: shares[column] ?? narrowest,
      ...(cell.align === "right" && { align: "end" as const }),
    })),
    rows: rows.map((row) => row.map((cell) => wordsOf(cell, "joined"))),
  };
};

const plainText = (words: Words): string =>
  typeof words === "string" ? words : words.map(({ text }) => text).join("");

const blocksOfToken = async (token: Token, reading: Reading, depth: number): Promise<MarkdownBlock[]> => {
  switch (token.type) {
    case "heading": {
      const { depth: level } = token as Tokens.Heading;
      return [{ kind: "heading", text: plainText(wordsOf(token, "joined")), level }];
    }
    case "paragraph":
    case "text":
      return [{ kind: "paragraph", text: wordsOf(token, reading.lineBreaks) }];
    case "blockquote":
      return blocksOfQuote(token as Tokens.Blockquote, reading, depth);
    case "list":
      return blocksOfList(token as Tokens.List, reading, depth);
    case "table":
      return [tableOf(token as Tokens.Table)];
    case "code":
      return [await blockOfCode(token as Tokens.Code, reading.draw)];
    case "hr":
      return [{ kind: "rule" }];
    default:
      return [];
  }
};

/** Markdown as blocks of a page: headings, lists, tables, code, and Mermaid as pictures. Raw HTML is left out. */
export const readBlocks = async (markdown: string, reading: Reading): Promise<MarkdownBlock[]> => {
  const blocks: MarkdownBlock[] = [];
  for (const token of lexMarkdown(markdown)) blocks.push(...(await blocksOfToken(token, reading, 0)));
  return blocks.filter((block) => !("text" in block) || plainText(block.text).trim() !== "");
};
