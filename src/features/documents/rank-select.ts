export interface Ranked {
  slot: number;
  score: number;
}

const buckets = 2048;

/** The places of the highest scores above zero, the highest first; equal ones in their order. Linear, and sorts only the few. */
export const selectTop = (scores: Float64Array, most: number): number[] => {
  let highest = 0;
  // By index, here and below: an iterator makes a pair for every chunk.
  for (let place = 0; place < scores.length; place++) highest = Math.max(highest, scores[place] ?? 0);
  if (highest === 0) return [];
  const bucketOf = (score: number): number => Math.min(buckets - 1, Math.floor((score / highest) * buckets));
  const sizes = new Uint32Array(buckets);
  for (let place = 0; place < scores.length; place++) {
    const score = scores[place] ?? 0;
    if (score <= 0) continue;
    const bucket = bucketOf(score);
    sizes[bucket] = (sizes[bucket] ?? 0) + 1;
  }
  let lowest = buckets - 1;
  for (let held = sizes[lowest] ?? 0; lowest > 0 && held < most; held += sizes[lowest] ?? 0) lowest--;
  const chosen: number[] = [];
  for (let place = 0; place < scores.length; place++) {
    const score = scores[place] ?? 0;
    if (score > 0 && bucketOf(score) >= lowest) chosen.push(place);
  }
  return chosen.toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b).slice(0, most);
};

/** The best chunk of every document, the best document first. `documents` names the document of a slot by number. */
export const bestOfDocuments = (scores: Float64Array, documents: Uint32Array, most: number): Ranked[] => {
  const bestSlots: number[] = [];
  const placeOf = new Map<number, number>();
  // A document's chunks stand next to each other: most are of the same one as the chunk before.
  let [known, place] = [-1, -1];
  for (let slot = 0; slot < scores.length; slot++) {
    const score = scores[slot] ?? 0;
    if (score <= 0) continue;
    const document = documents[slot] ?? 0;
    if (document !== known) {
      known = document;
      place = placeOf.get(document) ?? bestSlots.length;
      if (place === bestSlots.length) {
        placeOf.set(document, place);
        bestSlots.push(slot);
      }
    }
    if (score > (scores[bestSlots[place] ?? slot] ?? 0)) bestSlots[place] = slot;
  }
  const best = Float64Array.from(bestSlots, (slot) => scores[slot] ?? 0);
  return selectTop(best, most).map((at) => ({ slot: bestSlots[at] ?? 0, score: best[at] ?? 0 }));
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
  const times = new Map<number, number>();
  const further: Ranked[] = [];
  for (const slot of selectTop(scores, most + firsts.length)) {
    const document = documents[slot] ?? 0;
    if (shown.has(slot) || !leading.has(document)) continue;
    const time = (times.get(document) ?? 0) + 1;
    times.set(document, time);
    further.push({ slot, score: (scores[slot] ?? 0) * damping ** time });
  }
  const byScore = (a: Ranked, b: Ranked): number => b.score - a.score || a.slot - b.slot;
  further.sort(byScore);
  const enough = firsts[bestDocuments - 1]?.score ?? 0;
  const early = further.filter(({ score }) => score >= enough).slice(0, roomForMore);
  const placed = [...firsts, ...early].toSorted(byScore);
  const late = further.slice(early.length);
  const scale = (placed.at(-1)?.score ?? 0) / (late[0]?.score ?? 1);
  return [...placed, ...late.map(({ slot, score }) => ({ slot, score: score * Math.min(1, scale) }))].slice(0, most);
};
