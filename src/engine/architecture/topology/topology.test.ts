import { expect, test } from "vitest";
import { inspect } from "../parse/index.ts";
import { exposedComponents } from "./index.ts";

const model = (text: string) => inspect([{ name: "main.tf", text }]).model;
const linksOf = (text: string): string[] =>
  model(text).links.map(({ from, to, label }) => `${from} → ${to}${label === undefined ? "" : ` (${label})`}`);

const network = `
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "public_a" {
  vpc_id = aws_vpc.main.id
  map_public_ip_on_launch = true
}
resource "aws_subnet" "public_b" { vpc_id = aws_vpc.main.id }
`;

test.each([
  [
    "a load balancer reaches its service through listener and target group",
    `resource "aws_lb" "web" {}
     resource "aws_lb_target_group" "web" {}
     resource "aws_lb_listener" "web" {
       load_balancer_arn = aws_lb.web.arn
       default_action { target_group_arn = aws_lb_target_group.web.arn }
     }
     resource "aws_ecs_service" "web" {
       load_balancer { target_group_arn = aws_lb_target_group.web.arn }
     }`,
    ["aws_lb.web → aws_ecs_service.web"],
  ],
  [
    "a queue feeds a function",
    `resource "aws_sqs_queue" "jobs" {}
     resource "aws_lambda_function" "work" {}
     resource "aws_lambda_event_source_mapping" "m" {
       event_source_arn = aws_sqs_queue.jobs.arn
       function_name = aws_lambda_function.work.arn
     }`,
    ["aws_sqs_queue.jobs → aws_lambda_function.work"],
  ],
  [
    "a function reaches what its role may touch",
    `resource "aws_dynamodb_table" "t" {}
     resource "aws_iam_role" "r" {}
     resource "aws_iam_role_policy" "p" {
       role = aws_iam_role.r.id
       policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = aws_dynamodb_table.t.arn }] })
     }
     resource "aws_lambda_function" "f" { role = aws_iam_role.r.arn }`,
    ["aws_lambda_function.f → aws_dynamodb_table.t"],
  ],
  [
    "security groups say who reaches a database, and on which port",
    `resource "aws_security_group" "app" {}
     resource "aws_security_group" "db" {
       ingress {
         from_port = 5432
         to_port = 5432
         security_groups = [aws_security_group.app.id]
       }
     }
     resource "aws_instance" "app" { vpc_security_group_ids = [aws_security_group.app.id] }
     resource "aws_db_instance" "db" { vpc_security_group_ids = [aws_security_group.db.id] }`,
    ["aws_instance.app → aws_db_instance.db (5432)"],
  ],
  [
    "a circle of references ends",
    `resource "aws_sqs_queue" "a" { redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.b.arn }) }
     resource "aws_sqs_queue" "b" { redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.a.arn }) }`,
    ["aws_sqs_queue.a → aws_sqs_queue.b", "aws_sqs_queue.b → aws_sqs_queue.a"],
  ],
])("%s", (_, text, links) => {
  expect(linksOf(text)).toEqual(links);
});

test("subnets of one tier are one group inside their network", () => {
  const { groups, find } = model(`${network}
    resource "aws_db_subnet_group" "g" { subnet_ids = [aws_subnet.public_a.id, aws_subnet.public_b.id] }
    resource "aws_db_instance" "db" { db_subnet_group_name = aws_db_subnet_group.g.name }
    resource "aws_s3_bucket" "b" {}`);
  expect(groups.map(({ id, label, parent }) => [id, label, parent])).toEqual([
    ["cloud", "AWS Cloud", undefined],
    ["region", "us-east-1", "cloud"],
    ["aws_vpc.main", "VPC 10.0.0.0/16", "region"],
    ["aws_vpc.main/public", "Public subnets", "aws_vpc.main"],
  ]);
  expect(find("aws_db_instance.db")?.group).toBe("aws_vpc.main/public");
  expect(find("aws_s3_bucket.b")?.group).toBe("region");
});

test.each([
  ['resource "aws_lb" "x" {}', ["aws_lb.x"]],
  ['resource "aws_lb" "x" { internal = true }', []],
  ['resource "aws_db_instance" "x" { publicly_accessible = true }', ["aws_db_instance.x"]],
  ['resource "aws_instance" "x" {}', []],
])("%s is exposed: %j", (text, ids) => {
  expect([...exposedComponents(model(text))]).toEqual(ids);
});
