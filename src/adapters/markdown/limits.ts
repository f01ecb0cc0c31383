import { MarkdownError } from "./error.ts";
import { isVoid, readTags } from "./tags.ts";
import type { Node } from "./trees.ts";

const mostBytes = 1_000_000;
const deepest = 100;
const mostAttributes = 100;

const encoder = new TextEncoder();

/** Throws `MarkdownError` for more than a post can hold. */
const checkLength = (content: string): void => {
  if (content.length > mostBytes || encoder.encode(content).length > mostBytes)
    throw new MarkdownError("The content is longer than 1 MB.");
};

// Their end tag may be left out: one of the same name ends them.
const endsItself = /^(?:p|li|dt|dd|option|tr|td|th|thead|tbody|tfoot)$/;
// What a parser opens anew in every paragraph when it was not closed in the one before.
const carried = /^(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)$/;
const mostCarried = 200_000;
const mostTags = 50_000;

/** Throws `MarkdownError` for HTML that would take a parser's stack, or a time that grows with the square of its length. */
export const checkHtml = (html: string): void => {
  checkLength(html);
  const open = new Map<string, number>();
  let depth = 0;
  let unclosed = 0;
  let work = 0;
  let tags = 0;
  for (const { name, closing, attributes } of readTags(html)) {
    if (attributes.length > mostAttributes) throw new MarkdownError("A tag has more than 100 attributes.");
    tags += 1;
    if (tags > mostTags) throw new MarkdownError("The content has more than 50,000 tags.");
    const known = open.get(name) ?? 0;
    // An end tag of what is not open ends nothing.
    const step = closing ? -Math.min(1, known) : 1;
    if (!isVoid(name)) open.set(name, known + step);
    if (carried.test(name)) unclosed += step;
    else work += unclosed;
    if (!isVoid(name) && !endsItself.test(name)) depth += step;
    if (depth > deepest) throw new MarkdownError("The content is nested more than 100 deep.");
    if (work > mostCarried) throw new MarkdownError("Too many elements of the content are not closed.");
  }
};

/** Quotes and lists that open on one line, each within the one before, or a list as far in as a hundred would be. */
const deeplyNested = /^[ \t]*(?:(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])[ \t]*){40}|^[ \t]{200,}(?:[-*+]|\d{1,9}[.)])[ \t]/m;

const delimiterRow = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const ownBlock = /^[ \t>]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]|```|~~~)/;

/** Pieces of text within which marks of emphasis and brackets are paired: paragraphs, items, rows of tables. */
function* stretches(markdown: string): Generator<string> {
  for (const paragraph of markdown.split(/\n[ \t]*\n/)) {
    const lines = paragraph.split("\n");
    const isTable = lines.slice(0, 3).some((line) => line.includes("|") && delimiterRow.test(line));
    let start = 0;
    for (let index = 1; index <= lines.length; index++) {
      if (index < lines.length && !isTable && !ownBlock.test(lines[index] ?? "")) continue;
      yield lines.slice(start, index).join("\n");
      start = index;
    }
  }
}

// Pairing takes the square of the number of marks in one stretch.
const mostPairing = 4_000_000;
// Some twenty times what a long post has; each takes the parser's time, alone or not.
const mostMarks = 60_000;
const mostLines = 40_000;

const countOf = (text: string, marks: RegExp): number => text.match(marks)?.length ?? 0;

/** Throws `MarkdownError` for Markdown that would take a parser's stack, or a time that grows with the square of its length. */
export const checkMarkdown = (markdown: string): void => {
  checkLength(markdown);
  if (deeplyNested.test(markdown)) throw new MarkdownError("The content is nested more than 40 deep.");
  if (countOf(markdown, /\n/g) > mostLines) throw new MarkdownError("The content has more than 40,000 lines.");
  let marks = 0;
  let pairing = 0;
  for (const stretch of stretches(markdown)) {
    const count = countOf(stretch, /[*_~]+|[[\]]|`+|[<&\\|$@]/g);
    marks += count;
    if (marks > mostMarks) throw new MarkdownError("The content has more than 60,000 marks of Markdown.");
    pairing += count ** 2;
    if (pairing > mostPairing)
      throw new MarkdownError("A paragraph of the content has too many marks of emphasis, brackets or backticks.");
  }
};

/** Throws `MarkdownError` for a tree that those who walk it by recursion could not walk. */
export const checkDepth = (tree: Node): void => {
  let level: readonly Node[] = [tree];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > 2 * deepest) throw new MarkdownError("The content is nested more than 100 deep.");
    level = level.flatMap(({ children = [] }) => children);
  }
};
