import { own } from "../../model/own.ts";
import { read, receivesDeadLettersOnly } from "../../model/index.ts";
import type { Component } from "../../model/index.ts";
import { flagAt, numberAt, textAt, times } from "../attributes.ts";
import { HOURS } from "../charge.ts";
import type { Pricer, Pricers } from "../charge.ts";
import { amount, count } from "../words.ts";
import { bill, chargeBands, named, tariffsOf } from "../tariff.ts";
import type { Line } from "../tariff.ts";
import { charge } from "./prices.ts";

const { hourly, used } = tariffsOf(charge);

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

const priceOnDemandStream = bill(
  hourly("kinesis.ondemand_stream_hour", { said: "on demand" }),
  used("aws_kinesis_stream.monthly_on_demand_data_in_gb", "kinesis.ondemand_in_gb", "GB in a month", { what: "in" }),
  used("aws_kinesis_stream.monthly_on_demand_data_out_gb", "kinesis.ondemand_out_gb", "GB out a month", {
    what: "out",
  }),
);

const priceStream: Pricer = (component, context) => {
  const { usage, profile } = context;
  const mode = textAt(component, "stream_mode_details.stream_mode", "PROVISIONED");
  if (mode === "ON_DEMAND") return priceOnDemandStream(component, context);
  if (mode !== "PROVISIONED") return undefined;
  const shards = numberAt(component, "shard_count");
  const units = usage("aws_kinesis_stream", "monthly_provisioned_put_units");
  return [
    charge("kinesis.shard_hour", times(shards, HOURS), `${count(shards ?? 0, "shard")} × 730 h`),
    charge("kinesis.put_million", units / 1e6, `${amount(units)} PUT payload units a month (${profile})`),
  ];
};

/** The first 500 TB a month, and above. */
const firehoseBands = [
  [512_000, "firehose.gb"],
  [Number.POSITIVE_INFINITY, "firehose.gb.500tb"],
] as const;

const priceDelivery: Pricer = (_, { usage, profile }) => {
  const taken = usage("aws_kinesis_firehose_delivery_stream", "monthly_data_ingested_gb");
  return chargeBands(charge, firehoseBands, taken, { said: `${amount(taken)} GB taken in a month (${profile})` });
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

/** Brokers of a deployment: one, an active and a standby one, or a cluster of three. */
const brokers: Readonly<Record<string, number>> = {
  SINGLE_INSTANCE: 1,
  ACTIVE_STANDBY_MULTI_AZ: 2,
  CLUSTER_MULTI_AZ: 3,
};

const priceBroker: Pricer = (component, { usage, profile }) => {
  const copies = own(brokers, textAt(component, "deployment_mode", "SINGLE_INSTANCE") ?? "");
  const size = textAt(component, "host_instance_type")?.replace(/^mq\./, "");
  const stored = usage("aws_mq_broker", "storage_size_gb");
  const disk = textAt(component, "engine_type")?.toLowerCase() === "rabbitmq" ? "ebs" : "efs";
  const store = charge(
    `mq.${textAt(component, "storage_type", disk)?.toLowerCase() ?? ""}_gb_month`,
    times(stored, copies),
    `${amount(stored)} GB kept (${profile})`,
    "stored",
  );
  return [
    charge(size && `mq.${size}`, times(copies, HOURS), `${count(copies ?? 0, "broker")} × 730 h`, size && `mq.${size}`),
    ...(stored === 0 ? [] : [store]),
  ];
};

const airflow = (unit: string): ((component: Component) => string | undefined) =>
  named(
    "environment_class",
    { "mw1.small": `mwaa.small_${unit}`, "mw1.medium": `mwaa.medium_${unit}`, "mw1.large": `mwaa.large_${unit}` },
    "mw1.small",
  );

/** The environment has one worker; what it runs beyond that is paid for apart. */
const priceAirflow: Pricer = (component, context) => {
  const workers = context.usage("aws_mwaa_environment", "additional_workers");
  return bill(
    hourly(airflow("hour"), { what: "environment" }),
    ...(workers === 0 ? [] : [hourly(airflow("worker_hour"), { times: () => workers, said: context.profile })]),
    used("aws_mwaa_environment.meta_database_gb", "mwaa.db_gb_month", "GB of metadata"),
  )(component, context);
};

/** A topic for a start has as many partitions as there are zones. */
const leastPartitions = 3;

/** Processing units that the load keeps busy. */
const analyticsUnits: Line = (component, context) => {
  const units = context.usage("aws_kinesisanalyticsv2_application", "kinesis_processing_units");
  return hourly("kinesis.kpu_hour", { times: () => units, said: context.profile })(component, context);
};

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
  aws_cloudwatch_event_archive: bill(
    used("aws_cloudwatch_event_archive.monthly_archived_gb", "eventbridge.archive_gb", "GB archived a month"),
  ),
  aws_pipes_pipe: bill(
    used("aws_pipes_pipe.monthly_requests", "eventbridge.pipe_million", "requests a month", { per: 1e6 }),
  ),
  aws_kinesis_stream_consumer: bill(
    hourly("kinesis.efo_shard_hour", { said: "one shard" }),
    used("aws_kinesis_stream.monthly_on_demand_data_out_gb", "kinesis.efo_gb", "GB read a month"),
  ),
  aws_kinesis_video_stream: bill(
    used("aws_kinesis_video_stream.monthly_data_ingested_gb", "kinesis.video_in_gb", "GB taken in a month"),
  ),
  aws_kinesis_analytics_application: bill(analyticsUnits),
  // The application's own unit runs beside those that the load asks for.
  aws_kinesisanalyticsv2_application: bill(
    analyticsUnits,
    hourly("kinesis.kpu_hour", { said: "orchestration", what: "orchestration" }),
  ),
  aws_msk_serverless_cluster: bill(
    hourly("msk.serverless_hour"),
    hourly("msk.partition_hour", { times: () => leastPartitions, said: "partitions, without data" }),
  ),
  aws_mskconnect_connector: bill(
    hourly("msk.connect_mcu_hour", {
      times: (component) =>
        times(
          numberAt(component, "capacity.provisioned_capacity.mcu_count", 1),
          numberAt(
            component,
            "capacity.provisioned_capacity.worker_count",
            numberAt(component, "capacity.autoscaling.min_worker_count", 1),
          ),
        ),
      said: "connect units",
    }),
  ),
};
