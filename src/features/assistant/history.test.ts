import { expect, test } from "vitest";
import { fitHistory } from "./history.ts";

const turns = (count: number, length: number) =>
  Array.from({ length: count }, (_, index) => ({
    role: index % 2 === 0 ? ("user" as const) : ("assistant" as const),
    content: `message ${index} ${"x".repeat(length)}`,
  }));

test("a history that fits goes as it is", () => {
  const history = turns(40, 2_000);
  expect(fitHistory(history)).toBe(history);
});

test("of a longer one the newest messages are whole and the older ones are told by their beginnings", () => {
  const history = turns(60, 5_000);
  const fitted = fitHistory(history);
  const [summary, ...whole] = fitted;
  expect(whole).toEqual(history.slice(-19));
  expect(summary?.content).toMatch(
    /^Earlier in this conversation, shortened:\nUser: message 0 x+…\nAssistant: message 1 /,
  );
  expect(summary?.content).toContain("User: message 40 ");
  expect(summary?.content).not.toContain("message 41 ");
});

test("whatever was said, a bounded text is sent", () => {
  for (const history of [turns(1_000, 20_000), turns(1_000, 0), turns(3, 400_000)]) {
    const length = fitHistory(history).reduce((sum, { content }) => sum + content.length, 0);
    expect(length).toBeLessThan(110_000);
  }
});
