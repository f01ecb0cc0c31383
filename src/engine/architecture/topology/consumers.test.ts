import { expect, test } from "vitest";
import { inspect } from "../parse/index.ts";

const arrowsOf = (text: string): string[] =>
  inspect([{ name: "main.tf", text }]).model.links.map(({ from, to }) => `${from} → ${to}`);

const permitted = (function_: string): string => `
  resource "aws_iam_role" "r" {}
  resource "aws_iam_role_policy" "p" {
    role = aws_iam_role.r.id
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = aws_sqs_queue.q.arn }] })
  }
  resource "aws_sqs_queue" "q" {}
  resource "aws_ecs_task_definition" "t" { task_role_arn = aws_iam_role.r.arn }
  resource "aws_ecs_service" "${function_}" { task_definition = aws_ecs_task_definition.t.arn }
`;

test.each([
  ["a worker is fed by its queue", permitted("worker"), ["aws_sqs_queue.q → aws_ecs_service.worker"]],
  ["anybody else feeds it", permitted("web"), ["aws_ecs_service.web → aws_sqs_queue.q"]],
  [
    "a queue that somebody else takes from is fed by a worker too",
    `${permitted("worker")}
     resource "aws_lambda_function" "f" {}
     resource "aws_lambda_event_source_mapping" "m" {
       event_source_arn = aws_sqs_queue.q.arn
       function_name = aws_lambda_function.f.arn
     }`,
    ["aws_ecs_service.worker → aws_sqs_queue.q", "aws_sqs_queue.q → aws_lambda_function.f"],
  ],
  [
    "a Dataflow job is fed by its input",
    `resource "google_pubsub_topic" "in" {}
     resource "google_bigquery_dataset" "out" {}
     resource "google_dataflow_job" "j" {
       parameters = {
         inputTopic = google_pubsub_topic.in.id
         outputTable = google_bigquery_dataset.out.id
       }
     }`,
    ["google_dataflow_job.j → google_bigquery_dataset.out", "google_pubsub_topic.in → google_dataflow_job.j"],
  ],
])("%s", (_, text, arrows) => {
  expect(arrowsOf(text)).toEqual(arrows);
});
