export interface Ranked {
  slot: number;
  score: number;
}

const buckets = 2048;

/** The highest scores above zero, the highest first; equal ones in their order. Linear, and sorts only the few. */
const rankTop = (scores: Float64Array, most: number): Ranked[] => {
  const highest = scores.reduce((so, score) => Math.max(so, score), 0);
  if (highest === 0) return [];
  const bucketOf = (score: number): number => Math.min(buckets - 1, Math.floor((score / highest) * buckets));
  const sizes = new Uint32Array(buckets);
  // No iterator, here and below: it makes a pair for every chunk.
  scores.forEach((score) => {
    if (score <= 0) return;
    const bucket = bucketOf(score);
    sizes[bucket] = (sizes[bucket] ?? 0) + 1;
  });
  let held = 0;
  const enough = sizes.toReversed().findIndex((size) => (held += size) >= most);
  const lowest = enough === -1 ? 0 : buckets - 1 - enough;
  const chosen: Ranked[] = [];
  scores.forEach((score, slot) => {
    if (score > 0 && bucketOf(score) >= lowest) chosen.push({ slot, score });
  });
  return chosen.toSorted(byScore).slice(0, most);
};

const byScore = (a: Ranked, b: Ranked): number => b.score - a.score || a.slot - b.slot;

/** The places of the highest scores above zero, the highest first; equal ones in their order. */
export const selectTop = (scores: Float64Array, most: number): number[] =>
  rankTop(scores, most).map(({ slot }) => slot);

/** The best chunk of every document, the best document first. `documents` names the document of a slot by number. */
export const bestOfDocuments = (scores: Float64Array, documents: Uint32Array, most: number): Ranked[] => {
  const bests: Ranked[] = [];
  const bestOf = new Map<number | undefined, Ranked>();
  // A document's chunks stand next to each other: most are of the same one as the chunk before.
  let known: number | undefined;
  let best: Ranked | undefined;
  scores.forEach((score, slot) => {
    if (score <= 0) return;
    const document = documents[slot];
    if (document !== known) best = bestOf.get(document);
    known = document;
    if (best === undefined) {
      best = { slot, score };
      bestOf.set(document, best);
      bests.push(best);
    } else if (score > best.score) Object.assign(best, { slot, score });
  });
  const byPlace = rankTop(
    Float64Array.from(bests, ({ score }) => score),
    most,
  );
  return byPlace.flatMap(({ slot: place }) => bests.slice(place, place + 1));
};

/** So many further chunks stand among the best documents; the others come after all documents. */
const roomForMore = 10;
/** The documents among which they stand. */
const bestDocuments = 10;
/** What every further chunk of a document counts, against the one before. */
const damping = 0.9;

/**
 * The order in which chunks are shown: every document once, and among the best of them further chunks of theirs, which say
 * more of what was asked for than the first chunk of a document that hardly fits.
 */
export const spread = (scores: Float64Array, documents: Uint32Array, most: number): Ranked[] => {
  const firsts = bestOfDocuments(scores, documents, most);
  const shown = new Set(firsts.map(({ slot }) => slot));
  const leading = new Set(firsts.map(({ slot }) => documents[slot]));
  const times = new Map<number | undefined, number>();
  const further: Ranked[] = [];
  for (const { slot, score } of rankTop(scores, most + firsts.length)) {
    const document = documents[slot];
    if (shown.has(slot) || !leading.has(document)) continue;
    const time = (times.get(document) ?? 0) + 1;
    times.set(document, time);
    further.push({ slot, score: score * damping ** time });
  }
  further.sort(byScore);
  const enough = firsts[bestDocuments - 1]?.score ?? 0;
  const early = further.filter(({ score }) => score >= enough).slice(0, roomForMore);
  const placed = [...firsts, ...early].toSorted(byScore);
  const late = further.slice(early.length);
  const scale = (placed.at(-1)?.score ?? 0) / (late[0]?.score ?? 1);
  return [...placed, ...late.map(({ slot, score }) => ({ slot, score: score * Math.min(1, scale) }))].slice(0, most);
};
