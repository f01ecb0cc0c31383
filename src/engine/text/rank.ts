/** How soon more of the same word stops to count, as usual for BM25. */
const saturation = 1.2;

export interface Hit {
  id: string;
  score: number;
}

interface Field {
  weight: number;
  /** How much a long field weighs less than a short one: 0 not at all, 1 in proportion. */
  shortening: number;
}

interface Posting {
  /** Of the document. */
  id: string;
  /** Occurrences by field, weighted and shortened already. */
  weight: number;
}

/** An index in memory over texts that are cut up already. */
export interface TextIndex {
  ids: readonly string[];
  postings: ReadonlyMap<string, readonly Posting[]>;
}

type Fields<Name extends string> = Readonly<Record<Name, Field>>;
type Texts<Name extends string> = Readonly<Record<Name, readonly string[]>>;

const countWords = (words: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};

/** Builds an index of documents whose fields count differently (BM25F: Robertson, Zaragoza and Taylor, 2004). */
export const buildIndex = <Name extends string>(
  documents: readonly { id: string; texts: Texts<Name> }[],
  fields: Fields<Name>,
): TextIndex => {
  // Object.keys forgets the key type of a Record.
  const names = Object.keys(fields) as Name[];
  const means = new Map(
    names.map((name) => [
      name,
      documents.reduce((sum, { texts }) => sum + texts[name].length, 0) / Math.max(1, documents.length),
    ]),
  );
  const postings = new Map<string, Posting[]>();
  for (const { id, texts } of documents) {
    const weights = new Map<string, number>();
    for (const [name, mean] of means) {
      const { weight, shortening } = fields[name];
      const length = 1 - shortening + (mean === 0 ? 0 : (shortening * texts[name].length) / mean);
      for (const [word, count] of countWords(texts[name]))
        weights.set(word, (weights.get(word) ?? 0) + (weight * count) / length);
    }
    for (const [word, weight] of weights) {
      const known = postings.get(word);
      if (known === undefined) postings.set(word, [{ id, weight }]);
      else known.push({ id, weight });
    }
  }
  return { ids: documents.map(({ id }) => id), postings };
};

/** How telling a word is: rare ones are, and one that no document holds is the most. */
const tellingOf = (index: TextIndex, word: string): number => {
  const holders = index.postings.get(word)?.length ?? 0;
  return Math.log(1 + (index.ids.length - holders + 0.5) / (holders + 0.5));
};

/** Documents that hold any of the words, the best first; equal ones in the order of their ids. */
export const search = (index: TextIndex, words: readonly string[], most = 20): Hit[] => {
  const scores = new Map<string, number>();
  for (const [word, times] of countWords(words)) {
    const telling = tellingOf(index, word) * Math.sqrt(times);
    for (const { id, weight } of index.postings.get(word) ?? [])
      scores.set(id, (scores.get(id) ?? 0) + (telling * weight) / (saturation + weight));
  }
  return [...scores]
    .map(([id, score]) => ({ id, score }))
    .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, most);
};

/** Part of what the words tell that a document holds, 0 to 1: low means that it speaks of something else. */
export const coverage = (index: TextIndex, words: readonly string[], id: string): number => {
  let all = 0;
  let held = 0;
  for (const word of new Set(words)) {
    const telling = tellingOf(index, word);
    all += telling;
    if (index.postings.get(word)?.some((posting) => posting.id === id) === true) held += telling;
  }
  return all === 0 ? 0 : held / all;
};
