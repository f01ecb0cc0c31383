import { describe, expect, it } from "vitest";
import { analyzeDesign } from "./analyze.ts";
import { goalsFor } from "./from-request.ts";
import { mutate } from "./fuzz-fixture.ts";
import { seeds } from "./fuzz-seeds-fixture.ts";
import { describeFormat, isRead } from "./parse/index.ts";

const goals = goalsFor({ requirements: ["high_availability", "security", "backup"] });

/** Names that every object of JavaScript has: a table that is asked for one must not answer. */
const inherited = ["constructor", "__proto__", "toString", "valueOf", "hasOwnProperty"];

describe.each(seeds.map((seed) => [seed.name, seed] as const))("%s", (_, seed) => {
  it("is read as it is", () => {
    expect(isRead(describeFormat(seed))).toBe(true);
    expect(analyzeDesign({ files: [seed], generated: false, goals: [] }).resources).toBeGreaterThan(0);
  });

  it("is answered however it is spoiled", () => {
    for (let number = 0; number < 40; number++) {
      const file = mutate([seed], number);
      const run = (): unknown => analyzeDesign({ files: [file], generated: false, goals });
      expect(run, `input ${number}`).not.toThrow();
    }
  });

  it("is answered with any of its words replaced by a name that objects inherit", () => {
    let turn = 0;
    for (const { index, 0: word } of seed.text.matchAll(/[A-Za-z_][\w:.-]*/g)) {
      const name = inherited[turn++ % inherited.length] ?? "";
      const text = seed.text.slice(0, index) + name + seed.text.slice(index + word.length);
      let answer: unknown;
      const run = (): void => {
        answer = analyzeDesign({ files: [{ ...seed, text }], generated: false, goals: [] });
      };
      expect(run, `${name} for ${word} at ${index}`).not.toThrow();
      expect(JSON.stringify(answer)).not.toMatch(/native code|\[object \w+\]/);
    }
  });
});
