import { AppError } from "#http/errors";
import { marked } from "marked";
import type { Token, Tokens } from "marked";
import type { TopicInput } from "./schema.ts";

/** Plain text of a piece of Markdown: no emphasis, no link targets, no HTML. */
const plain = (tokens: readonly Token[] | undefined, raw: string): string => {
  if (!tokens) return raw;
  return tokens
    .map((token) => {
      if (token.type === "html") return "";
      if (token.type === "br") return "\n";
      const { tokens: inner, text } = token as Tokens.Generic;
      return plain(inner, typeof text === "string" ? text : token.raw);
    })
    .join("");
};

interface Part {
  fact: string;
  value: string;
}

/** "**Deadline**: 31 May" tells the value of what stands before the colon. */
const readItem = (text: string, heading: string): Part => {
  const [, name = "", value = ""] = /^([^:\n]{1,120}):\s+([\s\S]+)$/.exec(text.trim()) ?? [];
  return name === "" ? { fact: heading, value: text.trim() } : { fact: name.trim(), value: value.trim() };
};

const readList = (list: Tokens.List, heading: string | undefined, title: string): Part[] =>
  list.items.map((item) => {
    const part = readItem(plain(item.tokens, item.text), heading ?? title);
    return heading === undefined || part.fact === heading ? part : { ...part, fact: `${heading}: ${part.fact}` };
  });

const textOf = ({ tokens, text }: Tokens.TableCell): string => plain(tokens, text);

/** The first cell of a row names it; of several others each is called by its column. */
const readTable = ({ header, rows }: Tokens.Table, heading: string | undefined, title: string): Part[] => {
  const [, ...names] = header.map(textOf);
  return rows.map((row) => {
    const [first = "", ...rest] = row.map(textOf);
    // A table of one column is a list.
    if (names.length === 0) return { fact: heading ?? title, value: first };
    const value = names.length === 1 ? rest.join("") : rest.map((cell, at) => `${names[at]} ${cell}`).join(", ");
    return { fact: first, value };
  });
};

const partsOf = (token: Token, heading: string | undefined, title: string): Part[] => {
  if (token.type === "list") return readList(token as Tokens.List, heading, title);
  if (token.type === "table") return readTable(token as Tokens.Table, heading, title);
  if (token.type === "paragraph" || token.type === "blockquote") {
    const { tokens, text } = token as Tokens.Paragraph;
    return [
      heading === undefined ? readItem(plain(tokens, text), title) : { fact: heading, value: plain(tokens, text) },
    ];
  }
  return [];
};

/**
 * A topic out of Markdown: `#` is its title, and each paragraph, list item and table row a fact, named by what stands
 * before its colon or by the heading above it.
 */
export const readMarkdown = (text: string, topic: string): TopicInput => {
  let title: string | undefined;
  let heading: string | undefined;
  const parts: Part[] = [];
  for (const token of marked.lexer(text)) {
    if (token.type === "heading") {
      const { tokens, text: raw, depth } = token as Tokens.Heading;
      const said = plain(tokens, raw);
      if (depth === 1 && title === undefined) title = said;
      else heading = said;
    } else parts.push(...partsOf(token, heading, title ?? topic));
  }
  const facts = parts.filter(({ fact, value }) => fact.trim() !== "" && value.trim() !== "");
  if (facts.length === 0)
    throw new AppError("invalid_request", "The Markdown holds no fact: write paragraphs, list items or table rows.");
  return { title: title ?? topic, facts };
};
