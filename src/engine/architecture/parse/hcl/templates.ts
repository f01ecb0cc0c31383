import type { Expression, Range, TemplatePart } from "./ast.ts";
import { maxDepth } from "./scanner.ts";
import type { Scanner } from "./scanner.ts";

type ParseExpression = (scanner: Scanner) => Expression;

const newline = 10;
const carriageReturn = 13;
const doubleQuote = 34;
const dollar = 36;
const percent = 37;
const backslash = 92;

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ['"', '"'],
  ["\\", "\\"],
]);

/** Collects the parts of one template: text, `${…}` and `%{…}`, with the `~` marks applied. */
class PartList {
  readonly parts: TemplatePart[] = [];
  private readonly open: string[] = [];
  private trimNext = false;

  text(text: string): void {
    const kept = this.trimNext ? text.trimStart() : text;
    this.trimNext = false;
    if (kept !== "") this.parts.push({ kind: "literal", text: kept });
  }

  add(part: TemplatePart, trims: { before: boolean; after: boolean }): void {
    const last = this.parts.at(-1);
    if (trims.before && last?.kind === "literal") last.text = last.text.trimEnd();
    this.parts.push(part);
    this.trimNext = trims.after;
  }

  /** Keeps account of what is open; false when directive `keyword` has nothing to continue or close. */
  nest(keyword: string): boolean {
    if (keyword === "if" || keyword === "for") {
      this.open.push(keyword);
      return true;
    }
    const innermost = this.open.pop();
    if (keyword === "endfor") return innermost === "for";
    if (keyword === "endif") return innermost === "if" || innermost === "else";
    this.open.push("else");
    return innermost === "if";
  }

  get depth(): number {
    return this.open.length;
  }

  get unclosed(): string | undefined {
    const innermost = this.open.at(-1);
    return innermost === undefined ? undefined : innermost === "for" ? "%{ endfor }" : "%{ endif }";
  }
}

/** Joins neighbouring texts, which are kept line by line until indentation and `~` are dealt with. */
const joinTexts = (parts: readonly TemplatePart[]): TemplatePart[] => {
  const joined: TemplatePart[] = [];
  let texts: string[] = [];
  const flush = (): void => {
    const text = texts.join("");
    if (text !== "") joined.push({ kind: "literal", text });
    texts = [];
  };
  for (const part of parts) {
    if (part.kind === "literal") texts.push(part.text);
    else {
      flush();
      joined.push(part);
    }
  }
  flush();
  return joined;
};

const parseDirective = (
  scanner: Scanner,
  parts: PartList,
  parseExpression: ParseExpression,
): Omit<TemplatePart & { kind: "directive" }, keyof Range> => {
  const at = scanner.offset;
  const keyword = scanner.expectWord("if, else, endif, for or endfor");
  if (!["if", "else", "endif", "for", "endfor"].includes(keyword))
    scanner.fail("expected if, else, endif, for or endfor", at);
  if (!parts.nest(keyword)) scanner.fail(`expected an opening directive before this ${keyword}`, at);
  if (parts.depth > maxDepth) scanner.fail(`nested deeper than ${maxDepth} levels`, at);
  scanner.skipSpace();
  if (keyword === "if") return { kind: "directive", keyword, condition: parseExpression(scanner) };
  if (keyword !== "for") return { kind: "directive", keyword };
  return { kind: "directive", keyword, ...parseForIntro(scanner, parseExpression) };
};

/** `key, value in collection`, as in a `for` expression and in a `%{ for }` directive. */
export const parseForIntro = (
  scanner: Scanner,
  parseExpression: ParseExpression,
): { variables: string[]; collection: Expression } => {
  const variables = [scanner.expectWord('a variable name after "for"')];
  scanner.skipSpace();
  if (scanner.accept(",")) {
    scanner.skipSpace();
    variables.push(scanner.expectWord('a variable name after ","'));
    scanner.skipSpace();
  }
  const at = scanner.offset;
  if (scanner.word() !== "in") scanner.fail('expected "in" and a collection', at);
  scanner.skipSpace();
  return { variables, collection: parseExpression(scanner) };
};

