import { expect, it } from "vitest";
import { inspect } from "../../parse/index.ts";
import { inWords } from "../edit-words-fixture.ts";
import { awsGoals } from "./aws.ts";
import { gcpGoals } from "./gcp.ts";

type Goal = keyof typeof awsGoals;

const editsOf = (cloud: "aws" | "gcp", goal: Goal, text: string): string[] => {
  const { model } = inspect([{ name: "main.tf", text }], { cloud });
  return inWords((cloud === "aws" ? awsGoals : gcpGoals)[goal]?.edits?.(model) ?? []);
};

const aws = (type: string, name: string, body = ""): string => `resource "aws_${type}" "${name}" {\n${body}}\n`;
const gcp = (type: string, name: string, body = ""): string => `resource "google_${type}" "${name}" {\n${body}}\n`;

const scaler = gcp(
  "compute_autoscaler",
  "s",
  "  target = google_compute_instance_group_manager.web.id\n  autoscaling_policy {\n    max_replicas = 1\n  }\n",
);
const managed = (more: string): string =>
  gcp("compute_instance_group_manager", "web", `  zone = "europe-west1-b"\n${more}`);
const template = gcp("compute_instance_template", "t", '  machine_type = "e2-small"\n');
const backend = gcp(
  "compute_backend_service",
  "web",
  "  backend {\n    group = google_compute_instance_group_manager.web.instance_group\n  }\n",
);
const pool = (more: string): string => gcp("container_node_pool", "pool", `  cluster = "c"\n${more}`);

it.each<[string, "aws" | "gcp", Goal, string, string[]]>([
  // AWS: numbers that are not known, and what there is already
  ["nothing to watch", "aws", "monitoring", aws("vpc", "main"), []],
  [
    "a group whose size is not known",
    "aws",
    "high_availability",
    aws("autoscaling_group", "web", "  min_size = var.least\n  max_size = 1\n"),
    [],
  ],
  [
    "a group of one at most",
    "aws",
    "high_availability",
    aws("autoscaling_group", "web", "  min_size = 1\n  max_size = 1\n"),
    ["set aws_autoscaling_group.web min_size = 2", "set aws_autoscaling_group.web max_size = 4"],
  ],
  [
    "a group of one at least",
    "aws",
    "high_availability",
    aws("autoscaling_group", "web", "  min_size = 1\n  max_size = 6\n"),
    ["set aws_autoscaling_group.web min_size = 2"],
  ],
  [
    "a group that is switched off",
    "aws",
    "scalability",
    aws("autoscaling_group", "web", "  min_size = 0\n  max_size = 0\n"),
    ["set aws_autoscaling_group.web max_size = 3"],
  ],
  ["a group without a size", "aws", "scalability", aws("autoscaling_group", "web"), []],
  [
    "a service of a cluster elsewhere",
    "aws",
    "scalability",
    aws("ecs_service", "web", '  cluster = "arn:aws:ecs:eu-west-1:1:cluster/main"\n'),
    [],
  ],
  [
    "a service of a cluster here",
    "aws",
    "scalability",
    aws("ecs_cluster", "main") + aws("ecs_service", "web", "  cluster = aws_ecs_cluster.main.id\n"),
    ["add aws_appautoscaling_target.web"],
  ],
  ["an account that is watched", "aws", "security", aws("guardduty_detector", "own"), []],
  // Google Cloud: what scales already is given room, what is set stays
  ["nothing to watch on Google's", "gcp", "monitoring", gcp("compute_network", "n"), []],
  [
    "a group with a scaler",
    "gcp",
    "scalability",
    managed("") + scaler,
    ["set google_compute_autoscaler.s autoscaling_policy.max_replicas = 5"],
  ],
  [
    "a group without a size of its own",
    "gcp",
    "scalability",
    managed(""),
    ["add google_compute_autoscaler.web", "remove google_compute_instance_group_manager.web target_size"],
  ],
  [
    "a group of a region",
    "gcp",
    "scalability",
    gcp("compute_region_instance_group_manager", "web", '  region = "europe-west1"\n  target_size = 3\n'),
    ["add google_compute_region_autoscaler.web", "remove google_compute_region_instance_group_manager.web target_size"],
  ],
  [
    "a pool that began with some nodes",
    "gcp",
    "scalability",
    pool("  initial_node_count = 2\n"),
    [
      "set google_container_node_pool.pool autoscaling.min_node_count = 1",
      "set google_container_node_pool.pool autoscaling.max_node_count = 3",
      "remove google_container_node_pool.pool node_count",
    ],
  ],
  [
    "a pool of some nodes",
    "gcp",
    "scalability",
    pool("  node_count = 2\n"),
    [
      "set google_container_node_pool.pool initial_node_count = 2",
      "set google_container_node_pool.pool autoscaling.min_node_count = 1",
      "set google_container_node_pool.pool autoscaling.max_node_count = 6",
      "remove google_container_node_pool.pool node_count",
    ],
  ],
  [
    "a service that may not grow",
    "gcp",
    "scalability",
    gcp(
      "cloud_run_v2_service",
      "api",
      "  template {\n    scaling {\n      min_instance_count = 1\n      max_instance_count = 1\n    }\n  }\n",
    ),
    ["set google_cloud_run_v2_service.api template.scaling.max_instance_count = 10"],
  ],
  [
    "a group that nobody asks",
    "gcp",
    "high_availability",
    managed("  version {\n    instance_template = google_compute_instance_template.t.id\n  }\n") + template,
    [],
  ],
  ["a group without a template of the design", "gcp", "high_availability", managed("") + backend, []],
  [
    "a group that serves",
    "gcp",
    "high_availability",
    managed("  version {\n    instance_template = google_compute_instance_template.t.id\n  }\n  named_port {\n  }\n") +
      template +
      backend,
    [
      "add google_compute_instance_group_manager.web_second_zone",
      "add google_compute_autoscaler.web_second_zone",
      'block google_compute_backend_service.web backend = {"group":{"text":"google_compute_instance_group_manager.web_second_zone.instance_group"}}',
    ],
  ],
])("%s: %s's %s", (_what, cloud, goal, text, edits) => {
  expect(editsOf(cloud, goal, text)).toEqual(edits);
});
