import { stem } from "./stem.ts";
import { isStopWord } from "./stop-words.ts";

/** Characters looked at; the rest of a longer text is ignored. */
const maxText = 100_000;

/** A run of a script that is written without spaces, a number with its separators, or a word. */
const runPattern =
  /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|\d+(?:[.,]\d+)+(?![\p{L}\p{N}])|[\p{L}\p{N}\p{M}]+/gu;

/** The same for texts in which no such script can be: several times faster. */
const spacedPattern = /\d+(?:[.,]\d+)+(?![\p{L}\p{N}])|[\p{L}\p{N}\p{M}]+/gu;

/** Blocks of the scripts that are written without spaces, from Thai on. */
const mayBeUnspaced = /[\u0E00-\u0EFF\u1000-\u11FF\u1780-\u17FF\u3040-\u9FFF\uA960-\uAA7F\uAC00-\uFFFF]/;

const unspaced =
  /^[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Thai tone marks and the sign of a silent letter: people leave them out or mistype them. */
const toneMarks = /[\u0E47-\u0E4E]/g;

/** Text in one form: compatibility characters made plain, lower case, ends of contractions left out. */
const normalise = (text: string): string =>
  text
    .slice(0, maxText)
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/['’](?:s|re|ve|ll|d|m|t)\b/g, "");

const pairsOf = (run: string): string[] => {
  const letters = Array.from(run.replaceAll(toneMarks, ""));
  if (letters.length < 2) return letters;
  return letters.slice(0, -1).map((_, index) => letters.slice(index, index + 2).join(""));
};

/** Words of a text as they stand, in lower case; Thai, Chinese, Japanese and Korean as whole runs. */
export const splitRuns = (text: string): string[] => {
  const plain = normalise(text);
  return plain.match(mayBeUnspaced.test(plain) ? runPattern : spacedPattern) ?? [];
};

/**
 * What a text is searched by: stems of its words without the ones that say nothing, and of scripts without spaces every
 * pair of neighbouring letters, which needs no dictionary and finds any word of two letters and more.
 */
export const tokenise = (text: string): string[] => tokensOf(splitRuns(text));

/** The same of runs that are split already. */
export const tokensOf = (runs: readonly string[]): string[] =>
  runs.flatMap((run) => {
    if (isStopWord(run)) return [];
    return unspaced.test(run) ? pairsOf(run) : [stem(run)];
  });
