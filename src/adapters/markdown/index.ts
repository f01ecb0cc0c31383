import type { Draw, MarkdownBlock } from "./blocks.ts";
import type { LineBreaks } from "./inline.ts";

export { MarkdownError } from "./error.ts";
export { isHtml } from "./is-html.ts";

// The parsers are loaded on the first call: most requests need none of them.

/** Markdown as blocks of a page: headings, lists, tables, code, and Mermaid as pictures. Raw HTML is left out. */
export const readBlocks = async (
  markdown: string,
  reading: { draw: Draw; lineBreaks: LineBreaks },
): Promise<MarkdownBlock[]> => {
  const { readBlocks: read } = await import("./blocks.ts");
  return read(markdown, reading);
};

/** GitHub's Markdown as HTML without anything that acts; raw HTML in it is sanitised with the rest. Throws `MarkdownError` past a limit. */
export const markdownToHtml = async (markdown: string): Promise<string> => {
  const { markdownToHtml: convert } = await import("./to-html.ts");
  return convert(markdown);
};

/** HTML, as the editor writes it, as Markdown without anything that acts. Throws `MarkdownError` past a limit. */
export const htmlToMarkdown = async (html: string): Promise<string> => {
  const { htmlToMarkdown: convert } = await import("./from-html.ts");
  return convert(html);
};

/** Markdown without anything that acts, every other letter as the writer put it. Throws `MarkdownError` past a limit. */
export const sanitiseMarkdown = async (markdown: string): Promise<string> => {
  const { sanitiseMarkdown: sanitise } = await import("./sanitise.ts");
  return sanitise(markdown);
};
