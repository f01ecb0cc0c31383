import { hcl } from "../layout.ts";
import type { Plan } from "../plan.ts";

const topic = (plan: Plan, name: string): string => hcl`
resource "google_pubsub_topic" "${name}" {
name = "${plan.name}-${name}"
}
`;

/** Jobs are pushed to the worker, or wait to be pulled; functions subscribe by themselves. */
const jobs = (plan: Plan): string[] => [
  topic(plan, "jobs"),
  ...(plan.functions
    ? []
    : [
        hcl`
resource "google_pubsub_subscription" "jobs" {
name = "${plan.name}-jobs"
topic = google_pubsub_topic.jobs.id
${
  plan.worker &&
  `
push_config {
push_endpoint = google_cloud_run_v2_service.worker.uri
}`
}
}
`,
      ]),
];

/** What a schedule calls: a topic, a workflow or the application. */
const scheduleTarget = (plan: Plan): string => {
  if (plan.has("queue") || plan.functions || !plan.app || !plan.runs("containers"))
    return `pubsub_target {
topic_name = google_pubsub_topic.${plan.has("queue") ? "jobs" : "schedule"}.id
data = base64encode("run")
}`;
  return `http_target {
uri = "\${google_cloud_run_v2_service.app.uri}/jobs"
http_method = "POST"
}`;
};

const schedule = (plan: Plan): string[] => {
  const target = scheduleTarget(plan);
  return [
    ...(target.includes("google_pubsub_topic.schedule") ? [topic(plan, "schedule")] : []),
    hcl`
resource "google_cloud_scheduler_job" "main" {
name = "${plan.name}"
region = var.region
schedule = "0 * * * *"

${target}
}
`,
  ];
};

const workflow = (plan: Plan): string => hcl`
resource "google_workflows_workflow" "main" {
name = "${plan.name}"
region = var.region

source_contents = yamlencode({
main = {
steps = [
{ work = { return = "done" } },
]
}
})
}
`;

/** Topics, schedules and workflows. */
export const messaging = (plan: Plan): string[] => [
  ...(plan.has("queue") ? jobs(plan) : []),
  ...(plan.has("pubsub") ? [topic(plan, "notifications")] : []),
  ...(plan.has("events") ? [topic(plan, "events")] : []),
  ...(plan.has("stream", "iot") ? [topic(plan, "stream")] : []),
  ...(plan.has("scheduler") ? schedule(plan) : []),
  ...(plan.has("workflow") ? [workflow(plan)] : []),
];
