import { expect, test } from "vitest";
import { parseTerraform } from "./terraform.ts";

test("a broken block is left out and named by file, line and column", () => {
  const { project, warnings } = parseTerraform([
    { name: "a.tf", text: 'resource "test_x" "a" {}\n\nresource "test_x" "b" {\n  x = [1 2]\n}\n' },
    { name: "b.tf", text: 'resource "test_x" "c" {}\n' },
  ]);
  expect(warnings).toEqual([{ file: "a.tf", line: 4, column: 10, message: 'expected "]" or "," after a list item' }]);
  expect(project.files.map(({ name, body }) => [name, body.length])).toEqual([
    ["a.tf", 1],
    ["b.tf", 1],
  ]);
});

test("a file of which nothing can be read is left out; an empty one is not", () => {
  const { project, warnings } = parseTerraform([
    { name: "broken.tf", text: "resource {{{" },
    { name: "empty.tf", text: "# nothing yet\n" },
  ]);
  expect(project.files.map(({ name }) => name)).toEqual(["empty.tf"]);
  expect(warnings.map(({ file }) => file)).toEqual(["broken.tf"]);
});
