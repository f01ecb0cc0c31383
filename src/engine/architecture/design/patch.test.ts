import { expect, test } from "vitest";
import { parseTerraform } from "../parse/index.ts";
import { add, addBlock, code, remove, set } from "./edit.ts";
import type { Edit } from "./edit.ts";
import { applyEdits } from "./patch.ts";

const patch = (text: string, ...edits: Edit[]): string => {
  const { project } = parseTerraform([{ name: "main.tf", text }]);
  const { files, added } = applyEdits(project, edits);
  return (files[0]?.text ?? "") + added.map((block) => `\n${block.text}\n`).join("");
};

const bucket = (body: string): string => `resource "aws_s3_bucket" "b" {\n${body}}\n`;
const address = "aws_s3_bucket.b";

test.each([
  [
    "a value is replaced where it stands",
    bucket('  acl = "public-read" # was open\n'),
    set(address, "acl", "private"),
    bucket('  acl = "private" # was open\n'),
  ],
  [
    "a new attribute follows the last one",
    bucket('  bucket = "x"\n'),
    set(address, "force_destroy", false),
    bucket('  bucket = "x"\n\n  force_destroy = false\n'),
  ],
  [
    "a new attribute stands before nested blocks",
    bucket("  a {\n  }\n"),
    set(address, "acl", "private"),
    bucket('  acl = "private"\n\n  a {\n  }\n'),
  ],
  [
    "an empty block is opened",
    'resource "aws_s3_bucket" "b" {}\n',
    set(address, "acl", "private"),
    bucket('  acl = "private"\n'),
  ],
  [
    "a one-line block is opened",
    'resource "aws_s3_bucket" "b" { bucket = "x" }\n',
    set(address, "acl", "private"),
    bucket('  bucket = "x"\n\n  acl = "private"\n'),
  ],
  [
    "a nested block is made",
    bucket('  bucket = "x"\n'),
    set(address, "versioning.enabled", true),
    bucket('  bucket = "x"\n\n  versioning {\n    enabled = true\n  }\n'),
  ],
  [
    "a nested value is replaced",
    bucket("  versioning {\n    enabled = false\n  }\n"),
    set(address, "versioning.enabled", true),
    bucket("  versioning {\n    enabled = true\n  }\n"),
  ],
  [
    "the second of two blocks is meant",
    bucket("  rule {\n    n = 1\n  }\n  rule {\n    n = 2\n  }\n"),
    set(address, "rule[1].n", 3),
    bucket("  rule {\n    n = 1\n  }\n  rule {\n    n = 3\n  }\n"),
  ],
  [
    "a map's item is replaced",
    bucket('  tags = {\n    A = "1"\n  }\n'),
    set(address, "tags.A", code("var.a")),
    bucket("  tags = {\n    A = var.a\n  }\n"),
  ],
  [
    "a map gets an item",
    bucket('  tags = {\n    A = "1"\n  }\n'),
    set(address, "tags.B", "2"),
    bucket('  tags = {\n    A = "1"\n    B = "2"\n  }\n'),
  ],
  [
    "an item inside jsonencode is replaced",
    bucket('  x = jsonencode([{ a = "1" }])\n'),
    set(address, "x[0].a", "2"),
    bucket('  x = jsonencode([{ a = "2" }])\n'),
  ],
  [
    "an attribute goes with its line",
    bucket('  acl    = "x" # why\n  bucket = "y"\n'),
    remove(address, "acl"),
    bucket('  bucket = "y"\n'),
  ],
  [
    "a block goes with its lines",
    bucket("  a = 1\n  rule {\n    n = 1\n  }\n"),
    remove(address, "rule"),
    bucket("  a = 1\n"),
  ],
  [
    "the same block in a dynamic one is meant for all",
    bucket('  dynamic "rule" {\n    for_each = [1]\n    content {\n      n = 1\n    }\n  }\n'),
    set(address, "rule.n", 2),
    bucket('  dynamic "rule" {\n    for_each = [1]\n    content {\n      n = 2\n    }\n  }\n'),
  ],
  [
    "one instance of a dynamic block is out of reach",
    bucket('  dynamic "rule" {\n    for_each = [1]\n    content {\n      n = 1\n    }\n  }\n'),
    set(address, "rule[0].n", 2),
    bucket('  dynamic "rule" {\n    for_each = [1]\n    content {\n      n = 1\n    }\n  }\n'),
  ],
  [
    "a block is added",
    bucket("  a = 1\n"),
    addBlock(address, "rule", { n: 1, inner: [{ m: 2 }] }),
    bucket("  a = 1\n\n  rule {\n    n = 1\n\n    inner {\n      m = 2\n    }\n  }\n"),
  ],
  ["nothing that is declared is added again", bucket("  a = 1\n"), add(address, "resource …"), bucket("  a = 1\n")],
  [
    "a string cannot break out of its quotes",
    bucket('  a = "x"\n'),
    set(address, "a", '"]; ${evil}\n%{x}\\'),
    bucket('  a = "\\"]; $${evil}\\n%%{x}\\\\"\n'),
  ],
])("%s", (_, before, edit, after) => {
  expect(patch(before, edit)).toBe(after);
});

test("of two edits of one place the first holds", () => {
  expect(
    patch(bucket("  a = 1\n"), set(address, "a", 2), set(address, "a", 3), set(address, "b", 4), set(address, "b", 5)),
  ).toBe(bucket("  a = 2\n\n  b = 4\n"));
});

test("new attributes are aligned with each other and follow one that is taken out", () => {
  expect(patch(bucket("  a = 1\n"), remove(address, "a"), set(address, "long_name", true), set(address, "x", 1))).toBe(
    bucket("  long_name = true\n  x         = 1\n"),
  );
});

test("comments, layout and Windows line ends outside the change stay", () => {
  const text = '# head\r\nresource "aws_s3_bucket"   "b" {\r\n  # why\r\n  acl =    "public-read"\r\n}\r\n';
  expect(patch(text, set(address, "acl", "private"))).toBe(text.replace("public-read", "private"));
});
