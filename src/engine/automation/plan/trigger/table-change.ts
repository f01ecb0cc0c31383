import type { Reading, Span } from "../words/reading.ts";

export type Change = "INSERT" | "MODIFY" | "REMOVE";

export const every: readonly Change[] = ["INSERT", "MODIFY", "REMOVE"];

/** What a word says that happened to an item. */
const told: readonly (readonly [words: RegExp, changes: readonly Change[]])[] = [
  [
    /^(?:new|newly|inserts?|inserted|inserting|insertions?|adds?|added|adding|additions?|creates?|created|creating|creation|appears?|arrives?|lands?|shows|registered|enters)$/,
    ["INSERT"],
  ],
  [
    /^(?:updates?|updated|updating|modify|modifies|modified|modifying|modifications?|edits?|edited|alters?|altered|changes?|changed|changing|becomes?|turns|drops|falls|rises|reaches|exceeds|switches|flips|transitions|goes|hits|set|marked|flagged|tagged|adjusted|replaced|overwritten)$/,
    ["MODIFY"],
  ],
  [
    /^(?:deletes?|deleted|deleting|deletions?|removes?|removed|removing|removals?|expires?|expired|expiry|erased|purged|disappears?|vanish(?:es)?)$/,
    ["REMOVE"],
  ],
  [/^(?:saved|stored|written|writes?|put|upserts?|upserted|recorded)$/, ["INSERT", "MODIFY"]],
];

/** What a word says that happened, nothing where it tells no change. */
export const changesOf = (word: string): readonly Change[] => told.find(([words]) => words.test(word))?.[1] ?? [];

/** Of the table itself, and so of whatever is in it: what is left of "whenever the orders table in DynamoDB …". */
const itself =
  /^(?:when|whenever|every|each|any|all|time|anytime|as|soon|if|once|upon|on|after|for|the|a|an|our|my|this|that|moment|instant|in|of|from|to|inside|is|are|gets?|was|has|have|been|being|ever|tables?|database|dynamo|dynamodb|aws|amazon|db|streams?|called|named|something|anything|things|stuff|data|contents?|whatever|there|there's|listens?|watch(?:es)?|monitors?|waits?|react|track|detect|capture|made|happens?|occurs?|with|;|:|,|«»|\(|\))$/;

const isSubject = (word: string, table: string | undefined): boolean =>
  !itself.test(word) && word !== table?.toLowerCase() && changesOf(word).length === 0;

/** What a clause says that happens to items; undefined where it tells no change. */
export const changesIn = (reading: Reading, span: Span, table: string | undefined): readonly Change[] | undefined => {
  const tokens = reading.tokens.slice(span.from, span.to);
  // "A stream event of type REMOVE"
  const named = every.filter((change) => tokens.some(({ text }) => text === change));
  if (named.length > 0) return named;
  const isStream = tokens.some(({ norm }) => /^streams?$/.test(norm));
  const words = tokens.map(({ norm }) => (isStream && /^(?:arrives?|appears?|lands?)$/.test(norm) ? "" : norm));
  const found = new Set<Change>();
  for (const [at, word] of words.entries()) {
    const changes = /^streams?$/.test(words[at - 1] ?? "") ? [] : changesOf(word);
    // "any change", "the table changes": whatever it is.
    const isWhole =
      /^(?:chang|updat|modif|edit|alter)/.test(word) && !words.slice(0, at).some((each) => isSubject(each, table));
    const isNoun = /^changes?$/.test(word) && nounBefore.test(words[at - 1] ?? "");
    if ((isWhole && (isNoun || !words.slice(at).some((each) => items.test(each)))) || isNoun) return every;
    for (const change of changes) found.add(change);
  }
  if (found.size === 0) return undefined;
  return every.filter((change) => found.has(change));
};

const nounBefore = /^(?:any|a|every|each|all|the|data|table|dynamodb|to|of|for|on|upon|with|capture)$/;
export const items = /^(?:items?|rows?|records?|entry|entries|documents?|objects?)$/;

/** A word of change that is no base form: "removed", "deletes", "new". */
export const isChange = (word: string): boolean =>
  /(?:ed|en|s|ing)$|^new$/.test(word) && word !== "writes" && changesOf(word).length > 0;
