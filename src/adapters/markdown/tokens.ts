import type { Token, Tokens } from "marked";
import { Lexer, Tokenizer } from "marked";

/** Bare addresses stay words: in a PDF they read the same, and to look for them in a very long word takes its square. */
class WordsOnly extends Tokenizer {
  /** Two tildes make a stroke. One is a span of time or amounts in Korean: 3~5 and 10~12 are not struck. */
  override del(...[src, ...rest]: Parameters<Tokenizer["del"]>): Tokens.Del | undefined {
    return src.startsWith("~~") ? super.del(src, ...rest) : undefined;
  }

  override url(): undefined {
    return undefined;
  }
}

/** Pairing the marks of emphasis takes the square of their number; no paragraph of prose has as many. */
const mostMarks = 100;

/** Whether a word is the name of an address takes the square of its length to tell. */
const endlessWord = /[\w.!#$%&'*+/=?^`{|}~-]{1000}/;

/** Quotes and lists that open on one line, one in the other: each is read within the one before. */
const deeplyNested = /^[ \t]*(?:(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])[ \t]*){12}/m;

const plain = (text: string): Token => ({ type: "text", raw: text, text });

/**
 * Markdown as tokens, in a time that grows with its length. What nobody writes is left as plain text: marks of emphasis
 * by the hundred in one paragraph, words of a thousand letters, quotes twelve deep.
 */
export const lexMarkdown = (markdown: string): Token[] => {
  const text = markdown.replace(/\r\n?/g, "\n");
  if (deeplyNested.test(text)) return [plain(text)];
  const lexer = new Lexer({ gfm: true, tokenizer: new WordsOnly() });
  const tokens = lexer.blockTokens(text);
  for (const { src, tokens: into } of lexer.inlineQueue) {
    const marks = src.match(/[*_~]+/g)?.length ?? 0;
    if (marks > mostMarks || endlessWord.test(src)) into.push(plain(src));
    else lexer.inlineTokens(src, into);
  }
  return tokens;
};
