import { stem } from "./stem.ts";
import { isStopWord } from "./stop-words.ts";
import { splitRuns, tokensOf } from "./tokenise.ts";

/** Words that hold sentences together: no document is about them. The list that NLTK took over from Porter. */
const functionWords =
  "a about above after again against all am an and any are as at be because been before being below between both but by can cannot could did do does doing down during each few for from further had has have having he her here hers herself him himself his how i if in into is it its itself just me more most my myself no nor not of off on once only or other our ours ourselves out over own same she should so some such than that the their theirs them themselves then there these they this those through to too under until up very was we were what when where which while who whom why will with would you your yours yourself yourselves";

/** What a word counts that says how a question is asked: it may be what a document is about, but rarely is. */
const askingWeight = 0.3;

const mostName = 64;
/** Different terms of a question that are looked up; a longer question repeats itself. */
const mostAsked = 128;

let sentenceWords: ReadonlySet<string> | undefined;

const holdsSentencesTogether = (run: string): boolean => {
  sentenceWords ??= new Set(functionWords.split(" "));
  return sentenceWords.has(run);
};

const nameOf = (run: string): string | undefined => {
  if (run.length > mostName) return undefined;
  const name = run.replace(/^\.+(?=\.)/, "").replace(/[._]+$/, "");
  if (name.length < 2 || !/[._+#]/.test(name) || !/\p{L}/u.test(name)) return undefined;
  return name;
};

/** Names that words alone would not tell apart: `C++`, `.NET`, `node.js`, `snake_case`, and the words of `camelCase`. */
const namesIn = (text: string): string[] => {
  if (!/[_#+A-Z]|\.[^\s.]/.test(text)) return [];
  const names: string[] = [];
  for (const run of text.match(/[\p{L}\p{N}_.+#]+/gu) ?? []) {
    const name = nameOf(run.toLowerCase());
    if (name !== undefined) names.push(name);
    if (run.length > mostName || !/\p{Ll}\p{Lu}/u.test(run)) continue;
    for (const part of run.split(/(?<=\p{Ll})(?=\p{Lu})/u)) names.push(...tokensOf(splitRuns(part)));
  }
  return names;
};

/** `tokensOf` drops a word such as "works", which may be what a document is about all the same. */
const stemsOf = (run: string): string[] => (isStopWord(run) ? [stem(run)] : tokensOf([run]));

/** What a text is found by: stems of its words, neighbouring letters of scripts without spaces, and names as written. */
export const termsOf = (text: string): string[] => {
  const plain = text.normalize("NFKC");
  return [
    ...splitRuns(plain)
      .filter((run) => !holdsSentencesTogether(run))
      .flatMap(stemsOf),
    ...namesIn(plain),
  ];
};

/** The terms of a question, with how much each counts. */
export const askedTerms = (question: string): ReadonlyMap<string, number> => {
  const asked = new Map<string, number>();
  const add = (term: string, weight: number): void => {
    if (asked.has(term) || asked.size < mostAsked) asked.set(term, (asked.get(term) ?? 0) + weight);
  };
  const plain = question.normalize("NFKC");
  for (const run of splitRuns(plain)) {
    if (holdsSentencesTogether(run)) continue;
    const weight = isStopWord(run) ? askingWeight : 1;
    for (const term of stemsOf(run)) add(term, weight);
  }
  for (const name of namesIn(plain)) add(name, 1);
  return asked;
};
