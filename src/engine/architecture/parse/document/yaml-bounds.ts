import { Lexer, Parser } from "yaml";
import type { CST } from "yaml";

/** As deep as HCL and JSON may nest. */
export const deepest = 64;
/** Values of one document, those that aliases repeat included. */
export const maxValues = 100_000;
/** Characters of a text, the size that a file may have. */
const maxCharacters = 1_000_000;
/** The library takes 1–2 µs for each mark, text and run of spaces: so many are about 30,000 lines of manifests. */
const maxLexemes = 150_000;
/** Each fault costs the library a search through those before it. */
const maxFaults = 200;
const maxDocuments = 1_000;
/** What the library holds open: the nested values, their document, and what stands beside them. It closes them by recursion. */
const mostOpen = deepest + 16;
const tooDeepNested = `nested deeper than ${deepest} levels`;

interface Lexed {
  /** Of all documents, or of those that were whole where a limit was passed. */
  tokens: CST.Token[];
  /** The limit that was passed, and where. */
  passed?: { limit: string; offset: number };
}

/** Offset of the first value that is nested too deep. The library recurses, so it is asked only below that. */
const tooDeep = (tokens: readonly CST.Token[]): number | undefined => {
  let level: CST.Token[] = [...tokens];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest + 1) return level[0]?.offset;
    const next: CST.Token[] = [];
    for (const token of level) addChildren(token, next);
    level = next;
  }
  return undefined;
};

const addChildren = (token: CST.Token, to: CST.Token[]): void => {
  if (token.type === "document") {
    if (token.value !== undefined) to.push(token.value);
  } else if (token.type === "block-map" || token.type === "block-seq" || token.type === "flow-collection")
    for (const { key, value } of token.items) {
      if (key !== null && key !== undefined) to.push(key);
      if (value !== undefined) to.push(value);
    }
};

const isFault = ({ type }: CST.Token): boolean => type === "error";

/** The tokens of a text, read only as far as the limits go; past one, what it is and where. */
export const lexWithin = (text: string): Lexed => {
  const none = (limit: string, offset: number): Lexed => ({ tokens: [], passed: { limit, offset } });
  if (text.length > maxCharacters) return none(`longer than ${maxCharacters} characters`, 0);
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  let faults = 0;
  let documents = 0;
  let offset = 0;
  let passed: Lexed["passed"];
  for (const lexeme of new Lexer().lex(text)) {
    if (++lexemes > maxLexemes) passed = { limit: `more than ${maxLexemes} keys, values and marks`, offset };
    offset += lexeme.length;
    for (const token of passed === undefined ? parser.next(lexeme) : []) {
      if (isFault(token) && ++faults > maxFaults) return none("this is not YAML", token.offset);
      if (token.type === "document" && ++documents > maxDocuments)
        passed ??= { limit: `more than ${maxDocuments} documents`, offset: token.offset };
      else tokens.push(token);
    }
    if (parser.stack.length > mostOpen) return none(tooDeepNested, offset);
    if (passed !== undefined) break;
  }
  if (passed === undefined) tokens.push(...parser.end());
  const deep = tooDeep(tokens);
  if (deep !== undefined) return none(tooDeepNested, deep);
  return passed === undefined ? { tokens } : { tokens, passed };
};
