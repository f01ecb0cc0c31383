import { isVoid, readTags } from "./tags.ts";

const block =
  /^\s*<(?:p|h[1-6]|ul|ol|div|blockquote|pre|table|hr|figure|section|article|img|details|dl|header|main|aside)(?:[\s/][^>]*)?>/i;

/** A blank line within HTML, and after it a line that is no tag: so begins Markdown within HTML's elements. */
const proseAfterBlank = /\n[ \t]*\n[ \t]*[^\s<]/;

const withoutCode = (html: string): string => html.replace(/<pre\b[\s\S]*?<\/pre\s*>/gi, "");

/**
 * Whether content is HTML, as an editor writes it, and not Markdown: it begins with a block, every element is closed, and
 * no words stand outside of one. Markdown that holds HTML, in code or as it stands, is Markdown.
 */
export const isHtml = (content: string): boolean => {
  if (!block.test(content)) return false;
  const open: string[] = [];
  let at = 0;
  for (const { start, end, name, closing } of readTags(content)) {
    if (open.length === 0 && content.slice(at, start).trim() !== "") return false;
    at = end;
    if (isVoid(name)) continue;
    if (!closing) open.push(name);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0 && content.slice(at).trim() === "" && !proseAfterBlank.test(withoutCode(content));
};
