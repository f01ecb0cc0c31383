/** How deep blocks and expressions may lie inside each other: real code stays under 20, the call stack ends near 1,000. */
export const maxDepth = 64;

/** Why an item could not be read. The message says what was expected and never repeats input. */
export class SyntaxFailure extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const tab = 9;
const newline = 10;
const carriageReturn = 13;
const space = 32;
const hash = 35;
const star = 42;
const dash = 45;
const slash = 47;
const underscore = 95;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isAsciiLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
const isAsciiWord = (code: number): boolean =>
  isAsciiLetter(code) || isDigit(code) || code === underscore || code === dash;

/** Reads characters, white space, words and numbers from a text; the grammar is built on it. */
export class Scanner {
  readonly text: string;
  offset = 0;
  /** Inside brackets a line break is only white space; elsewhere it ends an item. */
  private newlineIsSpace = false;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.offset >= this.text.length;
  }

  /** Character code at the current place, or `ahead` of it; NaN past the end. */
  code(ahead = 0): number {
    return this.text.charCodeAt(this.offset + ahead);
  }

  /** True when `token` stands at the current place. */
  sees(token: string): boolean {
    return this.text.startsWith(token, this.offset);
  }

  /** Steps over `token` when it stands here. */
  accept(token: string): boolean {
    if (!this.sees(token)) return false;
    this.offset += token.length;
    return true;
  }

  /** Steps over `token`, or fails with what it was needed for. */
  expect(token: string, purpose: string): void {
    if (!this.accept(token)) this.fail(`expected "${token}" ${purpose}`);
  }

  fail(message: string, offset: number = this.offset): never {
    throw new SyntaxFailure(message, offset);
  }

  /** Goes back to top level after a failure. */
  reset(offset: number): void {
    this.offset = offset;
    this.newlineIsSpace = false;
    this.depth = 0;
  }

  /** Parses one level deeper. */
  nested<T>(parse: () => T): T {
    if (++this.depth > maxDepth) this.fail(`nested deeper than ${maxDepth} levels`);
    const result = parse();
    this.depth--;
    return result;
  }

  /** Parses what stands between brackets, where line breaks are white space. */
  inBrackets<T>(parse: () => T): T {
    return this.withNewlines(true, parse);
  }

  /** Parses where a line break ends the expression, as in a body or an object. */
  inLines<T>(parse: () => T): T {
    return this.withNewlines(false, parse);
  }

  private withNewlines<T>(newlineIsSpace: boolean, parse: () => T): T {
    const outer = this.newlineIsSpace;
    this.newlineIsSpace = newlineIsSpace;
    const result = parse();
    this.newlineIsSpace = outer;
    return result;
  }

  /** Skips blanks and comments, and line breaks where they mean nothing. */
  skipSpace(): void {
    for (;;) {
      const code = this.code();
      if (code === space || code === tab || (code === carriageReturn && this.code(1) === newline)) this.offset++;
      else if (code === newline && this.newlineIsSpace) this.offset++;
      else if (code === hash || (code === slash && this.code(1) === slash)) this.skipLine();
      else if (code === slash && this.code(1) === star) this.skipComment();
      else return;
    }
  }

  private skipLine(): void {
    const end = this.text.indexOf("\n", this.offset);
    this.offset = end === -1 ? this.text.length : end;
  }

  private skipComment(): void {
    const end = this.text.indexOf("*/", this.offset + 2);
    if (end === -1) this.fail('expected "*/" to close the comment');
    this.offset = end + 2;
  }

  /** True at a line break and at the end of the text. */
  get atLineEnd(): boolean {
    return this.atEnd || this.code() === newline;
  }

  /** Identifier at the current place, if there is one. */
  word(): string | undefined {
    const start = this.offset;
    const first = this.code();
    if (isAsciiLetter(first) || first === underscore) {
      let end = start + 1;
      while (isAsciiWord(this.text.charCodeAt(end))) end++;
      if (!(this.text.charCodeAt(end) > 127)) {
        this.offset = end;
        return this.text.slice(start, end);
      }
    } else if (!(first > 127)) return undefined;
    return this.match(/[\p{ID_Start}_][\p{ID_Continue}-]*/uy);
  }

  /** Identifier, or a failure that says what it was needed for. */
  expectWord(what: string): string {
    return this.word() ?? this.fail(this.atEnd ? `expected ${what}, but the file ends here` : `expected ${what}`);
  }

  /** Number at the current place, if there is one. */
  number(): number | undefined {
    if (!isDigit(this.code())) return undefined;
    return Number(this.match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y));
  }

  /** Digits at the current place: the old way of writing an index, `list.0`. */
  digits(): number | undefined {
    return isDigit(this.code()) ? Number(this.match(/\d+/y)) : undefined;
  }

  /** Text that a sticky pattern matches here; steps over it. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.offset = pattern.lastIndex;
    return found;
  }
}