/** Reads `${…}` or `%{…}` at the current place. */
const parseSequence = (scanner: Scanner, parts: PartList, parseExpression: ParseExpression): void => {
  const start = scanner.offset;
  const isDirective = scanner.code() === percent;
  scanner.offset += 2;
  const before = scanner.accept("~");
  const part = scanner.inBrackets(() => {
    scanner.skipSpace();
    const parsed = isDirective
      ? parseDirective(scanner, parts, parseExpression)
      : ({ kind: "interpolation", value: parseExpression(scanner) } as const);
    scanner.skipSpace();
    return parsed;
  });
  const after = scanner.accept("~");
  scanner.expect("}", "to close the template sequence");
  parts.add({ ...part, start, end: scanner.offset }, { before, after });
};

const startsSequence = (scanner: Scanner): boolean => {
  const code = scanner.code();
  return (code === dollar || code === percent) && scanner.code(1) === 123;
};

/** `$${` and `%%{` stand for themselves without the doubling. */
const isEscapedSequence = (scanner: Scanner): boolean => {
  const code = scanner.code();
  return (code === dollar || code === percent) && scanner.code(1) === code && scanner.code(2) === 123;
};

const parseUnicodeEscape = (scanner: Scanner, length: number): string => {
  const digits = scanner.text.slice(scanner.offset, scanner.offset + length);
  const point = /^[0-9a-fA-F]+$/.test(digits) && digits.length === length ? Number.parseInt(digits, 16) : Infinity;
  if (point > 0x10ffff) scanner.fail(`expected ${length} hexadecimal digits of a Unicode character`);
  // HCL takes a NUL; no store or picture of ours holds one.
  if (point === 0 || (point >= 0xd800 && point <= 0xdfff)) scanner.fail("expected a character that can stand alone");
  scanner.offset += length;
  return String.fromCodePoint(point);
};

const parseEscape = (scanner: Scanner): string => {
  const letter = scanner.text.charAt(scanner.offset + 1);
  const simple = simpleEscapes.get(letter);
  if (simple === undefined && letter !== "u" && letter !== "U")
    scanner.fail('expected \\n, \\r, \\t, \\", \\\\, \\u or \\U: no other escape is allowed in a string');
  scanner.offset += 2;
  return simple ?? parseUnicodeEscape(scanner, letter === "u" ? 4 : 8);
};

const checkClosed = (scanner: Scanner, parts: PartList): void => {
  if (parts.unclosed !== undefined) scanner.fail(`expected "${parts.unclosed}" before the end of the template`);
};

