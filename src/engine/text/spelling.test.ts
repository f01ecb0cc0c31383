import { describe, expect, it } from "vitest";
import { respell } from "./index.ts";

const known: ReadonlyMap<string, number> = new Map([
  ["kubernetes", 9],
  ["latency", 5],
  ["backup", 7],
  ["backups", 3],
  ["stacks", 1],
  ["stocks", 2],
]);

const uses = (word: string): number => known.get(word) ?? 0;

describe("a mistyped word", () => {
  it.each([
    ["kuberntes", "kubernetes"],
    ["latancy", "latency"],
    ["latecny", "latency"],
    ["backkup", "backup"],
    ["stacks", "stacks"],
    ["stcks", "stocks"],
  ])("%s is taken for %s", (word, meant) => {
    expect(respell(word, uses)).toBe(meant);
  });

  it.each(["packup", "back", "kubrntes", "latency2"])(
    "%s stays as it is: another word, too short, or too far",
    (word) => {
      expect(respell(word, uses)).toBe(word);
    },
  );
});
