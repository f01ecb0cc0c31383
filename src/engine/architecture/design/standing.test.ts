import { describe, expect, test } from "vitest";
import { parseTerraform } from "../parse/index.ts";
import { fixCode } from "../fix.ts";
import { replace, set } from "./edit.ts";
import type { Edit } from "./edit.ts";
import { applyEdits } from "./patch.ts";

const change = (text: string, edit: Edit): string => {
  const { project } = parseTerraform([{ name: "main.tf", text }]);
  return applyEdits(project, [edit])
    .files.map((file) => file.text)
    .join("");
};

const instance = (type: string): string => `resource "aws_instance" "a" {\n  instance_type = ${type}\n}\n`;
const variable = (usual: string): string => `variable "type" {\n  default = "${usual}"\n}\n\n`;
const newer = replace("aws_instance.a", "instance_type", "t2.micro", "t3.micro");

describe("a value that is made from the one that stands there", () => {
  test("takes its place", () => {
    expect(change(instance('"t2.micro"'), newer)).toBe(instance('"t3.micro"'));
    expect(change(instance('("t2.micro")'), newer)).toBe(instance('"t3.micro"'));
  });

  test("becomes the default of the variable that stands there, where nothing else uses it", () => {
    expect(change(variable("t2.micro") + instance("var.type"), newer)).toBe(
      variable("t3.micro") + instance("var.type"),
    );
  });

  test.each([
    ["another value", instance('"m4.large"')],
    ["a variable with another default", variable("m4.large") + instance("var.type")],
    ["a variable without a default", `variable "type" {}\n\n${instance("var.type")}`],
    ["a variable that is declared elsewhere", instance("var.type")],
    ["a part of a variable", variable("t2.micro") + instance("var.type.web")],
    ["a variable that another block uses too", variable("t2.micro") + instance("var.type") + "# as var.type says\n"],
    [
      "a variable that allows a few values",
      `variable "type" {\n  default = "t2.micro"\n\n  validation {\n    condition     = contains(["t2.micro"], var.type)\n    error_message = "No."\n  }\n}\n\n${instance("var.type")}`,
    ],
    ["a choice, of which the other side would be lost", instance('var.large ? "m4.large" : "t2.micro"')],
    ["a part of a text", instance('"${var.family}.micro"')],
    ["a value of each instance", instance("each.value")],
  ])("leaves %s alone", (_, text) => {
    expect(change(text, newer)).toBe(text);
  });
});

describe("a value that may be another one in each instance", () => {
  const many = (value: string): string =>
    `resource "aws_lambda_function" "a" {\n  for_each = var.functions\n\n  runtime = ${value}\n}\n`;
  const runtime = set("aws_lambda_function.a", "runtime", "python3.13");

  test.each([
    ["each.value.runtime"],
    ['lookup(each.value, "runtime", "python3.7")'],
    ["var.runtimes[count.index]"],
    ['"${each.key}3.7"'],
  ])("is not made the same text for all: %s", (value) => {
    expect(change(many(value), runtime)).toBe(many(value));
  });

  test("is switched on for all", () => {
    const address = "aws_lambda_function.a";
    expect(change(many("each.value.on"), set(address, "runtime", true))).toBe(many("true"));
  });
});

test("apply-fix does not shrink what is large in another environment, and says that it is open", () => {
  const text = `variable "class" {
  default = "db.t2.micro"
}

resource "aws_db_instance" "plain" {
  instance_class = var.class
}

resource "aws_db_instance" "chosen" {
  instance_class = terraform.workspace == "prod" ? "db.m4.large" : "db.t2.micro"
}

resource "aws_db_instance" "many" {
  for_each       = { prod = "db.m4.large", dev = "db.t2.micro" }
  instance_class = each.value
}
`;
  const { files, open } = fixCode({ files: [{ name: "main.tf", text }], rules: ["aws-rds-old-generation"] });
  expect(files.map((file) => file.text)).toEqual([text.replace('default = "db.t2.micro"', 'default = "db.t3.micro"')]);
  expect(open.map(({ resource }) => resource)).toEqual(["aws_db_instance.many"]);
});
