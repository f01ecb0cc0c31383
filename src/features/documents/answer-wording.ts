import type { Quote } from "#engine/text";
import { onlyKnown } from "#features/ai";

/** A quote with where it is from, under the names of the API. */
export interface AnswerSource {
  chunk_id: string;
  document_id: string;
  filename: string;
  page: number | null;
  /** Exactly as the chunk has it. */
  quote: string;
}

/** What is said where the documents do not hold an answer. */
export const notInDocuments = "That is not in your documents.";

const mostNamed = 8;

/** The refusal, with what was looked for. */
export const wordNotFound = (searched: readonly string[]): string =>
  searched.length === 0
    ? notInDocuments
    : `${notInDocuments} Searched for: ${searched.slice(0, mostNamed).join(", ")}.`;

export const sourceOf = ({ chunk, text }: Quote): AnswerSource => ({
  chunk_id: chunk.id,
  document_id: chunk.documentId,
  filename: chunk.filename,
  page: chunk.page,
  quote: text,
});

/** Hosts that texts link to, in a form that is nobody's picture. */
const hostsIn = (texts: readonly string[]): string[] =>
  texts.flatMap((text) =>
    [...text.matchAll(/\bhttps?:\/\/[^\s<>()[\]"'`]+/gi)].flatMap(([url]) => URL.parse(url)?.origin ?? []),
  );

const bracketsIn = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => Array.from(text.matchAll(/\[[^[\]\n]{1,200}\]/g), ([mark]) => mark.slice(1, -1)));

/**
 * Markdown that leads nowhere but where the documents do: links to their hosts stay links, a picture never loads, HTML is
 * shown and not run.
 */
export const onlyFromDocuments = (markdown: string, texts: readonly string[], marks: number): string =>
  onlyKnown(markdown, {
    urls: hostsIn(texts).map((origin) => `${origin}/`),
    citationIds: [...bracketsIn(texts), ...Array.from({ length: marks }, (_, at) => String(at + 1))],
  });

const cellsOf = (row: string): string[] =>
  (row.includes("|") ? row.trim().replace(/^\|/, "").replace(/\|$/, "").split("|") : row.split("\t")).map((cell) =>
    cell.trim(),
  );

const tableLine = (row: string): string => `| ${cellsOf(row).join(" | ")} |`;

/** Quotes that read as one block. */
type Group = [Quote, ...Quote[]];

/** A table as Markdown has it, its first row the head. */
const wordTable = ([head, ...rest]: Group, marks: string): string => {
  if (rest.length === 0)
    return `${cellsOf(head.text)
      .filter((cell) => cell !== "")
      .join(" – ")} ${marks}`;
  const rule = `|${" --- |".repeat(cellsOf(head.text).length)}`;
  return [tableLine(head.text), rule, ...rest.map(({ text }) => tableLine(text)), "", marks].join("\n");
};

const isTable = ({ kind }: Quote): boolean => kind === "head" || kind === "row";

/** Quotes that read as one block: the rows of a table under its head, or sentences one after another. */
const groupQuotes = (quotes: readonly Quote[]): Group[] => {
  const groups: Group[] = [];
  for (const quote of quotes) {
    const last = groups.at(-1);
    const first = last?.[0];
    const goesOn =
      first !== undefined &&
      ((quote.kind === "row" && isTable(first) && first.chunk === quote.chunk) ||
        (quote.kind === "prose" && first.kind === "prose"));
    if (goesOn) last?.push(quote);
    else groups.push([quote]);
  }
  return groups;
};

/** The quotes as an answer in Markdown, each with the number of its source. */
export const wordQuotes = (quotes: readonly Quote[]): string => {
  const markOf = (quote: Quote): string => `[${quotes.indexOf(quote) + 1}]`;
  const blocks = groupQuotes(quotes).map((group) => {
    const [first] = group;
    if (isTable(first)) return wordTable(group, group.map(markOf).join(" "));
    if (first.kind === "list") return `${first.text}\n\n${markOf(first)}`;
    if (first.kind === "code")
      return /```|~~~/.test(first.text) ? `${first.text}\n\n${markOf(first)}` : `\`${first.text}\` ${markOf(first)}`;
    return group.map((quote) => `${quote.text.trim()} ${markOf(quote)}`).join(" ");
  });
  const texts = quotes.map(({ text }) => text);
  return onlyFromDocuments(blocks.join("\n\n"), texts, quotes.length).trim();
};
