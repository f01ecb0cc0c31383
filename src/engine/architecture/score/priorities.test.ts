import { describe, expect, test } from "vitest";
import { deltaOf, priceDesign } from "../cost/index.ts";
import { goalOf, suggest } from "../design/index.ts";
import { listChanges } from "../emit/changes.ts";
import { inspect } from "../parse/index.ts";
import { review, rules } from "../rules/index.ts";
import { bucket, lambda } from "../suggestion-fixture.ts";
import { overallOf, tallyOf } from "./index.ts";
import type { RequirementResult } from "./index.ts";
import { prioritise } from "./priorities.ts";

const database = `resource "aws_db_instance" "orders" {
  engine              = "postgres"
  instance_class      = "db.t4g.medium"
  allocated_storage   = 50
  publicly_accessible = true
  password            = var.password
}
variable "password" {}
`;

const setUp = (text: string, asked: readonly Parameters<typeof goalOf>[0][] = []) => {
  const goals = asked.map(goalOf);
  const current = inspect([{ name: "main.tf", text }], {});
  const found = review(current.model, rules);
  const requirements = goals.flatMap(({ id, isMet }): RequirementResult[] => {
    const met = isMet(current.model);
    return met === undefined ? [] : [{ requirement: id, met }];
  });
  const suggestion = suggest(current, found, goals, {});
  const prices = [current.model, suggestion.model].map((model) => priceDesign(model, { usage: "small" }));
  const [before, after] = prices;
  const changes = before && after ? listChanges(suggestion, deltaOf(before, after)) : [];
  return { found, requirements, goals, suggestion, changes };
};

const whole = `${bucket("assets")}${bucket("logs")}${lambda}${database}`;
const made = setUp(whole);
const priorities = prioritise({ ...made, review: made.found });

test("every finding is closed by one of them, and by one only", () => {
  const closed = priorities.reduce((sum, { findings }) => sum + findings, 0);
  expect(closed).toBe(made.found.failures.length);
  expect(new Set(priorities.flatMap((priority) => priority.rules)).size).toBe(priorities.length);
});

test("each effect is that of judging the design again with those checks passed", () => {
  const before = overallOf(tallyOf(made.found), []);
  for (const { rules: ids, score_after, score_delta } of priorities) {
    const decided = made.found.decided.map((check) =>
      ids.includes(check.rule.id) ? { ...check, failed: false } : check,
    );
    const after = overallOf(tallyOf({ decided }), []);
    expect(score_after).toBeCloseTo(after, 0.5);
    expect(score_delta).toBeCloseTo(after - before, 0.5);
    expect(score_delta).toBeGreaterThanOrEqual(0);
  }
});

test("they come in order of effect per effort", () => {
  const weights = { low: 1, medium: 2, high: 4 };
  const values = priorities.map(({ score_delta, effort }) => score_delta / weights[effort]);
  expect(values.toSorted((a, b) => b - a)).toEqual(values);
  expect(new Set(priorities.map(({ effort }) => effort)).size).toBeGreaterThan(1);
});

test("what costs money says how much, and the sum is no more than that of the changes", () => {
  const sum = priorities.reduce((total, { monthly_delta }) => total + monthly_delta, 0);
  const changes = made.changes.filter(({ reason }) => reason !== "follows");
  expect(sum).toBeCloseTo(
    changes.reduce((total, { monthly_delta }) => total + monthly_delta, 0),
    1,
  );
});

describe("a requirement that was asked for", () => {
  test("is among them, with what it adds to the score", () => {
    const asked = setUp(whole, ["high_availability"]);
    const given = prioritise({ ...asked, review: asked.found });
    const [wanted] = given.filter(({ severity }) => severity === null);
    expect(wanted).toMatchObject({ rules: [], findings: 0, included: true });
    expect(wanted?.score_delta).toBeGreaterThan(0);
  });

  test("names what is built for it", () => {
    const asked = setUp(whole, ["waf"]);
    const given = prioritise({ ...asked, review: asked.found });
    expect(given.find(({ severity }) => severity === null)?.resources).toContain("aws_wafv2_web_acl.main");
  });

  test("is not when the design meets it already", () => {
    const asked = setUp(whole, ["high_availability"]);
    const met = asked.requirements.map((requirement) => ({ ...requirement, met: true }));
    const given = prioritise({ ...asked, requirements: met, review: asked.found });
    expect(given.every(({ severity }) => severity !== null)).toBe(true);
  });
});

test("a design without findings has nothing to do", () => {
  const clean = setUp("");
  expect(prioritise({ ...clean, review: clean.found })).toEqual([]);
});
