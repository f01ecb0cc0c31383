import { describe, expect, it } from "vitest";
import { advise } from "./advise.ts";
import { findEntry } from "./entry.ts";
import questions from "./questions.json" with { type: "json" };

const ask = (text: string) => advise({ text, history: [], persona: undefined, analysis: undefined });

const topOf = (text: string): string => ask(text).citations[0]?.id ?? "nothing";

const missesOf = (rows: readonly { ask: string; top: readonly string[] }[]): string[] =>
  rows.flatMap(({ ask: text, top }) => {
    const got = topOf(text);
    return top.includes(got) ? [] : [`${text} → ${got}`];
  });

/** The last were written when all else was done, and are only measured: how strangers fare. Never tune on them. */
const measuredOnly = 30;

const groups = [
  { name: "the first 60", share: 85, rows: questions.knowledge.slice(0, 60) },
  { name: "the 110 after them", share: 85, rows: questions.knowledge.slice(60, 170) },
  { name: "those of later examiners", share: 85, rows: questions.knowledge.slice(170, -measuredOnly) },
  { name: "those only measured", share: 70, rows: questions.knowledge.slice(-measuredOnly) },
];

describe("questions in the words of people", () => {
  it("expect entries that there are", () => {
    const lost = questions.knowledge.flatMap(({ top }) => top.filter((id) => findEntry(id) === undefined));
    expect(lost).toEqual([]);
  });

  it.each(groups)("have the right source first for at least $share % of $name", ({ rows, share }) => {
    expect(missesOf(rows).length).toBeLessThanOrEqual(rows.length * (1 - share / 100));
  });

  it.each(questions.declined)("%s is declined", (text) => {
    const { answer, citations, suggestions } = ask(text);
    expect(citations).toEqual([]);
    expect(answer).toMatch(/^\*\*I (?:don't know that|have no price)/);
    expect(suggestions).toHaveLength(3);
  });
});
