import { describe, expect, it } from "vitest";
import { inspect } from "../../parse/index.ts";
import { addSecondWayOut, leavesFromEachZone } from "./aws-zones.ts";

const subnet = (name: string, zone: string): string => `resource "aws_subnet" "${name}" {
  vpc_id            = aws_vpc.main.id
  availability_zone = "${zone}"
}
`;

const association = (name: string, table: string): string => `resource "aws_route_table_association" "${name}" {
  subnet_id      = aws_subnet.${name}.id
  route_table_id = aws_route_table.${table}.id
}
`;

const gateway = (name: string, subnetName: string): string => `resource "aws_nat_gateway" "${name}" {
  allocation_id = "eipalloc-1"
  subnet_id     = aws_subnet.${subnetName}.id
}
`;

const network = (secondZone: string): string => `resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
}
resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.main.id
  }
}
${subnet("public_a", "eu-west-1a")}${subnet("public_b", secondZone)}
${subnet("private_a", "eu-west-1a")}${subnet("private_b", secondZone)}
${association("public_a", "public")}${association("public_b", "public")}
${association("private_a", "private")}${association("private_b", "private")}
`;

const modelOf = (text: string) => inspect([{ name: "main.tf", text }], { cloud: "aws" }).model;

describe("the way out of private subnets", () => {
  it.each([
    ["is of no matter without a gateway", 'resource "aws_vpc" "main" {}\n', undefined],
    ["is lost with its zone when there is one gateway", gateway("main", "public_a"), false],
    ["stays when there are two", gateway("main", "public_a") + gateway("other", "public_b"), true],
    [
      "stays with a gateway of the region",
      'resource "aws_nat_gateway" "main" {\n  availability_mode = "regional"\n}\n',
      true,
    ],
  ])("%s", (_, text, stays) => expect(leavesFromEachZone(modelOf(text))).toBe(stays));

  it("gets a second gateway, which only the other zone's subnets take", () => {
    const edits = addSecondWayOut(modelOf(network("eu-west-1b") + gateway("main", "public_a")));
    expect(edits.filter(({ op }) => op === "set").map(({ address }) => address)).toEqual([
      "aws_route_table_association.private_b",
    ]);
    const added = edits.flatMap((edit) => (edit.op === "add" ? [edit.text] : [])).join("\n");
    expect(added).toContain("subnet_id     = aws_subnet.public_b.id");
  });

  it.each([
    ["where all subnets are in one zone", network("eu-west-1a") + gateway("main", "public_a")],
    ["where the gateway's own subnet is not in the code", network("eu-west-1b") + gateway("main", "elsewhere")],
    ["where there are two", network("eu-west-1b") + gateway("main", "public_a") + gateway("other", "public_b")],
  ])("gets none %s", (_, text) => expect(addSecondWayOut(modelOf(text))).toEqual([]));
});
