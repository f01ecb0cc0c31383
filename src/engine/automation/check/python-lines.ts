/** A word, a string or a sign of Python. */
export interface PythonToken {
  kind: "name" | "number" | "string" | "sign";
  /** Of a string: what stands between its quotes, escapes as they are written. */
  text: string;
  line: number;
  /** Counted from 1, in UTF-16 units. */
  column: number;
  /** Of a string: whether there may be expressions in it. */
  isFormatted: boolean;
}

/** A logical line: it ends where no bracket is open. */
export interface PythonLine {
  /** Columns before its first token. */
  indent: number;
  tokens: readonly PythonToken[];
}

const signs: ReadonlySet<string> = new Set("()[]{},:;=+-*/%&|^~<>!@");
const mayOpenString = /["'rRbBuUfFtT]/;
/** Most names; several times as fast as the whole of Unicode. */
const plainName = /[A-Za-z_]\w*(?!\w|\P{ASCII})/uy;
const name = /[\p{L}_][\p{L}\p{N}\p{M}_]*/uy;
const number = /\d[\w.]*|\.\d[\w]*/y;
const stringStart = /([rRbBuUfFtT]{0,2})("""|'''|"|')/y;

/** Where a string ends whose text begins at `from`; the end of the line, or of the code, where it is not closed. */
const endOfString = (code: string, from: number, quote: string, formatted: boolean): number => {
  let depth = 0;
  for (let at = from; at < code.length; at++) {
    const one = code[at];
    if (one === "\\") at++;
    else if (formatted && one === "{" && code[at + 1] === "{" && depth === 0) at++;
    else if (formatted && one === "{") depth++;
    else if (formatted && one === "}" && depth > 0) depth--;
    else if (depth === 0 && code.startsWith(quote, at)) return at;
    else if (one === "\n" && quote.length === 1) return at;
  }
  return code.length;
};

/** Where the space, the continued line or the comment at a place ends; the place itself where there is none. */
const skip = (code: string, at: number, one: string): number => {
  if (one === " ") {
    let end = at + 1;
    while (code.charCodeAt(end) === 32) end++;
    return end;
  }
  if (one === "\t" || one === "\f" || one === "\r") return at + 1;
  if (one === "\\" && code[at + 1] === "\n") return at + 2;
  if (one === "\\" && code.startsWith("\r\n", at + 1)) return at + 3;
  if (one !== "#") return at;
  const end = code.indexOf("\n", at);
  return end === -1 ? code.length : end;
};

/** Reads a pattern at a place; undefined where it does not begin there. */
const readAt = (pattern: RegExp, code: string, at: number): RegExpExecArray | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(code) ?? undefined;
};

/**
 * The logical lines of a Python module, as far as they can be told apart without a parser: enough to see imports,
 * definitions and strings. Ruff's own tokens cost more than its whole check.
 */
export const readPythonLines = (code: string): PythonLine[] => {
  const lines: PythonLine[] = [];
  let tokens: PythonToken[] = [];
  let depth = 0;
  let line = 1;
  let lineStart = 0;
  let at = 0;
  const endLine = (): void => {
    if (tokens.length > 0) lines.push({ indent: (tokens[0]?.column ?? 1) - 1, tokens });
    tokens = [];
  };
  const passLines = (from: number, to: number): void => {
    for (let end = code.indexOf("\n", from); end !== -1 && end < to; end = code.indexOf("\n", end + 1)) {
      line++;
      lineStart = end + 1;
    }
  };
  const add = (kind: PythonToken["kind"], text: string, isFormatted = false): void => {
    tokens.push({ kind, text, line, column: at - lineStart + 1, isFormatted });
  };
  while (at < code.length) {
    const one = code.charAt(at);
    if (one === "\n") {
      passLines(at, ++at);
      if (depth === 0) endLine();
      continue;
    }
    const skipped = skip(code, at, one);
    if (skipped > at) {
      passLines(at, skipped);
      at = skipped;
      continue;
    }
    const opening = mayOpenString.test(one) ? readAt(stringStart, code, at) : undefined;
    if (opening) {
      const [whole, prefix = "", quote = ""] = opening;
      const from = at + whole.length;
      const isFormatted = /[fFtT]/.test(prefix);
      const end = endOfString(code, from, quote, isFormatted);
      add("string", code.slice(from, end), isFormatted);
      const after = code.startsWith(quote, end) ? end + quote.length : end;
      passLines(at, after);
      at = after;
      continue;
    }
    const word = signs.has(one)
      ? undefined
      : (readAt(plainName, code, at) ?? readAt(number, code, at) ?? readAt(name, code, at));
    const text = word?.[0] ?? String.fromCodePoint(code.codePointAt(at) ?? 0);
    if (word) add(/^[\d.]/.test(text) ? "number" : "name", text);
    else {
      add("sign", text);
      if ("([{".includes(text)) depth++;
      else if (")]}".includes(text)) depth = Math.max(0, depth - 1);
      else if (text === ";" && depth === 0) endLine();
    }
    at += text.length;
  }
  endLine();
  return lines;
};
