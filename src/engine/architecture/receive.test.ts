import { expect, test } from "vitest";
import { inspect } from "./parse/index.ts";
import { receive } from "./receive.ts";

const template = (name: string, block: string): { name: string; text: string } => ({
  name,
  text: `AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Block: {Type: String, Default: ${block}}
Resources:
  Network: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: !Ref Block}}
Outputs:
  Id: {Value: !Ref Network}
`,
});

const networksOf = (...names: string[]): unknown[] => {
  const { files, warnings } = receive(names.map((name, at) => template(name, `10.${at}.0.0/16`)));
  const inspection = inspect(files);
  expect([...warnings, ...inspection.warnings]).toEqual([]);
  return inspection.model
    .ofType("aws_vpc")
    .map(({ address, source, attributes }) => [address, source.file, source.line, attributes["cidr_block"]]);
};

test("templates that use the same names are all there, each with its own values", () => {
  expect(networksOf("one.yaml", "two.yaml")).toEqual([
    ["aws_vpc.Network", "one.yaml", 5, "10.0.0.0/16"],
    ["aws_vpc.Network2", "two.yaml", 5, "10.1.0.0/16"],
  ]);
});

test("templates of two folders keep their names", () => {
  expect(networksOf("one/template.yaml", "two/template.yaml")).toEqual([
    ["one: aws_vpc.Network", "one/template.yaml", 5, "10.0.0.0/16"],
    ["two: aws_vpc.Network", "two/template.yaml", 5, "10.1.0.0/16"],
  ]);
});
