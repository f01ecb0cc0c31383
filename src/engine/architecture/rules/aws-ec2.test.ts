import { describe, expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { ec2Rules } from "./aws-ec2.ts";
import { autoscalingRules } from "./aws-autoscaling.ts";
import { answerOf, component, unshown } from "./rules-fixture.ts";
import type { RuleCase } from "./rules-fixture.ts";
import type { Rule } from "./rule.ts";

const rules: readonly Rule[] = [...ec2Rules, ...autoscalingRules];

const later = new Unknown(["var.setting"]);

const instance = (attributes = {}): Component => component("aws_instance", "web", attributes);
const template = (attributes = {}): Component => component("aws_launch_template", "web", attributes);
const group = (attributes = {}): Component => component("aws_autoscaling_group", "web", attributes);
const fromTemplate = component(
  "aws_instance",
  "web",
  { launch_template: [{ id: new Unknown(["aws_launch_template.web"]) }] },
  {
    references: [{ path: "launch_template", to: "aws_launch_template.web" }],
  },
);
const image = (attributes = {}): Component =>
  component("data.aws_ami", "ubuntu", {
    most_recent: true,
    filter: [{ name: "name", values: ["ubuntu-*"] }],
    ...attributes,
  });

const cases: readonly RuleCase[] = [
  ["aws-ec2-imdsv2", instance(), "fail"],
  ["aws-ec2-imdsv2", instance({ metadata_options: [{ http_tokens: "optional" }] }), "fail"],
  ["aws-ec2-imdsv2", instance({ metadata_options: [{ http_tokens: "required" }] }), "pass"],
  ["aws-ec2-imdsv2", instance({ metadata_options: [{ http_endpoint: "disabled" }] }), "pass"],
  ["aws-ec2-imdsv2", instance({ metadata_options: [{ http_tokens: later }] }), "unknown"],
  ["aws-ec2-imdsv2", fromTemplate, "unknown", template({ metadata_options: [{ http_tokens: "required" }] })],
  ["aws-ec2-imdsv2", fromTemplate, "fail", template()],
  ["aws-ec2-metadata-hop-limit", template({ metadata_options: [{ http_put_response_hop_limit: 2 }] }), "fail"],
  ["aws-ec2-metadata-hop-limit", template(), "pass"],
  ["aws-ec2-public-address", instance({ associate_public_ip_address: true }), "fail"],
  ["aws-ec2-public-address", template({ network_interfaces: [{ associate_public_ip_address: true }] }), "fail"],
  ["aws-ec2-public-address", instance(), "pass"],
  ["aws-ec2-public-address", instance({ associate_public_ip_address: later }), "unknown"],
  ["aws-ec2-monitoring", instance(), "fail"],
  ["aws-ec2-monitoring", instance({ monitoring: true }), "pass"],
  ["aws-ec2-user-data-secret", instance({ user_data: "export KEY=***MASKED***" }), "fail"],
  ["aws-ec2-user-data-secret", instance({ user_data: new Unknown([], "db=${x} key=***MASKED***") }), "fail"],
  ["aws-ec2-user-data-secret", template({ user_data: btoa("-----BEGIN RSA PRIVATE KEY-----\nabc") }), "fail"],
  ["aws-ec2-user-data-secret", instance({ user_data: "echo hello" }), "pass"],
  ["aws-ec2-user-data-secret", instance({ user_data: later }), "unknown"],
  ["aws-ec2-instance-profile", instance(), "fail"],
  ["aws-ec2-instance-profile", instance({ iam_instance_profile: later }), "pass"],
  ["aws-ec2-old-generation", instance({ instance_type: "t2.micro" }), "fail"],
  ["aws-ec2-old-generation", instance({ instance_type: "t3.micro" }), "pass"],
  ["aws-ec2-old-generation", instance({ instance_type: later }), "unknown"],
  ["aws-ec2-arm-alternative", instance({ instance_type: "m6i.large" }), "fail"],
  ["aws-ec2-arm-alternative", instance({ instance_type: "m7g.large" }), "pass"],
  ["aws-ec2-single-instance", instance(), "fail"],
  ["aws-ec2-single-instance", component("aws_instance", "web", {}, { id: "aws_instance.web[0]" }), "pass"],
  ["aws-ec2-ebs-optimized", instance({ instance_type: "m5.large", ebs_optimized: false }), "fail"],
  ["aws-ec2-ebs-optimized", instance({ instance_type: "m3.large" }), "fail"],
  ["aws-ec2-ebs-optimized", instance({ instance_type: "m5.large" }), "pass"],
  ["aws-ec2-ebs-optimized", instance({ instance_type: later }), "unknown"],
  ["aws-ec2-unused-address", component("aws_eip", "nat"), "fail"],
  ["aws-ec2-unused-address", component("aws_eip", "nat", { instance: "i-1" }), "pass"],
  [
    "aws-ec2-unused-address",
    component("aws_eip", "nat"),
    "pass",
    component("aws_nat_gateway", "a", {}, { references: [{ path: "allocation_id", to: "aws_eip.nat" }] }),
  ],
  ["aws-ec2-image-owner", image(), "fail"],
  ["aws-ec2-image-owner", image({ owners: ["099720109477"] }), "pass"],
  ["aws-ec2-image-owner", image({ most_recent: false }), "pass"],
  ["aws-asg-zones", group({ vpc_zone_identifier: ["subnet-1"] }), "fail"],
  ["aws-asg-zones", group({ vpc_zone_identifier: ["subnet-1", "subnet-2"] }), "pass"],
  ["aws-asg-zones", group({ vpc_zone_identifier: later }), "unknown"],
  ["aws-asg-health-check", group({ target_group_arns: [later] }), "fail"],
  ["aws-asg-health-check", group({ target_group_arns: [later], health_check_type: "ELB" }), "pass"],
  ["aws-asg-health-check", group(), "pass"],
  ["aws-asg-fixed-size", group({ min_size: 2, max_size: "2" }), "fail"],
  ["aws-asg-fixed-size", group({ min_size: 2, max_size: 6 }), "pass"],
  ["aws-asg-fixed-size", group({ min_size: 2, max_size: later }), "unknown"],
  ["aws-asg-no-scaling-policy", group({ min_size: 2, max_size: 6 }), "fail"],
  [
    "aws-asg-no-scaling-policy",
    group({ min_size: 2, max_size: 6 }),
    "pass",
    component(
      "aws_autoscaling_policy",
      "cpu",
      {},
      { references: [{ path: "autoscaling_group_name", to: group().id }] },
    ),
  ],
  [
    "aws-asg-no-scaling-policy",
    group({ min_size: 2, max_size: 6, tag: [{ key: "k8s.io/cluster-autoscaler/enabled", value: "true" }] }),
    "pass",
  ],
  ["aws-asg-no-scaling-policy", group({ min_size: 2, max_size: 2 }), "skip"],
  ["aws-asg-tags", group(), "fail"],
  ["aws-asg-tags", group({ tag: [{ key: "team", value: "web", propagate_at_launch: true }] }), "pass"],
  ["aws-asg-launch-template", group({ launch_configuration: "web" }), "fail"],
  ["aws-asg-launch-template", group({ launch_template: [{ id: "lt-1" }] }), "pass"],
];

describe("rules about virtual machines", () => {
  it.each(cases.map((each) => [each[0], each[2], each] as const))("%s answers %s", (_, outcome, each) => {
    expect(answerOf(rules, each)).toBe(outcome);
  });

  it("are each shown failing and passing", () => {
    expect(unshown(rules, cases)).toEqual([]);
  });
});
