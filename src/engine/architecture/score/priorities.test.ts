import { describe, expect, test } from "vitest";
import { deltaOf, priceDesign } from "../cost/index.ts";
import { goalOf, suggest } from "../design/index.ts";
import { costOfReasons } from "../emit/cost-of-reasons.ts";
import type { Model } from "../model/index.ts";
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
  const price = (model: Model) => priceDesign(model, { usage: "small" });
  const deltas = deltaOf(price(current.model), price(suggestion.model));
  const costs = costOfReasons(current.model, suggestion, deltas, price);
  return { found, requirements, goals, suggestion, deltas, costs };
};

const code = `${bucket("assets")}${bucket("logs")}${lambda}${database}`;
const made = setUp(code);
const priorities = prioritise({ ...made, review: made.found });

test("every finding is closed by one of them, and by one only", () => {
  const closed = priorities.reduce((sum, { findings }) => sum + findings, 0);
  expect(closed).toBe(made.found.failures.length);
  expect(new Set(priorities.flatMap((priority) => priority.rules)).size).toBe(priorities.length);
});

test("step by step each effect is that of judging the design again with those checks passed", () => {
  let { decided } = made.found;
  for (const { rules: ids, score_before, score_after, score_delta } of priorities) {
    expect(score_before).toBeCloseTo(overallOf(tallyOf({ decided }), []), 0.5);
    decided = decided.map((check) => (ids.includes(check.rule.id) ? { ...check, failed: false } : check));
    expect(score_after).toBeCloseTo(overallOf(tallyOf({ decided }), []), 0.5);
    expect(score_delta).toBeCloseTo(score_after - score_before, 5);
    expect(score_delta).toBeGreaterThanOrEqual(0);
  }
  expect(priorities.at(-1)?.score_after).toBe(100);
});

test("critical findings come first, and of two things that bring the same the easier", () => {
  const order = priorities.map(({ severity }) => (severity === "critical" ? 0 : 1));
  expect(order.toSorted((a, b) => a - b)).toEqual(order);
  expect(order).toContain(0);
  const alike = priorities.filter(
    ({ severity, pillar, findings }) => severity === "low" && pillar === "operations" && findings === 1,
  );
  const efforts = alike.map(({ effort }) => ["low", "medium", "high"].indexOf(effort));
  expect(new Set(efforts).size).toBeGreaterThan(1);
  expect(efforts.toSorted((a, b) => a - b)).toEqual(efforts);
});

test("what costs money says how much, and together they cost what the changed blocks do", () => {
  const changed = new Set(made.suggestion.applied.map(({ edit }) => edit.address));
  const whole = [...made.deltas].reduce((sum, [address, delta]) => sum + (changed.has(address) ? delta : 0), 0);
  expect(priorities.reduce((sum, { monthly_delta }) => sum + monthly_delta, 0)).toBeCloseTo(whole, 1);
  const standby = priorities.find((priority) => priority.rules.includes("aws-rds-multi-az"));
  expect(standby?.monthly_delta).toBeGreaterThan(40);
  const protection = priorities.find((priority) => priority.rules.includes("aws-rds-deletion-protection"));
  expect(protection?.monthly_delta).toBe(0);
});

describe("a requirement that was asked for", () => {
  test("is among them, with what it adds to the score", () => {
    const asked = setUp(code, ["high_availability"]);
    const given = prioritise({ ...asked, review: asked.found });
    const [wanted] = given.filter(({ severity }) => severity === null);
    expect(wanted).toMatchObject({ rules: [], findings: 0, included: true });
    expect(wanted?.score_delta).toBeGreaterThan(0);
  });

  test("names what is built for it", () => {
    const asked = setUp(code, ["backup"]);
    const given = prioritise({ ...asked, review: asked.found });
    expect(
      given.find(({ severity }) => severity === null)?.resources.some((address) => address.startsWith("aws_backup_")),
    ).toBe(true);
  });

  test("is not when the design meets it already", () => {
    const asked = setUp(code, ["high_availability"]);
    const met = asked.requirements.map((requirement) => ({ ...requirement, met: true }));
    const given = prioritise({ ...asked, requirements: met, review: asked.found });
    expect(given.every(({ severity }) => severity !== null)).toBe(true);
  });
});

test("a design without findings has nothing to do", () => {
  const clean = setUp("");
  expect(prioritise({ ...clean, review: clean.found })).toEqual([]);
});
