import { expect, test } from "vitest";
import { known } from "./known.ts";

test("what was never kept cannot be asked for", () => {
  const kept = new Map([["a", 0]]);
  expect(known(kept, "a")).toBe(0);
  expect(() => known(kept, "b")).toThrow("never kept");
});
