import type { QuotableChunk, Quote } from "#engine/text";
import { expect, test } from "vitest";
import { onlyFromDocuments, wordQuotes } from "./answer-wording.ts";

const chunk = { id: "d.0", documentId: "d", filename: "d.md", position: 0, text: "" } as QuotableChunk;
const quote = (kind: Quote["kind"], text: string): Quote => ({ chunk, start: 0, end: text.length, text, kind });

test.each<[name: string, quotes: Quote[], answer: string]>([
  ["nothing", [], ""],
  ["sentences, one after another", [quote("prose", "One. "), quote("prose", "Two.")], "One. [1] Two. [2]"],
  [
    "a table under its head",
    [quote("head", "| Year | Tons |"), quote("row", "| 2025 | 31 |")],
    "| Year | Tons |\n| --- | --- |\n| 2025 | 31 |\n\n[1] [2]",
  ],
  [
    "a table set by tabs",
    [quote("head", "Year\tTons"), quote("row", "2025\t31")],
    "| Year | Tons |\n| --- | --- |\n| 2025 | 31 |\n\n[1] [2]",
  ],
  ["a row alone", [quote("row", "2025 | | 31")], "2025 – 31 [1]"],
  [
    "a list",
    [quote("list", "- rice\n- salt"), quote("prose", "That is all.")],
    "- rice\n- salt\n\n[1]\n\nThat is all. [2]",
  ],
  ["code", [quote("code", "npm ci")], "`npm ci` [1]"],
  ["code between fences of its own", [quote("code", "```\nnpm ci\n```")], "```\nnpm ci\n```\n\n[1]"],
])("quotes are an answer: %s", (_name, quotes, answer) => {
  expect(wordQuotes(quotes)).toBe(answer);
});

test("I2: a link stays where its host stands in the documents, and marks where they are one of theirs", () => {
  const texts = ["See https://docs.example/start and [a note], not https://."];
  const shown = onlyFromDocuments("[a](https://docs.example/x) [b](https://evil.example/x) [a note] [1] [9]", texts, 1);
  expect(shown).toContain("https://docs.example/x");
  expect(shown).not.toContain("https://evil.example/x");
  expect(shown).toContain("[1]");
});
