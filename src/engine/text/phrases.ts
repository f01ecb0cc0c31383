import table from "./question-words.json" with { type: "json" };
import { stem } from "./stem.ts";

let phraseTable: Map<string, { words: readonly string[]; means: string }[]> | undefined;

const phrases = () => {
  phraseTable ??= new Map();
  if (phraseTable.size > 0) return phraseTable;
  for (const [phrase, means] of Object.entries(table.phrases)) {
    const words = phrase.split(" ");
    const first = phrase.replace(/ .*$/, "");
    phraseTable.set(first, [...(phraseTable.get(first) ?? []), { words, means: stem(means) }]);
  }
  return phraseTable;
};

/** Runs in which phrases of several words are one: "sent back" is "return". */
export const joinPhrases = (runs: readonly string[]): string[] => {
  let next = 0;
  return runs.flatMap((run, at) => {
    if (at < next) return [];
    const found = phrases()
      .get(run)
      ?.find(({ words }) => words.every((word, step) => runs[at + step] === word));
    next = at + (found?.words.length ?? 1);
    return [found?.means ?? run];
  });
};

/** What phrases of several words stand for: "log in" is "login". */
export const meaningsIn = (runs: readonly string[]): string[] =>
  runs.flatMap((run, at) =>
    (phrases().get(run) ?? []).flatMap(({ words, means }) =>
      words.every((word, next) => runs[at + next] === word) ? [means] : [],
    ),
  );
