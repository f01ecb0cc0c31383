import type { DocumentNode, MapNode } from "../parse/document/node.ts";

/** How a file is written: what is added to it is written likewise. */
export interface Style {
  isJson: boolean;
  lineBreak: string;
  /** Blanks of one step further in. */
  unit: string;
  /** Blanks of a list's dashes against the key that the list belongs to. */
  dashes: string;
  quote: "'" | '"';
  /** Are CloudFormation's functions tags (`!Ref`) rather than maps? */
  hasTags: boolean;
}

export const columnAt = (text: string, offset: number): number => offset - (text.lastIndexOf("\n", offset - 1) + 1);

export const isFlow = (text: string, { start }: DocumentNode): boolean => text[start] === "{" || text[start] === "[";

/** Looks through nodes until `pick` answers; not further than it takes to know. */
const firstOf = <T>(documents: readonly DocumentNode[], pick: (node: DocumentNode) => T | undefined): T | undefined => {
  const waiting = documents.toReversed();
  for (let next = waiting.pop(), seen = 0; next !== undefined && seen < mostNodes; next = waiting.pop(), seen++) {
    const found = pick(next);
    if (found !== undefined) return found;
    const inside =
      next.kind === "map" ? next.entries.map(({ value }) => value) : next.kind === "list" ? next.items : [];
    waiting.push(...inside.toReversed());
  }
  return undefined;
};

const mostNodes = 5_000;

/** Column of the dash before an item of a list. */
const dashColumn = (text: string, item: DocumentNode): number => columnAt(text, dashBefore(text, item));

/** Offset of the dash before an item: between them stand only blanks, a tag, an anchor. */
export const dashBefore = (text: string, { start }: DocumentNode): number => text.lastIndexOf("-", start - 1);

const stepIn = (text: string, node: DocumentNode): number | undefined => {
  if (node.kind !== "map" || text[node.start] === "[") return undefined;
  const [first] = node.entries;
  const outer = first && columnAt(text, first.keyStart);
  for (const { value } of node.entries) {
    const inner = value.kind === "map" ? value.entries[0] : undefined;
    if (outer === undefined || inner === undefined || value.line === value.endLine) continue;
    const step = columnAt(text, inner.keyStart) - outer;
    if (step > 0 && step <= 8) return step;
  }
  return undefined;
};

const dashStep = (text: string, node: DocumentNode): number | undefined => {
  if (node.kind !== "map" || isFlow(text, node)) return undefined;
  for (const { keyStart, value } of node.entries) {
    const [item] = value.kind === "list" && !isFlow(text, value) ? value.items : [];
    if (item === undefined || item.start < keyStart) continue;
    const step = dashColumn(text, item) - columnAt(text, keyStart);
    if (step >= 0 && step <= 8) return step;
  }
  return undefined;
};

const quoteOf = (text: string, node: DocumentNode): Style["quote"] | undefined => {
  const mark = node.kind === "scalar" ? text[node.start] : undefined;
  return mark === "'" || mark === '"' ? mark : undefined;
};

const usesFunction = (node: DocumentNode): boolean | undefined => {
  if (node.tag !== undefined) return true;
  const [only, ...others] = node.kind === "map" ? node.entries : [];
  return only !== undefined && others.length === 0 && /^(?:Ref$|Fn::)/.test(only.key) ? false : undefined;
};

/** Reads off a file how it is written. */
export const styleOf = (text: string, documents: readonly DocumentNode[], isJson: boolean): Style => {
  const step = firstOf(documents, (node) => stepIn(text, node)) ?? 2;
  const unit = isJson && /\n\t+"/.test(text) ? "\t" : " ".repeat(step);
  const dashes = isJson ? undefined : firstOf(documents, (node) => dashStep(text, node));
  return {
    isJson,
    lineBreak: text.includes("\r\n") ? "\r\n" : "\n",
    unit,
    dashes: " ".repeat(dashes ?? step),
    quote: firstOf(documents, (node) => quoteOf(text, node)) ?? '"',
    hasTags: !isJson && (firstOf(documents, usesFunction) ?? true),
  };
};

/** Entries that stand in the map itself: those of an anchor that it takes in stand elsewhere. */
export const ownEntries = ({ entries, start, end }: MapNode): MapNode["entries"] =>
  entries.filter(({ keyStart }) => keyStart >= start && keyStart < end);
