import { expect, test } from "vitest";
import { matchComponents } from "./match.ts";
import type { Matched } from "./match.ts";

const component = (id: string, kind: string, name = id.replace(/^.*\./, "")): Matched => ({
  id,
  type: id.replace(/\..*/, ""),
  kind,
  name,
});

const matched = (a: readonly Matched[], b: readonly Matched[]): string[] =>
  [...matchComponents(a, b)].map(([one, { other, by }]) => `${one.id} = ${other.id} by ${by}`);

test("what was renamed is found by the words of its name, singular or plural, in any order", () => {
  expect(
    matched(
      [component("aws_s3_bucket.logs", "storage"), component("aws_s3_bucket.site", "storage")],
      [component("aws_s3_bucket.site_bucket", "storage"), component("aws_s3_bucket.log_bucket", "storage")],
    ),
  ).toEqual([
    "aws_s3_bucket.logs = aws_s3_bucket.log_bucket by type",
    "aws_s3_bucket.site = aws_s3_bucket.site_bucket by type",
  ]);
});

test("the likest name wins, and nothing is matched twice", () => {
  expect(
    matched(
      [component("aws_sqs_queue.mail", "messaging"), component("aws_sqs_queue.mail_dead", "messaging")],
      [component("aws_sqs_queue.dead_mail", "messaging")],
    ),
  ).toEqual(["aws_sqs_queue.mail_dead = aws_sqs_queue.dead_mail by type"]);
});

test("another cloud's machine, container or function of that name is its counterpart, and so is the only network", () => {
  expect(
    matched(
      [
        component("aws_vpc.main", "network"),
        component("aws_lambda_function.api", "serverless"),
        component("aws_lambda_function.mail", "serverless"),
      ],
      [
        component("google_compute_network.n", "network"),
        component("aws_lambda_permission.api", "serverless"),
        component("google_cloud_run_v2_service.mailer", "container"),
        component("google_cloud_run_v2_service.api", "container"),
      ],
    ),
  ).toEqual([
    "aws_vpc.main = google_compute_network.n by kind",
    "aws_lambda_function.api = google_cloud_run_v2_service.api by kind",
    "aws_lambda_function.mail = google_cloud_run_v2_service.mailer by kind",
  ]);
});

test("of several databases the first is taken for the first of another cloud, of several functions none", () => {
  expect(
    matched(
      [
        component("aws_db_instance.orders", "database"),
        component("aws_db_instance.orders_replica", "database"),
        component("aws_lambda_function.a", "serverless"),
        component("aws_lambda_function.b", "serverless"),
      ],
      [
        component("azurerm_mssql_database.claims", "database"),
        component("azurerm_linux_web_app.x", "compute"),
        component("azurerm_linux_web_app.y", "compute"),
      ],
    ),
  ).toEqual(["aws_db_instance.orders = azurerm_mssql_database.claims by kind"]);
});

test("a container of Docker's is a workload of Kubernetes by its name, whatever it runs", () => {
  expect(
    matched(
      [component("kubernetes_deployment_v1.web", "container"), component("kubernetes_service_v1.web", "network")],
      [component("docker_container.web", "edge"), component("docker_container.worker", "container")],
    ),
  ).toEqual(["kubernetes_deployment_v1.web = docker_container.web by kind"]);
});
