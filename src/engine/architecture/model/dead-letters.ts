import type { Model } from "./model.ts";
import type { Component } from "./types.ts";

/** Attributes by which others send what they could not handle to a queue. */
const links: readonly (readonly [type: string, via: string])[] = [
  ["aws_sqs_queue", "redrive_policy"],
  ["aws_sqs_queue_redrive_policy", "redrive_policy"],
  ["aws_sns_topic_subscription", "redrive_policy"],
  ["aws_lambda_function", "dead_letter_config"],
  ["aws_lambda_event_source_mapping", "destination_config"],
  ["aws_lambda_function_event_invoke_config", "destination_config"],
  ["aws_cloudwatch_event_target", "dead_letter_config"],
  ["aws_scheduler_schedule", "target"],
];

/** Attributes by which others send what is to be handled. */
const deliveries: readonly (readonly [type: string, via: string])[] = [
  ["aws_cloudwatch_event_target", "arn"],
  ["aws_s3_bucket_notification", "queue"],
  ["aws_scheduler_schedule", "target"],
  ["aws_sns_topic_subscription", "endpoint"],
];

/** Does a queue take in what others could not handle? */
export const receivesDeadLetters = (queue: Component, model: Model): boolean =>
  links.some(([type, via]) => model.attached(queue, type, via).length > 0);

/** Is that all that reaches it? */
export const receivesDeadLettersOnly = (queue: Component, model: Model): boolean =>
  receivesDeadLetters(queue, model) && deliveries.every(([type, via]) => model.attached(queue, type, via).length === 0);
