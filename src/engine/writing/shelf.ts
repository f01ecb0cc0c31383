import type { QuotableChunk } from "../text/index.ts";
import type { Statement } from "./statements.ts";

/** What an article says comes from here: `[1]` in its text is the source with the id `1`. */
export interface Source {
  id: string;
  chunk: QuotableChunk;
  /** What was taken, word for word. */
  quote: string;
}

/** Numbers sources as they are cited: one per page of a document, or per section where it has no pages. */
export interface Shelf {
  /** The number of a statement's source. */
  cite: (statement: Statement) => string;
  sources: () => readonly Source[];
  /** Each source as the end of an article names it. */
  lines: () => string[];
  /** All of them under a heading. */
  list: () => string;
}

const placeOf = ({ chunk: { documentId, page }, headings }: Statement): string =>
  `${documentId}\n${page === null ? headings.join("\n") : page}`;

const describe = ({ filename, page }: QuotableChunk, headings: readonly string[]): string => {
  const name = filename.replaceAll(/[\\*_[\]<>`]/g, String.raw`\$&`);
  if (page !== null) return `${name}, page ${page}`;
  const heading = headings.at(-1)?.replaceAll(/[\\*_[\]<>`]/g, String.raw`\$&`);
  return heading === undefined ? name : `${name}, “${heading}”`;
};

const sourcesHeading = "Sources";

/** An empty shelf; its numbers follow `last`. */
export const createShelf = (last: number): Shelf => {
  const byPlace = new Map<string, Source & { headings: readonly string[] }>();
  const lines = () => [...byPlace.values()].map(({ id, chunk, headings }) => `- [${id}] ${describe(chunk, headings)}`);
  return {
    cite: (statement) => {
      const place = placeOf(statement);
      const known = byPlace.get(place);
      if (known) return known.id;
      const { chunk, text, headings } = statement;
      const source = { id: String(last + byPlace.size + 1), chunk, quote: text, headings };
      byPlace.set(place, source);
      return source.id;
    },
    sources: () => [...byPlace.values()].map(({ id, chunk, quote }) => ({ id, chunk, quote })),
    lines,
    list: () => (byPlace.size === 0 ? "" : `## ${sourcesHeading}\n\n${lines().join("\n")}`),
  };
};
