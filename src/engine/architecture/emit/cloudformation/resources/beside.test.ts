import { describe, expect, it } from "vitest";
import { inspect } from "../../../parse/index.ts";
import type { Cfn } from "../cfn.ts";
import { at } from "../template-fixture.ts";
import { composeTemplate } from "../template.ts";

const templateOf = (text: string): Cfn => composeTemplate(inspect([{ name: "main.tf", text }]).model);
const resource = (text: string, id: string, ...path: (string | number)[]): Cfn | undefined =>
  at(templateOf(text), "Resources", id, ...path);

describe("what Terraform writes beside a resource and CloudFormation inside it", () => {
  const policies = `
    resource "aws_iam_user" "robot" { name = "robot" }
    resource "aws_iam_policy" "own" { policy = jsonencode({ Statement = [] }) }
    resource "aws_iam_policy_attachment" "own" {
      name       = "own"
      policy_arn = aws_iam_policy.own.arn
      users      = [aws_iam_user.robot.name]
    }
    resource "aws_iam_user_policy_attachment" "read" {
      user       = aws_iam_user.robot.name
      policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }`;

  it("policies of others stand with the user, the design's own name the user", () => {
    expect(resource(policies, "RobotUser", "Properties", "ManagedPolicyArns")).toEqual([
      "arn:aws:iam::aws:policy/ReadOnlyAccess",
    ]);
    expect(resource(policies, "OwnManagedPolicy", "Properties", "Users")).toEqual([{ Ref: "RobotUser" }]);
  });

  it("a first password is asked for and never shown", () => {
    const template = templateOf(`
      resource "aws_iam_user" "anna" {}
      resource "aws_iam_user_login_profile" "anna" { user = aws_iam_user.anna.name }`);
    expect(at(template, "Parameters", "AnnaUserPassword", "NoEcho")).toBe(true);
    expect(at(template, "Resources", "AnnaUser", "Properties", "LoginProfile")).toEqual({
      Password: { Ref: "AnnaUserPassword" },
    });
  });

  it("a classic load balancer and a group take over what is attached to them", () => {
    const text = `
      resource "aws_elb" "web" {
        listener {
          lb_port       = 443
          lb_protocol   = "https"
          instance_port = 80
        }
      }
      resource "aws_autoscaling_group" "web" {
        min_size = 1
        max_size = 2
      }
      resource "aws_autoscaling_attachment" "web" {
        autoscaling_group_name = aws_autoscaling_group.web.name
        elb                    = aws_elb.web.name
      }`;
    expect(resource(text, "WebAutoScalingGroup", "Properties", "LoadBalancerNames")).toEqual([
      { Ref: "WebLoadBalancer" },
    ]);
    expect(resource(text, "WebLoadBalancer", "Properties", "Listeners", 0, "LoadBalancerPort")).toBe("443");
  });
});

describe("rules of a network ACL", () => {
  const text = `
    resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
    resource "aws_network_acl" "main" {
      vpc_id     = aws_vpc.main.id
      subnet_ids = ["subnet-1"]
      ingress {
        rule_no    = 100
        action     = "allow"
        protocol   = "tcp"
        from_port  = 443
        to_port    = 443
        cidr_block = "0.0.0.0/0"
      }
      egress {
        rule_no    = 100
        action     = "deny"
        protocol   = "-1"
        from_port  = 0
        to_port    = 0
        cidr_block = "0.0.0.0/0"
      }
    }`;

  it.each([
    ["MainNetworkAclIn1", { Egress: false, Protocol: 6, RuleAction: "allow", PortRange: { From: 443, To: 443 } }],
    ["MainNetworkAclOut1", { Egress: true, Protocol: -1, RuleAction: "deny" }],
  ])("%s names its protocol by number, and ports where there are any", (id, expected) => {
    expect(resource(text, id, "Properties")).toEqual({
      NetworkAclId: { Ref: "MainNetworkAcl" },
      RuleNumber: 100,
      CidrBlock: "0.0.0.0/0",
      ...expected,
    });
  });

  it("are joined with the subnets of the list", () => {
    expect(resource(text, "MainNetworkAclSubnet1", "Properties", "SubnetId")).toBe("subnet-1");
  });
});

describe("a published function", () => {
  const text = (publish: boolean) => `
    resource "aws_lambda_function" "api" {
      role    = "arn:aws:iam::111122223333:role/run"
      publish = ${publish}
    }
    resource "aws_lambda_alias" "live" {
      name             = "live"
      function_name    = aws_lambda_function.api.function_name
      function_version = aws_lambda_function.api.version
    }`;

  it("has a version beside it, which its alias points at", () => {
    expect(resource(text(true), "ApiFunctionVersion", "Type")).toBe("AWS::Lambda::Version");
    expect(resource(text(true), "LiveAlias", "Properties", "FunctionVersion")).toEqual({
      "Fn::GetAtt": ["ApiFunctionVersion", "Version"],
    });
  });

  it("has none when it is not published, and the alias asks for it", () => {
    expect(resource(text(false), "ApiFunctionVersion")).toBeUndefined();
    expect(resource(text(false), "LiveAlias", "Properties", "FunctionVersion")).toEqual({
      Ref: "LiveAliasFunctionVersion",
    });
  });
});

it.each([
  ["true", "Snapshot"],
  ["false", "Delete"],
])("a volume whose final_snapshot is %s says DeletionPolicy: %s", (value, policy) => {
  const text = `resource "aws_ebs_volume" "data" {
    availability_zone = "eu-west-1a"
    final_snapshot    = ${value}
  }`;
  expect(resource(text, "DataVolume", "DeletionPolicy")).toBe(policy);
});
