import { describe, expect, test } from "vitest";
import type { QuotableChunk } from "./best-sentences.ts";
import { bestSentences } from "./best-sentences.ts";
import { extractAnswer } from "./extract-answer.ts";
import { cutPieces } from "./pieces.ts";
import { readQuestion } from "./question.ts";

const chunk = (text: string, position = 0): QuotableChunk => ({
  id: `a.${position}`,
  documentId: "a",
  filename: "handbook.txt",
  position,
  text,
  start: position * 1_000,
  end: position * 1_000 + text.length,
  page: 1,
  headings: [],
});

const quotesOf = (question: string, ...texts: readonly string[]): string[] =>
  extractAnswer(
    question,
    texts.map((text, at) => chunk(text, at)),
  ).quotes.map(({ text }) => text);

test("a text is cut into what can be quoted, each piece exactly where it stands", () => {
  const text =
    "Opening hours\n\nWe open at 9 a.m. on weekdays. Dr. Lee decides, e.g. on holidays.\n\nBring:\n- a map\n- water\n\nItem | Price\nTent | 90";
  expect(cutPieces(text).map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
    ["heading", "Opening hours"],
    ["sentence", "We open at 9 a.m. on weekdays."],
    ["sentence", "Dr. Lee decides, e.g. on holidays."],
    ["sentence", "Bring:"],
    ["item", "a map"],
    ["item", "water"],
    ["row", "Item | Price"],
    ["row", "Tent | 90"],
  ]);
});

test.each([
  ["When do I get my money?", "date"],
  ["How much is a ticket?", "money"],
  ["How many rooms are there?", "number"],
  ["Who signs the contract?", "person"],
  ["Where is the key?", "place"],
  ["Why is it closed?", "reason"],
  ["How do I reset it?", "steps"],
  ["What is a muntin?", "meaning"],
  ["ราคาเท่าไร", "money"],
  ["언제 시작하나요?", "date"],
  ["なぜ閉まっていますか", "reason"],
  ["Is it open?", "anything"],
])("%s wants: %s", (question, wanted) => {
  expect(readQuestion(question).wanted).toBe(wanted);
});

describe("which sentence answers", () => {
  const text =
    "The museum was founded in 1902 by Clara Voss. It moved to the harbour in 1961. A ticket costs 9 euros. Tickets are sold at the gate.";
  test.each([
    ["When was the museum founded?", "The museum was founded in 1902 by Clara Voss."],
    ["Who founded the museum?", "The museum was founded in 1902 by Clara Voss."],
    ["How much is a ticket?", "A ticket costs 9 euros."],
    ["Where are tickets sold?", "Tickets are sold at the gate."],
    ["Where are tickts sold?", "Tickets are sold at the gate."],
    ["I like art. How much do the tickets cost?", "A ticket costs 9 euros."],
  ])("%s %s", (question, sentence) => {
    expect(quotesOf(question, text)).toContain(sentence);
  });

  test("a sentence that says only 'it' is quoted with the one before", () => {
    expect(quotesOf("When did the museum move to the harbour?", text)).toEqual([
      "The museum was founded in 1902 by Clara Voss. It moved to the harbour in 1961.",
    ]);
  });

  test.each(["Who founded the opera?", "When was the museum renovated?", "How much is a guided tour?"])(
    "%s is not held",
    (question) => {
      expect(quotesOf(question, text)).toEqual([]);
    },
  );
});

test("the context keeps within its characters and its number of chunks", () => {
  const many = Array.from({ length: 20 }, (_, at) => chunk(`The boiler ${at} is red. ${"x ".repeat(1_200)}`, at));
  const { chunks } = extractAnswer("What colour is the boiler?", many);
  expect(chunks.length).toBe(3);
  expect(chunks.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(8_000);
  expect(
    extractAnswer(
      "boiler",
      many.slice(0, 9).map((each) => ({ ...each, text: "The boiler." })),
    ).chunks.length,
  ).toBe(5);
});

test("the best sentences are exact, ranked and not said twice", () => {
  const chunks = [
    chunk("Solar panels need little care. Rain cleans solar panels."),
    chunk("Solar panels need little care! Old panels are recycled.", 1),
  ];
  const found = bestSentences(chunks, readQuestion("care of solar panels").words, { most: 5 });
  expect(found[0]).toMatchObject({ chunkId: "a.0", text: "Solar panels need little care.", position: 0, page: 1 });
  expect(found.filter(({ text }) => text.startsWith("Solar panels need"))).toHaveLength(1);
  for (const { chunkId, start, end, text } of found)
    expect(chunks.find(({ id }) => id === chunkId)?.text.slice(start, end)).toBe(text);
});

test.each(["", "???", "C++", "\u0000\uD800", "' OR 1=1 --", "word ".repeat(2_000), "ก".repeat(5_000), "(((((([[[[["])(
  "%s: an answer or none, the same each time",
  (question) => {
    const texts = ["a | b\n".repeat(80), "- x\n".repeat(200), "?!.".repeat(300), "```\n".repeat(50)];
    expect(quotesOf(question, ...texts)).toEqual(quotesOf(question, ...texts));
  },
);
