import { add, code, set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { quote } from "../design/literal.ts";
import { asText, isUnknown, read, receivesDeadLetters } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { useStackKey } from "./aws-stack-key.ts";
import {
  fail,
  mustBe,
  onlyWhere,
  mustBeSet,
  mustNotBe,
  mustNotMatch,
  pass,
  textAt,
  unknown,
  worstOf,
} from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { isLimited, isOpenToAnyone, statementsOf } from "./policy.ts";
import type { Statement } from "./policy.ts";
import { labelOf, partnerOf, setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const queue = ["aws_sqs_queue"];
const topic = ["aws_sns_topic"];

const alarms = ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"];

/** Other services that cannot publish to a topic under AWS' own key, because its policy does not name them. */
const otherPublishers = [
  "aws_cloudwatch_event_target",
  "aws_s3_bucket_notification",
  "aws_db_event_subscription",
  "aws_budgets_budget",
];

const isUsedBy = ({ id, address }: Component, model: Model, types: readonly string[]): boolean =>
  model.ofType(...types).some(({ references }) => references.some(({ to }) => to === id || to === address));

/** The stack's own key lets alarms in; nothing is known of the other publishers. */
const encryptTopic = (component: Component, model: Model): readonly Edit[] => {
  if (isUsedBy(component, model, otherPublishers)) return [];
  return isUsedBy(component, model, alarms)
    ? useStackKey("kms_master_key_id")(component, model)
    : [set(component.address, "kms_master_key_id", "alias/aws/sns")];
};

const isAwsKey = (component: Component): boolean =>
  textAt(component, "kms_master_key_id")?.includes("alias/aws/") === true;

/** Without a policy a key is open to the account's own roles and users alone. */
const letsAlarmsIn = (component: Component, model: Model): Verdict => {
  if (read(component.attributes, "kms_master_key_id") === undefined || !isUsedBy(component, model, alarms)) return pass;
  if (isAwsKey(component)) return fail("kms_master_key_id");
  const key = model.target(component, "kms_master_key_id");
  if (key?.type !== "aws_kms_key" || model.attached(key, "aws_kms_key_policy", "key_id").length > 0) return unknown;
  const policy = read(key.attributes, "policy");
  if (policy === undefined) return fail("kms_master_key_id");
  const statements = statementsOf(policy);
  if (statements === undefined) return unknown;
  const isNamed = statements.some(({ principals }) => principals.includes("cloudwatch.amazonaws.com"));
  return isNamed ? pass : fail("kms_master_key_id");
};

const queueEncryption = (component: Component): Verdict =>
  mustBeSet("kms_master_key_id")(component).outcome === "pass"
    ? pass
    : mustBe("sqs_managed_sse_enabled", true)(component);

const isDeadLetterQueue = (component: Component, model: Model): boolean =>
  read(component.attributes, "redrive_allow_policy") !== undefined ||
  /dlq|dead.?letter/i.test(`${component.address} ${textAt(component, "name") ?? ""}`) ||
  receivesDeadLetters(component, model);

const deadLetters = (component: Component, model: Model): Verdict => {
  if (read(component.attributes, "redrive_policy") !== undefined || isDeadLetterQueue(component, model)) return pass;
  const policies = companionsOf(component, model, "aws_sqs_queue_redrive_policy", "queue_url");
  if (policies === undefined) return unknown;
  return policies.length > 0 ? pass : fail();
};

/** Five tries outlast a deployment of the consumer; fourteen days, the longest there is, leave time to look. */
const addDeadLetters = (component: Component): readonly Edit[] => {
  const isFifo = read(component.attributes, "fifo_queue");
  if (partnerOf(component)?.repeat !== "" || isUnknown(isFifo)) return [];
  const label = `${labelOf(component)}_dlq`;
  const name = textAt(component, "name")?.replace(/\.fifo$/, "");
  const fifo = asText(isFifo) === "true";
  const settings = {
    ...(name !== undefined && { name: quote(`${name}-dlq${fifo ? ".fifo" : ""}`) }),
    ...(fifo && { fifo_queue: "true" }),
    message_retention_seconds: "1209600",
    sqs_managed_sse_enabled: "true",
  };
  const width = "message_retention_seconds".length;
  const body = Object.entries(settings)
    .map(([key, value]) => `  ${key.padEnd(width)} = ${value}\n`)
    .join("");
  return [
    add(`aws_sqs_queue.${label}`, `resource "aws_sqs_queue" "${label}" {\n${body}}\n`),
    set(
      component.address,
      "redrive_policy",
      code(`jsonencode({ deadLetterTargetArn = aws_sqs_queue.${label}.arn, maxReceiveCount = 5 })`),
    ),
  ];
};

/** Every account there is, also when a role's name is given with it. */
/** AWS refuses to encrypt a stream that names no key; its own is `alias/aws/kinesis`. */
const encryptedStream = (component: Component): Verdict => {
  const encryption = mustBe("encryption_type", "KMS")(component);
  return encryption.outcome === "pass" ? mustBeSet("kms_key_id")(component) : encryption;
};

const anyAccount = /^arn:aws[a-z-]*:iam::\*:/;

const isOpen = (statement: Statement): boolean =>
  isOpenToAnyone(statement) ||
  (statement.effect === "Allow" && statement.principals.some((text) => anyAccount.test(text)) && !isLimited(statement));

const allowsEverything = ({ effect, actions }: Statement): boolean =>
  effect === "Allow" && actions.some((action) => /^(?:sqs:)?\*$/i.test(action));

const noStatement =
  (bad: (statement: Statement) => boolean) =>
  (component: Component): Verdict => {
    const policy = read(component.attributes, "policy");
    if (policy === undefined) return pass;
    const statements = statementsOf(policy);
    if (statements === undefined) return unknown;
    return statements.some(bad) ? fail("policy") : pass;
  };

/** A stream that feeds from Kinesis is encrypted by that. */
const firehose = (component: Component): Verdict =>
  read(component.attributes, "kinesis_source_configuration") === undefined
    ? mustBe("server_side_encryption.enabled", true)(component)
    : pass;

/** Brokers talk TLS to clients and among themselves unless they are told otherwise. */
const kafkaTransit = (component: Component): Verdict =>
  worstOf([
    mustNotMatch("encryption_info.encryption_in_transit.client_broker", /PLAINTEXT/)(component),
    mustNotBe("encryption_info.encryption_in_transit.in_cluster", false)(component),
  ]);

const kafkaLogs = ({ attributes }: Component): Verdict => {
  if (isUnknown(read(attributes, "logging_info"))) return unknown;
  const targets = ["cloudwatch_logs", "firehose", "s3"].map((name) =>
    read(attributes, `logging_info.broker_logs.${name}.enabled`),
  );
  if (targets.some((enabled) => asText(enabled) === "true")) return pass;
  return targets.some(isUnknown) ? unknown : fail();
};

export const messagingRules: readonly Rule[] = [
  rule({
    id: "aws-sns-encryption",
    severity: "medium",
    pillar: "security",
    types: topic,
    title: "Topic is not encrypted",
    why: "Messages that wait for delivery are stored without a key that you control.",
    fix: 'Set `kms_master_key_id`, e.g. to "alias/aws/sns"; alarms and events need a key of your own that lets them in.',
    refs: { checkov: ["CKV_AWS_26"], fsbp: ["SNS.1"] },
    check: mustBeSet("kms_master_key_id"),
    remedy: encryptTopic,
  }),
  rule({
    id: "aws-sns-alarms-shut-out",
    severity: "high",
    pillar: "operations",
    types: topic,
    title: "Alarms cannot reach the topic",
    why: "CloudWatch may not use the key that the topic is encrypted with: alarms go off and nobody is told.",
    fix: "Set `kms_master_key_id` to a key of your own whose policy allows cloudwatch.amazonaws.com kms:Decrypt and kms:GenerateDataKey*.",
    refs: {},
    check: letsAlarmsIn,
    remedy: (component, model) =>
      isAwsKey(component) && !isUsedBy(component, model, otherPublishers)
        ? useStackKey("kms_master_key_id")(component, model)
        : [],
  }),
  rule({
    id: "aws-sns-public-policy",
    severity: "high",
    pillar: "security",
    types: [...topic, "aws_sns_topic_policy"],
    title: "Topic is open to anyone",
    why: "Strangers can read what is published or send messages of their own into the system.",
    fix: "Name accounts or services in the `Principal` of the `policy`, or add a condition on the source.",
    refs: { checkov: ["CKV_AWS_169"], fsbp: ["SNS.4"] },
    check: noStatement(isOpen),
  }),
  rule({
    id: "aws-sqs-encryption",
    severity: "medium",
    pillar: "security",
    types: queue,
    title: "Queue is not encrypted",
    why: "Messages that wait to be processed are stored unencrypted.",
    fix: "Set `sqs_managed_sse_enabled = true`, or `kms_master_key_id` for a key of your own.",
    refs: { checkov: ["CKV_AWS_27"], fsbp: ["SQS.1"] },
    check: queueEncryption,
    remedy: setTo("sqs_managed_sse_enabled", true),
  }),
  rule({
    id: "aws-sqs-dead-letters",
    severity: "medium",
    pillar: "reliability",
    types: queue,
    title: "Queue has nowhere to put messages that fail",
    why: "A message that cannot be processed is tried again and again until it expires, and then it is lost.",
    fix: "Set `redrive_policy` with a dead-letter queue and a `maxReceiveCount`.",
    refs: {},
    check: deadLetters,
    remedy: addDeadLetters,
  }),
  rule({
    id: "aws-sqs-public-policy",
    severity: "high",
    pillar: "security",
    types: [...queue, "aws_sqs_queue_policy"],
    title: "Queue is open to anyone",
    why: "Strangers can read messages, delete them, or send their own into the system.",
    fix: "Name accounts or services in the `Principal` of the `policy`, or add a condition on the source.",
    refs: { checkov: ["CKV_AWS_168", "CKV_AWS_387"], fsbp: ["SQS.3"], cis: ["7.0:2.21"] },
    check: noStatement(isOpen),
  }),
  rule({
    id: "aws-sqs-all-actions",
    severity: "medium",
    pillar: "security",
    types: [...queue, "aws_sqs_queue_policy"],
    title: "Queue policy allows every action",
    why: "Whoever may only send could as well read, purge or delete the queue.",
    fix: "List the actions that are needed in the `Action` of the `policy`, e.g. sqs:SendMessage.",
    refs: { checkov: ["CKV_AWS_72"] },
    check: noStatement(allowsEverything),
  }),
  rule({
    id: "aws-kinesis-encryption",
    severity: "medium",
    pillar: "security",
    types: ["aws_kinesis_stream"],
    title: "Stream is not encrypted",
    why: "Records lie unencrypted in the stream for as long as it keeps them.",
    fix: 'Set `encryption_type = "KMS"` and `kms_key_id`.',
    refs: { checkov: ["CKV_AWS_43"], fsbp: ["Kinesis.1"] },
    check: encryptedStream,
    remedy: ({ address, attributes }) => [
      set(address, "encryption_type", "KMS"),
      ...(read(attributes, "kms_key_id") === undefined ? [set(address, "kms_key_id", "alias/aws/kinesis")] : []),
    ],
  }),
  rule({
    id: "aws-firehose-encryption",
    severity: "medium",
    pillar: "security",
    types: ["aws_kinesis_firehose_delivery_stream"],
    title: "Delivery stream is not encrypted",
    why: "Records that wait for delivery are stored unencrypted.",
    fix: "Set `server_side_encryption.enabled = true`.",
    refs: { checkov: ["CKV_AWS_240"], fsbp: ["DataFirehose.1"] },
    check: firehose,
    remedy: setTo("server_side_encryption.enabled", true),
  }),
  rule({
    id: "aws-msk-plaintext",
    severity: "high",
    pillar: "security",
    types: ["aws_msk_cluster"],
    title: "Kafka takes plain-text traffic",
    why: "Messages can be read and changed on their way to, or between, the brokers.",
    fix: 'Set `client_broker = "TLS"` and `in_cluster = true` in `encryption_in_transit`.',
    refs: { checkov: ["CKV_AWS_81"], fsbp: ["MSK.1"] },
    check: kafkaTransit,
  }),
  rule({
    id: "aws-msk-public",
    severity: "high",
    pillar: "security",
    types: ["aws_msk_cluster"],
    title: "Kafka brokers have public addresses",
    why: "Anyone on the internet can try credentials and exploits on the brokers.",
    fix: 'Set `public_access.type = "DISABLED"` in `connectivity_info`.',
    refs: { checkov: ["CKV_AWS_291"], fsbp: ["MSK.4"] },
    check: mustNotBe("broker_node_group_info.connectivity_info.public_access.type", "SERVICE_PROVIDED_EIPS"),
  }),
  rule({
    id: "aws-msk-logs",
    severity: "low",
    pillar: "operations",
    types: ["aws_msk_cluster"],
    title: "Kafka brokers keep no logs",
    why: "Why a broker failed or a client was refused cannot be found out afterwards.",
    fix: "Enable one of the targets in `logging_info.broker_logs`.",
    refs: { checkov: ["CKV_AWS_80"] },
    check: kafkaLogs,
  }),
  rule({
    id: "aws-mq-public",
    severity: "high",
    pillar: "security",
    types: ["aws_mq_broker"],
    title: "Broker is reachable from the internet",
    why: "Anyone can try passwords and exploits on the broker and its console.",
    fix: "Set `publicly_accessible` to false.",
    refs: { checkov: ["CKV_AWS_69"] },
    check: mustNotBe("publicly_accessible", true),
  }),
  rule({
    id: "aws-mq-logs",
    severity: "low",
    pillar: "operations",
    types: ["aws_mq_broker"],
    title: "Broker keeps no logs",
    why: "Failed logins and lost connections leave no trace.",
    fix: "Set `general = true` in `logs`.",
    refs: { checkov: ["CKV_AWS_48"] },
    check: mustBe("logs.general", true),
    remedy: setTo("logs.general", true),
  }),
  rule({
    id: "aws-mq-audit",
    severity: "low",
    pillar: "operations",
    types: ["aws_mq_broker"],
    title: "Broker does not log what its administrators do",
    why: "Who changed a user or deleted a queue cannot be found out afterwards.",
    fix: "Set `audit = true` in `logs`; RabbitMQ has no such log.",
    refs: { checkov: ["CKV_AWS_197"], fsbp: ["MQ.2"] },
    check: onlyWhere("engine_type", (engine) => engine !== "RabbitMQ", mustBe("logs.audit", true)),
  }),
  rule({
    id: "aws-mq-minor-upgrades",
    severity: "low",
    pillar: "operations",
    types: ["aws_mq_broker"],
    title: "Broker does not take minor upgrades",
    why: "Security fixes of the engine wait until someone remembers them.",
    fix: "Set `auto_minor_version_upgrade = true`.",
    refs: { checkov: ["CKV_AWS_207"], fsbp: ["MQ.3"] },
    check: mustBe("auto_minor_version_upgrade", true),
    remedy: setTo("auto_minor_version_upgrade", true),
  }),
  rule({
    id: "aws-mq-single-instance",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_mq_broker"],
    title: "Broker runs on a single instance",
    why: "When its instance or zone fails, messages neither come nor go.",
    fix: "Set `deployment_mode` to ACTIVE_STANDBY_MULTI_AZ, or CLUSTER_MULTI_AZ for RabbitMQ.",
    refs: { fsbp: ["MQ.5", "MQ.6"] },
    check: (component) =>
      read(component.attributes, "deployment_mode") === undefined
        ? fail()
        : mustNotBe("deployment_mode", "SINGLE_INSTANCE")(component),
  }),
];
