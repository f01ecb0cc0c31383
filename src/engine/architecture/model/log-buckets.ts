import type { Model } from "./model.ts";
import type { Component } from "./types.ts";

const logSources: readonly (readonly [type: string, via: string])[] = [
  ["aws_s3_bucket_logging", "target_bucket"],
  ["aws_s3_bucket", "logging"],
  ["aws_cloudtrail", "s3_bucket_name"],
  ["aws_flow_log", "log_destination"],
  ["aws_lb", "access_logs"],
  ["aws_alb", "access_logs"],
  ["aws_elb", "access_logs"],
  ["aws_cloudfront_distribution", "logging_config"],
];

const otherUses: readonly (readonly [type: string, via: string])[] = [
  ["aws_cloudfront_distribution", "origin"],
  ["aws_kinesis_firehose_delivery_stream", "extended_s3_configuration"],
  ["aws_s3_bucket_notification", "bucket"],
  ["aws_s3_bucket_website_configuration", "bucket"],
];

/** A bucket that other resources of the design deliver their logs to. */
export const isLogTarget = (bucket: Component, model: Model): boolean =>
  logSources.some(([type, via]) => model.attached(bucket, type, via).length > 0);

/** A bucket that nothing else of the design uses. */
export const isLogTargetOnly = (bucket: Component, model: Model): boolean =>
  isLogTarget(bucket, model) && otherUses.every(([type, via]) => model.attached(bucket, type, via).length === 0);
