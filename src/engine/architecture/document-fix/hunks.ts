import { structuredPatch } from "diff";
import { spliced } from "./splice.ts";
import type { Splice } from "./splice.ts";

const contextLines = 3;

/** Pieces that are close to each other, with the lines around them. */
interface Region {
  from: number;
  to: number;
  splices: Splice[];
}

const regionsOf = (text: string, splices: readonly Splice[]): Region[] => {
  const startOf = (offset: number): number => {
    let at = text.lastIndexOf("\n", offset - 1) + 1;
    for (let line = 0; line < contextLines && at > 0; line++) at = text.lastIndexOf("\n", at - 2) + 1;
    return at;
  };
  const endOf = (offset: number): number => {
    let at = offset;
    for (let line = 0; line <= contextLines; line++) {
      const end = text.indexOf("\n", at);
      if (end < 0) return text.length;
      at = end + 1;
    }
    return at;
  };
  const regions: Region[] = [];
  for (const splice of splices.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const region = { from: startOf(splice.start), to: endOf(splice.end), splices: [splice] };
    const last = regions.at(-1);
    if (last === undefined || last.to < region.from) regions.push(region);
    else {
      last.to = Math.max(last.to, region.to);
      last.splices.push(splice);
    }
  }
  return regions;
};

/** What pieces change in a text, as lines of a unified diff. It looks at the lines around them and at nothing else. */
export const hunksOf = (text: string, lineOf: (offset: number) => number, splices: readonly Splice[]): string[] => {
  let shift = 0;
  return regionsOf(text, splices).flatMap(({ from, to, splices: own }) => {
    const before = text.slice(from, to);
    const local = own.map(({ start, end, text: put }) => ({ start: start - from, end: end - from, text: put }));
    const after = spliced(before, local) ?? before;
    const line = lineOf(from) - 1;
    const { hunks } = structuredPatch("", "", before, after, undefined, undefined, { context: contextLines });
    const lines = hunks.flatMap((hunk) => [
      `@@ -${hunk.oldStart + line},${hunk.oldLines} +${hunk.newStart + line + shift},${hunk.newLines} @@`,
      ...hunk.lines,
    ]);
    for (const { oldLines, newLines } of hunks) shift += newLines - oldLines;
    return lines;
  });
};
