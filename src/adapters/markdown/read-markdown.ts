import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { checkDepth, checkMarkdown } from "./limits.ts";
import type { Node } from "./trees.ts";

// Korean writes spans of time with one tilde: two make a stroke.
export const gfm = { singleTilde: false, tablePipeAlign: false } as const;

const parser = unified().use(remarkParse).use(remarkGfm, gfm).freeze();

export type MarkdownTree = ReturnType<typeof parser.parse>;

/** Markdown as its tree. Throws `MarkdownError`. */
export const readMarkdown = (markdown: string): MarkdownTree => {
  checkMarkdown(markdown);
  const tree = parser.parse(markdown);
  checkDepth(tree as Node);
  return tree;
};
