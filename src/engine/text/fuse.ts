import type { Hit } from "./rank.ts";

/** Dampens the first places, as in the original (Cormack, Clarke and Büttcher, 2009). */
const damping = 60;

/** One ranking out of several by reciprocal rank: scores of different makes need not be comparable. */
export const fuse = (rankings: readonly { hits: readonly Hit[]; weight: number }[]): Hit[] => {
  const scores = new Map<string, number>();
  for (const { hits, weight } of rankings)
    for (const [rank, { id }] of hits.entries()) scores.set(id, (scores.get(id) ?? 0) + weight / (damping + rank + 1));
  return [...scores]
    .map(([id, score]) => ({ id, score }))
    .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
};
