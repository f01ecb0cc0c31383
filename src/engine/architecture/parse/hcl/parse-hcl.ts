import type { Attribute, Block, Body, SyntaxProblem } from "./ast.ts";
import { parseExpression } from "./expressions.ts";
import { Scanner, SyntaxFailure } from "./scanner.ts";
import { parseQuoted } from "./templates.ts";
import { isTallerThan } from "./walk.ts";

/** Longer chains than this (`a + b + c …`) would overflow the stack of whoever walks the tree. */
const maxExpressionHeight = 256;
const maxProblems = 100;
/** After a failure at the end of the file, reading starts over behind the item's first line; this bounds how often. */
const maxRescans = 4;

const byteOrderMark = 0xfeff;

/** A line that opens a top-level block: at the left margin, or one of Terraform's own with its label. */
const nextHeader =
  /\n(?=[ \t]*(?:resource|data|module|provider|variable|output)[ \t]+"|[A-Za-z_][\w-]*[ \t]*(?:"[^"\n]*"[ \t]*)*\{)/g;

/**
 * Reads HCL2 text. A top-level item that cannot be read is left out and reported; the rest is kept.
 * The work is linear in the length of the text.
 */
export const parseHcl = (text: string): { body: Body; problems: SyntaxProblem[] } => {
  const scanner = new Scanner(text);
  if (scanner.code() === byteOrderMark) scanner.offset++;
  const body: Body = [];
  const problems: SyntaxProblem[] = [];
  let rescansLeft = maxRescans * text.length;
  for (;;) {
    let start = scanner.offset;
    try {
      skipEmptyLines(scanner);
      start = scanner.offset;
      if (scanner.atEnd) break;
      body.push(parseItem(scanner));
    } catch (failure) {
      if (!(failure instanceof SyntaxFailure)) throw failure;
      problems.push({ message: failure.message, offset: failure.offset });
      if (problems.length === maxProblems) {
        problems.push({ message: "too many problems: the rest of the file is not read", offset: failure.offset });
        break;
      }
      const reached = Math.min(scanner.offset, text.length);
      const canRescan = failure.offset < reached && reached - start <= rescansLeft;
      if (canRescan) rescansLeft -= reached - start;
      // The line that reading failed on may itself be the next header: an unclosed object runs into it.
      const lineStart = text.lastIndexOf("\n", (canRescan ? failure.offset : reached) - 1);
      const next = headerAfter(text, Math.max(start, lineStart));
      if (next === -1) break;
      scanner.reset(next);
    }
  }
  return { body, problems };
};

const headerAfter = (text: string, offset: number): number => {
  nextHeader.lastIndex = offset;
  const found = nextHeader.exec(text);
  return found === null ? -1 : found.index + 1;
};

const skipEmptyLines = (scanner: Scanner): void => {
  scanner.inBrackets(() => {
    scanner.skipSpace();
  });
};

const parseItem = (scanner: Scanner): Attribute | Block => {
  const start = scanner.offset;
  const name = scanner.expectWord("a block or an argument");
  scanner.skipSpace();
  const item =
    scanner.sees("=") && !scanner.sees("==")
      ? parseAttribute(scanner, name, start)
      : scanner.nested(() => parseBlock(scanner, name, start));
  scanner.skipSpace();
  if (!scanner.atLineEnd) scanner.fail(`expected a new line after the ${item.kind === "block" ? "block" : "argument"}`);
  return item;
};

const parseAttribute = (scanner: Scanner, name: string, start: number): Attribute => {
  scanner.expect("=", "after the name of an argument");
  scanner.skipSpace();
  const value = parseExpression(scanner);
  if (isTallerThan(value, maxExpressionHeight))
    scanner.fail(`expected an expression of at most ${maxExpressionHeight} operations in a row`, value.start);
  return { kind: "attribute", name, value, start, end: value.end };
};

const parseBlock = (scanner: Scanner, type: string, start: number): Block => {
  const labels = parseLabels(scanner);
  const innerStart = ++scanner.offset;
  scanner.skipSpace();
  const body = scanner.atLineEnd || scanner.sees("}") ? parseLines(scanner, start) : [parseOnlyArgument(scanner)];
  const inner = { start: innerStart, end: scanner.offset };
  scanner.expect("}", "to close the block");
  return { kind: "block", type, labels, body, inner, start, end: scanner.offset };
};

const parseLabels = (scanner: Scanner): string[] => {
  const labels: string[] = [];
  while (!scanner.sees("{")) {
    labels.push(parseLabel(scanner));
    scanner.skipSpace();
  }
  return labels;
};

const parseLabel = (scanner: Scanner): string => {
  if (!scanner.sees('"')) return scanner.expectWord('"=", a block label or "{"');
  const label = parseQuoted(scanner, parseExpression);
  if (label.kind !== "literal") scanner.fail("expected a block label without a template in it", label.start);
  return String(label.value);
};

const parseLines = (scanner: Scanner, blockStart: number): Body => {
  const body: Body = [];
  const set = new Set<string>();
  for (;;) {
    skipEmptyLines(scanner);
    if (scanner.sees("}")) return body;
    if (scanner.atEnd) scanner.fail('expected "}" to close this block', blockStart);
    const item = parseItem(scanner);
    if (item.kind === "attribute") {
      if (set.has(item.name)) scanner.fail("expected each argument of a block only once", item.start);
      set.add(item.name);
    }
    body.push(item);
  }
};

/** `name { argument = value }`: all on one line, and one argument only. */
const parseOnlyArgument = (scanner: Scanner): Attribute => {
  const start = scanner.offset;
  const name = scanner.expectWord("an argument");
  scanner.skipSpace();
  const argument = parseAttribute(scanner, name, start);
  scanner.skipSpace();
  return argument;
};
