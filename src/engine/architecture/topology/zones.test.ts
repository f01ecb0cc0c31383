import { expect, test } from "vitest";
import { inspect } from "../parse/index.ts";

/** Where a component stands, innermost group first, up to its network or region. */
const placeOf = (text: string, id: string): string[] => {
  const { groups, find } = inspect([{ name: "main.tf", text }]).model;
  const path: string[] = [];
  for (let group = find(id)?.group; group !== undefined; group = groups.find((other) => other.id === group)?.parent)
    path.push(groups.find((other) => other.id === group)?.label ?? group);
  return path.slice(0, -1);
};

const zonesIn = (text: string): string[] =>
  inspect([{ name: "main.tf", text }])
    .model.groups.filter(({ kind }) => kind === "zone")
    .map(({ label }) => label);

const subnet = (name: string, zone: string): string => `
  resource "aws_subnet" "${name}" {
    vpc_id = aws_vpc.main.id
    availability_zone = ${zone}
  }`;
const instance = (name: string, at: string): string => `resource "aws_instance" "${name}" { subnet_id = ${at}.id }\n`;
const network = `
  provider "aws" { region = "eu-west-1" }
  resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
  ${subnet("app_a", '"eu-west-1a"')}
  ${subnet("app_b", '"eu-west-1b"')}
  ${subnet("data_a", '"eu-west-1a"')}
  ${subnet("data_b", '"eu-west-1b"')}
  resource "aws_db_subnet_group" "data" { subnet_ids = [aws_subnet.data_a.id, aws_subnet.data_b.id] }
`;
const servers = instance("one", "aws_subnet.app_a") + instance("two", "aws_subnet.app_b");
const vpc = ["VPC 10.0.0.0/16", "eu-west-1"];

test.each([
  ["a server", "", "aws_instance.one", ["App subnet", "Availability Zone eu-west-1a", ...vpc]],
  ["its twin", "", "aws_instance.two", ["App subnet", "Availability Zone eu-west-1b", ...vpc]],
  [
    "a load balancer, outside the zones that it spans",
    'resource "aws_lb" "x" { subnets = [aws_subnet.app_a.id, aws_subnet.app_b.id] }',
    "aws_lb.x",
    ["App subnets · 2 zones", ...vpc],
  ],
  [
    "a database that names its zone",
    `resource "aws_db_instance" "x" {
       db_subnet_group_name = aws_db_subnet_group.data.name
       availability_zone = "eu-west-1b"
     }`,
    "aws_db_instance.x",
    ["Data subnet", "Availability Zone eu-west-1b", ...vpc],
  ],
  [
    "a database that names none",
    'resource "aws_db_instance" "x" { db_subnet_group_name = aws_db_subnet_group.data.name }',
    "aws_db_instance.x",
    ["Data subnets · 2 zones", ...vpc],
  ],
  [
    "a database with a standby, whatever zone it names",
    `resource "aws_db_instance" "x" {
       db_subnet_group_name = aws_db_subnet_group.data.name
       availability_zone = "eu-west-1b"
       multi_az = true
     }`,
    "aws_db_instance.x",
    ["Data subnets · 2 zones", ...vpc],
  ],
  [
    "instances of one block that are spread over the zones",
    `resource "aws_instance" "x" {
       count = 2
       subnet_id = [aws_subnet.app_a.id, aws_subnet.app_b.id][count.index]
     }`,
    "aws_instance.x[1]",
    ["App subnets · 2 zones", ...vpc],
  ],
  [
    "a server whose zone is not known",
    `variable "zone" {}
     ${subnet("app_c", "var.zone")}
     ${instance("x", "aws_subnet.app_c")}`,
    "aws_instance.x",
    ["App subnets · 2 zones", ...vpc],
  ],
])("zones hold what lives in one of them alone: %s", (_, text, id, place) => {
  expect(placeOf(network + servers + text, id)).toEqual(place);
});

const listed = (list: string): string => `
  data "aws_availability_zones" "available" {}
  locals { zones = slice(data.aws_availability_zones.available.names, 0, 2) }
  resource "aws_vpc" "main" {}
  resource "aws_subnet" "app" {
    count = 2
    vpc_id = aws_vpc.main.id
    availability_zone = ${list}
  }
  ${instance("one", "aws_subnet.app[0]")}
  ${instance("two", "aws_subnet.app[1]")}`;

test.each([
  ["data.aws_availability_zones.available.names[count.index]", ["Availability Zone 1", "Availability Zone 2"]],
  ["local.zones[count.index]", ["Availability Zone 1", "Availability Zone 2"]],
  ["element(data.aws_availability_zones.available.names, count.index)", ["Availability Zone 1", "Availability Zone 2"]],
  ['["us-east-1a", data.aws_availability_zones.available.names[1]][count.index]', []],
  ["data.aws_availability_zones.available.names[0]", []],
  ["var.zones[count.index]", []],
])("zones taken from a list have its numbers: %s", (list, zones) => {
  expect(zonesIn(listed(list))).toEqual(zones);
});

test.each([
  [
    "gateways alone",
    '_nat_gateway" "a" { subnet_id = aws_subnet.app_a.id }',
    '_nat_gateway" "b" { subnet_id = aws_subnet.app_b.id }',
  ],
  [
    "one zone alone",
    '_instance" "a" { subnet_id = aws_subnet.app_a.id }',
    '_instance" "b" { subnet_id = aws_subnet.data_a.id }',
  ],
])("%s are no reason to draw zones", (_, ...resources) => {
  expect(zonesIn(network + resources.map((rest) => `resource "aws${rest}\n`).join(""))).toEqual([]);
});

test.each([
  [
    "azure",
    ["1", "2"].map(
      (zone) => `resource "azurerm_linux_virtual_machine" "vm${zone}" {
        location = "westeurope"
        zone = "${zone}"
      }`,
    ),
    ["Availability Zone 1", "Availability Zone 2"],
  ],
  [
    "gcp",
    ["b", "c"].map((zone) => `resource "google_compute_instance" "vm_${zone}" { zone = "europe-west1-${zone}" }`),
    ["Zone europe-west1-b", "Zone europe-west1-c"],
  ],
])("zones of %s", (_, machines, zones) => {
  expect(zonesIn(machines.join("\n"))).toEqual(zones);
});
