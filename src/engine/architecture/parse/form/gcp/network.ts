import { hcl } from "../layout.ts";
import type { Plan } from "../plan.ts";

/** Every region has a zone "b"; not every one has an "a". */
export const zone = `"\${var.region}-b"`;

export const isDatabasePrivate = (plan: Plan): boolean =>
  plan.has("relational_db") && !plan.uses("spanner") && plan.runs("vm", "kubernetes");

/** Stores that are only reached from inside a network. */
export const hasPrivateStore = (plan: Plan): boolean => plan.has("cache", "file_storage");

const hasNetwork = (plan: Plan): boolean =>
  plan.runs("vm", "kubernetes") || plan.has("batch", "search", "ml") || hasPrivateStore(plan);

/** A front end for the web: names, delivery network, firewall and scaling groups all need one. */
export const hasFront = (plan: Plan): boolean =>
  plan.has("static_site") ||
  (plan.app && plan.has("load_balancer", "cdn", "waf", "dns")) ||
  (plan.app && plan.runs("vm") && plan.has("autoscaling")) ||
  (plan.has("cdn") && plan.has("object_storage"));

export const firewall = (plan: Plan, name: string, port: number, ranges: readonly string[], tag: string): string => hcl`
resource "google_compute_firewall" "${name}" {
name = "${plan.name}-${name}"
network = google_compute_network.main.id
source_ranges = [${ranges.map((range) => `"${range}"`).join(", ")}]
target_tags = ["${tag}"]

allow {
protocol = "tcp"
ports = ["${port}"]
}
}
`;

/** Where Google's load balancers and health checks come from: published ranges. */
export const balancerRanges = ["130.211.0.0/22", "35.191.0.0/16"];

const privateServices = (plan: Plan): string => hcl`
# Private addresses for managed databases
resource "google_compute_global_address" "services" {
name = "${plan.name}-services"
purpose = "VPC_PEERING"
address_type = "INTERNAL"
prefix_length = 16
network = google_compute_network.main.id
}

resource "google_service_networking_connection" "services" {
network = google_compute_network.main.id
service = "servicenetworking.googleapis.com"
reserved_peering_ranges = [google_compute_global_address.services.name]
}
`;

const nat = (plan: Plan): string => hcl`
resource "google_compute_router" "main" {
name = "${plan.name}"
network = google_compute_network.main.id
}

resource "google_compute_router_nat" "main" {
name = "${plan.name}"
router = google_compute_router.main.name
nat_ip_allocate_option = "AUTO_ONLY"
source_subnetwork_ip_ranges_to_nat = "ALL_SUBNETWORKS_ALL_IP_RANGES"
}
`;

const connector = (plan: Plan): string => hcl`
resource "google_vpc_access_connector" "main" {
name = "${plan.name.slice(0, 20)}"
network = google_compute_network.main.name
ip_cidr_range = "10.8.0.0/28"
min_instances = 2
max_instances = 3
}
`;

export const network = (plan: Plan): string[] =>
  hasNetwork(plan)
    ? [
        hcl`
resource "google_compute_network" "main" {
name = "${plan.name}"
auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "main" {
name = "${plan.name}"
network = google_compute_network.main.id
ip_cidr_range = "10.0.0.0/20"
}
`,
        ...(isDatabasePrivate(plan) ? [privateServices(plan)] : []),
        ...((plan.runs("vm") && hasFront(plan)) || plan.has("batch") ? [nat(plan)] : []),
        ...(hasPrivateStore(plan) && (plan.runs("serverless") || plan.functions) ? [connector(plan)] : []),
      ]
    : [];
