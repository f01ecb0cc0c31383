import { describe, expect, it } from "vitest";
import { inspect } from "../parse/index.ts";
import { compositeAvailability } from "./index.ts";
import type { Availability } from "./index.ts";

const of = (text: string): Availability => compositeAvailability(inspect([{ name: "main.tf", text }]).model);

const balanced = (zoneOfSecond: string): string => `
resource "aws_lb" "web" {
  internal = false
}

resource "aws_lb_listener" "web" {
  load_balancer_arn = aws_lb.web.arn
  port              = 443
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}

resource "aws_lb_target_group" "web" {}

resource "aws_lb_target_group_attachment" "one" {
  target_group_arn = aws_lb_target_group.web.arn
  target_id        = aws_instance.one.id
}

resource "aws_lb_target_group_attachment" "two" {
  target_group_arn = aws_lb_target_group.web.arn
  target_id        = aws_instance.two.id
}

resource "aws_instance" "one" {
  availability_zone = "eu-west-1a"
}

resource "aws_instance" "two" {
  availability_zone = "${zoneOfSecond}"
}
`;

describe("composite availability", () => {
  it("is the product along the way of a request, and one less the product of failures for copies", () => {
    const { percent, downtime_minutes_month, formula, words, parts } = of(balanced("eu-west-1b"));
    expect(formula).toBe("0.9999 × (1 − (1 − 0.995)²) = 0.999875");
    expect(percent).toBe(99.9875);
    expect(downtime_minutes_month).toBe(5.5);
    expect(words).toBe("A request needs Application Load Balancer and one of 2 × EC2, all at once.");
    expect(parts.map(({ components, copies }) => [components, copies])).toEqual([
      [["aws_lb.web"], 1],
      [["aws_instance.one", "aws_instance.two"], 2],
    ]);
  });

  it("counts copies in one zone once: they fail together", () => {
    expect(of(balanced("eu-west-1a")).formula).toBe("0.9999 × 0.995 = 0.9949005");
  });

  it.each([
    ["RDS in one zone", 'resource "aws_db_instance" "d" {}', 99.5],
    ["RDS in two zones", 'resource "aws_db_instance" "d" {\n  multi_az = true\n}', 99.95],
    [
      "Aurora with one instance",
      'resource "aws_rds_cluster" "c" {}\nresource "aws_rds_cluster_instance" "i" {\n  cluster_identifier = aws_rds_cluster.c.id\n}',
      99.9,
    ],
    [
      "Aurora with two",
      'resource "aws_rds_cluster" "c" {}\nresource "aws_rds_cluster_instance" "i" {\n  count = 2\n  cluster_identifier = aws_rds_cluster.c.id\n}',
      99.99,
    ],
    [
      "a group over zones",
      'resource "aws_autoscaling_group" "g" {\n  min_size = 2\n  availability_zones = ["a", "b"]\n}',
      99.9975,
    ],
    [
      "a group in one zone",
      'resource "aws_autoscaling_group" "g" {\n  min_size = 2\n  availability_zones = ["a"]\n}',
      99.5,
    ],
    [
      "an Azure VM on Premium SSD",
      'resource "azurerm_linux_virtual_machine" "v" {\n  os_disk {\n    storage_account_type = "Premium_LRS"\n  }\n}',
      99.9,
    ],
    [
      "an Azure VM on a hard disk",
      'resource "azurerm_linux_virtual_machine" "v" {\n  os_disk {\n    storage_account_type = "Standard_LRS"\n  }\n}',
      95,
    ],
    ["Azure Functions", 'resource "azurerm_linux_function_app" "f" {}', 99.95],
    ["a zonal GKE cluster", 'resource "google_container_cluster" "c" {\n  location = "europe-west1-b"\n}', 99.5],
    ["a regional GKE cluster", 'resource "google_container_cluster" "c" {\n  location = "europe-west1"\n}', 99.95],
    ["Cloud Run", 'resource "google_cloud_run_v2_service" "s" {}', 99.95],
  ])("%s", (_name, text, percent) => {
    expect(of(text).percent).toBe(percent);
  });

  it.each([
    ["Cloud SQL without high availability", 'resource "google_sql_database_instance" "d" {}'],
    ["Redis in the Basic tier", 'resource "azurerm_redis_cache" "r" {\n  sku_name = "Basic"\n}'],
    ["one task", 'resource "aws_ecs_service" "s" {\n  desired_count = 1\n}'],
    ["a service nobody promises anything for", 'resource "aws_sagemaker_endpoint" "e" {}'],
  ])("lists %s as without an agreement, and makes no figure of it", (_name, text) => {
    const { percent, downtime_minutes_month, formula, unknown } = of(text);
    expect([percent, downtime_minutes_month, formula]).toEqual([null, null, ""]);
    expect(unknown).toHaveLength(1);
  });

  it("leaves out replicas, what runs after the answer, and ways out of the network", () => {
    const { parts } = of(`
resource "aws_db_instance" "d" {}
resource "aws_db_instance" "copy" {
  replicate_source_db = aws_db_instance.d.identifier
}
resource "aws_nat_gateway" "n" {}
`);
    expect(parts.flatMap(({ components }) => components)).toEqual(["aws_db_instance.d"]);
  });

  it("has nothing to say of a design without services", () => {
    expect(of('resource "aws_iam_role" "r" {}')).toMatchObject({ percent: null, parts: [], unknown: [] });
  });
});
