/** How much of the question is taken from what was found for it. */
const share = 0.4;
const mostTerms = 20;
/** Of terms that more than this part of the chunks hold, nothing is learnt. */
const tooCommon = 0.25;

/** Best chunks that are read for it. */
export const chunksRead = 5;
/** With fewer chunks, the best are most of all. */
export const fewestChunks = 50;

/** A chunk that was found, with its terms. */
interface Found {
  score: number;
  terms: readonly string[];
}

/**
 * The question with the words of what was found for it, so that documents are found that say the same in other words
 * (RM3: Abdul-Jaleel and others, 2004); undefined where there is nothing to learn. `holdersOf` answers how many of `count`
 * chunks hold a term.
 */
export const learnFrom = (
  asked: ReadonlyMap<string, number>,
  found: readonly Found[],
  holdersOf: (term: string) => number,
  count: number,
): Map<string, number> | undefined => {
  const all = found.reduce((sum, { score }) => sum + score, 0);
  const shares = new Map<string, number>();
  for (const { score, terms } of found)
    for (const term of terms) shares.set(term, (shares.get(term) ?? 0) + score / all / terms.length);
  const learnt: [term: string, weight: number][] = [];
  for (const [term, weight] of [...shares].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))) {
    if (learnt.length === mostTerms) break;
    const holders = holdersOf(term);
    if (term.length > 1 && holders > 1 && holders < tooCommon * count) learnt.push([term, weight]);
  }
  const whole = [...asked.values()].reduce((sum, weight) => sum + weight, 0);
  const sum = learnt.reduce((total, [, weight]) => total + weight, 0);
  if (sum === 0) return undefined;
  const wider = new Map([...asked].map(([term, weight]) => [term, (1 - share) * weight]));
  for (const [term, weight] of learnt) wider.set(term, (wider.get(term) ?? 0) + (share * whole * weight) / sum);
  return wider;
};
