import { describe, expect, test } from "vitest";
import type { Component } from "../../model/index.ts";
import { evaluateProject, parseTerraform } from "../terraform.ts";

const componentsIn = (text: string): Component[] => {
  const { project, warnings } = parseTerraform([{ name: "main.tf", text }]);
  expect(warnings).toEqual([]);
  return evaluateProject(project).components;
};

describe("references", () => {
  const referencesOf = (body: string, rest = ""): string[] =>
    componentsIn(`resource "test_x" "it" {\n${body}\n}\n${rest}`)
      .filter(({ id }) => id === "test_x.it")
      .flatMap(({ references }) => references.map(({ path, to }) => `${path} → ${to}`));

  const counted = 'resource "test_s" "s" {\n  count = 2\n}';

  test.each<[string, string[], string?]>([
    ["a = aws_vpc.main.id\nb = aws_vpc.main.id", ["a → aws_vpc.main", "b → aws_vpc.main"]],
    ["a = [test_b.b.id, test_a.a.id, test_b.b.arn]", ["a → test_b.b", "a → test_a.a"]],
    ["a = test_k.k.name", ["a → test_k.k"], 'resource "test_k" "k" { name = "known" }'],
    ["in {\n  deep {\n    a = test_b.b.id\n  }\n}", ["in → test_b.b"]],
    ["depends_on = [test_b.b, module.m, data.test_d.d]", ["depends_on → test_b.b"]],
    ["a = local.l", ["a → test_b.b"], "locals {\n  l = local.m\n  m = { x = test_b.b.id }\n}"],
    ["a = local.l.name", ["a → test_k.k"], 'locals {\n  l = test_k.k\n}\nresource "test_k" "k" { name = "known" }'],
    ["a = var.v\nb = data.test_d.d.id\nc = module.m.id\nd = path.root\ne = each.key\nf = self.id", []],
    ["a = test_x.it.id\nb = test_x.it[0].id", []],
    ["a = test_s.s[0].id", ["a → test_s.s[0]"], counted],
    ["a = test_s.s[*].id", ["a → test_s.s[0]", "a → test_s.s[1]"], counted],
    ["a = element(test_s.s[*].id, 1)", ["a → test_s.s[1]"], counted],
    ["a = test_s.s[var.i].id", ["a → test_s.s"], counted],
    ["a = [for s in test_s.s : s.id if s.id != test_b.b.id]", ["a → test_s.s", "a → test_b.b"]],
    ['a = "%{ for s in test_b.b.ids }${s.x}%{ endfor }"', ["a → test_b.b"]],
    ["a = { test_b = 1, (test_b.b.id) = 2 }", ["a → test_b.b"]],
    [
      'dynamic "a" {\n  for_each = test_b.b.ids\n  content {\n    x = a.value\n    y = test_c.c.id\n  }\n}',
      ["a → test_b.b", "a → test_c.c"],
    ],
    ["lifecycle {\n  ignore_changes = [test_b.b]\n}", []],
    ["provider = aws.west", []],
  ])("%s", (body, expected, rest) => {
    expect(referencesOf(body, rest)).toEqual(expected);
  });

  test("of an instance follow its own element", () => {
    const text = `resource "test_s" "s" {
      count = 2
    }
    resource "test_x" "by_count" {
      count = 2
      a     = test_s.s[count.index].id
    }
    resource "test_x" "by_each" {
      for_each = { one = test_s.s[0].id, two = test_b.b.id }
      a        = each.value
    }
    resource "test_k" "k" { name = "known" }
    resource "test_x" "by_known" {
      for_each = { one = test_k.k.name }
      a        = each.value
    }`;
    expect(
      componentsIn(text).flatMap(({ id, references }) => references.map(({ path, to }) => [id, path, to].join(" "))),
    ).toEqual([
      "test_x.by_count[0] a test_s.s[0]",
      "test_x.by_count[1] a test_s.s[1]",
      'test_x.by_each["one"] a test_s.s[0]',
      'test_x.by_each["two"] a test_b.b',
      'test_x.by_known["one"] a test_k.k',
    ]);
  });
});
