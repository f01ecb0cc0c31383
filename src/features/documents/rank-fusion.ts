/** Dampens the first places of a ranking. Below the usual 60: both rankings are good where they begin. */
const damping = 20;
/** What a ranking by vectors counts at most, next to one by words: it moves what words found, and does not outvote it. */
const most = 0.3;
/** What it always counts: what only vectors find comes after all that words have found. */
const least = 1e-6;
/** The best documents by vector that are looked for among the best by words, and how many those are. */
const asked = 10;
const looked = 50;
/** Those by words are no larger a part of all: chance would find too many there. */
const part = 0.25;
/** Of fewer documents nothing can be said of the vectors. */
const fewest = 5;
/** The share of them that has to be there before vectors count. Noise and bags of words reach less than half. */
const leastShare = 0.6;

/**
 * What vectors count for a question: more, the more of their ten best documents are among the fifty best by words, and as
 * good as nothing where it is less than two thirds. A good model and words mostly mean the same documents and differ in the
 * order, so agreement tells it from a model that does not know the field; without it the words' order stands.
 */
export const weightOfVectors = (
  byWords: readonly (number | undefined)[],
  byVector: readonly (number | undefined)[],
  documents: number,
): number => {
  const places = Math.min(looked, Math.floor(documents * part));
  const best = byVector.slice(0, Math.min(asked, places));
  if (best.length < fewest) return least;
  const placed = new Set(byWords.slice(0, places));
  const share = best.filter((document) => placed.has(document)).length / best.length;
  return Math.max(least, (most * (share - leastShare)) / (1 - leastShare));
};

/** Adds what a ranking says: to a chunk by the place of its document, so that a long document takes no more places. */
export const addRanking = (
  fused: Float64Array,
  slots: readonly number[],
  documents: Uint32Array,
  weight: number,
): void => {
  const seen = new Set<number | undefined>();
  for (const slot of slots) {
    seen.add(documents[slot]);
    fused[slot] = (fused[slot] ?? 0) + weight / (damping + seen.size);
  }
};
