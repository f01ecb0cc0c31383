import { hcl, lines } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { balancerRanges, firewall, hasFront, zone } from "./network.ts";
import { settingsOf } from "./settings.ts";

/** Port at which the ingress controller listens on every node. */
const nodePort = 30_080;

const startScript = (plan: Plan) => {
  const exports = settingsOf(plan).map(([name, expression]) => `"export ${name}=\${${expression}}",`);
  return exports.length > 0 && lines([`metadata_startup_script = join("\\n", [`, `"#!/bin/bash",`, ...exports, "])"]);
};

const account = (name: string, plan: Plan): string => hcl`
resource "google_service_account" "${name}" {
account_id = "${plan.name}-${name}"
display_name = "${plan.name} ${name}"
}
`;

const runsAs = (name: string) =>
  lines(["", "service_account {", `email = google_service_account.${name}.email`, `scopes = ["cloud-platform"]`, "}"]);

const instances = (plan: Plan): string => {
  const count = plan.sizes.instances ?? 1;
  return hcl`
resource "google_compute_instance" "app" {
${count > 1 && `count = ${count}`}
name = "${plan.name}-app${count > 1 ? "-${count.index}" : ""}"
machine_type = "${plan.sizes.machine ?? "e2-medium"}"
zone = ${zone}
tags = ["app"]
${startScript(plan)}

boot_disk {
initialize_params {
image = "debian-cloud/debian-12"
${plan.sizes.diskGb !== undefined && `size = ${Math.max(10, plan.sizes.diskGb)}`}
}
}

network_interface {
subnetwork = google_compute_subnetwork.main.id

access_config {}
}
${runsAs("app")}
}
`;
};

