import { hcl, lines } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { hasPrivateStore } from "./network.ts";
import { settingsOf } from "./settings.ts";

/** Topics that bring work to functions. */
const triggers = (plan: Plan): string[] => [
  ...(plan.has("queue") ? ["jobs"] : []),
  ...(plan.has("stream", "iot") ? ["stream"] : []),
  ...(plan.has("events") ? ["events"] : []),
  ...(plan.has("scheduler") && !plan.has("queue") ? ["schedule"] : []),
];

const cloudFunction = (plan: Plan, name: string, topic?: string): string => {
  const settings = settingsOf(plan, topic === undefined ? "app" : "triggered").map(
    ([key, expression]) => `${key} = ${expression}`,
  );
  return hcl`
resource "google_cloudfunctions2_function" "${name}" {
name = "${plan.name}-${name.replaceAll("_", "-")}"
location = var.region

build_config {
runtime = "nodejs22"
entry_point = "handler"

source {
storage_source {
bucket = google_storage_bucket.functions.name
object = "${name}.zip"
}
}
}

service_config {
available_memory = "${Math.min(32_768, Math.max(128, plan.sizes.memoryMb ?? 256))}Mi"
${hasPrivateStore(plan) && "vpc_connector = google_vpc_access_connector.main.id"}
${settings.length > 0 && lines(["", "environment_variables = {", ...settings, "}"])}
}
${
  topic !== undefined &&
  lines([
    "",
    "event_trigger {",
    `event_type = "google.cloud.pubsub.topic.v1.messagePublished"`,
    `pubsub_topic = google_pubsub_topic.${topic}.id`,
    `retry_policy = "RETRY_POLICY_RETRY"`,
    "}",
  ])
}
}
`;
};

const code = (plan: Plan): string => hcl`
resource "google_storage_bucket" "functions" {
name = "\${var.project_id}-${plan.name}-functions"
location = var.region
}
`;

const publicAccess = hcl`
# The application is for everyone
resource "google_cloud_run_service_iam_member" "app" {
service = google_cloudfunctions2_function.app.name
location = google_cloudfunctions2_function.app.location
role = "roles/run.invoker"
member = "allUsers"
}
`;

/** Cloud Run functions: the application itself, and one for each topic that brings work. */
export const functions = (plan: Plan): string[] => {
  const app = plan.app && plan.runs("serverless");
  const workers = plan.functions ? triggers(plan) : [];
  if (!app && workers.length === 0) return [];
  return [
    code(plan),
    ...(app ? [cloudFunction(plan, "app")] : []),
    ...(app && plan.has("web", "api", "auth", "load_balancer", "cdn") ? [publicAccess] : []),
    ...workers.map((topic) => cloudFunction(plan, `${topic}_worker`, topic)),
  ];
};
