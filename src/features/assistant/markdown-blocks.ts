import { readMermaid } from "#adapters/mermaid";
import type { Block } from "#adapters/pdf";
import type { Scene } from "#engine/diagram";
import { drawMermaid } from "#features/diagrams";
import type { Token, Tokens } from "marked";
import { lexMarkdown } from "./markdown-tokens.ts";

/** Draws a Mermaid text; undefined where it cannot be read or enough is drawn: it is then shown as it stands. */
type Draw = (text: string) => Promise<Scene | undefined>;

/** Pictures of one conversation: each is laid out, which takes some milliseconds. */
const mostPictures = 100;

const drawIfReadable: Draw = async (text) => {
  try {
    return await drawMermaid(await readMermaid(text), "light");
  } catch {
    return undefined;
  }
};

/** Draws the first pictures of a conversation. */
export const createDraw = (): Draw => {
  let pictures = 0;
  return async (text) => (pictures++ < mostPictures ? drawIfReadable(text) : undefined);
};

const entities: Record<string, string> = {
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
  "&quot;": '"',
  "&#39;": "'",
  "&nbsp;": " ",
};

const decode = (text: string): string =>
  text.replace(/&(?:lt|gt|amp|quot|#39|nbsp);/g, (entity) => entities[entity] ?? entity);

/** As much of an inline token as its text needs; the library's own union leaves room for extensions. */
interface Inline {
  type: string;
  text?: string;
  href?: string;
  tokens?: Inline[];
}

/** Inline Markdown as plain text with `code` kept in its backticks; a link becomes its words and its address. */
const inline = (tokens: readonly Inline[] | undefined, fallback = ""): string => {
  if (tokens === undefined) return decode(fallback);
  return tokens
    .map(({ type, text = "", href = "", tokens: inner }): string => {
      if (type === "codespan") return `\`${decode(text)}\``;
      if (type === "br") return " ";
      if (type === "html") return "";
      const words = inline(inner, text);
      return type === "link" && /^https?:/.test(href) && href !== words ? `${words} (${href})` : words;
    })
    .join("");
};

const textOf = (token: Token): string => inline((token as Inline).tokens, (token as Inline).text);

const languageOf = (name: string): "terraform" | "json" | "yaml" | "text" => {
  if (/^(?:hcl|terraform|tf)$/.test(name)) return "terraform";
  if (/^ya?ml$/.test(name)) return "yaml";
  return name === "json" ? "json" : "text";
};

/** Lists in lists further in are shown as they were written. */
const deepest = 6;

const isText = ({ type }: Token): boolean => type === "text" || type === "paragraph";

const checkOf = ({ task, checked }: Tokens.ListItem): string => {
  if (!task) return "";
  return checked ? "[x] " : "[ ] ";
};

/** An item's first text, which stands behind its mark, and whatever else is in it: code, tables, further lists. */
const readItem = (item: Tokens.ListItem): { text: string; others: readonly Token[] } => {
  const content = item.tokens.filter(({ type }) => type !== "checkbox" && type !== "space");
  const end = content.findIndex((token) => !isText(token));
  const texts = end === -1 ? content : content.slice(0, end);
  return { text: checkOf(item) + texts.map(textOf).join(" "), others: content.slice(texts.length) };
};

const blocksOfList = async (list: Tokens.List, draw: Draw, level: number): Promise<Block[]> => {
  if (level > deepest) return [{ kind: "bullets", items: [list.raw.trim().replace(/\s+/g, " ")], level }];
  const start = Number(list.start || 1);
  const blocks: Block[] = [];
  let items: string[] | undefined;
  for (const [index, item] of list.items.entries()) {
    const { text, others } = readItem(item);
    if (items) items.push(text);
    else {
      items = [text];
      blocks.push(
        list.ordered ? { kind: "steps", first: start + index, items, level } : { kind: "bullets", items, level },
      );
    }
    for (const token of others) {
      const within = await blocksOfToken(token, draw, level + 1);
      blocks.push(...within);
      if (within.length > 0) items = undefined;
    }
  }
  return blocks;
};

/** A remark is never split over two pages. */
const longestNote = 900;

const blocksOfQuote = async ({ tokens }: Tokens.Blockquote, draw: Draw, depth: number): Promise<Block[]> => {
  const blocks: Block[] = [];
  for (const token of tokens) {
    const text = isText(token) ? textOf(token) : "";
    if (text !== "" && text.length <= longestNote) blocks.push({ kind: "note", text });
    else blocks.push(...(await blocksOfToken(token, draw, depth + 1)));
  }
  return blocks;
};

const blockOfCode = async ({ lang = "", text }: Tokens.Code, draw: Draw): Promise<Block> => {
  const [language = ""] = lang.trim().toLowerCase().split(/\s/);
  const scene = language === "mermaid" ? await draw(text) : undefined;
  return scene ? { kind: "picture", scene } : { kind: "code", text, language: languageOf(language) };
};

/** Shares of columns: no column so narrow that an amount breaks, none so wide that the others do. */
const [narrowest, widest] = [10, 34];

const tableOf = ({ header, rows }: Tokens.Table): Block => {
  const shares = header.map((cell, column) => {
    const longest = Math.max(cell.text.length, ...rows.map((row) => row[column]?.text.length ?? 0));
    return Math.min(widest, Math.max(narrowest, longest));
  });
  return {
    kind: "table",
    columns: header.map((cell, column) => ({
      title: inline(cell.tokens, cell.text),
      share: shares[column] ?? narrowest,
      ...(cell.align === "right" && { align: "end" as const }),
    })),
    rows: rows.map((row) => row.map((cell) => inline(cell.tokens, cell.text))),
  };
};

const blocksOfToken = async (token: Token, draw: Draw, depth: number): Promise<Block[]> => {
  switch (token.type) {
    case "heading":
      return [{ kind: "heading", text: textOf(token) }];
    case "paragraph":
    case "text":
      return [{ kind: "paragraph", text: textOf(token) }];
    case "blockquote":
      return blocksOfQuote(token as Tokens.Blockquote, draw, depth);
    case "list":
      return blocksOfList(token as Tokens.List, draw, depth);
    case "table":
      return [tableOf(token as Tokens.Table)];
    case "code":
      return [await blockOfCode(token as Tokens.Code, draw)];
    default:
      return [];
  }
};

/** Markdown as blocks of a PDF: headings, lists, tables, code, and Mermaid as pictures. Raw HTML is left out. */
export const blocksOf = async (markdown: string, draw: Draw): Promise<Block[]> => {
  const blocks: Block[] = [];
  for (const token of lexMarkdown(markdown)) blocks.push(...(await blocksOfToken(token, draw, 0)));
  return blocks.filter((block) => !("text" in block) || block.text.trim() !== "");
};