/** Reads a quoted string. One without sequences is a plain literal. */
export const parseQuoted = (scanner: Scanner, parseExpression: ParseExpression): Expression => {
  const start = scanner.offset++;
  const list = new PartList();
  let text = "";
  for (;;) {
    text += scanner.match(/[^"\\$%\r\n]+/y) ?? "";
    const code = scanner.code();
    if (code === doubleQuote) break;
    if (scanner.atEnd || code === newline || code === carriageReturn)
      scanner.fail('expected "\\"" to close the string on its own line', start);
    if (isEscapedSequence(scanner)) {
      text += scanner.text.slice(scanner.offset + 1, scanner.offset + 3);
      scanner.offset += 3;
    } else if (startsSequence(scanner)) {
      list.text(text);
      text = "";
      parseSequence(scanner, list, parseExpression);
    } else if (code === backslash) text += parseEscape(scanner);
    else text += scanner.text.charAt(scanner.offset++);
  }
  list.text(text);
  checkClosed(scanner, list);
  const end = ++scanner.offset;
  const parts = joinTexts(list.parts);
  if (parts.every((part) => part.kind === "literal"))
    return { kind: "literal", value: parts.map((part) => part.text).join(""), start, end };
  return { kind: "template", parts, heredoc: false, indented: false, start, end };
};

const unclosed = "expected the closing word of this heredoc on a line of its own";

/** Whether any line ahead could close the heredoc: without one, its text is not worth reading. */
const closesLater = (scanner: Scanner, tag: string): boolean => {
  const closing = new RegExp(`\\n[ \\t]*${tag}[ \\t]*\\r?(?:\\n|$)`, "g");
  closing.lastIndex = scanner.offset - 1;
  return closing.test(scanner.text);
};

/** Length of the closing line `  TAG` when it begins at `offset`; 0 when another line does. */
const closingLength = (scanner: Scanner, tag: string): number => {
  const { text } = scanner;
  let at = scanner.offset;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
  if (!text.startsWith(tag, at)) return 0;
  const end = at + tag.length;
  for (at = end; at < text.length && text.charCodeAt(at) !== newline; at++)
    if (!" \t\r".includes(text.charAt(at))) return 0;
  return end - scanner.offset;
};

/** Reads the lines of a heredoc up to its closing tag; each line of text is a part of its own. */
const parseLines = (scanner: Scanner, tag: string, start: number, parseExpression: ParseExpression): PartList => {
  const list = new PartList();
  let text = "";
  for (;;) {
    const atLineStart = scanner.code(-1) === newline;
    const closing = atLineStart ? closingLength(scanner, tag) : 0;
    if (closing > 0) {
      scanner.offset += closing;
      return list;
    }
    text += scanner.match(/[^$%\r\n]+/y) ?? "";
    if (scanner.atEnd) scanner.fail(unclosed, start);
    if (scanner.code() === carriageReturn && scanner.code(1) !== newline)
      scanner.fail("expected a line feed after the carriage return");
    if (isEscapedSequence(scanner)) {
      text += scanner.text.slice(scanner.offset + 1, scanner.offset + 3);
      scanner.offset += 3;
    } else if (startsSequence(scanner)) {
      list.text(text);
      text = "";
      parseSequence(scanner, list, parseExpression);
    } else {
      text += scanner.text.charAt(scanner.offset);
      if (scanner.text.charCodeAt(scanner.offset++) !== newline) continue;
      list.text(text);
      text = "";
    }
  }
};

const indentOf = (line: string): number => line.length - line.trimStart().length;
const isBlank = (line: string): boolean => line.trim() === "" && line.endsWith("\n");

/** Takes the indentation that all lines share from each of them, as `<<-` asks. */
const withoutIndent = (parts: readonly TemplatePart[]): TemplatePart[] => {
  const startsLine = (index: number): boolean => {
    const before = parts[index - 1];
    return before === undefined || (before.kind === "literal" && before.text.endsWith("\n"));
  };
  let shared = Infinity;
  for (const [index, part] of parts.entries()) {
    if (!startsLine(index)) continue;
    if (part.kind !== "literal") shared = 0;
    else if (!isBlank(part.text)) shared = Math.min(shared, indentOf(part.text));
  }
  return parts.map((part, index) =>
    part.kind === "literal" && startsLine(index) && !isBlank(part.text)
      ? { kind: "literal", text: part.text.slice(shared) }
      : part,
  );
};

/** Reads a heredoc, `<<TAG` or `<<-TAG`. */
export const parseHeredoc = (scanner: Scanner, parseExpression: ParseExpression): Expression => {
  const start = scanner.offset;
  scanner.expect("<<", "to begin a heredoc");
  const indented = scanner.accept("-");
  const tag = scanner.expectWord('a word after "<<"');
  scanner.accept("\r");
  if (scanner.code() !== newline) scanner.fail("expected a line break after the opening word of the heredoc");
  scanner.offset++;
  if (!closesLater(scanner, tag)) scanner.fail(unclosed, start);
  const list = parseLines(scanner, tag, start, parseExpression);
  checkClosed(scanner, list);
  const parts = joinTexts(indented ? withoutIndent(list.parts) : list.parts);
  return { kind: "template", parts, heredoc: true, indented, start, end: scanner.offset };
};
