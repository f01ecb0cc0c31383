import { hcl, lines } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { hasPrivateStore } from "./network.ts";
import { settingsOf } from "./settings.ts";

/** Cloud Run takes whole CPUs, and at least 512 MiB. */
const resources = ({ sizes }: Plan) => {
  if (sizes.vcpu === undefined && sizes.memoryMb === undefined) return false;
  const memory = Math.min(32_768, Math.max(512, sizes.memoryMb ?? 512));
  const least = memory > 16_384 ? 6 : memory > 8192 ? 4 : memory > 4096 ? 2 : 1;
  const cpu = [1, 2, 4, 6, 8].find((size) => size >= Math.max(least, sizes.vcpu ?? 1)) ?? 8;
  return lines(["", "resources {", "limits = {", `cpu = "${cpu}"`, `memory = "${memory}Mi"`, "}", "}"]);
};

const usesConnector = (plan: Plan): boolean => plan.has("relational_db") && !plan.uses("spanner");

const mounts = (plan: Plan) => [
  ...(usesConnector(plan) ? ["", "volume_mounts {", `name = "cloudsql"`, `mount_path = "/cloudsql"`, "}"] : []),
  ...(plan.has("file_storage") ? ["", "volume_mounts {", `name = "files"`, `mount_path = "/data"`, "}"] : []),
];

const volumes = (plan: Plan) => [
  ...(usesConnector(plan)
    ? [
        "",
        "volumes {",
        `name = "cloudsql"`,
        "",
        "cloud_sql_instance {",
        "instances = [google_sql_database_instance.main.connection_name]",
        "}",
        "}",
      ]
    : []),
  ...(plan.has("file_storage")
    ? [
        "",
        "volumes {",
        `name = "files"`,
        "",
        "nfs {",
        "server = google_filestore_instance.files.networks[0].ip_addresses[0]",
        `path = "/files"`,
        "}",
        "}",
      ]
    : []),
];

const inNetwork = lines([
  "",
  "vpc_access {",
  `egress = "PRIVATE_RANGES_ONLY"`,
  "",
  "network_interfaces {",
  "network = google_compute_network.main.id",
  "subnetwork = google_compute_subnetwork.main.id",
  "}",
  "}",
]);

const scaling = (plan: Plan, name: "app" | "worker") =>
  name === "app" &&
  plan.sizes.instances !== undefined &&
  lines([
    "scaling {",
    `min_instance_count = ${plan.sizes.instances}`,
    `max_instance_count = ${plan.sizes.instances * (plan.has("autoscaling") ? 4 : 1)}`,
    "}",
    "",
  ]);

const service = (plan: Plan, name: "app" | "worker"): string => {
  const env = settingsOf(plan, name === "app" ? "app" : "triggered").flatMap(([key, value]) => [
    "",
    "env {",
    `name = "${key}"`,
    `value = ${value}`,
    "}",
  ]);
  return hcl`
resource "google_cloud_run_v2_service" "${name}" {
name = "${plan.name}-${name}"
location = var.region

template {
${scaling(plan, name)}
containers {
image = "\${var.region}-docker.pkg.dev/\${var.project_id}/\${google_artifact_registry_repository.app.repository_id}/${name}:latest"
${lines(env)}
${resources(plan)}
${lines(mounts(plan))}
}
${lines(volumes(plan))}
${(hasPrivateStore(plan) || plan.has("search")) && inNetwork}
}
}
`;
};

const publicAccess = hcl`
# The application is for everyone
resource "google_cloud_run_v2_service_iam_member" "app" {
name = google_cloud_run_v2_service.app.name
location = google_cloud_run_v2_service.app.location
role = "roles/run.invoker"
member = "allUsers"
}
`;

/** Cloud Run: the application and, where there is a queue, a worker that takes jobs from it. */
export const containers = (plan: Plan): string[] => [
  service(plan, "app"),
  publicAccess,
  ...(plan.worker && !plan.functions ? [service(plan, "worker")] : []),
];

export const registry = (plan: Plan): string => hcl`
resource "google_artifact_registry_repository" "app" {
repository_id = "${plan.name}"
location = var.region
format = "DOCKER"
}
`;
