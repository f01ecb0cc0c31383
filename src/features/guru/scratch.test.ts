import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { answerQuestion } from "./answer.ts";
import questions from "./questions.json" with { type: "json" };
test("scratch", async () => {
  const { follow_ups: _f, ...sets } = questions;
  for (const [name, set] of Object.entries(sets)) {
    let ok = 0,
      no = 0;
    for (const { question, fact } of set.held) {
      const ids = (await answerQuestion(env, { question, history: [] })).sources.map((s) => s.id);
      if (ids.includes(fact) && ids.length <= 3) ok++;
    }
    for (const question of set.not_held) if (!(await answerQuestion(env, { question, history: [] })).held) no++;
    console.log(`${name}: ${ok}/${set.held.length}, declined ${no}/${set.not_held.length}`);
  }
  expect(1).toBe(1);
}, 120_000);
