import rehypeParse from "rehype-parse";
import rehypeRemark from "rehype-remark";
import type { Options } from "rehype-remark";
import rehypeSanitize from "rehype-sanitize";
import { unified } from "unified";
import { makeEmphasisHold } from "./emphasis.ts";
import { checkDepth, checkHtml } from "./limits.ts";
import { createAside } from "./math.ts";
import type { Aside } from "./math.ts";
import type { MarkdownTree } from "./read-markdown.ts";
import { schema } from "./schema.ts";
import type { Node } from "./trees.ts";
import { visit } from "./trees.ts";
import { writeMarkdown } from "./write-markdown.ts";

type Handlers = NonNullable<Options["handlers"]>;
type Handle = NonNullable<Handlers[string]>;

const html = (value: string) => ({ type: "html" as const, value });

/** What Markdown has no mark for stays as a tag in it. */
const keepTag: Handle = (state, element) => [
  html(`<${element.tagName}>`),
  ...state.all(element),
  html(`</${element.tagName}>`),
];

// An address that somebody made up need not be one that decodes.
const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const labelOf = (value: unknown): string =>
  typeof value === "string" ? decode(value.replace(/^#?fn(?:ref)?-/, "")) : "";

const link: Handle = (state, element) => {
  const { href, title, dataFootnoteRef, dataFootnoteBackref } = element.properties;
  if (dataFootnoteBackref !== undefined) return undefined;
  if (dataFootnoteRef !== undefined) {
    const label = labelOf(href);
    return { type: "footnoteReference", identifier: label, label };
  }
  const children = state.all(element);
  // An address that was dropped leaves the words.
  if (typeof href !== "string" || href === "") return children;
  // Links hold phrasing only; what else stands in one was checked by the sanitiser's parser.
  return { type: "link", url: href, title: typeof title === "string" ? title : null, children } as ReturnType<Handle>;
};

const image: Handle = (_state, element) => {
  const { src, alt, title } = element.properties;
  const words = typeof alt === "string" ? alt : "";
  if (typeof src !== "string" || src === "") return words === "" ? undefined : { type: "text", value: words };
  return { type: "image", url: src, alt: words, title: typeof title === "string" ? title : null };
};

/** The notes at a text's end; any other section is its content. */
const section: Handle = (state, element) => {
  if (element.properties["dataFootnotes"] === undefined) return state.toFlow(state.all(element));
  const list = element.children.find((child) => child.type === "element" && child.tagName === "ol");
  const items = list && "children" in list ? list.children : [];
  return items.flatMap((item) => {
    if (item.type !== "element" || item.tagName !== "li") return [];
    const label = labelOf(item.properties["id"]);
    // What a list item holds is what a note may hold.
    return [
      { type: "footnoteDefinition", identifier: label, label, children: state.toFlow(state.all(item)) },
    ] as never[];
  });
};

/** A number that refers to a note is raised already. */
const raised: Handle = (state, element, parent) => {
  const [only] = element.children;
  const isNote = only?.type === "element" && only.properties["dataFootnoteRef"] !== undefined;
  return isNote ? state.all(element) : keepTag(state, element, parent);
};

const reader = unified().use(rehypeParse, { fragment: true }).freeze();
const sanitiser = unified().use(rehypeSanitize, schema).freeze();
const converter = unified()
  .use(rehypeRemark, {
    handlers: {
      a: link,
      img: image,
      section,
      sup: raised,
      sub: keepTag,
      u: keepTag,
      mark: keepTag,
      kbd: keepTag,
      ins: keepTag,
    },
  })
  .freeze();

const element = (tagName: string, properties: Record<string, unknown>, children: Node[]): Node => ({
  type: "element",
  tagName,
  properties,
  children,
});

/** The editor's tasks as a browser has them: a box that begins the item. */
const readTasks = (tree: Node): void =>
  visit(tree, (node) => {
    const { tagName, children = [], properties = {} } = node;
    const checked = properties["dataChecked"];
    if (tagName !== "li" || checked === undefined) return;
    const content = children
      .filter((child) => child.tagName !== "label" && child.tagName !== "input")
      .flatMap((child) => (child.tagName === "div" ? (child.children ?? []) : [child]))
      .filter(({ type, value = "" }) => type !== "text" || value.trim() !== "");
    const box = element("input", { type: "checkbox", checked: checked === "true" || checked === true }, []);
    const [first] = content;
    if (first?.tagName === "p")
      first.children = [box, ...(first.children ?? []).filter((child) => child.tagName !== "input")];
    else content.unshift(box);
    node.children = content;
  });

/** Cells hold one line: their paragraphs are parted by line breaks. */
const flattenCells = (tree: Node): void =>
  visit(tree, (node) => {
    if (node.tagName !== "td" && node.tagName !== "th") return;
    node.children = (node.children ?? []).flatMap((child, index, all) => {
      if (child.tagName !== "p") return [child];
      const isLast = all.slice(index + 1).every(({ tagName }) => tagName !== "p");
      return [...(child.children ?? []), ...(isLast ? [] : [element("br", {}, [])])];
    });
  });

/** An item of one paragraph, with lists or code below it, is a line of a list: no blank lines in between. */
const tightenLists = (tree: MarkdownTree): void =>
  visit(tree as Node, (node) => {
    if (node.type !== "list") return;
    const items = node.children ?? [];
    const isLoose = ({ children = [] }: Node): boolean =>
      children.filter(({ type }) => !/^(?:list|code)$/.test(type)).length > 1;
    for (const item of items) Object.assign(item, { spread: isLoose(item) });
    Object.assign(node, { spread: items.some(isLoose) });
  });

const putAside = (node: Node, aside: Aside): void => {
  if (node.tagName === "code" || node.tagName === "pre") return;
  if (node.type === "text") node.value = aside.put(node.value ?? "");
  for (const child of node.children ?? []) putAside(child, aside);
};

/** HTML, as the editor writes it, as Markdown without anything that acts. Throws `MarkdownError`. */
export const htmlToMarkdown = async (content: string): Promise<string> => {
  checkHtml(content);
  const parsed = reader.parse(content);
  checkDepth(parsed as Node);
  const clean = sanitiser.runSync(parsed);
  const aside = createAside();
  for (const step of [readTasks, flattenCells]) step(clean as Node);
  putAside(clean as Node, aside);
  const tree = converter.runSync(clean);
  tightenLists(tree);
  makeEmphasisHold(tree as Node);
  return aside.backInMarkdown(writeMarkdown(tree));
};
