import { expect, test } from "vitest";
import { dollars } from "./summary.ts";

test.each([
  [1234.5, "$1,235"],
  [-1_000_000, "-$1,000,000"],
  [-0.4, "$0"],
  [0, "$0"],
])("%d dollars are %s", (amount, text) => {
  expect(dollars(amount)).toBe(text);
});
