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

const itemsOf = ({ items, ordered, start }: Tokens.List): string[] =>
  items.flatMap((item, index) => {
    const own = item.tokens.filter(({ type }) => type !== "list");
    const text = own.map((token) => inline((token as Inline).tokens, (token as Inline).text)).join(" ");
    const below = item.tokens.filter((token): token is Tokens.List => token.type === "list").flatMap(itemsOf);
    return [ordered ? `${Number(start || 1) + index}. ${text}` : text, ...below.map((line) => `– ${line}`)];
  });

const tableOf = ({ header, rows }: Tokens.Table): Block => {
  const longest = header.map((cell, column) =>
    Math.max(cell.text.length, ...rows.map((row) => Math.min(60, row[column]?.text.length ?? 0)), 4),
  );
  return {
    kind: "table",
    columns: header.map((cell, column) => ({
      title: inline(cell.tokens, cell.text),
      share: longest[column] ?? 1,
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
        blocks.push({ kind: "bullets", items: itemsOf(token as Tokens.List) });
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
