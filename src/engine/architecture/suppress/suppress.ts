import type { Component, Model, Span } from "../model/index.ts";
import type { Project, SourceFile, Warning } from "../parse/index.ts";
import { positionsIn } from "../parse/project.ts";
import { rules } from "../rules/index.ts";
import type { Failure, Review, Rule, Severity } from "../rules/index.ts";
import type { Directive, Tool } from "./directive.ts";
import { namesRule } from "./match-rule.ts";
import { readDirectives } from "./read-directives.ts";

/** A finding that a comment in the user's text says to be accepted. */
export interface Suppressed {
  rule: string;
  severity: Severity;
  title: string;
  resource: string;
  file: string;
  line: number;
  end_line: number;
  reason: string;
  /** The tool whose comment it is. */
  by: Tool;
}

export interface Accepted {
  /** What is left to find. */
  review: Review;
  suppressed: Suppressed[];
  /** Takes what is accepted out of a later review of the same design. */
  keep: (review: Review) => Review;
  warnings: Warning[];
}

/** Reads the comments of a design's own texts and takes the findings out that they accept. */
export const suppress = (
  found: Review,
  { files, model, project }: { files: readonly SourceFile[]; model: Model; project: Project },
): Accepted => {
  const directives = readDirectives(files, project);
  if (directives.length === 0) return { review: found, suppressed: [], keep: (review) => review, warnings: [] };
  const covering = createCover(directives, model, project);
  const accepting = (failure: Failure): Directive | undefined =>
    covering(failure).find((directive) => namesRule(directive, failure.rule));
  const accepted = new Map(
    found.failures.flatMap((failure) => {
      const directive = accepting(failure);
      return directive === undefined ? [] : [[failure, directive] as const];
    }),
  );
  const keys = new Set([...accepted.keys()].map(keyOf));
  return {
    review: without(found, (failure) => accepted.has(failure)),
    suppressed: [...accepted].map(([failure, directive]) => toSuppressed(failure, directive)),
    keep: (review) => (keys.size === 0 ? review : without(review, (failure) => keys.has(keyOf(failure)))),
    warnings: directives.flatMap((directive) => unknownRules(directive)),
  };
};

const keyOf = ({ rule, resource }: Failure): string => `${rule.id} ${resource}`;

const toSuppressed = ({ rule, resource, place }: Failure, { reason, by }: Directive): Suppressed => ({
  rule: rule.id,
  severity: rule.severity,
  title: rule.title,
  resource,
  file: place.file,
  line: place.line,
  end_line: place.end_line,
  reason,
  by,
});

/** The review without some failures; a check counts as decided as long as one of its failures is left. */
const without = (review: Review, isAccepted: (failure: Failure) => boolean): Review => {
  const failures = review.failures.filter((failure) => !isAccepted(failure));
  if (failures.length === review.failures.length) return review;
  const checkOf = ({ rule, address }: Failure): string => `${rule.id} ${address}`;
  const left = new Set(failures.map(checkOf));
  const undecided = new Map<Rule, number>();
  const gone = new Map(review.failures.filter((one) => !left.has(checkOf(one))).map((one) => [checkOf(one), one.rule]));
  for (const rule of gone.values()) undecided.set(rule, (undecided.get(rule) ?? 0) + 1);
  const decided = review.decided.filter(({ rule, failed }) => {
    const open = failed ? (undecided.get(rule) ?? 0) : 0;
    if (open > 0) undecided.set(rule, open - 1);
    return open === 0;
  });
  return { ...review, failures, decided };
};

/** Comments by where they stand, so that each finding looks at those near it alone. */
class Index {
  private readonly files = new Map<string, Directive[]>();
  private readonly starts = new Map<string, Directive[]>();
  private readonly lines = new Map<string, Directive[]>();
  /** Those that stand for the resource around them, in order. */
  private readonly inside = new Map<string, Directive[]>();

  constructor(directives: readonly Directive[]) {
    for (const directive of directives) {
      const { covers, file } = directive;
      if (covers.what === "file") push(this.files, file, directive);
      else if (covers.what === "resource") push(this.inside, file, directive);
      else push(covers.what === "start" ? this.starts : this.lines, `${file}:${covers.line}`, directive);
    }
    for (const list of this.inside.values()) list.sort((a, b) => a.line - b.line);
  }

