import { expect, test } from "vitest";
import { ndcgAt10, recallAt100, reciprocalRankAt10 } from "../scripts/retrieval-quality.ts";

const grades = { a: 3, b: 2, c: 1 };

test("nDCG is the discounted gain through that of the best order, grades counting as they are", () => {
  // (2/log2(2) + 3/log2(4)) / (3/log2(2) + 2/log2(3) + 1/log2(4)) = 3.5 / 4.761860
  expect(ndcgAt10(["b", "x", "a"], grades)).toBeCloseTo(0.735007, 6);
  expect(ndcgAt10(["a", "b", "c"], grades)).toBe(1);
  expect(ndcgAt10(["c", "b", "a"], grades)).toBeLessThan(1);
  expect(ndcgAt10(["x", "y"], grades)).toBe(0);
});

test("what stands below the tenth place counts for nothing in nDCG and in the reciprocal rank", () => {
  const late = [...Array.from({ length: 10 }, (_, index) => `x${index}`), "a"];
  expect(ndcgAt10(late, grades)).toBe(0);
  expect(reciprocalRankAt10(late, grades)).toBe(0);
  expect(recallAt100(late, grades)).toBeCloseTo(1 / 3, 9);
});

test("a document graded 0 was judged and found irrelevant", () => {
  expect(recallAt100(["a", "z"], { a: 1, z: 0 })).toBe(1);
  expect(reciprocalRankAt10(["z", "a"], { a: 1, z: 0 })).toBe(0.5);
});

test("recall ends at a hundred documents", () => {
  const late = [...Array.from({ length: 100 }, (_, index) => `x${index}`), "a"];
  expect(recallAt100(late, { a: 1 })).toBe(0);
});

test("a query without relevant documents scores nothing", () => {
  expect([ndcgAt10(["a"], {}), recallAt100(["a"], {}), reciprocalRankAt10(["a"], {})]).toEqual([0, 0, 0]);
});
