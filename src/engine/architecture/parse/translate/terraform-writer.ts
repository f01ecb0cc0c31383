import { quote } from "../../design/literal.ts";

/** Terraform that was written from another format, with the way back to the lines it was written from. */
export interface Translation {
  text: string;
  /** `lines[n - 1]` is the line of the original that line `n` of `text` was written from. */
  lines: number[];
  /** Line of the original that a declaration begins on → line that its members are introduced on, where that is another. */
  bodies?: ReadonlyMap<number, number>;
  /** What could not be carried over, and where in the original. Never repeats input. */
  problems: { line: number; column: number; message: string }[];
}

/**
 * A value as HCL. A string is code already (`var.Name`, `"text"` in its quotes); the rest is printed over lines, each
 * of which keeps the line of the original that it came from.
 */
export type Hcl =
  | string
  | { object: readonly Member[] }
  | { list: readonly { value: Hcl; line: number }[] }
  | { call: string; args: readonly Hcl[] }
  | { condition: string; yes: Hcl; no: Hcl };

/** One member of an object. Its key is text, unless it says that it is code. */
interface Member {
  key: string;
  isCode?: true;
  value: Hcl;
  line: number;
}

/** Text as an HCL string in which nothing is read as a template. */
export const hclString = (text: string): string => quote(text);

const plainName = /^[A-Za-z_][\w-]*$/;

const keyOf = (name: string): string => (plainName.test(name) ? name : quote(name));

/** A line of the text to be, and the line of the original that it comes from. */
interface Line {
  text: string;
  line: number;
}

const widestList = 100;

/** What a value takes, one line at least. */
type Lines = readonly [Line, ...Line[]];

const isFlat = (lines: Lines): boolean => lines.length === 1 && !lines[0].text.includes("\n");

/** Lines of a value that begins on `line` of the original; the first continues what stands before it. */
const print = (value: Hcl, line: number): Lines => {
  if (typeof value === "string") return linesOf(value, line);
  if ("call" in value)
    return surround(
      `${value.call}(`,
      value.args.map((arg) => print(arg, line)),
      ")",
      line,
    );
  if ("condition" in value) {
    const choice = surround(`${value.condition} ? `, [print(value.yes, line)], " : ", line);
    return surround("", [choice, print(value.no, line)], "", line, "");
  }
  if ("list" in value) {
    const items = value.list.map((item) => print(item.value, item.line));
    const flat = `[${items.map(([first]) => first.text).join(", ")}]`;
    if (items.every(isFlat) && flat.length <= widestList) return [{ text: flat, line }];
    return nest(
      "[",
      items.map((lines) => withEnding(lines, ",")),
      "]",
      line,
    );
  }
  if (value.object.length === 0) return [{ text: "{}", line }];
  const items = value.object.map(({ key, isCode, value: inner, line: at }) => {
    const [first, ...rest] = print(inner, at);
    return [{ text: `${isCode ? key : keyOf(key)} = ${first.text}`, line: at }, ...rest];
  });
  return nest("{", items, "}", line);
};

const linesOf = (code: string, line: number): Lines => {
  const end = code.indexOf("\n");
  if (end < 0) return [{ text: code, line }];
  const others = code.slice(end + 1).split("\n");
  return [{ text: code.slice(0, end), line }, ...others.map((text) => ({ text, line }))];
};

const withEnding = (lines: readonly Line[], ending: string): Line[] =>
  lines.map((part, index) => (index === lines.length - 1 ? { ...part, text: part.text + ending } : part));

/** Indented items between an opening and a closing line. */
const nest = (open: string, items: readonly Line[][], close: string, line: number): Lines => {
  const inner = items.flat().map((part) => ({ ...part, text: part.text === "" ? "" : `  ${part.text}` }));
  return [{ text: open, line }, ...inner, { text: close, line: inner.at(-1)?.line ?? line }];
};

/** Arguments one after the other: where one spans lines, the next goes on where it ends. */
const surround = (open: string, args: readonly Lines[], close: string, line: number, separator = ", "): Lines => {
  let last: Line = { text: open, line };
  const lines: [Line, ...Line[]] = [last];
  for (const [index, [first, ...rest]] of args.entries()) {
    last.text += (index === 0 ? "" : separator) + first.text;
    const others = rest.map((part) => ({ ...part }));
    lines.push(...others);
    last = others.at(-1) ?? last;
  }
  last.text += close;
  return lines;
};

/** One line of the text to be, and where it comes from. */
type Write = (text: string, line: number) => void;

/** From the line of a block's name to its last line; `bodyLine`: where its members are introduced (`Properties:`). */
export interface BlockSpan {
  line: number;
  endLine: number;
  bodyLine?: number;
}

/**
 * Writes Terraform line by line. Every line remembers the line of the original, so a finding on it points there.
 */
export class TerraformWriter {
  private readonly written: string[] = [];
  private readonly origins: number[] = [];
  private readonly bodies = new Map<number, number>();
  private readonly problems: Translation["problems"] = [];
  private depth = 0;

  private readonly write: Write = (text, line) => {
    this.written.push(text === "" ? "" : "  ".repeat(this.depth) + text);
    this.origins.push(line);
  };

  /** `type "label" "label" { … }`, from the line of its name to its last line in the original. */
  block(type: string, labels: readonly string[], span: BlockSpan, body: () => void): void {
    if (span.bodyLine !== undefined) this.bodies.set(span.line, span.bodyLine);
    const head = [type, ...labels.map((label) => quote(label))].join(" ");
    if (this.depth === 0 && this.written.length > 0) this.write("", span.line);
    this.write(`${head} {`, span.line);
    this.depth++;
    body();
    this.depth--;
    this.write("}", span.endLine);
  }

  /** `name = value` from a line of the original. */
  attribute(name: string, value: Hcl, line: number): void {
    const [first, ...rest] = print(value, line);
    this.write(`${name} = ${first.text}`, line);
    for (const part of rest) this.write(part.text, part.line);
  }

  comment(text: string, line: number): void {
    this.write(`# ${text.replaceAll(/\s+/g, " ")}`, line);
  }

  problem(line: number, message: string, column = 1): void {
    this.problems.push({ line, column, message });
  }

  finish(): Translation {
    return {
      text: `${this.written.join("\n")}\n`,
      lines: [...this.origins],
      bodies: this.bodies,
      problems: [...this.problems],
    };
  }
}
