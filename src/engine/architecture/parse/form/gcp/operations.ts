import { hcl } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { hasFront, zone } from "./network.ts";

/** Google's own template for what the job reads and writes. */
const pipeline = (plan: Plan): { template: string; parameters: string } => {
  const output = `google_storage_bucket.assets.url`;
  const table = `"\${var.project_id}:\${google_bigquery_dataset.main.dataset_id}.\${google_bigquery_table.events.table_id}"`;
  if (plan.has("stream") && plan.has("warehouse"))
    return {
      template: "PubSub_to_BigQuery",
      parameters: `inputTopic = google_pubsub_topic.stream.id
outputTableSpec = ${table}`,
    };
  if (plan.has("stream"))
    return {
      template: "Cloud_PubSub_to_GCS_Text",
      parameters: `inputTopic = google_pubsub_topic.stream.id
outputDirectory = "\${${output}}/output/"
outputFilenamePrefix = "events"`,
    };
  if (plan.has("warehouse"))
    return {
      template: "GCS_Text_to_BigQuery",
      parameters: `inputFilePattern = "\${${output}}/input/*.csv"
JSONPath = "\${${output}}/schema.json"
outputTable = ${table}
bigQueryLoadingTemporaryDirectory = "\${${output}}/temporary"
javascriptTextTransformGcsPath = "\${${output}}/transform.js"
javascriptTextTransformFunctionName = "transform"`,
    };
  return {
    template: "Word_Count",
    parameters: `inputFile = "\${${output}}/input/*"
output = "\${${output}}/output"`,
  };
};

const dataflow = (plan: Plan): string => {
  const { template, parameters } = pipeline(plan);
  return hcl`
resource "google_dataflow_job" "main" {
name = "${plan.name}"
region = var.region
template_gcs_path = "gs://dataflow-templates/latest/${template}"
temp_gcs_location = "\${google_storage_bucket.assets.url}/temporary"

parameters = {
${parameters}
}
}
`;
};

/** Without a job in between, the stream flows straight into the warehouse. */
const toWarehouse = (plan: Plan): string => hcl`
resource "google_pubsub_subscription" "warehouse" {
name = "${plan.name}-warehouse"
topic = google_pubsub_topic.stream.id

bigquery_config {
table = "\${var.project_id}.\${google_bigquery_dataset.main.dataset_id}.\${google_bigquery_table.events.table_id}"
}
}
`;

const learning = (plan: Plan): string => hcl`
resource "google_workbench_instance" "main" {
name = "${plan.name}"
location = ${zone}

gce_setup {
machine_type = "${plan.wants("low_cost") ? "e2-standard-2" : "e2-standard-4"}"

network_interfaces {
network = google_compute_network.main.id
subnet = google_compute_subnetwork.main.id
}

metadata = {
DATA_BUCKET = google_storage_bucket.assets.name
}
}
}
`;

const signIn = hcl`
resource "google_identity_platform_config" "main" {
sign_in {
email {
enabled = true
}
}
}
`;

const secret = (plan: Plan): string => hcl`
resource "google_secret_manager_secret" "app" {
secret_id = "${plan.name}-app"

replication {
auto {}
}
}
`;

/** The number that tells first that the application is in trouble. */
const watched = (plan: Plan): { filter: string; threshold: number } | undefined => {
  if (hasFront(plan) && plan.app)
    return {
      filter: `metric.type = \\"loadbalancing.googleapis.com/https/request_count\\" AND resource.type = \\"https_lb_rule\\" AND metric.labels.response_code_class = \\"500\\"`,
      threshold: 1,
    };
  if (plan.runs("containers") || (plan.runs("serverless") && plan.app))
    return {
      filter: `metric.type = \\"run.googleapis.com/request_count\\" AND resource.type = \\"cloud_run_revision\\" AND metric.labels.response_code_class = \\"5xx\\"`,
      threshold: 1,
    };
  if (plan.has("relational_db") && !plan.uses("spanner"))
    return {
      filter: `metric.type = \\"cloudsql.googleapis.com/database/cpu/utilization\\" AND resource.type = \\"cloudsql_database\\"`,
      threshold: 0.8,
    };
  return undefined;
};

const monitoring = (plan: Plan): string => {
  const metric = watched(plan) ?? {
    filter: `metric.type = \\"compute.googleapis.com/instance/cpu/utilization\\" AND resource.type = \\"gce_instance\\"`,
    threshold: 0.8,
  };
  return hcl`
resource "google_monitoring_alert_policy" "main" {
display_name = "${plan.name}"
combiner = "OR"

conditions {
display_name = "${plan.name}"

condition_threshold {
filter = "${metric.filter}"
comparison = "COMPARISON_GT"
threshold_value = ${metric.threshold}
duration = "300s"

aggregations {
alignment_period = "60s"
per_series_aligner = "${metric.threshold < 1 ? "ALIGN_MEAN" : "ALIGN_RATE"}"
}
}
}
}
`;
};

/** Heavy work on data, sign-in, secrets and watching. */
export const operations = (plan: Plan): string[] => [
  ...(plan.has("etl") ? [dataflow(plan)] : []),
  ...(plan.has("stream") && plan.has("warehouse") && !plan.has("etl") ? [toWarehouse(plan)] : []),
  ...(plan.has("ml") ? [learning(plan)] : []),
  ...(plan.has("auth") ? [signIn] : []),
  ...(plan.has("secrets") ? [secret(plan)] : []),
  ...(plan.has("monitoring") ? [monitoring(plan)] : []),
];
