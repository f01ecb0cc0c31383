import { hcl, lines } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { placeOf } from "./settings.ts";
import { hasFront } from "./network.ts";

/** The backend answers everything, or only what is not a file of the static site. */
const hasService = (plan: Plan): boolean => plan.app;
const siteBucket = (plan: Plan): string | undefined => {
  if (plan.has("static_site")) return "site";
  return plan.has("cdn") && plan.has("object_storage") ? "assets" : undefined;
};

const site = (plan: Plan): string => hcl`
resource "google_storage_bucket" "site" {
name = "\${var.project_id}-${plan.name}-site"
location = ${placeOf(plan, "bucket")}

website {
main_page_suffix = "index.html"
}
}
`;

const bucketBackend = (plan: Plan, bucket: string): string => hcl`
# The load balancer needs read access to the files when they are published
resource "google_compute_backend_bucket" "${bucket}" {
name = "${plan.name}-${bucket}"
bucket_name = google_storage_bucket.${bucket}.name
${plan.has("cdn") && "enable_cdn = true"}
}
`;

/** What the load balancer sends traffic to: a serverless service, or a group of machines. */
const backendGroup = (plan: Plan): string => {
  if (plan.runs("kubernetes")) return "google_container_node_pool.app.managed_instance_group_urls[0]";
  if (plan.runs("vm")) return "google_compute_instance_group_manager.app.instance_group";
  return "google_compute_region_network_endpoint_group.app.id";
};

const endpointGroup = (plan: Plan): string => hcl`
resource "google_compute_region_network_endpoint_group" "app" {
name = "${plan.name}-app"
region = var.region
network_endpoint_type = "SERVERLESS"

cloud_run {
service = ${plan.runs("serverless") ? "google_cloudfunctions2_function.app.name" : "google_cloud_run_v2_service.app.name"}
}
}
`;

const healthCheck = (plan: Plan): string => hcl`
resource "google_compute_health_check" "app" {
name = "${plan.name}-app"

http_health_check {
request_path = "/health"
port_specification = "USE_NAMED_PORT"
port_name = "http"
}
}
`;

const service = (plan: Plan): string[] => {
  const onMachines = plan.runs("vm", "kubernetes");
  return [
    onMachines ? healthCheck(plan) : endpointGroup(plan),
    hcl`
resource "google_compute_backend_service" "app" {
name = "${plan.name}-app"
load_balancing_scheme = "EXTERNAL_MANAGED"
${plan.has("cdn") && "enable_cdn = true"}
${plan.has("waf") && "security_policy = google_compute_security_policy.main.id"}
${onMachines && lines([`protocol = "HTTP"`, `port_name = "http"`, "health_checks = [google_compute_health_check.app.id]"])}

backend {
group = ${backendGroup(plan)}
}
}
`,
  ];
};

const urlMap = (plan: Plan): string => {
  const bucket = siteBucket(plan);
  const app = hasService(plan);
  const files = bucket === undefined ? undefined : `google_compute_backend_bucket.${bucket}.id`;
  const siteFirst = plan.has("static_site") || !app;
  const [first, second, path] = siteFirst
    ? [files, app ? "google_compute_backend_service.app.id" : undefined, "/api/*"]
    : ["google_compute_backend_service.app.id", files, "/static/*"];
  return hcl`
resource "google_compute_url_map" "main" {
name = "${plan.name}"
default_service = ${first}
${
  second !== undefined &&
  lines([
    "",
    "host_rule {",
    `hosts = ["*"]`,
    `path_matcher = "paths"`,
    "}",
    "",
    "path_matcher {",
    `name = "paths"`,
    `default_service = ${first}`,
    "",
    "path_rule {",
    `paths = ["${path}"]`,
    `service = ${second}`,
    "}",
    "}",
  ])
}
}
`;
};

const frontEnd = (plan: Plan): string => {
  const https = plan.states("https");
  const proxy = https ? "google_compute_target_https_proxy" : "google_compute_target_http_proxy";
  return hcl`
resource "google_compute_global_address" "main" {
name = "${plan.name}"
}

${
  https &&
  lines([
    `resource "google_compute_managed_ssl_certificate" "main" {`,
    `name = "${plan.name}"`,
    "",
    "managed {",
    "domains = [var.domain_name]",
    "}",
    "}",
    "",
  ])
}
resource "${proxy}" "main" {
name = "${plan.name}"
url_map = google_compute_url_map.main.id
${https && "ssl_certificates = [google_compute_managed_ssl_certificate.main.id]"}
}

resource "google_compute_global_forwarding_rule" "main" {
name = "${plan.name}"
target = ${proxy}.main.id
ip_address = google_compute_global_address.main.id
port_range = "${https ? 443 : 80}"
load_balancing_scheme = "EXTERNAL_MANAGED"
}
`;
};

const firewallPolicy = (plan: Plan): string => hcl`
resource "google_compute_security_policy" "main" {
name = "${plan.name}"

rule {
action = "deny(403)"
priority = 1000
description = "SQL injection"

match {
expr {
expression = "evaluatePreconfiguredWaf('sqli-v33-stable')"
}
}
}

rule {
action = "allow"
priority = 2147483647
description = "Everything else"

match {
versioned_expr = "SRC_IPS_V1"

config {
src_ip_ranges = ["*"]
}
}
}
}
`;

const names = (plan: Plan): string => hcl`
resource "google_dns_managed_zone" "main" {
name = "${plan.name}"
dns_name = "\${var.domain_name}."
}
${
  hasFront(plan) &&
  lines([
    "",
    `resource "google_dns_record_set" "main" {`,
    "managed_zone = google_dns_managed_zone.main.name",
    "name = google_dns_managed_zone.main.dns_name",
    `type = "A"`,
    "ttl = 300",
    "rrdatas = [google_compute_global_forwarding_rule.main.ip_address]",
    "}",
  ])
}
`;

/** What stands before the application: names, load balancer, delivery network, firewall, static files. */
export const edge = (plan: Plan): string[] => {
  const bucket = siteBucket(plan);
  return [
    ...(plan.has("static_site") ? [site(plan)] : []),
    ...(hasFront(plan)
      ? [
          frontEnd(plan),
          urlMap(plan),
          ...(bucket === undefined ? [] : [bucketBackend(plan, bucket)]),
          ...(hasService(plan) ? service(plan) : []),
        ]
      : []),
    ...(plan.has("waf") && hasService(plan) ? [firewallPolicy(plan)] : []),
    ...(plan.has("dns") ? [names(plan)] : []),
  ];
};
