import { describe, expect, test } from "vitest";
import { parsePath } from "./svg-path.ts";

/** Steps as text, rounded, so that they can be read. */
const write = (d: string): string =>
  parsePath(d)
    .map(([command, ...numbers]) => [command, ...numbers.map((value) => Math.round(value * 100) / 100 + 0)].join(" "))
    .join(" ");

describe("path data becomes absolute moves, lines and cubic curves", () => {
  test.each([
    ["absolute lines", "M1 2L3 4H5V6Z", "M 1 2 L 3 4 L 5 4 L 5 6 Z"],
    ["relative lines", "m1 2l3 4h5v6z", "M 1 2 L 4 6 L 9 6 L 9 12 Z"],
    ["pairs after a move are lines", "M0 0 1 1 2 2", "M 0 0 L 1 1 L 2 2"],
    ["pairs after a relative move, too", "m1 1 1 1", "M 1 1 L 2 2"],
    ["numbers without gaps", "M.5.5-1-1", "M 0.5 0.5 L -1 -1"],
    ["exponents", "M1e1 2E-1", "M 10 0.2"],
    ["a relative curve", "M1 1c0 1 1 2 2 2", "M 1 1 C 1 2 2 3 3 3"],
    ["a smooth curve mirrors the one before", "M0 0C0 1 1 2 2 2S4 3 4 4", "M 0 0 C 0 1 1 2 2 2 C 3 2 4 3 4 4"],
    ["a smooth curve after a line mirrors nothing", "M0 0L1 1S2 2 3 3", "M 0 0 L 1 1 C 1 1 2 2 3 3"],
    ["a quadratic curve", "M0 0Q3 0 3 3", "M 0 0 C 2 0 3 1 3 3"],
    ["a smooth quadratic curve", "M0 0Q3 0 3 3T6 6", "M 0 0 C 2 0 3 1 3 3 C 3 5 4 6 6 6"],
    ["closing returns to the start", "M1 1h2zl1 1", "M 1 1 L 3 1 Z L 2 2"],
    ["a quarter of a circle", "M1 0A1 1 0 0 1 0 1", "M 1 0 C 1 0.55 0.55 1 0 1"],
    ["arc flags without gaps", "M1 0a1 1 0 01-1 1", "M 1 0 C 1 0.55 0.55 1 0 1"],
    ["an arc without a radius is a line", "M0 0A0 5 0 0 1 2 2", "M 0 0 L 2 2"],
    ["a radius too small grows", "M0 0A1 1 0 0 1 4 0", "M 0 0 C 0 -1.1 0.9 -2 2 -2 C 3.1 -2 4 -1.1 4 0"],
    ["what is no path ends it", "M0 0L1 1X9 9L2 2", "M 0 0 L 1 1"],
    ["a command short of a number ends it", "M0 0L1 1L2", "M 0 0 L 1 1"],
  ])("%s", (_name, d, expected) => {
    expect(write(d)).toBe(expected);
  });

  test("the large arc goes the long way round", () => {
    const ends = parsePath("M1 0A1 1 0 1 1 0 -1").map((step) =>
      step.slice(-2).map((value) => Math.round(Number(value)) + 0),
    );
    expect(ends).toEqual([
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ]);
  });
});
