import { describe, expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Attributes, Value } from "../model/index.ts";
import { isOpenToAnyone, statementsOf, statementsOfDocument } from "./policy.ts";

const open = (statement: Attributes): boolean =>
  statementsOf({ Statement: [{ Effect: "Allow", Action: "s3:GetObject", ...statement }] })?.some(isOpenToAnyone) ??
  false;

const account: Value = new Unknown(["data.aws_caller_identity.current"]);

describe("a policy", () => {
  it.each<[string, Attributes]>([
    ["names everyone", { Principal: "*" }],
    ["names everyone among others", { Principal: { AWS: ["arn:aws:iam::123456789012:root", "*"] } }],
    ["asks for any principal", { Principal: "*", Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::*" } } }],
    ["shuts only some out", { Principal: "*", Condition: { StringNotEquals: { "aws:SourceVpc": "vpc-1" } } }],
    [
      "asks only those who say who they are",
      { Principal: "*", Condition: { StringEqualsIfExists: { "aws:SourceVpc": "vpc-1" } } },
    ],
    ["allows every address", { Principal: "*", Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } }],
    ["asks for encryption alone", { Principal: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } }],
  ])("is open to anyone when it %s", (_, statement) => {
    expect(open(statement)).toBe(true);
  });

  it.each<[string, Attributes]>([
    ["denies", { Effect: "Deny", Principal: "*" }],
    ["names an account", { Principal: { AWS: "123456789012" } }],
    ["asks for a source", { Principal: "*", Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::logs" } } }],
    ["asks for the own account", { Principal: "*", Condition: { StringEquals: { "AWS:SourceAccount": account } } }],
    ["asks for an endpoint", { Principal: "*", Condition: { StringEquals: { "aws:sourceVpce": "vpce-1" } } }],
    [
      "asks for one of several networks",
      { Principal: "*", Condition: { IpAddress: { "aws:SourceIp": ["10.0.0.0/8"] } } },
    ],
  ])("is not open to anyone when it %s", (_, statement) => {
    expect(open(statement)).toBe(false);
  });

  it("is read in spite of a comma after its last element", () => {
    expect(statementsOf('{"Statement": [{"Action": "*", "Resource": "*"},\n ]}')).toHaveLength(1);
  });

  it("is not known when its text is not", () => {
    expect(statementsOf(new Unknown(["var.policy"]))).toBeUndefined();
    expect(statementsOfDocument({ statement: new Unknown(["var.statements"]) })).toBeUndefined();
  });

  it("is the same written as a document block", () => {
    const [statement] =
      statementsOfDocument({
        statement: [
          {
            actions: ["s3:GetObject"],
            resources: ["*"],
            principals: [{ type: "AWS", identifiers: ["*"] }],
            condition: [{ test: "StringEquals", variable: "aws:SourceVpce", values: ["vpce-1"] }],
          },
        ],
      }) ?? [];
    expect(statement).toEqual(
      statementsOf({
        Statement: {
          Effect: "Allow",
          Action: "s3:GetObject",
          Resource: "*",
          Principal: { AWS: "*" },
          Condition: { StringEquals: { "aws:SourceVpce": ["vpce-1"] } },
        },
      })?.[0],
    );
  });
});
