/** What stands between the brackets of `"[concat('a', parameters('b').c[0])]"`. */
export type ArmExpression =
  | { kind: "text"; value: string }
  | { kind: "number"; value: number }
  | { kind: "call"; name: string; args: readonly ArmExpression[] }
  | { kind: "member"; of: ArmExpression; name: string }
  | { kind: "index"; of: ArmExpression; at: ArmExpression };

/** As deep as calls and members may nest. */
const deepest = 64;

const lexeme = /\s*(?:'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w-]*)|[()[\].,])/y;

type Lexeme = { kind: "text" | "number" | "name" | "mark"; value: string };

const lex = (code: string): Lexeme[] | undefined => {
  const lexemes: Lexeme[] = [];
  const end = code.trimEnd().length;
  lexeme.lastIndex = 0;
  while (lexeme.lastIndex < end) {
    const match = lexeme.exec(code);
    if (match === null) return undefined;
    const [whole, text, number, name] = match;
    if (text !== undefined) lexemes.push({ kind: "text", value: text.replaceAll("''", "'") });
    else if (number !== undefined) lexemes.push({ kind: "number", value: number });
    else if (name !== undefined) lexemes.push({ kind: "name", value: name });
    else lexemes.push({ kind: "mark", value: whole.trim() });
  }
  return lexemes;
};

class Reader {
  private readonly lexemes: readonly Lexeme[];
  private at = 0;

  constructor(lexemes: readonly Lexeme[]) {
    this.lexemes = lexemes;
  }

  get isDone(): boolean {
    return this.at >= this.lexemes.length;
  }

  expression(depth: number): ArmExpression | undefined {
    const first = this.lexemes[this.at];
    if (first === undefined || first.kind === "mark" || depth > deepest) return undefined;
    this.at++;
    if (first.kind === "text") return this.tail({ kind: "text", value: first.value }, depth);
    if (first.kind === "number") return { kind: "number", value: Number(first.value) };
    if (!this.take("(")) return undefined;
    const args = this.args(depth);
    return args && this.tail({ kind: "call", name: first.value.toLowerCase(), args }, depth);
  }

  private args(depth: number): ArmExpression[] | undefined {
    const args: ArmExpression[] = [];
    if (this.take(")")) return args;
    for (;;) {
      const arg = this.expression(depth + 1);
      if (arg === undefined) return undefined;
      args.push(arg);
      if (this.take(")")) return args;
      if (!this.take(",")) return undefined;
    }
  }

  private tail(head: ArmExpression, depth: number): ArmExpression | undefined {
    let of = head;
    for (let length = depth; length < deepest; length++) {
      if (this.take(".")) {
        const name = this.lexemes[this.at++];
        if (name?.kind !== "name") return undefined;
        of = { kind: "member", of, name: name.value };
      } else if (this.take("[")) {
        const at = this.expression(depth + 1);
        if (at === undefined || !this.take("]")) return undefined;
        of = { kind: "index", of, at };
      } else return of;
    }
    return undefined;
  }

  private take(mark: string): boolean {
    const next = this.lexemes[this.at];
    if (next?.kind !== "mark" || next.value !== mark) return false;
    this.at++;
    return true;
  }
}

/** Is the text an expression? One that begins with two brackets is a text that begins with one. */
export const isExpression = (text: string): boolean => /^\s*\[(?!\[)/.test(text) && text.trimEnd().endsWith("]");

/** The expression in a text; `undefined` when it cannot be read. */
export const parseExpression = (text: string): ArmExpression | undefined => {
  const lexemes = lex(text.trim().slice(1, -1));
  if (lexemes === undefined) return undefined;
  const reader = new Reader(lexemes);
  const expression = reader.expression(0);
  return reader.isDone ? expression : undefined;
};
