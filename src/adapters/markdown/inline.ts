import type { Token, Tokens } from "marked";

/** A stretch of text that looks alike. */
interface Span {
  text: string;
  bold?: true;
  italic?: true;
  struck?: true;
  code?: true;
  /** Where it leads: http, https or mailto. */
  href?: string;
}

/** Text; as spans where something stands out of it. In plain text short code stands in backticks. */
export type Words = string | readonly Span[];

/** What a line break within a paragraph is: one, as in a chat, or a space, as in an article. */
export type LineBreaks = "kept" | "joined";

/** As much of an inline token as its text needs; the library's own union leaves room for extensions. */
interface Inline {
  type: string;
  text?: string;
  href?: string;
  tokens?: Inline[];
}

type Look = Omit<Span, "text">;

const entities: Record<string, string> = {
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
  "&quot;": '"',
  "&#39;": "'",
  "&nbsp;": "\u{A0}",
};

const decode = (text: string): string =>
  text.replace(/&(?:lt|gt|amp|quot|#39|nbsp);/g, (entity) => entities[entity] ?? entity);

const lookOf = ({ type, href = "" }: Inline): Look => {
  if (type === "strong") return { bold: true };
  if (type === "em") return { italic: true };
  if (type === "del") return { struck: true };
  const leadsOn = (type === "link" || type === "image") && /^(?:https?|mailto):/i.test(href);
  return leadsOn ? { href } : {};
};

const spansOf = (token: Inline, look: Look, lineBreaks: LineBreaks): Span[] => {
  const { type, text = "", tokens } = token;
  if (type === "codespan") return [{ ...look, text: decode(text), code: true }];
  if (type === "br") return [{ ...look, text: "\n" }];
  if (type === "html") return /^<br\b/i.test(text) ? [{ ...look, text: "\n" }] : [];
  const within = { ...look, ...lookOf(token) };
  if (tokens !== undefined && type !== "image") return tokens.flatMap((inner) => spansOf(inner, within, lineBreaks));
  const words = decode(text);
  return [{ ...within, text: lineBreaks === "kept" ? words : words.replace(/[ \t]*\n[ \t]*/g, " ") }];
};

const isPlain = ({ text, code, ...look }: Span): boolean =>
  Object.keys(look).length === 0 && (code === undefined ? !text.includes("`") : /^[^`\n]{1,46}$/.test(text));

/** The words of a token: plain text where nothing but code stands out. */
export const wordsOf = (token: Token | Tokens.TableCell, lineBreaks: LineBreaks): Words => {
  // The library's union leaves room for extensions, whose fields may be anything.
  const spans = spansOf({ ...(token as Omit<Inline, "type">), type: "" }, {}, lineBreaks);
  if (!spans.every(isPlain)) return spans;
  return spans.map(({ text, code }) => (code ? `\`${text}\`` : text)).join("");
};
