import { describe, expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Component, Value } from "../model/index.ts";
import { vpcRules } from "./aws-vpc.ts";
import { answerOf, component, unshown } from "./rules-fixture.ts";
import type { RuleCase } from "./rules-fixture.ts";
import type { Rule } from "./rule.ts";

const rules: readonly Rule[] = vpcRules;

const later = new Unknown(["var.setting"]);

const network = component("aws_vpc", "main");
const subnet = (name: string, zone?: Value): Component =>
  component("aws_subnet", name, zone === undefined ? {} : { availability_zone: zone }, {
    references: [{ path: "vpc_id", to: "aws_vpc.main" }],
  });
const gateway = (name: string): Component =>
  component("aws_nat_gateway", name, {}, { references: [{ path: "subnet_id", to: "aws_subnet.a" }] });
const inNetwork = (type: string, attributes = {}): Component =>
  component(type, "this", attributes, { references: [{ path: "vpc_id", to: "aws_vpc.main" }] });
const acl = (attributes = {}): Component =>
  component("aws_network_acl_rule", "in", {
    rule_action: "allow",
    protocol: "tcp",
    cidr_block: "0.0.0.0/0",
    ...attributes,
  });

const cases: readonly RuleCase[] = [
  ["aws-vpc-flow-logs", network, "fail"],
  ["aws-vpc-flow-logs", network, "pass", inNetwork("aws_flow_log")],
  ["aws-vpc-flow-logs", network, "unknown", component("aws_flow_log", "x", { vpc_id: later })],
  ["aws-vpc-subnet-public-address", component("aws_subnet", "a", { map_public_ip_on_launch: true }), "fail"],
  ["aws-vpc-subnet-public-address", component("aws_subnet", "a"), "pass"],
  ["aws-vpc-subnet-public-address", component("aws_subnet", "a", { map_public_ip_on_launch: later }), "unknown"],
  ["aws-vpc-zones", network, "fail", subnet("a", "eu-west-1a")],
  ["aws-vpc-zones", network, "fail", subnet("a", "eu-west-1a"), subnet("b", "eu-west-1a")],
  ["aws-vpc-zones", network, "pass", subnet("a", "eu-west-1a"), subnet("b", "eu-west-1b")],
  ["aws-vpc-zones", network, "unknown", subnet("a", "eu-west-1a"), subnet("b", later)],
  ["aws-vpc-zones", network, "unknown"],
  ["aws-vpc-single-nat-gateway", gateway("n"), "fail", network, subnet("a", "eu-west-1a"), subnet("b", "eu-west-1b")],
  ["aws-vpc-single-nat-gateway", gateway("n"), "pass", network, subnet("a", "eu-west-1a"), gateway("m")],
  ["aws-vpc-single-nat-gateway", gateway("n"), "unknown"],
  ["aws-vpc-gateway-endpoint", network, "fail", subnet("a"), gateway("n")],
  [
    "aws-vpc-gateway-endpoint",
    network,
    "pass",
    subnet("a"),
    gateway("n"),
    inNetwork("aws_vpc_endpoint", { service_name: "com.amazonaws.eu-west-1.s3" }),
  ],
  ["aws-vpc-gateway-endpoint", network, "unknown"],
  ["aws-vpc-acl-open-ssh", acl({ from_port: 22, to_port: 22 }), "fail"],
  ["aws-vpc-acl-open-ssh", acl({ from_port: 22, to_port: 22, egress: true }), "pass"],
  ["aws-vpc-acl-open-ssh", acl({ from_port: 22, to_port: 22, rule_action: "deny" }), "pass"],
  ["aws-vpc-acl-open-ssh", acl({ from_port: later, to_port: 22 }), "unknown"],
  [
    "aws-vpc-acl-open-rdp",
    component("aws_network_acl", "main", {
      ingress: [{ action: "allow", protocol: "tcp", from_port: 3389, to_port: 3389, cidr_block: "0.0.0.0/0" }],
    }),
    "fail",
  ],
  ["aws-vpc-acl-open-rdp", acl({ from_port: 22, to_port: 22 }), "pass"],
  ["aws-vpc-acl-open-ftp", acl({ from_port: 20, to_port: 21 }), "fail"],
  ["aws-vpc-acl-open-ftp", acl({ from_port: 22, to_port: 22 }), "pass"],
  ["aws-vpc-acl-open-all", acl({ protocol: "all" }), "fail"],
  ["aws-vpc-acl-open-all", acl({ protocol: "-1", cidr_block: "10.0.0.0/8" }), "pass"],
  ["aws-vpc-endpoint-acceptance", component("aws_vpc_endpoint_service", "a", { acceptance_required: false }), "fail"],
  ["aws-vpc-endpoint-acceptance", component("aws_vpc_endpoint_service", "a", { acceptance_required: true }), "pass"],
];

describe("rules about networks", () => {
  it.each(cases.map((each) => [each[0], each[2], each] as const))("%s answers %s", (_, outcome, each) => {
    expect(answerOf(rules, each)).toBe(outcome);
  });

  it("are each shown failing and passing", () => {
    expect(unshown(rules, cases)).toEqual([]);
  });
});
