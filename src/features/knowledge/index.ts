export type { Language } from "./fact-text.ts";
export { sayFact } from "./fact-text.ts";
export { knowledge } from "./routes.ts";
export type { Found } from "./search.ts";
export { findKnowledge, listKnowledge, lookUp } from "./service.ts";
export type { Concept } from "./lexicon.ts";
export { openLexicon } from "./lexicon.ts";
export type { Term } from "./terms.ts";
export { readConcepts, readTerms } from "./terms.ts";
