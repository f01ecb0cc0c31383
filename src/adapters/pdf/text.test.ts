import { describe, expect, test } from "vitest";
import type { Face } from "./face.ts";
import type { Fonts } from "./fonts.ts";
import type { Type } from "./style.ts";
import { Typesetter, clean } from "./text.ts";

/** A face in which every character is as wide as the type is large. */
const face = (covers: (codePoint: number) => boolean): Face =>
  // Nothing here draws, so there is no font behind it.
  ({ covers, advance: () => 1 }) as unknown as Face;

const latin = face((codePoint) => codePoint < 0x250 || codePoint === 0x25a1 || codePoint === 0x2026);
const asian = face((codePoint) => codePoint >= 0xe00 && codePoint < 0xa000);
const chain = [latin, asian];
const fonts: Fonts = {
  chains: { 400: chain, 500: chain, 600: chain, 700: chain, mono: [latin] },
  asian: new Map(),
  all: chain,
};
const typesetter = new Typesetter(fonts);
const type: Type = { weight: 400, size: 1, colour: "#000000" };

describe("lines end where the script lets them", () => {
  test.each([
    ["between words", "the quick brown fox", 10, ["the quick", "brown fox"]],
    ["at a line break", "a\nb\r\nc", 10, ["a", "b", "c"]],
    ["inside a word that is too long", "abcdefghij", 4, ["abcd", "efgh", "ij"]],
    ["after a separator in such a word", "aws_db_instance.orders", 10, ["aws_db_", "instance.", "orders"]],
    ["between Han characters", "设计云架构报告", 3, ["设计云", "架构报", "告"]],
    ["but not before closing punctuation", "设计云。", 3, ["设计", "云。"]],
    ["between Thai words", "ภาษาไทยสวยงาม", 8, ["ภาษาไทย", "สวยงาม"]],
    ["never inside code", "set `a b c` on", 8, ["set", "`a b c` on"]],
  ])("%s", (_name, text, width, lines) => {
    expect(typesetter.wrap(text, type, width)).toEqual(lines);
  });

  test("what does not go into the lines allowed ends in an ellipsis", () => {
    expect(typesetter.wrap("one two three four five", type, 9, 2)).toEqual(["one two", "three…"]);
    expect(typesetter.fit("one two three", type, 8)).toBe("one two…");
    expect(typesetter.fit("one two", type, 8)).toBe("one two");
  });

  test("no line is wider than asked for", () => {
    const hostile = "x".repeat(5000) + " ภาษาไทย".repeat(40) + "报告,".repeat(200) + "`code` a/b-c ".repeat(50);
    for (const width of [3, 17, 80])
      for (const line of typesetter.wrap(hostile, type, width, 60))
        expect(typesetter.measure(line, type)).toBeLessThanOrEqual(Math.max(width, "`code`".length));
  });
});

describe("each character is shown by a face that has it", () => {
  const show = (text: string): string =>
    typesetter
      .runs(clean(text), 400)
      .map((run) => run.text)
      .join("|");

  test.each([
    ["one face, one run", "plain", "plain"],
    ["another face for another script", "a设b", "a|设|b"],
    ["a box for what no face has", "aعb", "a□b"],
    ["nothing for an emoji", "a🚀👨‍👩‍👧b", "ab"],
    ["nothing for what could turn the line around", "a\u202Eb\u2066c", "abc"],
    ["a composed letter for a letter and its accent", "e\u0301", "é"],
    ["a space for a tab", "a\tb", "a b"],
    ["a box for half a surrogate pair", "a\ud800b", "a□b"],
    ["code in backticks in the mono face", "a `b`", "a |b"],
  ])("%s", (_name, text, expected) => {
    expect(show(text)).toBe(expected);
  });
});
