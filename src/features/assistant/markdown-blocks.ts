import { readMermaid } from "#adapters/mermaid";
import { layOut } from "#adapters/layout";
import type { Block } from "#adapters/pdf";
import type { Scene } from "#engine/diagram";
import { mermaidGraph, sequenceScene } from "#engine/diagram";
import type { Tokens } from "marked";
import { Lexer } from "marked";

/** Pictures of one message: each is laid out, which takes a while. */
const mostPictures = 8;

/** Sets a Mermaid text, or undefined where it cannot be read: it is then shown as it stands. */
const drawMermaid = async (text: string): Promise<Scene | undefined> => {
  try {
    const diagram = await readMermaid(text);
    return diagram.kind === "sequence" ? sequenceScene(diagram, "light") : await layOut(mermaidGraph(diagram), "light");
  } catch {
    return undefined;
  }
};

const entities: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#39;": "'" };

const decode = (text: string): string =>
  text.replace(/&(?:lt|gt|amp|quot|#39);/g, (entity) => entities[entity] ?? entity);

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

const languageOf = (name: string): "terraform" | "json" | "yaml" | "text" => {
  if (/^(?:hcl|terraform|tf)$/i.test(name)) return "terraform";
  if (/^(?:json|yaml)$/i.test(name)) return name.toLowerCase() === "json" ? "json" : "yaml";
  return /^yml$/i.test(name) ? "yaml" : "text";
};

const itemsOf = ({ items }: Tokens.List): string[] =>
  items.flatMap((item) => {
    const own = item.tokens.filter(({ type }) => type !== "list");
    const text = own.map((token) => inline((token as Inline).tokens, (token as Inline).text)).join(" ");
    const below = item.tokens.filter((token): token is Tokens.List => token.type === "list").flatMap(itemsOf);
    return [text, ...below.map((line) => `– ${line}`)];
  });

/** Items below items would shift the numbers: such a list keeps its dots. */
const listOf = (list: Tokens.List): Block => {
  const items = itemsOf(list);
  return list.ordered && items.length === list.items.length
    ? { kind: "steps", first: Number(list.start || 1), items }
    : { kind: "bullets", items };
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

/** Markdown as blocks of a PDF: headings, lists, tables, code, and Mermaid as pictures. Raw HTML is left out. */
export const blocksOf = async (markdown: string): Promise<Block[]> => {
  const blocks: Block[] = [];
  let pictures = 0;
  for (const token of Lexer.lex(markdown)) {
    switch (token.type) {
      case "heading":
        blocks.push({ kind: "heading", text: inline((token as Inline).tokens, (token as Inline).text) });
        break;
      case "paragraph":
      case "text":
        blocks.push({ kind: "paragraph", text: inline((token as Inline).tokens, (token as Inline).text) });
        break;
      case "blockquote":
        blocks.push({ kind: "note", text: inline((token as Inline).tokens, (token as Inline).text) });
        break;
      case "list":
        blocks.push(listOf(token as Tokens.List));
        break;
      case "table":
        blocks.push(tableOf(token as Tokens.Table));
        break;
      case "code": {
        const { lang = "", text } = token as Tokens.Code;
        const scene = lang === "mermaid" && pictures++ < mostPictures ? await drawMermaid(text) : undefined;
        blocks.push(scene ? { kind: "picture", scene } : { kind: "code", text, language: languageOf(lang) });
      }
    }
  }
  return blocks.filter((block) => !("text" in block) || block.text.trim() !== "");
};