/** Machines made from a template, as a load balancer or a batch job wants them. */
const group = (plan: Plan, name: "app" | "batch"): string => {
  const size = plan.sizes.instances ?? 2;
  const scaled = name === "app" && plan.has("autoscaling");
  return hcl`
resource "google_compute_instance_template" "${name}" {
name_prefix = "${plan.name}-${name}-"
machine_type = "${plan.sizes.machine ?? (name === "app" ? "e2-medium" : "e2-standard-4")}"
tags = ["${name}"]
${startScript(plan)}

disk {
source_image = "debian-cloud/debian-12"
${plan.sizes.diskGb !== undefined && `disk_size_gb = ${Math.max(10, plan.sizes.diskGb)}`}
}

network_interface {
subnetwork = google_compute_subnetwork.main.id
}
${runsAs(name)}
}

resource "google_compute_instance_group_manager" "${name}" {
name = "${plan.name}-${name}"
zone = ${zone}
base_instance_name = "${plan.name}-${name}"
${!scaled && `target_size = ${size}`}

version {
instance_template = google_compute_instance_template.${name}.id
}
${name === "app" && lines(["", "named_port {", `name = "http"`, "port = 8080", "}"])}
}
${
  scaled &&
  lines([
    "",
    `resource "google_compute_autoscaler" "app" {`,
    `name = "${plan.name}-app"`,
    `zone = ${zone}`,
    "target = google_compute_instance_group_manager.app.id",
    "",
    "autoscaling_policy {",
    `min_replicas = ${size}`,
    `max_replicas = ${size * 3}`,
    "",
    "cpu_utilization {",
    "target = 0.6",
    "}",
    "}",
    "}",
  ])
}
`;
};

/** Compute Engine: single machines, or a group behind the load balancer. */
export const machines = (plan: Plan): string[] => [
  account("app", plan),
  hasFront(plan)
    ? firewall(plan, "app", 8080, balancerRanges, "app")
    : firewall(plan, "app", plan.states("https") ? 443 : 80, ["0.0.0.0/0"], "app"),
  hasFront(plan) ? group(plan, "app") : instances(plan),
];

export const batchMachines = (plan: Plan): string[] => [account("batch", plan), group(plan, "batch")];

/** What the workloads use, as labels of the cluster: nothing else in it names them. */
const usedStores = (plan: Plan) => {
  const names: (readonly [label: string, expression: string] | false)[] = [
    plan.has("relational_db") && [
      "database",
      plan.uses("spanner") ? "google_spanner_instance.main.name" : "google_sql_database_instance.main.name",
    ],
    plan.has("document_db", "key_value_db") && [
      "documents",
      plan.uses("bigtable") ? "google_bigtable_instance.main.name" : "google_firestore_database.main.name",
    ],
    plan.has("cache") && ["cache", "google_redis_instance.main.name"],
    plan.has("file_storage") && ["shared_files", "google_filestore_instance.files.name"],
    plan.has("search") && ["search", "google_compute_instance.search.name"],
    plan.has("queue") && ["jobs", "google_pubsub_topic.jobs.name"],
    plan.has("pubsub") && ["notifications", "google_pubsub_topic.notifications.name"],
    plan.has("events") && ["events", "google_pubsub_topic.events.name"],
    plan.has("stream", "iot") && ["stream", "google_pubsub_topic.stream.name"],
  ];
  const labels = names.filter((name) => name !== false).map(([label, expression]) => `${label} = ${expression}`);
  return labels.length > 0 && lines(["", "# What the workloads use", "resource_labels = {", ...labels, "}"]);
};

/** GKE in one zone with one node pool. */
export const cluster = (plan: Plan): string[] => {
  const nodes = plan.sizes.instances ?? 2;
  return [
    account("app", plan),
    ...grants(plan),
    hcl`
resource "google_container_cluster" "main" {
name = "${plan.name}"
location = ${zone}
network = google_compute_network.main.id
subnetwork = google_compute_subnetwork.main.id
initial_node_count = 1
remove_default_node_pool = true
deletion_protection = false

master_authorized_networks_config {
cidr_blocks {
cidr_block = var.admin_range
}
}
${usedStores(plan)}
}

resource "google_container_node_pool" "app" {
name = "app"
cluster = google_container_cluster.main.id
${plan.has("autoscaling") ? "initial_node_count = 1" : `node_count = ${nodes}`}
${plan.has("autoscaling") && lines(["", "autoscaling {", "min_node_count = 1", `max_node_count = ${nodes * 3}`, "}"])}

node_config {
machine_type = "${plan.sizes.machine ?? "e2-standard-2"}"
${plan.sizes.diskGb !== undefined && `disk_size_gb = ${Math.max(10, plan.sizes.diskGb)}`}
service_account = google_service_account.app.email
tags = ["app"]
}
}
`,
    ...(hasFront(plan) ? [firewall(plan, "app", nodePort, balancerRanges, "app"), namedPort] : []),
  ];
};

const namedPort = hcl`
# The ingress controller's port on the nodes
resource "google_compute_instance_group_named_port" "app" {
group = google_container_node_pool.app.managed_instance_group_urls[0]
zone = google_container_cluster.main.location
name = "http"
port = ${nodePort}
}
`;

/** What the nodes may reach. */
const grants = (plan: Plan): string[] => {
  const roles: (readonly [name: string, type: string, scope: string, role: string] | false)[] = [
    plan.has("object_storage") && [
      "assets",
      "google_storage_bucket_iam_member",
      "bucket = google_storage_bucket.assets.name",
      "roles/storage.objectUser",
    ],
    plan.has("queue", "pubsub", "events", "stream", "iot") && [
      "messages",
      "google_project_iam_member",
      "project = var.project_id",
      "roles/pubsub.editor",
    ],
    plan.has("relational_db") && [
      "database",
      "google_project_iam_member",
      "project = var.project_id",
      plan.uses("spanner") ? "roles/spanner.databaseUser" : "roles/cloudsql.client",
    ],
    plan.has("document_db", "key_value_db") && [
      "documents",
      "google_project_iam_member",
      "project = var.project_id",
      plan.uses("bigtable") ? "roles/bigtable.user" : "roles/datastore.user",
    ],
  ];
  return roles
    .filter((role) => role !== false)
    .map(
      ([name, type, scope, role]) => hcl`
resource "${type}" "${name}" {
${scope}
role = "${role}"
member = "serviceAccount:\${google_service_account.app.email}"
}
`,
    );
};

/** Google Cloud has no search service of this kind: OpenSearch runs on a machine of its own. */
export const searchMachine = (plan: Plan): string[] => [
  firewall(plan, "search", 9200, ["10.0.0.0/20"], "search"),
  hcl`
resource "google_compute_instance" "search" {
name = "${plan.name}-search"
machine_type = "e2-standard-2"
zone = ${zone}
tags = ["search"]

boot_disk {
initialize_params {
image = "debian-cloud/debian-12"
size = 50
}
}

network_interface {
subnetwork = google_compute_subnetwork.main.id
}
}
`,
];
