import { createScanner } from "jsonc-parser";
import { Lexer } from "yaml";

const commentsInYaml = (text: string): string[] => {
  const comments: string[] = [];
  // No other lexeme begins with this mark: a text that does is in quotes, or begins with its blanks.
  for (const lexeme of new Lexer().lex(text)) if (lexeme.startsWith("#")) comments.push(lexeme.trim());
  return comments;
};

/** Of the library's `SyntaxKind`, which is no more than numbers once it is built. */
const [lineComment, blockComment, endOfText] = [12, 13, 17];

const commentsInJson = (text: string): string[] => {
  const scanner = createScanner(text, false);
  const comments: string[] = [];
  for (let kind: number = scanner.scan(); kind !== endOfText; kind = scanner.scan())
    if (kind === lineComment || kind === blockComment) comments.push(scanner.getTokenValue().trim());
  return comments;
};

/** Comments of a document, in their order. */
const commentsIn = (text: string, isJson: boolean): string[] => (isJson ? commentsInJson(text) : commentsInYaml(text));

/** Whether all comments of one text stand in another, in the same order. */
export const keepsComments = (before: string, after: string, isJson: boolean): boolean => {
  const kept = commentsIn(after, isJson);
  let at = 0;
  for (const comment of commentsIn(before, isJson)) {
    const found = kept.indexOf(comment, at);
    if (found < 0) return false;
    at = found + 1;
  }
  return true;
};
