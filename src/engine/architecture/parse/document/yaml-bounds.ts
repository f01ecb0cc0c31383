import { Lexer, Parser } from "yaml";
import type { CST } from "yaml";

/** As deep as HCL and JSON may nest. */
export const deepest = 64;
/** Values of one document, those that aliases repeat included. */
export const maxValues = 100_000;
/** Characters of a text, the size that a file may have. */
const maxCharacters = 1_000_000;
/** The library takes 2–4 µs for each mark, text and run of spaces: so many are about 20,000 lines of a template. */
const maxLexemes = 100_000;
/** Each fault costs the library a search through those before it. */
const maxFaults = 200;
const maxDocuments = 1_000;

type Lexed = { tokens: CST.Token[] } | { limit: string; offset: number };

const childrenOf = (token: CST.Token): (CST.Token | null | undefined)[] => {
  if (token.type === "document") return [token.value];
  if (token.type !== "block-map" && token.type !== "block-seq" && token.type !== "flow-collection") return [];
  return token.items.flatMap(({ key, value }) => [key, value]);
};

/** Offset of the first value that is nested too deep. The library recurses, so it is asked only below that. */
const tooDeep = (tokens: readonly CST.Token[]): number | undefined => {
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > deepest + 1) return token.offset;
    for (const child of childrenOf(token))
      if (child !== null && child !== undefined) open.push({ token: child, depth: depth + 1 });
  }
  return undefined;
};

const isFault = ({ type }: CST.Token): boolean => type === "error";

/** The tokens of a text, read only as far as the limits go; past one, what it is and where. */
export const lexWithin = (text: string): Lexed => {
  if (text.length > maxCharacters) return { limit: `longer than ${maxCharacters} characters`, offset: 0 };
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  let faults = 0;
  let documents = 0;
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (++lexemes > maxLexemes) return { limit: `more than ${maxLexemes} keys, values and marks`, offset };
    offset += lexeme.length;
    for (const token of parser.next(lexeme)) {
      if (isFault(token) && ++faults > maxFaults) return { limit: "this is not YAML", offset: token.offset };
      if (token.type === "document" && ++documents > maxDocuments)
        return { limit: `more than ${maxDocuments} documents`, offset: token.offset };
      tokens.push(token);
    }
  }
  tokens.push(...parser.end());
  const deep = tooDeep(tokens);
  return deep === undefined ? { tokens } : { limit: `nested deeper than ${deepest} levels`, offset: deep };
};
