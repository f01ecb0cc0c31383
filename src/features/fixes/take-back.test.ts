import { formatPatch, parsePatch, structuredPatch } from "diff";
import { describe, expect, test } from "vitest";
import { takeBack } from "./take-back.ts";

const patchOf = (before: string, after: string) => {
  const [patch] = parsePatch(formatPatch(structuredPatch("f", "f", before, after)));
  if (patch === undefined) throw new Error("no patch");
  return patch;
};
const numbered = (count: number): string => Array.from({ length: count }, (_, index) => `${index}\n`).join("");

describe("a patch is taken back to the byte", () => {
  test.each([
    ["a line put in", "a\n", "a\nb\n"],
    ["a line break put in", "a", "a\nb\n"],
    ["a line break taken out", "a\n", "a"],
    ["no line break on either side", "a\nb", "a\nc"],
    ["from nothing", "", "x\n"],
    ["to nothing", "a\nb\n", ""],
    ["line ends of Windows", "a\r\nb\r\n", "a\r\nc\r\n"],
    ["two places", numbered(40), numbered(40).replace("3\n", "three\n").replace("37\n", "")],
  ])("%s", (_, before, after) => {
    expect(takeBack(after, patchOf(before, after))).toBe(before);
  });
});

test("a text that is not what the patch left behind stays as it is", () => {
  const patch = patchOf("a\n", "a\nb\n");
  expect(takeBack("a\nc\n", patch)).toBeUndefined();
  expect(takeBack("0\na\nb\n", patch)).toBeUndefined();
});

test.each([-5, 0, 99, 1e21, Number.NaN])("a hunk at line %s is nowhere", (newStart) => {
  const hunk = { oldStart: 1, oldLines: 1, newStart, newLines: 1, lines: ["-b", "+a"] };
  expect(takeBack("a\n", { ...patchOf("", "x"), hunks: [hunk] })).toBeUndefined();
});
