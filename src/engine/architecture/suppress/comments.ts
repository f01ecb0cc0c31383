import { childrenOf } from "../parse/hcl/walk.ts";
import type { Body, Expression } from "../parse/hcl/ast.ts";

/** A line of a text that ends in a comment. */
export interface Comment {
  line: number;
  /** What stands behind the mark that opens it. */
  text: string;
  /** The first line of code that it can speak of: its own, or the next one where it stands alone. */
  target: number;
}

/** Marks that open a comment, with no quotation mark behind them: that would be text. */
const opened = /(?:^|[\s,;{}()[\]])(?:#|\/\/|\/\*)[^"]*$|^\s*\*[^"]*$/;
const alone = /^\s*(?:#|\/\/|\/?\*|$)/;

/** Comments that hold one of the words, in order. Lines inside `texts` (offsets) are no comments. */
export const commentsWith = (text: string, words: RegExp, texts: readonly [number, number][] = []): Comment[] => {
  if (!words.test(text)) return [];
  const lines = text.split("\n");
  const comments: Comment[] = [];
  let offset = 0;
  for (const [index, line] of lines.entries()) {
    const found = words.exec(line);
    const at = offset + (found?.index ?? 0);
    offset += line.length + 1;
    if (found === null || !opened.test(line.slice(0, found.index))) continue;
    if (texts.some(([start, end]) => start < at && at < end)) continue;
    const target = alone.test(line) ? nextCode(lines, index + 1) : index;
    comments.push({ line: index + 1, text: line.slice(found.index).trimEnd(), target: target + 1 });
  }
  return comments;
};

/** The first line from `from` on that is neither blank nor a comment. */
const nextCode = (lines: readonly string[], from: number): number => {
  const ahead = lines.slice(from, from + mostAhead).findIndex((line) => !alone.test(line));
  return ahead < 0 ? from : from + ahead;
};

/** A comment that stands further than this from any code speaks of nothing. */
const mostAhead = 50;

/** Where the texts of several lines of a file stand: what looks like a comment in them is none. */
export const heredocsIn = (body: Body): [number, number][] => {
  const found: [number, number][] = [];
  const pending: Expression[] = [];
  const blocks: Body[] = [body];
  for (let items = blocks.pop(); items !== undefined; items = blocks.pop())
    for (const item of items) {
      if (item.kind === "block") blocks.push(item.body);
      else pending.push(item.value);
    }
  for (let expression = pending.pop(); expression !== undefined; expression = pending.pop()) {
    if (expression.kind === "template" && expression.heredoc) found.push([expression.start, expression.end]);
    else for (const child of childrenOf(expression)) pending.push(child);
  }
  return found;
};
