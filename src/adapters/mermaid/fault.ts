/** Text that is not drawn, and why, in words of ours: mermaid's messages quote the text. Lines and columns count from 1. */
export class MermaidError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(message: string, line = 1, column = 1) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/** What mermaid's databases refuse: the start of their message → ours. */
const refusals: readonly [RegExp, string][] = [
  [/^No such shape/, "There is no node shape of this name."],
  [/^Edge limit/, "The diagram has more arrows than are drawn."],
  [/^Trying to inactivate/, "A participant is deactivated that is not active."],
  [/^It is not possible to have actors with the same id/, "A participant is created that is there already."],
  [/^The created participant/, "The message after `create` must go to the participant that it creates."],
  [
    /^The destroyed participant/,
    "The message after `destroy` must come from or go to the participant that it destroys.",
  ],
  [/^A same participant/, "A participant stands in two boxes."],
  [/is already in use by another/, "An id is used twice."],
  [/cannot be placed within itself/, "Something is placed within itself."],
  [/parent does not exist/, "Something is placed in a group that is declared later or not at all."],
  [/parent is not a group/, "Something is placed in what is not a group."],
  [/does not yet exist/, "An arrow leads to or from what is not declared."],
  [/is modified to traverse the group boundary/, "{group} stands at an arrow that does not leave the group."],
  [/^An align directive|^align /, "An align line needs two or more services or junctions, each once."],
  [/^Group nodes can only have label/, "A composite state has a description beside its name."],
];

/** Where a grammar stopped: jison's hash, or the first of langium's lists. */
interface Stopped {
  hash?: { line?: number | string; token?: unknown; loc?: { last_line: number; last_column: number } };
  lexerErrors?: { line?: number; column?: number }[];
  parserErrors?: { token: { startLine?: number; startColumn?: number } }[];
}

const grammarMessage = "The text does not follow Mermaid's grammar from here on.";
const endMessage = `${grammarMessage} A node called "end" needs quotes or a capital.`;

const placeOf = ({ hash, lexerErrors, parserErrors }: Stopped): { line: number; column: number } | undefined => {
  if (hash?.loc !== undefined) return { line: hash.loc.last_line, column: hash.loc.last_column + 1 };
  if (hash !== undefined) return { line: Number(hash.line ?? 0) + 1, column: 1 };
  const lexed = lexerErrors?.[0];
  if (lexed !== undefined) return { line: lexed.line ?? 1, column: lexed.column ?? 1 };
  const token = parserErrors?.[0]?.token;
  if (token === undefined) return undefined;
  // At the end of the text the place is not a number.
  return { line: token.startLine || 1, column: token.startColumn || 1 };
};

/** Whatever mermaid threw, as an error of ours; `lineOf` turns a line of the prepared text into one of the caller's. */
export const toMermaidError = (error: unknown, lineOf: (line: number) => number): MermaidError => {
  if (error instanceof MermaidError) return error;
  if (!(error instanceof Error)) return new MermaidError(grammarMessage);
  const refusal = refusals.find(([pattern]) => pattern.test(error.message))?.[1];
  if (refusal !== undefined) return new MermaidError(refusal);
  if (error.name === "YAMLException") return new MermaidError("What stands in @{ } is not valid YAML.");
  // The library's own fields, read with care.
  const stopped = error as Stopped;
  const place = placeOf(stopped);
  if (place === undefined) return new MermaidError("Mermaid cannot make a diagram of this text.");
  const message = /^end$/i.test(String(stopped.hash?.token)) ? endMessage : grammarMessage;
  return new MermaidError(message, lineOf(place.line), place.column);
};
