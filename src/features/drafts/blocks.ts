import { markdownToHtml, sanitiseMarkdown } from "#adapters/markdown";
import type { ContentFormat } from "./schema.ts";

const fenceLine = /^ {0,3}(`{3,}|~{3,})([^\n]*)/;
const item = /^(?:[-*+]|\d{1,9}[.)])\s/;
/** A line that has only just begun may still become an item of the list before it. */
const perhapsItem = /^(?:[-*+]|\d{1,9}[.)]?)$/;

/** Pieces of Markdown as whole blocks, so that each can be shown and cleaned on its own: no code is open between them, and no list goes on. */
export async function* inBlocks(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let block = "";
  let line = "";
  let judged = false;
  let afterBlank = false;
  let fence: string | undefined;
  for await (const piece of pieces)
    for (const part of piece.split(/(?<=\n)/)) {
      line += part;
      const whole = part.endsWith("\n");
      if (!judged && (whole || !perhapsItem.test(line))) {
        judged = true;
        if (fence === undefined && afterBlank && /^\S/.test(line) && !item.test(line)) {
          yield block;
          block = "";
        }
      }
      if (!whole) continue;
      const [, mark, info = ""] = fenceLine.exec(line) ?? [];
      if (mark !== undefined && fence === undefined) fence = info.includes("`") ? undefined : mark;
      else if (fence !== undefined && mark?.startsWith(fence) && info.trim() === "") fence = undefined;
      afterBlank = line.trim() === "";
      block += line;
      line = "";
      judged = false;
    }
  if ((block + line).trim() !== "") yield block + line;
}

/** The blocks of a text that is there already. */
export async function* blocksOf(markdown: string): AsyncGenerator<string> {
  yield* inBlocks(
    (async function* () {
      for (const line of markdown.split(/(?<=\n)/)) yield line;
    })(),
  );
}

/**
 * Streams blocks in the format that the draft's editor shows, cleaned of what could run, and ends with the Markdown of all
 * of them. `kept` has those that were shown, also when the blocks end with an error.
 */
export async function* show(
  blocks: AsyncIterable<string>,
  format: ContentFormat,
  kept: string[] = [],
): AsyncGenerator<string, string> {
  for await (const block of blocks) {
    const clean = (await sanitiseMarkdown(block)).trim();
    if (clean === "") continue;
    const before = kept.length === 0 ? "" : "\n\n";
    kept.push(clean);
    yield before + (format === "html" ? await markdownToHtml(clean) : clean);
  }
  return kept.join("\n\n");
}
