import type { PythonLine, PythonToken } from "./python-lines.ts";

/** A place where a module is nested deeper than Python, or whoever reads it here, can follow. */
export interface TooDeep {
  message: string;
  line: number;
  column: number;
}

/** Of CPython's tokenizer: MAXLEVEL and MAXINDENT. */
const maxBrackets = 200;
const maxIndents = 100;
/** Operators and names in a row, with those of the brackets around: a reader that goes down for each needs a stack. */
const maxChain = 1_500;
/** CPython's MAXFSTRINGLEVEL is 150; a doubled brace counts twice here. */
const maxFields = 100;
const maxFieldLength = 1_000;

/** Words that no expression holds: after an unclosed bracket, a reader goes on with them. */
const statements: ReadonlySet<string> = new Set([
  "assert",
  "break",
  "class",
  "continue",
  "def",
  "del",
  "global",
  "import",
  "pass",
  "raise",
  "return",
  "try",
  "while",
  "with",
]);

const isDeepString = ({ text }: PythonToken): boolean => {
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const one = text[at];
    if (depth === 0) {
      if (one !== "{") continue;
      if (text[at + 1] === "{") at++;
      else {
        depth = 1;
        from = at;
      }
      continue;
    }
    if (one === "{" || one === "(" || one === "[") depth++;
    else if (one === "}" || one === ")" || one === "]") depth--;
    if (depth > maxFields || at - from > maxFieldLength) return true;
  }
  return false;
};

const findDeepIndent = (code: string): TooDeep | undefined => {
  const levels: number[] = [];
  let line = 0;
  for (let start = 0; start <= code.length;) {
    line++;
    let at = start;
    while (code[at] === " " || code[at] === "\t") at++;
    const width = at - start;
    if (code[at] !== "\n" && code[at] !== "\r" && code[at] !== "#" && at < code.length) {
      while ((levels.at(-1) ?? 0) > width) levels.pop();
      if (width > (levels.at(-1) ?? 0)) levels.push(width);
      if (levels.length >= maxIndents) return { message: "Too many levels of indentation.", line, column: width + 1 };
    }
    const end = code.indexOf("\n", at);
    if (end === -1) break;
    start = end + 1;
  }
  return undefined;
};

const findInLine = ({ tokens }: PythonLine): TooDeep | undefined => {
  // Per open bracket: what stands in a row in it.
  const open: number[] = [];
  let chain = 0;
  let around = 0;
  let line = 0;
  for (const token of tokens) {
    const { kind, text } = token;
    const place = { line: token.line, column: token.column };
    if (kind === "string") {
      if (token.isFormatted && isDeepString(token)) return { message: "An f-string is nested too deeply.", ...place };
      continue;
    }
    if (text === "," || (token.line > line && statements.has(text))) chain = 0;
    else chain++;
    line = token.line;
    if (kind === "sign" && "([{".includes(text)) {
      open.push(chain);
      around += chain;
      chain = 0;
      if (open.length > maxBrackets) return { message: "Too many nested parentheses.", ...place };
    } else if (kind === "sign" && ")]}".includes(text)) {
      chain = open.pop() ?? 0;
      around -= chain;
    }
    if (around + chain > maxChain)
      return { message: "An expression is too long to be read: name its parts.", ...place };
  }
  return undefined;
};

/** The first place where a module is too deep to be read, which Python refuses as well. Linear in its length. */
export const findTooDeep = (code: string, lines: readonly PythonLine[]): TooDeep | undefined => {
  const indent = findDeepIndent(code);
  if (indent !== undefined) return indent;
  for (const line of lines) {
    const found = findInLine(line);
    if (found !== undefined) return found;
  }
  return undefined;
};
