import { describe, expect, it } from "vitest";
import { argumentProblems } from "./check-arguments.ts";
import type { ProviderArguments } from "./check-arguments.ts";

const known: ProviderArguments = {
  package: "a package",
  provider: "a provider",
  date: "2026-01-01",
  types: { aws_queue: 0, "data.aws_zones": 1 },
  bodies: [
    { arguments: "name* size", blocks: { "rule*": 1, open: -1 }, objects: { policy: 2 } },
    { arguments: "state" },
    { arguments: "days" },
  ],
};

const rule = "\n  rule {\n    state = true\n  }\n";
const queue = (body: string): string => `resource "aws_queue" "q" {\n  ${body}\n}\n`;

const cases: readonly [what: string, text: string, problems: string[]][] = [
  ["all that is known", queue(`name = "q"\n  size = 1${rule}`), []],
  ["what Terraform knows everywhere", queue(`count = 2\n  name = "q"\n  lifecycle {}${rule}`), []],
  ["a data source", 'data "aws_zones" "z" {\n  state = "up"\n}\n', []],
  ["what other providers know", 'resource "random_id" "r" {\n  length = 1\n}\n', []],
  ["an unknown type", 'resource "aws_quueue" "q" {}\n', ["aws_quueue: no such type"]],
  ["an unknown data source", 'data "aws_queue" "q" {}\n', ["data.aws_queue: no such type"]],
  ["an unknown argument", queue(`name = "q"\n  colour = "red"${rule}`), ["aws_queue.q.colour: no such argument"]],
  ["an unknown block", queue(`name = "q"\n  tag {}${rule}`), ["aws_queue.q.tag: no such block"]],
  ["an argument that is missing", queue(rule.trim()), ["aws_queue.q: name is missing"]],
  ["a block that is missing", queue('name = "q"'), ["aws_queue.q: rule is missing"]],
  ["a block written as an argument", queue('name = "q"\n  rule = {}'), ["aws_queue.q.rule: a block, not an argument"]],
  [
    "an argument of a block made for each of something",
    queue('name = "q"\n  dynamic "rule" {\n    for_each = [1]\n    content {\n      stat = true\n    }\n  }'),
    ["aws_queue.q.rule.stat: no such argument"],
  ],
  [
    "an object's argument",
    queue(`name = "q"\n  policy = [{ hours = 1 }]${rule}`),
    ["aws_queue.q.policy.hours: no such argument"],
  ],
  ["a block of which nothing is known", queue(`name = "q"\n  open {\n    a = 1\n  }${rule}`), []],
];

describe("argumentProblems", () => {
  it.each(cases)("reads %s", (_, text, problems) => expect(argumentProblems(text, known)).toEqual(problems));
});
