import table from "./question-words.json" with { type: "json" };
import { stem } from "./stem.ts";

let phraseTable: Map<string, { words: readonly string[]; means: string }[]> | undefined;

const phrases = () => {
  phraseTable ??= new Map();
  if (phraseTable.size > 0) return phraseTable;
  for (const [phrase, means] of Object.entries(table.phrases)) {
    const words = phrase.split(" ");
    const first = words[0] ?? "";
    phraseTable.set(first, [...(phraseTable.get(first) ?? []), { words, means: stem(means) }]);
  }
  return phraseTable;
};

/** Runs in which phrases of several words are one: "sent back" is "return". */
export const joinPhrases = (runs: readonly string[]): string[] => {
  const out: string[] = [];
  for (let at = 0; at < runs.length; at++) {
    const found = phrases()
      .get(runs[at] ?? "")
      ?.find(({ words }) => words.every((word, next) => runs[at + next] === word));
    out.push(found?.means ?? runs[at] ?? "");
    at += (found?.words.length ?? 1) - 1;
  }
  return out;
};

/** What phrases of several words stand for: "log in" is "login". */
export const meaningsIn = (runs: readonly string[]): string[] =>
  runs.flatMap((run, at) =>
    (phrases().get(run) ?? []).flatMap(({ words, means }) =>
      words.every((word, next) => runs[at + next] === word) ? [means] : [],
    ),
  );
