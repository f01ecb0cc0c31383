import { expect, test } from "vitest";
import { askedTerms, termsOf } from "./search-terms.ts";

test.each([
  ["C++ and C", ["c", "c", "c++"]],
  ["C# on .NET", ["c", "net", "c#", ".net"]],
  ["node.js", ["nod", "js", "node.js"]],
  ["snake_case", ["snak", "cas", "snake_case"]],
  ["camelCase", ["camelcas", "camel", "cas"]],
  ["foo-bar", ["foo", "bar"]],
  ["0x80070005", ["0x80070005"]],
  ["The end. The next", ["end", "next"]],
  ["🚢 !!! ___ ...", []],
])("%s is found by %j", (text, terms) => {
  expect(termsOf(text)).toEqual(terms);
});

test("a question's terms count as often as they are asked, the words that only ask count less", () => {
  expect([...askedTerms("How does scaling work when scaling pods?")]).toEqual([
    ["scal", 2],
    ["work", 0.3],
    ["pod", 1],
  ]);
});

test("of an endless question the first terms are looked up, and time stays in proportion", () => {
  const words = Array.from({ length: 5_000 }, (_, index) => `word${index}`).join(" ");
  expect(askedTerms(words).size).toBe(128);
  expect(askedTerms("_.".repeat(50_000)).size).toBe(0);
  expect(askedTerms("a.".repeat(50_000)).size).toBe(0);
});
