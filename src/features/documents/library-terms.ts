import { termsOf } from "#engine/text";
import type { Chunk } from "#engine/text";

const longestTitle = 200;

/** How often a chunk's text and its headings hold each of its terms. */
interface CountedTerms {
  counts: ReadonlyMap<string, { inText: number; inHeadings: number }>;
  inText: number;
  inHeadings: number;
}

/** What a document without headings calls itself: its first line, or its first sentence where the line is long. */
export const titleOf = (chunk: Chunk): string => {
  if (chunk.headings.length > 0) return "";
  const text = chunk.text.trimStart();
  const end = text.slice(0, longestTitle + 1).search(/\n|[.!?。]\s/);
  return end === -1 ? "" : text.slice(0, end);
};

const nameOf = (filename: string): string => filename.replace(/\.[A-Za-z0-9]{1,8}$/, "");

/** The headings are a second text that counts more: file name, the document's title, the path of headings. */
export const countTerms = (chunk: Chunk, title: string, filename: string): CountedTerms => {
  const counts = new Map<string, { inText: number; inHeadings: number }>();
  const add = (terms: readonly string[], field: "inText" | "inHeadings"): number => {
    for (const term of terms) {
      const known = counts.get(term) ?? { inText: 0, inHeadings: 0 };
      known[field]++;
      counts.set(term, known);
    }
    return terms.length;
  };
  const headings = new Set([title, ...chunk.headings]);
  return {
    counts,
    inText: add(termsOf(chunk.text), "inText"),
    inHeadings: add([...termsOf(nameOf(filename)), ...[...headings].flatMap(termsOf)], "inHeadings"),
  };
};
