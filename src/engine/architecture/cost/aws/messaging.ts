import { read, receivesDeadLettersOnly } from "../../model/index.ts";
import { flagAt, numberAt, textAt, times } from "../attributes.ts";
import { HOURS } from "../charge.ts";
import type { Pricer, Pricers } from "../charge.ts";
import { amount, count } from "../words.ts";
import { charge } from "./prices.ts";

const priceQueue: Pricer = (component, { model, usage, profile }) => {
  const busy = usage("aws_sqs_queue", "monthly_requests");
  const onlyFailed = receivesDeadLettersOnly(component, model);
  const share = usage("aws_sqs_queue", "dead_letter_share");
  const requests = onlyFailed ? busy * share : busy;
  const fifo = flagAt(component, "fifo_queue") === true;
  return [
    charge(
      fifo ? "sqs.fifo_request_million" : "sqs.request_million",
      requests / 1e6,
      `${amount(requests)} requests a month${onlyFailed ? `, ${share * 100} % of a busy queue's: only what failed comes here` : ""} (${profile})`,
      fifo ? "FIFO" : undefined,
    ),
  ];
};

/** Deliveries are charged by the way they go; to SQS and Lambda they are free. */
const priceTopic: Pricer = (component, { model, usage, profile }) => {
  const requests = usage("aws_sns_topic", "monthly_requests");
  const posts = usage("aws_sns_topic", "http_subscriptions");
  const mails = usage("aws_sns_topic", "email_subscriptions");
  const protocols = model
    .attached(component, "aws_sns_topic_subscription", "topic_arn")
    .map((subscription) => textAt(subscription, "protocol", ""));
  return [
    charge("sns.request_million", requests / 1e6, `${amount(requests)} requests a month (${profile})`),
    ...(protocols.some((protocol) => protocol?.startsWith("http"))
      ? [charge("sns.http_100k", posts / 1e5, `${amount(posts)} HTTP notifications a month (${profile})`, "HTTP")]
      : []),
    ...(protocols.some((protocol) => protocol?.startsWith("email"))
      ? [charge("sns.email_100k", mails / 1e5, `${amount(mails)} e-mails a month (${profile})`, "e-mail")]
      : []),
  ];
};

const priceEventBus: Pricer = (_, { usage, profile }) => {
  const events = usage("aws_cloudwatch_event_bus", "monthly_custom_events");
  return [charge("eventbridge.event_million", events / 1e6, `${amount(events)} own events a month (${profile})`)];
};

const priceStream: Pricer = (component, { usage, profile }) => {
  const mode = textAt(component, "stream_mode_details.stream_mode", "PROVISIONED");
  // Data through an on-demand stream is billed by the GB, for which there is no price here.
  if (mode !== "PROVISIONED") return undefined;
  const shards = numberAt(component, "shard_count");
  const units = usage("aws_kinesis_stream", "monthly_provisioned_put_units");
  return [
    charge("kinesis.shard_hour", times(shards, HOURS), `${count(shards ?? 0, "shard")} × 730 h`),
    charge("kinesis.put_million", units / 1e6, `${amount(units)} PUT payload units a month (${profile})`),
  ];
};

const priceDelivery: Pricer = (_, { usage, profile }) => {
  const taken = usage("aws_kinesis_firehose_delivery_stream", "monthly_data_ingested_gb");
  return [charge("firehose.gb", taken, `${amount(taken)} GB taken in a month (${profile})`)];
};

const priceKafka: Pricer = (component) => {
  const size = textAt(component, "broker_node_group_info.instance_type")?.replace(/^kafka\./, "");
  const brokers = numberAt(component, "number_of_broker_nodes");
  const disk = numberAt(component, "broker_node_group_info.storage_info.ebs_storage_info.volume_size");
  const old = numberAt(component, "broker_node_group_info.ebs_volume_size");
  const each = read(component.attributes, "broker_node_group_info.ebs_volume_size") === undefined ? disk : old;
  const said = count(brokers ?? 0, "broker");
  return [
    charge(size && `msk.${size}`, times(brokers, HOURS), `${said} × 730 h`, size && `kafka.${size}`),
    charge("msk.storage_gb_month", times(brokers, each), `${said} × ${each ?? 0} GB`, "broker storage"),
  ];
};

const priceBroker: Pricer = (component) => {
  // Active/standby pairs and clusters have prices of their own, which are not here.
  if (textAt(component, "deployment_mode", "SINGLE_INSTANCE") !== "SINGLE_INSTANCE") return undefined;
  const size = textAt(component, "host_instance_type")?.replace(/^mq\./, "");
  return [charge(size && `mq.${size}`, HOURS, "one broker, 730 h a month, without storage", size && `mq.${size}`)];
};

const priceAirflow: Pricer = (component) =>
  textAt(component, "environment_class", "mw1.small") === "mw1.small"
    ? [charge("mwaa.small_hour", HOURS, "small environment, 730 h a month, without extra workers")]
    : undefined;

/** SQS, SNS, EventBridge, Kinesis, Firehose, MSK, MQ and MWAA. */
export const messagingPricers: Pricers = {
  aws_sqs_queue: priceQueue,
  aws_sns_topic: priceTopic,
  aws_cloudwatch_event_bus: priceEventBus,
  aws_kinesis_stream: priceStream,
  aws_kinesis_firehose_delivery_stream: priceDelivery,
  aws_msk_cluster: priceKafka,
  aws_mq_broker: priceBroker,
  aws_mwaa_environment: priceAirflow,
};
