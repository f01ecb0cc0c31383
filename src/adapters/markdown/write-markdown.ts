import remarkGfm from "remark-gfm";
import remarkStringify from "remark-stringify";
import type { Options } from "remark-stringify";
import { unified } from "unified";
import { gfm } from "./read-markdown.ts";
import type { MarkdownTree } from "./read-markdown.ts";

type Handlers = NonNullable<Options["handlers"]>;

// A lone tilde and an underscore within a word are no marks: 3~5일 and snake_case stay as they are.
const text: Handlers["text"] = (node, _parent, state, info) =>
  state
    .safe(node.value, info)
    .replace(/(?<![~\\])\\~(?![~\\])/g, "~")
    .replace(/(?<=[\p{L}\p{N}])\\_(?=[\p{L}\p{N}])/gu, "_");

// Two spaces are a line break to every reader of Markdown, a backslash not to Jekyll's; a table's row is one line.
const lineBreak: Handlers["break"] = (_node, _parent, state) => {
  if (state.stack.includes("tableCell")) return "<br>";
  return state.stack.includes("headingAtx") ? " " : "  \n";
};

const writer = unified()
  .use(remarkGfm, gfm)
  .use(remarkStringify, {
    bullet: "-",
    emphasis: "*",
    fences: true,
    listItemIndent: "one",
    rule: "-",
    handlers: { text, break: lineBreak },
  })
  .freeze();

/** A tree as Markdown. */
export const writeMarkdown = (tree: MarkdownTree): string => writer.stringify(tree);
