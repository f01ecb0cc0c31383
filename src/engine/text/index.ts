export { fuse } from "./fuse.ts";
export { quote, splitSentences } from "./quote.ts";
export { buildIndex, coverage, search } from "./rank.ts";
export type { Hit, TextIndex } from "./rank.ts";
export { respell } from "./spelling.ts";
export { stem } from "./stem.ts";
export { readThesaurus } from "./thesaurus.ts";
export { isStopWord } from "./stop-words.ts";
export { splitRuns, tokenise, tokensOf } from "./tokenise.ts";
