import rehypeParse from "rehype-parse";
import rehypeSanitize from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { checkHtml } from "./limits.ts";
import { createAside } from "./math.ts";
import type { Aside } from "./math.ts";
import { readMarkdown } from "./read-markdown.ts";
import type { MarkdownTree } from "./read-markdown.ts";
import { schema } from "./schema.ts";
import type { Node } from "./trees.ts";
import { visit } from "./trees.ts";

const fields = ["value", "url", "title", "alt", "lang", "meta", "label", "identifier"] as const;

/** Formulas back where they were, wherever a parser has put them. */
const putBack = (tree: MarkdownTree, aside: Aside): void =>
  visit(tree as Node, (node) => {
    const texts: Record<string, unknown> = { ...node };
    for (const field of fields) {
      const text = texts[field];
      if (typeof text === "string") Object.assign(node, { [field]: aside.back(text) });
    }
  });

const isCheckbox = (node: Node | undefined): boolean => node?.tagName === "input";

/** What the editor knows a list of tasks by. */
const markTasks = (tree: Node): void =>
  visit(tree, (node) => {
    const { tagName, children = [], properties = {} } = node;
    const classes = properties["className"];
    if (!Array.isArray(classes)) return;
    if (tagName === "ul" && classes.includes("contains-task-list"))
      node.properties = { ...properties, dataType: "taskList" };
    if (tagName !== "li" || !classes.includes("task-list-item")) return;
    const paragraph = children.find((child) => child.tagName === "p");
    const box = children.find(isCheckbox) ?? paragraph?.children?.find(isCheckbox);
    const checked = Boolean(box?.properties?.["checked"]);
    node.properties = { ...properties, dataType: "taskItem", dataChecked: String(checked) };
  });

const toTree = unified().use(remarkRehype, { allowDangerousHtml: true, clobberPrefix: "" }).freeze();
const rawWriter = unified().use(rehypeStringify, { allowDangerousHtml: true }).freeze();
const writer = unified().use(rehypeStringify).freeze();
const reader = unified().use(rehypeParse, { fragment: true }).freeze();
const sanitiser = unified().use(rehypeSanitize, schema).freeze();

const hasRawHtml = (tree: Node): boolean => {
  let found = false;
  visit(tree, ({ type }) => {
    found ||= type === "raw";
  });
  return found;
};

/** Markdown as HTML without anything that acts: raw HTML in it is read as a browser would, and sanitised with the rest. Throws `MarkdownError`. */
export const markdownToHtml = async (markdown: string): Promise<string> => {
  const aside = createAside();
  const tree = readMarkdown(aside.put(markdown));
  putBack(tree, aside);
  let html = toTree.runSync(tree);
  if (hasRawHtml(html as Node)) {
    const text = rawWriter.stringify(html);
    checkHtml(text);
    html = reader.parse(text);
  }
  const clean = sanitiser.runSync(html);
  markTasks(clean as Node);
  return writer.stringify(clean);
};
