import { describe, expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Attributes, Component } from "../model/index.ts";
import { securityGroupRules } from "./aws-security-group.ts";
import { answerOf, component, unshown } from "./rules-fixture.ts";
import type { RuleCase } from "./rules-fixture.ts";
import type { Rule } from "./rule.ts";

const rules: readonly Rule[] = securityGroupRules;

const later = new Unknown(["var.setting"]);

const opening = (from: number, to: number, more: Attributes = {}): Attributes => ({
  description: "d",
  from_port: from,
  to_port: to,
  protocol: "tcp",
  cidr_blocks: ["0.0.0.0/0"],
  ...more,
});
const group = (...ingress: Attributes[]): Component =>
  component("aws_security_group", "web", { description: "web", ingress });
const single = (attributes = {}): Component =>
  component("aws_vpc_security_group_ingress_rule", "web", {
    cidr_ipv4: "0.0.0.0/0",
    ip_protocol: "tcp",
    ...attributes,
  });
const old = (attributes = {}): Component =>
  component("aws_security_group_rule", "web", { ...opening(22, 22), type: "ingress", ...attributes });
const balancer = component(
  "aws_lb",
  "web",
  {},
  { references: [{ path: "security_groups", to: "aws_security_group.web" }] },
);
const network = component("aws_vpc", "main");
const defaultGroup = (attributes = {}): Component =>
  component("aws_default_security_group", "this", attributes, { references: [{ path: "vpc_id", to: "aws_vpc.main" }] });

const cases: readonly RuleCase[] = [
  ["aws-sg-open-ssh", group(opening(22, 22)), "fail"],
  ["aws-sg-open-ssh", group(opening(0, 1024)), "fail"],
  ["aws-sg-open-ssh", group(opening(443, 443)), "pass"],
  ["aws-sg-open-ssh", group(opening(22, 22, { cidr_blocks: [], ipv6_cidr_blocks: ["::/0"] })), "fail"],
  ["aws-sg-open-ssh", group(opening(22, 22, { cidr_blocks: ["10.0.0.0/8"] })), "pass"],
  ["aws-sg-open-ssh", group(opening(22, 22, { cidr_blocks: [later] })), "unknown"],
  ["aws-sg-open-ssh", group(opening(22, 22, { cidr_blocks: [new Unknown(["aws_vpc.main"])] })), "pass"],
  ["aws-sg-open-ssh", group(opening(22, 22, { from_port: later })), "unknown"],
  ["aws-sg-open-ssh", group(opening(8, 0, { protocol: "icmp" })), "pass"],
  ["aws-sg-open-ssh", old(), "fail"],
  ["aws-sg-open-ssh", old({ type: "egress" }), "pass"],
  ["aws-sg-open-ssh", old({ type: later }), "unknown"],
  ["aws-sg-open-ssh", single({ from_port: 22, to_port: 22 }), "fail"],
  ["aws-sg-open-ssh", component("aws_security_group", "web", { ingress: later }), "unknown"],
  ["aws-sg-open-rdp", group(opening(3000, 4000)), "fail"],
  ["aws-sg-open-rdp", group(opening(22, 22)), "pass"],
  ["aws-sg-open-database", single({ from_port: 5432, to_port: 5432 }), "fail"],
  ["aws-sg-open-database", group(opening(443, 443)), "pass"],
  ["aws-sg-open-admin", group(opening(445, 445)), "fail"],
  ["aws-sg-open-admin", group(opening(443, 443)), "pass"],
  ["aws-sg-open-admin", group(opening(20, 30)), "pass"],
  ["aws-sg-open-all", group(opening(0, 0, { protocol: "-1" })), "fail"],
  ["aws-sg-open-all", group(opening(0, 65535)), "fail"],
  ["aws-sg-open-all", single({ ip_protocol: "-1" }), "fail"],
  ["aws-sg-open-all", group(opening(80, 80)), "pass"],
  ["aws-sg-open-all", group(opening(0, 0, { protocol: "-1", cidr_blocks: later })), "unknown"],
  ["aws-sg-open-ssh", group(opening(0, 0, { protocol: "-1" })), "pass"],
  ["aws-sg-open-http", group(opening(80, 80)), "fail"],
  ["aws-sg-open-http", group(opening(80, 80)), "pass", balancer],
  ["aws-sg-open-http", group(opening(443, 443)), "pass"],
  ["aws-sg-open-egress", component("aws_security_group", "web", { egress: [{ cidr_blocks: ["0.0.0.0/0"] }] }), "fail"],
  ["aws-sg-open-egress", component("aws_security_group", "web", { egress: [opening(443, 443)] }), "pass"],
  ["aws-sg-description", group(opening(443, 443, { description: "" })), "fail"],
  ["aws-sg-description", component("aws_security_group", "web"), "fail"],
  ["aws-sg-description", group(opening(443, 443)), "pass"],
  ["aws-sg-default-group", network, "fail"],
  ["aws-sg-default-group", network, "fail", defaultGroup({ ingress: [{ self: true }] })],
  ["aws-sg-default-group", network, "pass", defaultGroup()],
  ["aws-sg-default-group", network, "unknown", defaultGroup({ ingress: later })],
];

describe("rules about security groups", () => {
  it.each(cases.map((each) => [each[0], each[2], each] as const))("%s answers %s", (_, outcome, each) => {
    expect(answerOf(rules, each)).toBe(outcome);
  });

  it("are each shown failing and passing", () => {
    expect(unshown(rules, cases)).toEqual([]);
  });
});
