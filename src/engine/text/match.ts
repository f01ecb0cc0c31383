import { meaningsIn } from "./phrases.ts";
import type { AskedWord } from "./question.ts";
import { plainNumber } from "./question.ts";
import table from "./question-words.json" with { type: "json" };
import { stem } from "./stem.ts";
import { splitRuns } from "./tokenise.ts";

/** A text as words are looked for in it. */
export interface ReadText {
  stems: ReadonlySet<string>;
  /** For scripts that are written without spaces; empty where the text has none. */
  plain: string;
}

const unspaced = /[\u0E00-\u0EFF\u1000-\u11FF\u1780-\u17FF\u3040-\u9FFF\uA960-\uAA7F\uAC00-\uD7FF]/;
const toneMarks = /[\u0E47-\u0E4E]/g;

/** "wi-fi" is found as "wifi". */
const joined = (text: string): string[] =>
  Array.from(text.matchAll(/\b([a-z]{1,12})-([a-z]{1,12})\b/gi), ([whole]) =>
    stem(whole.replace("-", "").toLowerCase()),
  );

/** Reads a text once, to look for many words in it. */
export const readText = (text: string): ReadText => {
  const runs = splitRuns(text);
  const stems = new Set(runs.map((run) => stem(plainNumber(run))));
  for (const meaning of meaningsIn(runs)) stems.add(meaning);
  if (text.includes("-")) for (const word of joined(text)) stems.add(word);
  return { stems, plain: unspaced.test(text) ? text.normalize("NFKC").toLowerCase().replaceAll(toneMarks, "") : "" };
};

let kin: Map<string, Map<string, number>> | undefined;

const addKin = (all: Map<string, Map<string, number>>, from: string, to: string, strength: number): void => {
  const known = all.get(from) ?? new Map<string, number>();
  known.set(to, Math.max(strength, known.get(to) ?? 0));
  all.set(from, known);
};

const irregularStrength = 0.95;
const sameStrength = 0.8;

/** Other forms of a word, and other words for the same. */
const kinOf = (word: string): ReadonlyMap<string, number> | undefined => {
  if (kin === undefined) {
    kin = new Map();
    for (const [base, forms] of Object.entries(table.irregular)) {
      const all = [base, ...forms.split(" ")].map(stem);
      for (const from of all) for (const to of all) if (from !== to) addKin(kin, from, to, irregularStrength);
    }
    for (const group of table.same) {
      const all = group.split(" ").map(stem);
      for (const from of all) for (const to of all) if (from !== to) addKin(kin, from, to, sameStrength);
    }
  }
  return kin.get(word);
};

const endings =
  /^(?:s|es|e|er|ers|or|ed|al|able|ible|ive|ion|ic|ist|ful|y|ship|nes|ly|ry|hood|ian|an|en|um|us|at|iz|ing|ment|t|th)$/;

/** Whether one is the other with an ending that the stemmer leaves: "vegetar", "vegetarian". */
const isDerived = (a: string, b: string): boolean => {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 4 && long.startsWith(short) && endings.test(long.slice(short.length));
};

/** Slips between two words, an exchange of neighbours counted once (Damerau); anything above `most` is `most + 1`. */
const slips = (a: string, b: string, most: number): number => {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    before = row;
    row = next;
  }
  return row[b.length] ?? most + 1;
};

const isPlainWord = /^[a-z\u00C0-\u024F\u0400-\u04FF]{4,24}$/u;
const chance = 0.3;
const slipStrength = 0.85;
const derivedStrength = 0.85;

/** Words of the vocabulary that a word may be a slip for; only asked for words that it does not hold. */
const respellings = (word: string, vocabulary: readonly string[]): string[] => {
  if (!isPlainWord.test(word) || word.length < 4) return [];
  const most = word.length >= 8 ? 2 : 1;
  let found: string[] = [];
  let fewest = most + 1;
  for (const known of vocabulary) {
    if (known.length < 4 || known[0] !== word[0] || !isPlainWord.test(known)) continue;
    // Of short words one slip makes another word: only an exchange or a doubled letter is taken for one.
    const count = slips(word, known, most);
    if (count > most || (Math.min(word.length, known.length) < 5 && !isSlipOfShort(word, known))) continue;
    if (count < fewest) [found, fewest] = [[known], count];
    else if (count === fewest) found.push(known);
  }
  return found;
};

const isSlipOfShort = (a: string, b: string): boolean =>
  a.split("").toSorted().join("") === b.split("").toSorted().join("") ||
  a.replaceAll(/(.)\1/g, "$1") === b.replaceAll(/(.)\1/g, "$1");

/** How well a text holds a word, 0 to 1. */
export type Finder = (text: ReadText) => number;

/** Makes of an asked word what finds it: its forms, its kin and, where nothing holds it, what it may be a slip for. */
export const finderOf = ({ parts }: AskedWord, vocabulary: ReadonlySet<string>, list: readonly string[]): Finder => {
  const [word = ""] = parts;
  if (unspaced.test(word)) {
    return ({ plain }) => {
      if (plain === "") return 0;
      const held = parts.filter((part) => plain.includes(part)).length;
      // Half of the pairs are shared by chance soon.
      return Math.max(0, (held / parts.length - chance) / (1 - chance));
    };
  }
  const forms = new Map<string, number>([[word, 1]]);
  for (const [other, strength] of kinOf(word) ?? []) if (vocabulary.has(other)) forms.set(other, strength);
  for (const other of list) if (!forms.has(other) && isDerived(word, other)) forms.set(other, derivedStrength);
  if (!vocabulary.has(word) && forms.size === 1)
    for (const other of respellings(word, list)) forms.set(other, slipStrength);
  const ways = [...forms];
  return ({ stems }) => {
    let best = 0;
    for (const [form, strength] of ways) if (strength > best && stems.has(form)) best = strength;
    return best;
  };
};
