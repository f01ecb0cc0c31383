import type { Source } from "./schema.ts";

const citedIn = (text: string): Set<string> =>
  new Set(
    [...text.matchAll(/(?<=\[)\d{1,4}(?:\s*[,;]\s*\d{1,4})*(?=\])/g)].flatMap(([ids]) => ids.split(/\s*[,;]\s*/)),
  );

/** The sources that a text cites, in the order of their numbers. */
export const keepCited = (text: string, sources: readonly Source[]): Source[] => {
  const cited = citedIn(text);
  return sources.filter(({ id }) => cited.has(id));
};
