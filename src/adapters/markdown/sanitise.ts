import { htmlToMarkdown } from "./from-html.ts";
import { checkMarkdown } from "./limits.ts";
import { createAside } from "./math.ts";
import { readMarkdown } from "./read-markdown.ts";
import { isAllowedAddress, schema } from "./schema.ts";
import type { Tag } from "./tags.ts";
import { readTags } from "./tags.ts";
import { markdownToHtml } from "./to-html.ts";

/** A place of the text and what stands there instead. */
interface Edit {
  start: number;
  end: number;
  text: string;
}

interface MarkdownNode {
  type: string;
  url?: string;
  alt?: string | null;
  position?: { start: { offset?: number }; end: { offset?: number } };
  children?: readonly MarkdownNode[];
}

const kept = new Set<string>(schema.tagNames.filter((name) => name !== "input"));
const emptied = new Set<string>(schema.strip);
const keptAttributes = /^(?:href|title|src|alt|width|height|align|colspan|rowspan|start|open|class)$/;
// A browser reads these before it looks for an address's scheme.
const coded = /&(?:#|colon|tab|newline)/i;
const remark = /<!--(?![\s\w-]{0,60}-->)[\s\S]*?(?:-->|$)|<[!?](?!--)[^>]*>?/g;

const isKept = ([name, value]: readonly [string, string]): boolean => {
  if (!keptAttributes.test(name) || /["<>\p{Cc}]/u.test(value)) return false;
  if (name === "href" || name === "src") return !coded.test(value) && isAllowedAddress(value, name);
  return name !== "class" || /^language-[\w+#.-]{1,40}$/.test(value);
};

const writeTag = (source: string, { name, closing, attributes }: Tag): string => {
  if (!kept.has(name)) return "";
  if (closing) return `</${name}>`;
  if (attributes.every(isKept) && source.endsWith(">")) return source;
  return `<${name}${attributes
    .filter(isKept)
    .map(([key, value]) => ` ${key}="${value}"`)
    .join("")}>`;
};

/** Raw HTML with the elements and attributes that content may have. */
const cleanHtml = (html: string): string => {
  let text = "";
  let at = 0;
  let dropped: string | undefined;
  for (const tag of readTags(html)) {
    if (dropped === undefined) text += html.slice(at, tag.start).replace(remark, "");
    at = tag.end;
    if (dropped !== undefined) {
      if (tag.closing && tag.name === dropped) dropped = undefined;
      continue;
    }
    text += writeTag(html.slice(tag.start, tag.end), tag);
    // Of an element that ends elsewhere only the tag is in this piece.
    if (!tag.closing && emptied.has(tag.name) && html.toLowerCase().includes(`</${tag.name}`, at)) dropped = tag.name;
  }
  return text + html.slice(at).replace(remark, "");
};

const offsets = ({ position }: MarkdownNode): [start: number, end: number] | undefined => {
  const [start, end] = [position?.start.offset, position?.end.offset];
  return start === undefined || end === undefined ? undefined : [start, end];
};

/** What a link or picture that leads where it may not is replaced by: its words. */
const wordsOf = (markdown: string, { type, alt, children = [] }: MarkdownNode): string => {
  if (type === "image") return alt ?? "";
  const [first, last] = [children[0], children.at(-1)];
  const [start] = (first && offsets(first)) ?? [0];
  const [, end] = (last && offsets(last)) ?? [0, 0];
  return markdown.slice(start, end);
};

const editOf = (markdown: string, node: MarkdownNode): Edit | undefined => {
  const place = offsets(node);
  if (!place) return undefined;
  const [start, end] = place;
  if (node.type === "html") {
    const source = markdown.slice(start, end);
    const text = cleanHtml(source);
    return text === source ? undefined : { start, end, text };
  }
  const { type, url } = node;
  if (url === undefined || isAllowedAddress(url, type === "image" ? "src" : "href")) return undefined;
  return { start, end, text: type === "definition" ? "" : wordsOf(markdown, node) };
};

const editsOf = (markdown: string, root: MarkdownNode): Edit[] => {
  const edits: Edit[] = [];
  const walk = (node: MarkdownNode): void => {
    const edit = editOf(markdown, node);
    // What stands within what is replaced is looked at the next time.
    if (edit) edits.push(edit);
    else for (const child of node.children ?? []) walk(child);
  };
  walk(root);
  return edits;
};

const apply = (markdown: string, edits: readonly Edit[]): string => {
  let text = "";
  let at = 0;
  for (const { start, end, text: instead } of edits) {
    text += markdown.slice(at, start) + instead;
    at = end;
  }
  return text + markdown.slice(at);
};

// What the parser is not asked about, for it takes its time: no tag, and no address but of the web.
const tagLike = /<[a-z/!?]/i;
const leadsOutside = /\](?:\(|:)[ \t\n]*<?(?!https?:\/\/|mailto:|[/#?]|[\p{L}\p{N}_.-]*[)\s/#?])/iu;

/** Taking a tag away may make one of what stood around it. */
const mostRounds = 6;

/**
 * Markdown without anything that acts: elements, attributes and addresses that content may not have are taken out, and every
 * other letter stays as the writer put it. Throws `MarkdownError`.
 */
export const sanitiseMarkdown = async (content: string): Promise<string> => {
  const text = content.replace(/\r\n?/g, "\n").replaceAll("\0", "");
  checkMarkdown(text);
  if (!tagLike.test(text) && !leadsOutside.test(text)) return text;
  const aside = createAside();
  let markdown = aside.put(text);
  for (let round = 0; round < mostRounds; round++) {
    const edits = editsOf(markdown, readMarkdown(markdown) as MarkdownNode);
    if (edits.length === 0) return aside.back(markdown);
    markdown = apply(markdown, edits);
  }
  return htmlToMarkdown(await markdownToHtml(aside.back(markdown)));
};
