import { isList } from "./change.ts";
import type { DocumentMap, DocumentValue } from "./change.ts";
import { printFlow, printJson, printKey } from "./print.ts";
import type { Splice } from "./splice.ts";
import type { Style } from "./style.ts";

interface Span {
  start: number;
  end: number;
}

const lineStart = (text: string, at: number): number => text.lastIndexOf("\n", at - 1) + 1;

const indentAt = (text: string, at: number): string => /^[ \t]*/.exec(text.slice(lineStart(text, at), at))?.[0] ?? "";

/** Does a part begin its line? Then its neighbours do so too. */
const beginsLine = (text: string, { start }: Span): boolean => text.slice(lineStart(text, start), start).trim() === "";

type Added = DocumentMap | readonly DocumentValue[];

/** What is added, each part by itself, over lines where `indent` is given. */
const partsOf = (added: Added, style: Style, indent: string | undefined): string[] => {
  const print = (value: DocumentValue): string =>
    indent === undefined ? printFlow(value, style) : printJson(value, indent, style);
  if (isList(added)) return added.map(print);
  return Object.entries(added).map(([key, value]) => `${printKey(key, style)}: ${print(value)}`);
};

/** A comma behind the last part, where none stands there yet. */
const commaAfter = (text: string, last: Span, end: number): Splice[] => {
  const rest = text.slice(last.end, end).replaceAll(/#.*|\/\/.*|\/\*[\s\S]*?\*\//g, "");
  return rest.includes(",") ? [] : [{ start: last.end, end: last.end, text: "," }];
};

/** Braces or brackets, and what stays in them; `isLastGone`: something behind that is taken out. */
interface Surrounded {
  text: string;
  around: Span;
  known: readonly Span[];
  isLastGone: boolean;
  style: Style;
}

/** Braces have a space within, brackets none. */
const spaced = (parts: string, isList: boolean): string => (isList ? parts : ` ${parts} `);

/** Adds to what stands in braces or brackets: on lines of their own where the others do so. */
export const flowInsertion = ({ text, around, known, isLastGone, style }: Surrounded, added: Added): Splice[] => {
  const inOwnBreaks = (written: string): string => written.replaceAll("\n", style.lineBreak);
  const last = known.at(-1);
  const close = around.end - 1;
  if (last === undefined) {
    const outer = indentAt(text, around.start);
    const indent = outer + style.unit;
    const isJsonFile = style.isJson && text.includes("\n");
    const inside = isJsonFile
      ? `\n${partsOf(added, style, indent)
          .map((part) => indent + part)
          .join(",\n")}\n${outer}`
      : spaced(partsOf(added, style, undefined).join(", "), text[around.start] === "[");
    return [{ start: around.start + 1, end: close, text: inOwnBreaks(inside) }];
  }
  const isOnLines = beginsLine(text, last);
  const indent = isOnLines ? indentAt(text, last.start) : undefined;
  const parts = partsOf(added, style, indent);
  const comma = isLastGone ? [{ start: last.end, end: last.end, text: "," }] : commaAfter(text, last, close);
  if (indent === undefined) {
    const at = last.end;
    return [{ start: at, end: at, text: `, ${parts.join(", ")}` }];
  }
  const written = inOwnBreaks(parts.map((part) => `\n${indent}${part}`).join(","));
  const lineEnd = text.indexOf("\n", last.end);
  const rest = lineEnd < 0 || lineEnd > close ? undefined : text.slice(last.end, lineEnd);
  // A comment behind the last part stays behind it.
  const below =
    rest !== undefined && /^,?[ \t]*(?:#.*|\/\/.*)?\r?$/.test(rest) ? last.end + rest.trimEnd().length : undefined;
  if (isLastGone) return [{ start: last.end, end: last.end, text: `,${written}` }];
  if (below === undefined || below === last.end || comma.length === 0)
    return [{ start: below ?? last.end, end: below ?? last.end, text: (comma.length > 0 ? "," : "") + written }];
  return [...comma, { start: below, end: below, text: written }];
};

/** Takes a part out, with one of the commas beside it. */
export const flowRemoval = (known: readonly Span[], part: Span): Splice => {
  const index = known.indexOf(part);
  const [before, next] = [known[index - 1], known[index + 1]];
  if (before !== undefined) return { start: before.end, end: part.end, text: "" };
  return { start: part.start, end: next?.start ?? part.end, text: "" };
};
