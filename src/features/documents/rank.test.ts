import { expect, test } from "vitest";
import { learnFrom } from "./rank-feedback.ts";
import { addRanking, weightOfVectors } from "./rank-fusion.ts";
import { addTerm, countHolders, measure, packPlaces, tellingOf, withoutSlots } from "./rank-lexical.ts";
import { selectTop, spread } from "./rank-select.ts";
import { gramsOf, likenessOf } from "./rank-spelling.ts";

test("BM25 as worked out by hand: rarity, saturation, length, headings twice", () => {
  const open = Uint8Array.from([1, 1, 1, 0]);
  const slots = { open, textLengths: Uint16Array.from([4, 8, 12, 9]), headingLengths: new Uint16Array(4) };
  const lengths = measure(slots);
  expect(lengths.count).toBe(3);
  const pages = [
    {
      page: 0,
      data: packPlaces([
        { slot: 0, inText: 1, inHeadings: 0 },
        { slot: 1, inText: 2, inHeadings: 1 },
        { slot: 3, inText: 9, inHeadings: 0 },
      ]),
    },
  ];
  expect(countHolders(pages, open)).toBe(2);
  const worth = tellingOf(3, 2);
  expect(worth).toBeCloseTo(Math.log(1 + 1.5 / 2.5), 9);
  const scores = new Float64Array(4);
  addTerm(scores, pages, worth, open, lengths);
  // Mean length 8: chunk 0 resists with 2 × (0.25 + 0.75 × 4/8), chunk 1 with 2 × 1.
  expect(scores[0]).toBeCloseTo((worth * 1 * 3) / (1 + 1.25), 9);
  expect(scores[1]).toBeCloseTo((worth * 4 * 3) / (4 + 2), 9);
  expect([scores[2], scores[3]]).toEqual([0, 0]);
});

test("places survive packing in any page, and only the chunks that go are taken out", () => {
  const packed = packPlaces([
    { slot: 2048 + 1023, inText: 300, inHeadings: 2 },
    { slot: 2048 + 256, inText: 1, inHeadings: 0 },
  ]);
  expect([...packed]).toEqual([255, 3, 255, 2, 0, 1, 1, 0]);
  expect([...withoutSlots(packed, 2, new Set([2048 + 1023]))]).toEqual([0, 1, 1, 0]);
  expect([...withoutSlots(packed, 1, new Set([2048 + 1023]))]).toEqual([...packed]);
});

test("the highest scores are selected in order, and nothing that has none", () => {
  const scores = Float64Array.from({ length: 5_000 }, (_, index) => (index * 7919) % 5_000);
  expect(selectTop(scores, 5).map((place) => scores[place])).toEqual([4999, 4998, 4997, 4996, 4995]);
  expect(selectTop(scores, 9_999)).toHaveLength(4_999);
  expect(selectTop(Float64Array.from([1, 1, 1]), 2)).toEqual([0, 1]);
  expect(selectTop(new Float64Array(3), 2)).toEqual([]);
});

test("chunks are shown by falling score, every one once, each document before the third part of another", () => {
  const documents = Uint32Array.from({ length: 200 }, (_, slot) => (slot < 100 ? 1 : slot));
  const scores = Float64Array.from({ length: 200 }, (_, slot) => (slot < 100 ? 10 - slot / 100 : 5 - slot / 100));
  const shown = spread(scores, documents, 150);
  expect(shown).toHaveLength(150);
  expect(new Set(shown.map(({ slot }) => slot)).size).toBe(150);
  expect(shown.map(({ score }) => score)).toEqual(shown.map(({ score }) => score).toSorted((a, b) => b - a));
  expect(new Set(shown.slice(0, 111).map(({ slot }) => documents[slot])).size).toBe(101);
  const short = spread(scores, documents, 5).map(({ slot }) => slot);
  expect(short.filter((slot) => slot < 100).length).toBeGreaterThan(2);
});

test("a question learns the words of what it found, but not the ones that all hold or only one", () => {
  const found = [{ score: 1, terms: ["crane", "quay", "the", "once"] }];
  const holders: Record<string, number> = { crane: 9, quay: 9, the: 90, once: 1 };
  const wider = learnFrom(new Map([["crane", 1]]), found, (term) => holders[term] ?? 0, 100);
  expect([...(wider ?? [])].map(([term, weight]) => [term, Number(weight.toFixed(3))])).toEqual([
    ["crane", 0.8],
    ["quay", 0.2],
  ]);
  expect(learnFrom(new Map([["crane", 1]]), [], () => 5, 100)).toBeUndefined();
});

const from = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

test.each([
  ["all of their best among the words' best", from(20, 50), 1_000, 0.3],
  ["eight of ten", [...from(20, 8), ...from(500, 42)], 1_000, 0.15],
  ["six of ten, which a poor model reaches too", [...from(20, 6), ...from(500, 44)], 1_000, 0],
  ["none, as chance gives", from(500, 50), 1_000, 0],
  ["too few documents to tell agreement from chance", from(20, 16), 16, 0],
])("vectors count by how far they agree with words: %s", (_, byVector, documents, weight) => {
  expect(weightOfVectors(from(0, 50), byVector, documents)).toBeCloseTo(weight, 5);
});

test("what vectors find is never lost, and where they do not agree it comes after all that words found", () => {
  const weight = weightOfVectors(from(0, 50), from(500, 50), 1_000);
  const documents = Uint32Array.from(from(1, 4));
  const fused = new Float64Array(4);
  addRanking(fused, [2, 0], documents, 1);
  addRanking(fused, [1, 3, 0, 2], documents, weight);
  expect(selectTop(fused, 4)).toEqual([2, 0, 1, 3]);
});

test("a ranking gives to a chunk by the place of its document", () => {
  const fused = new Float64Array(3);
  addRanking(fused, [2, 0, 1], Uint32Array.from([7, 8, 7]), 1);
  expect([...fused]).toEqual([1 / 21, 1 / 22, 1 / 21]);
});

test.each([
  ["kubernet", "kubernet", 0.5],
  ["kubrenet", "kubernet", 0.875],
  ["kubenet", "kubernet", 0.875],
  ["cat", "cut", 2 / 3],
  ["cart", "dust", 0],
  ["bernet", "kubernet", 0.5],
  ["crane", "harbour", 0],
])("%s for %s is likely by %d", (asked, known, likeness) => {
  expect(likenessOf(asked, known)).toBeCloseTo(likeness, 9);
});

test("short terms and numbers are not looked for by their spelling", () => {
  expect(gramsOf("cran")).toEqual(["^cr", "cra", "ran"]);
  expect([gramsOf("abc"), gramsOf("2024"), gramsOf("x".repeat(41))]).toEqual([[], [], []]);
});
