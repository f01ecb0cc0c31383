import { describe, expect, it } from "vitest";
import type { Component } from "../model/index.ts";
import { maskMarker } from "../secrets/index.ts";
import { codebuildRules } from "./aws-codebuild.ts";
import { logRules } from "./aws-logs.ts";
import { messagingRules } from "./aws-messaging.ts";
import { casesOf, later, wants } from "./rule-table-fixture.ts";
import { component, modelOf, outcomeOf } from "./rules-fixture.ts";

const policy = (principal: unknown, action: string, more: object = {}) => ({
  policy: JSON.stringify({ Statement: [{ Effect: "Allow", Principal: principal, Action: action, ...more }] }),
});
const fromTopic = { Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:sns:eu-west-1:123456789012:orders" } } };
const transit = (attributes: object) => ({ encryption_info: [{ encryption_in_transit: [{ ...attributes }] }] });
const publicAccess = (type: string) => ({
  broker_node_group_info: [{ connectivity_info: [{ public_access: [{ type }] }] }],
});
const openPolicies = {
  fail: [policy("*", "x:Y"), policy({ AWS: ["arn:aws:iam::*:role/any"] }, "x:Y")],
  pass: [
    {},
    policy("*", "x:Y", { Effect: "Deny" }),
    policy("*", "x:Y", fromTopic),
    policy({ AWS: "arn:aws:iam::123456789012:root" }, "x:Y"),
  ],
  unknown: [{ policy: later }],
};

const cases = [
  ...casesOf(messagingRules, {
    "aws-sns-encryption": { fail: [{}, { kms_master_key_id: "" }], pass: [{ kms_master_key_id: later }] },
    "aws-sns-alarms-shut-out": { fail: [], pass: [{}, { kms_master_key_id: "alias/aws/sns" }] },
    "aws-sns-public-policy": openPolicies,
    "aws-sqs-encryption": {
      fail: [{}, { sqs_managed_sse_enabled: false }, { kms_master_key_id: "" }],
      pass: [{ sqs_managed_sse_enabled: true }, { kms_master_key_id: later, sqs_managed_sse_enabled: false }],
      unknown: [{ sqs_managed_sse_enabled: later }],
    },
    "aws-sqs-dead-letters": {
      fail: [{ name: "orders" }],
      pass: [{ redrive_policy: later }, { name: "orders-dlq" }, { redrive_allow_policy: "{}" }],
    },
    "aws-sqs-public-policy": openPolicies,
    "aws-sqs-all-actions": {
      fail: [policy("*", "sqs:*", fromTopic), policy("*", "*")],
      pass: [{}, policy("*", "sqs:SendMessage")],
      unknown: [{ policy: later }],
    },
    "aws-kinesis-encryption": {
      fail: [{}, { encryption_type: "NONE" }, { encryption_type: "KMS" }],
      pass: [
        { encryption_type: "KMS", kms_key_id: "alias/aws/kinesis" },
        { encryption_type: "KMS", kms_key_id: later },
      ],
      unknown: [{ encryption_type: later }],
    },
    "aws-firehose-encryption": {
      fail: [{}],
      pass: [{ server_side_encryption: [{ enabled: true }] }, { kinesis_source_configuration: [{}] }],
      unknown: [{ server_side_encryption: [{ enabled: later }] }],
    },
    "aws-msk-plaintext": {
      fail: [transit({ client_broker: "TLS_PLAINTEXT" }), transit({ in_cluster: false })],
      pass: [{}, transit({ client_broker: "TLS" })],
      unknown: [transit({ client_broker: later })],
    },
    "aws-msk-public": {
      fail: [publicAccess("SERVICE_PROVIDED_EIPS")],
      pass: [{}, publicAccess("DISABLED")],
      unknown: [{ broker_node_group_info: [{ connectivity_info: later }] }],
    },
    "aws-msk-logs": {
      fail: [{}],
      pass: [{ logging_info: [{ broker_logs: [{ s3: [{ enabled: true }] }] }] }],
      unknown: [{ logging_info: [{ broker_logs: [{ s3: [{ enabled: later }] }] }] }],
    },
    "aws-mq-public": { fail: [{ publicly_accessible: true }], pass: [{}], unknown: [{ publicly_accessible: later }] },
    "aws-mq-logs": wants("logs.general", true, false),
    "aws-mq-audit": {
      fail: [{}, { engine_type: "ActiveMQ", logs: [{ general: true }] }],
      pass: [{ engine_type: "RabbitMQ" }, { logs: [{ audit: true }] }],
      unknown: [{ logs: [{ audit: later }] }, { engine_type: later }],
    },
    "aws-mq-minor-upgrades": {
      fail: [{}],
      pass: [{ auto_minor_version_upgrade: true }],
      unknown: [{ auto_minor_version_upgrade: later }],
    },
    "aws-mq-single-instance": {
      fail: [{}, { deployment_mode: "SINGLE_INSTANCE" }],
      pass: [{ deployment_mode: "ACTIVE_STANDBY_MULTI_AZ" }],
      unknown: [{ deployment_mode: later }],
    },
  }),
  ...casesOf(logRules, {
    "aws-logs-retention": {
      fail: [{}, { retention_in_days: 0 }],
      pass: [{ retention_in_days: 3 }],
      unknown: [{ retention_in_days: later }],
    },
    "aws-no-alarms": { fail: [{}], pass: [] },
  }),
  ...casesOf(codebuildRules, {
    "aws-codebuild-privileged": {
      fail: [{ environment: [{ privileged_mode: true }] }],
      pass: [{}, { environment: [{ privileged_mode: false }] }],
      unknown: [{ environment: [{ privileged_mode: later }] }],
    },
    "aws-codebuild-secret-environment": {
      fail: [{ environment: [{ environment_variable: [{ name: "TOKEN", value: maskMarker }] }] }],
      pass: [{ environment: [{ environment_variable: [{ name: "STAGE", value: "prod" }] }] }],
      unknown: [{ environment: [{ environment_variable: later }] }],
    },
    "aws-codebuild-artifact-encryption": {
      fail: [{ artifacts: [{ encryption_disabled: true }] }],
      pass: [{ artifacts: [{}] }],
      unknown: [{ artifacts: [{ encryption_disabled: later }] }],
    },
    "aws-codebuild-logs": {
      fail: [{ logs_config: [{ cloudwatch_logs: [{ status: "DISABLED" }] }] }],
      pass: [{}, { logs_config: [{ cloudwatch_logs: [{ status: "DISABLED" }], s3_logs: [{ status: "ENABLED" }] }] }],
      unknown: [{ logs_config: [{ cloudwatch_logs: [{ status: later }] }] }],
    },
  }),
];

describe("messages, logs and builds on AWS", () => {
  it.each(cases)("$id answers $outcome to $given", ({ rule, subject, outcome }) => {
    expect(outcomeOf(rule, subject)).toBe(outcome);
  });

  const find = (id: string) => [...messagingRules, ...logRules].find((rule) => rule.id === id);
  const orders = component("aws_sqs_queue", "orders", { name: "orders.fifo", fifo_queue: true });
  const to = (path: string, target = orders.id) => ({ references: [{ path, to: target }] });

  it("asks no dead-letter queue of a dead-letter queue, nor of one whose policy stands apart", () => {
    const rule = find("aws-sqs-dead-letters");
    const handler = component("aws_lambda_function", "handler", {}, to("dead_letter_config"));
    const policyApart = component("aws_sqs_queue_redrive_policy", "orders", {}, to("queue_url"));
    const loose = component("aws_sqs_queue_redrive_policy", "any", { queue_url: later });
    expect(rule?.check(orders, modelOf(orders, handler)).outcome).toBe("pass");
    expect(rule?.check(orders, modelOf(orders, policyApart)).outcome).toBe("pass");
    expect(rule?.check(orders, modelOf(orders, loose)).outcome).toBe("unknown");
  });

  it("adds a dead-letter queue of the same kind, and none where the queue is repeated", () => {
    const remedy = find("aws-sqs-dead-letters")?.remedy;
    const [added] = remedy?.(orders, modelOf(orders)) ?? [];
    expect(added).toMatchObject({ op: "add", address: "aws_sqs_queue.orders_dlq" });
    expect(added?.op === "add" && added.text).toContain('= "orders-dlq.fifo"');
    expect(remedy?.({ ...orders, id: "aws_sqs_queue.orders[0]" }, modelOf(orders))).toEqual([]);
  });

  it("does not give a topic AWS' own key when an alarm publishes to it", () => {
    const topic = component("aws_sns_topic", "alarms");
    const alarm = component("aws_cloudwatch_metric_alarm", "cpu", {}, to("alarm_actions", topic.id));
    const event = component("aws_cloudwatch_event_target", "cron", {}, to("arn", topic.id));
    const remedy = find("aws-sns-encryption")?.remedy;
    const last = (...others: Component[]) => remedy?.(topic, modelOf(topic, ...others)).at(-1);
    expect(last()).toMatchObject({ value: "alias/aws/sns" });
    expect(last(alarm)).toMatchObject({ value: { text: "aws_kms_key.stackstage.arn" } });
    expect(last(event)).toBeUndefined();
  });

  it.each([
    ["AWS' own key", "alias/aws/sns", [], "fail"],
    ["a key without a policy", later, [component("aws_kms_key", "k")], "fail"],
    [
      "a key that names them",
      later,
      [component("aws_kms_key", "k", policy({ Service: "cloudwatch.amazonaws.com" }, "kms:*"))],
      "pass",
    ],
    ["a key of elsewhere", later, [], "unknown"],
  ] as const)("alarms and a topic with %s", (_, key, keys, outcome) => {
    const topic = component("aws_sns_topic", "t", { kms_master_key_id: key }, to("kms_master_key_id", "aws_kms_key.k"));
    const alarm = component("aws_cloudwatch_metric_alarm", "cpu", {}, to("alarm_actions", topic.id));
    const rule = find("aws-sns-alarms-shut-out");
    expect(rule?.check(topic, modelOf(topic, alarm, ...keys)).outcome).toBe(outcome);
    expect(rule?.check(topic, modelOf(topic, ...keys)).outcome).toBe("pass");
  });

  it("misses alarms once for a stack, at what customers notice first", () => {
    const rule = find("aws-no-alarms");
    const first = component("aws_lambda_function", "a");
    const balancer = component("aws_lb", "web");
    const alarm = component("aws_cloudwatch_metric_alarm", "errors");
    const model = modelOf(first, balancer);
    expect(rule?.check(balancer, model).outcome).toBe("fail");
    expect(rule?.check(first, model).outcome).toBe("skip");
    expect(rule?.check(balancer, modelOf(first, balancer, alarm)).outcome).toBe("pass");
  });
});
