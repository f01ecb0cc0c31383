import { tokenise } from "../text/index.ts";
import { keyPhrase } from "./salience.ts";
import type { Statement } from "./statements.ts";

/** A part of an article: what is said under one heading. */
export interface Section {
  /** Undefined for what comes before the first heading. */
  heading: string | undefined;
  statements: readonly Statement[];
}

/** Of statements without headings, so many make a section. */
const perSection = 14;
const mostCuts = 4;

/** A file's name as a person would write it: `meeting-notes_2026.md` is "Meeting notes 2026". */
export const nameOf = (filename: string): string => {
  const words = filename
    .replace(/\.\w{1,5}$/, "")
    .replaceAll(/[-_.\s]+/g, " ")
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The first level of headings that divides a document; undefined where none does. */
const dividingLevel = (statements: readonly Statement[]): number | undefined => {
  const deepest = statements.reduce((most, { headings }) => Math.max(most, headings.length), 0);
  for (let level = 0; level < deepest; level++)
    if (new Set(statements.map(({ headings }) => headings[level])).size > 1) return level;
  return undefined;
};

/** What a document calls itself: the one heading that stands over all of it. */
export const titleOf = (statements: readonly Statement[]): string | undefined => {
  const level = dividingLevel(statements);
  const [first] = statements;
  return level === 0 ? undefined : first?.headings[(level ?? first.headings.length) - 1];
};

const sharedWords = (a: readonly Statement[], b: readonly Statement[]): number => {
  const words = new Set(a.flatMap((statement) => statement.words));
  return new Set(b.flatMap((statement) => statement.words).filter((word) => words.has(word))).size;
};

/** Cuts a text without headings where the words change most (after Hearst's TextTiling, 1997). */
const cutByWords = (statements: readonly Statement[]): Section[] => {
  const cuts = Math.min(mostCuts, Math.floor(statements.length / perSection));
  if (cuts < 1) return [{ heading: undefined, statements }];
  const depth = statements.map((_, at) => ({
    at,
    shared: sharedWords(statements.slice(Math.max(0, at - 4), at), statements.slice(at, at + 4)),
  }));
  const chosen: number[] = [];
  for (const { at } of depth.slice(4, -4).toSorted((a, b) => a.shared - b.shared || a.at - b.at)) {
    if (chosen.length === cuts) break;
    if (chosen.every((other) => Math.abs(other - at) >= perSection / 2)) chosen.push(at);
  }
  const borders = [0, ...chosen.toSorted((a, b) => a - b), statements.length];
  const used = new Set<string>();
  return borders.slice(0, -1).map((from, index) => {
    const to = borders[index + 1] ?? statements.length;
    const part = statements.slice(from, to);
    const phrase = keyPhrase(part, [...statements.slice(0, from), ...statements.slice(to)]);
    const heading = phrase !== undefined && !used.has(phrase) ? phrase : undefined;
    if (heading !== undefined) used.add(heading);
    return { heading, statements: part };
  });
};

const divide = (statements: readonly Statement[], alone: boolean): Section[] => {
  const level = dividingLevel(statements);
  const [first] = statements;
  if (first === undefined) return [];
  if (level === undefined)
    return alone
      ? cutByWords(statements)
      : [{ heading: titleOf(statements) ?? nameOf(first.chunk.filename), statements }];
  const sections = new Map<string | undefined, Statement[]>();
  for (const statement of statements) {
    const heading = statement.headings[level];
    const known = sections.get(heading);
    if (known) known.push(statement);
    else sections.set(heading, [statement]);
  }
  return [...sections].map(([heading, said]) => ({ heading, statements: said }));
};

const keyOf = (heading: string | undefined): string | undefined => heading && tokenise(heading).toSorted().join(" ");

/** Statements by the document that they are from. */
export const byDocument = (statements: readonly Statement[]): Map<string, Statement[]> => {
  const documents = new Map<string, Statement[]>();
  for (const statement of statements) {
    const own = documents.get(statement.chunk.documentId);
    if (own) own.push(statement);
    else documents.set(statement.chunk.documentId, [statement]);
  }
  return documents;
};

/** The outline that documents have of themselves; what two of them say under the same heading stands together. */
export const sectionsOf = (statements: readonly Statement[]): Section[] => {
  const documents = byDocument(statements);
  const merged = new Map<string | undefined, Section>();
  for (const said of documents.values())
    for (const section of divide(said, documents.size === 1)) {
      const key = keyOf(section.heading);
      const known = merged.get(key);
      merged.set(key, known ? { ...known, statements: [...known.statements, ...section.statements] } : section);
    }
  const lead = merged.get(undefined);
  const rest = [...merged.values()].filter((section) => section !== lead);
  return [...(lead ? [lead] : []), ...rest].filter((section) => section.statements.length > 0);
};
