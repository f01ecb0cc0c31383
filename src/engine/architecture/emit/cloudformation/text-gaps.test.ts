import { expect, test } from "vitest";
import { inspect } from "../../parse/index.ts";
import { toCloudFormation } from "./index.ts";

const written = (text: string): string => toCloudFormation(inspect([{ name: "main.tf", text }]).model);

test.each([
  ["a variable", "${var.stage}-assets", 'Fn::Sub: "${Stage}-assets"'],
  ["two variables", "${var.stage}-${var.team}-assets", 'Fn::Sub: "${Stage}-${Team}-assets"'],
  ["one variable twice", "${var.stage}-assets-${var.stage}", 'Fn::Sub: "${Stage}-assets-${Stage}"'],
  ["a variable and the region", "${var.stage}-${data.aws_region.current.name}", 'Fn::Sub: "${Stage}-${AWS::Region}"'],
])("%s in a text stays in it", (_, name, expected) => {
  const template = written(`
variable "stage" {}
variable "team" {}
data "aws_region" "current" {}
resource "aws_s3_bucket" "assets" {
  bucket = "${name}"
}
`);
  expect(template).toContain(expected);
});

test("a list that nobody set is one parameter, not a list of one", () => {
  const template = written(`
variable "subnets" {
  type = list(string)
}
resource "aws_lb" "web" {
  subnets = var.subnets
}
`);
  expect(template).toMatch(/Subnets:\n +Ref: Subnets\n/);
  expect(template).toContain("Type: CommaDelimitedList");
});