  ofFile(file: string): readonly Directive[] {
    return this.files.get(file) ?? [];
  }

  onLine({ file, line }: Span): readonly Directive[] {
    return this.lines.get(`${file}:${line}`) ?? [];
  }

  atStart({ file, line }: Span): readonly Directive[] {
    return this.starts.get(`${file}:${line}`) ?? [];
  }

  within({ file, line, end_line }: Span): readonly Directive[] {
    const list = this.inside.get(file) ?? [];
    const from = firstFrom(list, line);
    const after = firstFrom(list, end_line + 1);
    return list.slice(from, after);
  }
}

const push = (map: Map<string, Directive[]>, key: string, directive: Directive): void => {
  const known = map.get(key);
  if (known === undefined) map.set(key, [directive]);
  else known.push(directive);
};

/** Index of the first that stands on the line or below it. */
const firstFrom = (sorted: readonly Directive[], line: number): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.line ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The comments that cover a finding by where it stands: in its resource, on its line, or above what holds it. */
const createCover = (
  directives: readonly Directive[],
  model: Model,
  project: Project,
): ((failure: Failure) => readonly Directive[]) => {
  const index = new Index(directives);
  const calls = moduleCalls(project);
  const entryOf = entriesOfDocuments(model, project);
  const callsOf = (address: string): Span[] =>
    [...address.matchAll(/\bmodule\.([\w-]+)/g)].flatMap(([, name = ""]) => calls.get(name) ?? []);
  return ({ place, resource, address }) => {
    const component = model.find(resource) ?? model.find(address);
    const around = [component?.source ?? place, ...entryOf(place), ...callsOf(address)];
    return [
      ...index.onLine(place),
      ...[place, ...spansWithin(component, place), ...around].flatMap((span) => index.atStart(span)),
      ...around.flatMap((span) => index.within(span)),
      ...index.ofFile(place.file),
    ];
  };
};

/** One resource of another format may be several in Terraform: a comment in it stands for all that lies within the largest. */
const entriesOfDocuments = (model: Model, { files }: Project): ((place: Span) => Span[]) => {
  const documents = new Set(files.filter(({ origin }) => origin !== undefined).map(({ name }) => name));
  const spans = model.components.map(({ source }) => source).filter(({ file }) => documents.has(file));
  const byLine = new Map<string, Span>();
  const largestFirst = spans.toSorted((a, b) => b.end_line - b.line - (a.end_line - a.line));
  for (const span of largestFirst) {
    const isWithin = byLine.has(`${span.file}:${span.line}`);
    for (let { line } = span; !isWithin && line <= span.end_line; line++)
      if (!byLine.has(`${span.file}:${line}`)) byLine.set(`${span.file}:${line}`, span);
  }
  return ({ file, line }) => {
    const span = byLine.get(`${file}:${line}`);
    return span === undefined ? [] : [span];
  };
};

/** What of a component is written around a place: nested blocks, objects and lists. */
const spansWithin = (component: Component | undefined, place: Span): Span[] =>
  component?.source.file !== place.file
    ? []
    : [...component.lines.values()].flatMap(({ line, end_line }) =>
        line <= place.line && place.line <= end_line ? [{ file: place.file, line, end_line }] : [],
      );

/** Where modules are called, by the name of the call. */
const moduleCalls = ({ files }: Project): Map<string, Span[]> => {
  const calls = new Map<string, Span[]>();
  for (const file of files) {
    const position = positionsIn(file);
    for (const item of file.body) {
      if (item.kind !== "block" || item.type !== "module") continue;
      const [name = ""] = item.labels;
      const span = { file: file.name, line: position(item.start).line, end_line: position(item.end).line };
      calls.set(name, [...(calls.get(name) ?? []), span]);
    }
  }
  return calls;
};

/** A comment of our own that names no rule would be trusted in vain. */
const unknownRules = (directive: Directive): Warning[] => {
  const { by, ids, file, line, covers } = directive;
  if (by !== "stackstage" || covers.what !== "resource") return [];
  const isKnown = ids.every((id) => rules.some((rule) => namesRule({ ...directive, ids: [id] }, rule)));
  return isKnown ? [] : [{ file, line, column: 1, message: "This comment names a rule that does not exist." }];
};
