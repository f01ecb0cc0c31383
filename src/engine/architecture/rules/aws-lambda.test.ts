import { describe, expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { lambdaRules } from "./aws-lambda.ts";
import { answerOf, component, unshown } from "./rules-fixture.ts";
import type { RuleCase } from "./rules-fixture.ts";
import type { Rule } from "./rule.ts";

const rules: readonly Rule[] = lambdaRules;

const later = new Unknown(["var.setting"]);

const lambda = (attributes = {}): Component => component("aws_lambda_function", "api", attributes);
const permission = (attributes = {}): Component =>
  component("aws_lambda_permission", "api", attributes, {
    references: [{ path: "function_name", to: "aws_lambda_function.api" }],
  });
const mapping = component(
  "aws_lambda_event_source_mapping",
  "api",
  {},
  { references: [{ path: "function_name", to: "aws_lambda_function.api" }] },
);
const url = (attributes = {}): Component => component("aws_lambda_function_url", "api", attributes);
const onFailure = component(
  "aws_lambda_function_event_invoke_config",
  "api",
  { destination_config: [{ on_failure: [{ destination: later }] }] },
  { references: [{ path: "function_name", to: "aws_lambda_function.api" }] },
);

const cases: readonly RuleCase[] = [
  ["aws-lambda-tracing", lambda(), "fail"],
  ["aws-lambda-tracing", lambda({ tracing_config: [{ mode: "Active" }] }), "pass"],
  ["aws-lambda-tracing", lambda({ tracing_config: [{ mode: later }] }), "unknown"],
  ["aws-lambda-dead-letters", lambda(), "fail"],
  ["aws-lambda-dead-letters", lambda(), "pass", onFailure],
  ["aws-lambda-dead-letters", lambda({ dead_letter_config: [{ target_arn: later }] }), "pass"],
  ["aws-lambda-dead-letters", lambda(), "pass", permission({ principal: "apigateway.amazonaws.com" })],
  ["aws-lambda-dead-letters", lambda(), "pass", mapping],
  ["aws-lambda-dead-letters", lambda(), "fail", mapping, permission({ principal: "s3.amazonaws.com" })],
  ["aws-lambda-dead-letters", lambda(), "fail", permission({ principal: later })],
  ["aws-lambda-concurrency", lambda({ reserved_concurrent_executions: -1 }), "fail"],
  ["aws-lambda-concurrency", lambda({ reserved_concurrent_executions: 5 }), "pass"],
  ["aws-lambda-concurrency", lambda({ reserved_concurrent_executions: later }), "unknown"],
  ["aws-lambda-runtime", lambda({ runtime: "nodejs14.x" }), "fail"],
  ["aws-lambda-runtime", lambda({ runtime: "nodejs22.x" }), "pass"],
  ["aws-lambda-runtime", lambda({ runtime: later }), "unknown"],
  ["aws-lambda-env-secret", lambda({ environment: [{ variables: { DB_PASSWORD: "***MASKED***" } }] }), "fail"],
  ["aws-lambda-env-secret", lambda({ environment: [{ variables: { STAGE: "prod" } }] }), "pass"],
  ["aws-lambda-env-secret", lambda({ environment: [{ variables: later }] }), "unknown"],
  ["aws-lambda-env-key", lambda({ environment: [{ variables: { STAGE: "prod" } }] }), "fail"],
  ["aws-lambda-env-key", lambda(), "pass"],
  ["aws-lambda-vpc", lambda(), "fail"],
  ["aws-lambda-vpc", lambda({ vpc_config: [{ subnet_ids: later }] }), "pass"],
  ["aws-lambda-arm-alternative", lambda(), "fail"],
  ["aws-lambda-arm-alternative", lambda({ architectures: ["arm64"] }), "pass"],
  ["aws-lambda-arm-alternative", lambda({ architectures: later }), "unknown"],
  ["aws-lambda-memory", lambda(), "fail"],
  ["aws-lambda-memory", lambda({ memory_size: 512 }), "pass"],
  ["aws-lambda-public-permission", permission({ principal: "*" }), "fail"],
  ["aws-lambda-public-permission", permission({ principal: "sns.amazonaws.com" }), "pass"],
  ["aws-lambda-permission-source", permission({ principal: "sns.amazonaws.com" }), "fail"],
  ["aws-lambda-permission-source", permission({ principal: "sns.amazonaws.com", source_arn: later }), "pass"],
  ["aws-lambda-permission-source", permission({ principal: later }), "unknown"],
  ["aws-lambda-public-url", url({ authorization_type: "NONE" }), "fail"],
  ["aws-lambda-public-url", url({ authorization_type: "AWS_IAM" }), "pass"],
  ["aws-lambda-url-cors", url({ cors: [{ allow_origins: ["*"], allow_credentials: true }] }), "fail"],
  ["aws-lambda-url-cors", url({ cors: [{ allow_origins: ["https://example.com"] }] }), "pass"],
  ["aws-lambda-url-cors", url({ cors: [{ allow_origins: [later] }] }), "unknown"],
];

describe("rules about Lambda functions", () => {
  it.each(cases.map((each) => [each[0], each[2], each] as const))("%s answers %s", (_, outcome, each) => {
    expect(answerOf(rules, each)).toBe(outcome);
  });

  it("are each shown failing and passing", () => {
    expect(unshown(rules, cases)).toEqual([]);
  });
});
