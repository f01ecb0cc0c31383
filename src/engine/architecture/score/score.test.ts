import { expect, test } from "vitest";
import { rule } from "../rules/rule.ts";
import type { Pillar, Severity } from "../rules/index.ts";
import { scoreReview } from "./index.ts";

type Check = readonly [pillar: Pillar, severity: Severity, failed: boolean];

const scoreOf = (checks: readonly Check[], met: readonly boolean[] = []) =>
  scoreReview(
    {
      failures: [],
      passed: 0,
      unknown: 0,
      decided: checks.map(([pillar, severity, failed]) => ({
        rule: rule({
          id: "x",
          severity,
          pillar,
          types: [],
          title: "",
          why: "",
          fix: "",
          refs: {},
          check: () => ({ outcome: "pass" }),
        }),
        failed,
      })),
    },
    met.map((each) => ({ requirement: "x", met: each })),
  );

const many = (check: Check, times: number): Check[] => Array.from({ length: times }, () => check);

test("a pillar is the share of decided weight that did not fail", () => {
  const { pillars } = scoreOf([
    ["security", "high", true],
    ["security", "high", false],
    ["security", "medium", false],
    ["cost", "low", false],
  ]);
  expect(pillars).toMatchObject({ security: 58, cost: 100, reliability: null });
});

test("a critical failure caps its pillar at 49", () => {
  const { pillars } = scoreOf([["security", "critical", true], ...many(["security", "critical", false], 9)]);
  expect(pillars.security).toBe(49);
});

test.each<[name: string, checks: Check[], met: boolean[], overall: number]>([
  ["nothing decided", [], [], 100],
  [
    "pillars count by their weight",
    [...many(["security", "high", true], 2), ...many(["cost", "high", false], 2)],
    [],
    25,
  ],
  [
    "a single low check says little of its pillar",
    [...many(["cost", "high", false], 2), ["sustainability", "low", true]],
    [],
    91,
  ],
  ["requirements count beside the pillars", many(["security", "high", false], 2), [true, false], 75],
])("%s", (_, checks, met, overall) => {
  expect(scoreOf(checks, met).overall).toBe(overall);
});

test("mending any one finding never lowers the score", () => {
  const checks: Check[] = [
    ["security", "critical", true],
    ["security", "low", true],
    ["reliability", "high", true],
    ["cost", "medium", true],
    ["operations", "low", true],
    ["operations", "low", false],
  ];
  const before = scoreOf(checks).overall;
  for (const index of checks.keys()) {
    const mended = checks.map((check, at): Check => (at === index ? [check[0], check[1], false] : check));
    expect(scoreOf(mended).overall).toBeGreaterThanOrEqual(before);
  }
});
