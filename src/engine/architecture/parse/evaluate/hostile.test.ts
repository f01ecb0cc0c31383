import { describe, expect, test } from "vitest";
import { isObject, isUnknown } from "../../model/index.ts";
import type { Component, Value } from "../../model/index.ts";
import { evaluateProject, parseTerraform } from "../terraform.ts";
import type { Evaluation } from "./evaluate-project.ts";

// Each of these would take minutes or all memory if evaluation were not bounded.

const evaluated = (text: string): Evaluation => evaluateProject(parseTerraform([{ name: "main.tf", text }]).project);

const resource = (body: string): string => `resource "test_x" "it" {\n${body}\n}\n`;

const it = ({ components }: Evaluation): Component => {
  const found = components.find(({ type }) => type === "test_x");
  if (found === undefined) throw new Error("no component");
  return found;
};

/** `locals` in which each refers to the one before it. */
const chain = (length: number, first: string, next: (before: string) => string): string =>
  `locals {\n  l0 = ${first}\n${Array.from({ length }, (_, index) => `  l${index + 1} = ${next(`local.l${index}`)}`).join("\n")}\n}\n`;

const overBudget = "evaluation ended after 200000 steps: what came later is taken as unknown";

/** A value and all in it, each as often as it occurs; a few more than 20,000 are as good as all. */
const nodesIn = (value: Value): Value[] => {
  const nodes = [value];
  for (let at = 0; at < nodes.length && nodes.length <= 20_000; at++) {
    const node = nodes[at] ?? null;
    if (Array.isArray(node)) nodes.push(...node);
    else if (isObject(node)) nodes.push(...Object.values(node));
  }
  return nodes;
};

describe("what grows without bound ends in unknowns", () => {
  test.each([
    ["lists that double", chain(60, '["lol"]', (before) => `[${before}, ${before}]`), "local.l60"],
    [
      "lists that are joined to themselves",
      chain(60, '["lol"]', (before) => `concat(${before}, ${before})`),
      "local.l60",
    ],
    ["texts that double", chain(60, '"lol"', (before) => `"\${${before}}\${${before}}"`), "local.l60"],
    [
      "objects that double",
      chain(60, "{ a = 1 }", (before) => `{ a = ${before}, b = ${before} }`),
      "jsonencode(local.l60)",
    ],
    ["a structure that only grows deeper", chain(5_000, "[]", (before) => `[${before}]`), "local.l5000"],
    ["a long chain of locals, its end first", chain(20_000, '"x"', (before) => before), "local.l20000"],
    ["a range", "", "range(1000000000)"],
    [
      "a huge number of steps",
      "",
      "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a + b + c]]]",
    ],
    ["JSON that lies deep", "", `jsondecode("${"[".repeat(50_000)}${"]".repeat(50_000)}")`],
    ["a padded text", "", 'format("%0999999d", 1)'],
    ["a list that is written out", "", `[${"1, ".repeat(20_001)}]`],
    ["an object that is written out", "", `{${Array.from({ length: 20_001 }, (_, at) => `k${at} = 1, `).join("")}}`],
    [
      "a text of loops",
      "",
      '"%{ for a in range(1000) }%{ for b in range(1000) }%{ for c in range(1000) }x%{ endfor }%{ endfor }%{ endfor }"',
    ],
    ["lists taken apart again and again", "", "[for a in range(1000) : [for b in range(1000) : range(1000)[*].c]]"],
  ])("%s", (_, code, expression) => {
    const value = it(evaluated(code + resource(`  a = ${expression}`))).attributes["a"] ?? null;
    const nodes = nodesIn(value);
    expect(nodes.some(isUnknown)).toBe(true);
    expect(nodes.length).toBeLessThan(20_001);
  });
});

test("a block that is made very many times is one that is not known", () => {
  const { attributes } = it(
    evaluated(
      resource(`  dynamic "rule" {\n    for_each = [${"1, ".repeat(1_001)}]\n    content {\n      a = 1\n    }\n  }`),
    ),
  );
  expect(isUnknown(attributes["rule"])).toBe(true);
});

describe("an exhausted budget gives one warning, and components all the same", () => {
  const many = (count: number, line: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => line(index)).join("\n");

  test.each([
    ["nested loops", "  a = [for a in range(1000) : [for b in range(1000) : a + b]]"],
    ["many arguments in many instances", `  count = 1000\n${many(20_000, (index) => `  a${index} = 1`)}`],
    ["many references in many instances", `  count = 1000\n  a = [${many(20_000, () => "q.z[count.index],")}]`],
    [
      "dynamic blocks in dynamic blocks",
      '  count = 1000\n  dynamic "b" {\n    for_each = range(1000)\n    content {\n      dynamic "c" {\n        for_each = range(1000)\n        content {\n          d = 1\n        }\n      }\n    }\n  }',
    ],
    ["long texts", `  a = [for i in range(1000) : upper(join("", [for j in range(1000) : "${"x".repeat(90)}"]))]`],
  ])("%s", (_, body) => {
    const { components, warnings } = evaluated(resource(body));
    expect(components.length).toBeGreaterThan(0);
    expect(warnings.map(({ message }) => message)).toEqual([overBudget]);
  });
});

test.each(['base64decode("AA==")', '"a${base64decode("AA==")}"'])(
  "text that no store can hold is unknown: %s",
  (text) => {
    expect(it(evaluated(resource(`  a = ${text}`))).attributes["a"]).toSatisfy(isUnknown);
  },
);

test("cycles end in unknowns", () => {
  const text = `locals {
    a = local.b
    b = local.a
  }
  resource "test_x" "it" {
    count = length(test_y.y)
    a     = [local.a, test_y.y[0].b]
  }
  resource "test_y" "y" {
    count = length(test_x.it)
    b     = test_x.it[0].a
  }
  data "aws_iam_policy_document" "p" {
    source_policy_documents = [data.aws_iam_policy_document.p.json]
  }`;
  expect(evaluated(text).components.map(({ id }) => id)).toEqual(["test_x.it", "test_y.y"]);
});

test("blocks nested through many resources do not overflow the stack", () => {
  const text = Array.from(
    { length: 300 },
    (_, index) =>
      `resource "test_x" "r${index}" {\n${"b {\n".repeat(50)}v = test_x.r${index + 1}${".b[0]".repeat(50)}.v\n${"}\n".repeat(50)}}`,
  ).join("\n");
  expect(evaluated(text).components).toHaveLength(300);
});

test("names of object members are only names", () => {
  const { attributes } = it(
    evaluated(resource("  __proto__ = { polluted = true }\n  constructor = 1\n  toString { x = 1 }")),
  );
  expect(Object.entries(attributes)).toEqual([
    ["__proto__", { polluted: true }],
    ["constructor", 1],
    ["toString", [{ x: 1 }]],
  ]);
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});
