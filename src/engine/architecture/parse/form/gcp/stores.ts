import { hcl, lines } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { isDatabasePrivate, zone } from "./network.ts";
import { placeOf } from "./settings.ts";

const versions = {
  postgres: "POSTGRES_15",
  mysql: "MYSQL_8_0",
  mariadb: "MYSQL_8_0",
  sqlserver: "SQLSERVER_2019_STANDARD",
};

/** A standby needs backups and the log that it is fed from. */
const standby = (plan: Plan) =>
  plan.states("database_multi_zone") &&
  lines([
    `availability_type = "REGIONAL"`,
    "",
    "backup_configuration {",
    "enabled = true",
    plan.engine === "mysql" || plan.engine === "mariadb"
      ? "binary_log_enabled = true"
      : "point_in_time_recovery_enabled = true",
    "}",
  ]);

const replicaSource = (plan: Plan) =>
  (plan.sizes.replicas ?? 0) > 0 &&
  !plan.states("database_multi_zone") &&
  lines([
    "",
    "backup_configuration {",
    "enabled = true # a replica needs the log",
    plan.engine === "postgres" ? "point_in_time_recovery_enabled = true" : "binary_log_enabled = true",
    "}",
  ]);

/** Every client can encrypt; one that need not, some day will not. */
const connections = (plan: Plan) =>
  lines([
    "",
    "ip_configuration {",
    `ssl_mode = "ENCRYPTED_ONLY"`,
    ...(isDatabasePrivate(plan) ? ["ipv4_enabled = false", "private_network = google_compute_network.main.id"] : []),
    "}",
  ]);

const afterNetworking = (plan: Plan) =>
  isDatabasePrivate(plan) && lines(["", "depends_on = [google_service_networking_connection.services]"]);

const tier = (plan: Plan): string => {
  if (plan.sizes.database !== undefined) return plan.sizes.database;
  if (plan.engine === "sqlserver") return "db-custom-2-7680";
  return plan.wants("low_cost") ? "db-f1-micro" : "db-g1-small";
};

const cloudSql = (plan: Plan): string => hcl`
resource "google_sql_database_instance" "main" {
name = "${plan.name}"
region = var.region
database_version = "${versions[plan.engine]}"
${plan.engine === "sqlserver" && "root_password = var.db_password"}
deletion_protection = false

settings {
tier = "${tier(plan)}"
${plan.sizes.databaseGb !== undefined && `disk_size = ${Math.max(10, plan.sizes.databaseGb)}`}
${standby(plan)}
${replicaSource(plan)}
${connections(plan)}
}
${afterNetworking(plan)}
}

resource "google_sql_database" "main" {
name = "app"
instance = google_sql_database_instance.main.name
}

resource "google_sql_user" "app" {
name = "app"
instance = google_sql_database_instance.main.name
password = var.db_password
}
`;

const replica = (plan: Plan, count: number): string => {
  return hcl`
resource "google_sql_database_instance" "replica" {
${count > 1 && `count = ${count}`}
name = "${plan.name}-replica${count > 1 ? "-${count.index}" : ""}"
region = var.region
master_instance_name = google_sql_database_instance.main.name
database_version = google_sql_database_instance.main.database_version
deletion_protection = false

settings {
tier = "${tier(plan)}"
${connections(plan)}
}
${afterNetworking(plan)}
}
`;
};

const spanner = (plan: Plan): string => hcl`
resource "google_spanner_instance" "main" {
name = "${plan.name}"
config = "regional-\${var.region}"
display_name = "${plan.name}"
num_nodes = 1
}
`;

const relational = (plan: Plan): string[] => {
  const { replicas = 0 } = plan.sizes;
  if (plan.uses("spanner")) return [spanner(plan)];
  return [cloudSql(plan), ...(replicas > 0 ? [replica(plan, replicas)] : [])];
};

const documents = (plan: Plan): string =>
  plan.uses("bigtable")
    ? hcl`
resource "google_bigtable_instance" "main" {
name = "${plan.name}"

cluster {
cluster_id = "${plan.name}"
zone = ${zone}
num_nodes = 1
}
}
`
    : hcl`
resource "google_firestore_database" "main" {
name = "${plan.name}"
location_id = ${placeOf(plan, "documents")}
type = "FIRESTORE_NATIVE"
}
`;

const cache = (plan: Plan): string => hcl`
resource "google_redis_instance" "main" {
name = "${plan.name}"
region = var.region
memory_size_gb = 1
authorized_network = google_compute_network.main.id
}
`;

const bucket = (plan: Plan): string => hcl`
resource "google_storage_bucket" "assets" {
name = "\${var.project_id}-${plan.name}-assets"
location = ${placeOf(plan, "bucket")}
${plan.states("versioning") && lines(["", "versioning {", "enabled = true", "}"])}
}
`;

const files = (plan: Plan): string => hcl`
resource "google_filestore_instance" "files" {
name = "${plan.name}"
location = ${zone}
tier = "BASIC_HDD"

file_shares {
name = "files"
capacity_gb = ${Math.max(1024, plan.sizes.diskGb ?? 1024)}
}

networks {
network = google_compute_network.main.name
modes = ["MODE_IPV4"]
}
}
`;

const warehouse = (plan: Plan): string => hcl`
resource "google_bigquery_dataset" "main" {
dataset_id = "${plan.name.replaceAll("-", "_")}"
location = var.region
}

resource "google_bigquery_table" "events" {
dataset_id = google_bigquery_dataset.main.dataset_id
table_id = "events"
deletion_protection = false

schema = jsonencode([
{ name = "data", type = "STRING", mode = "NULLABLE" },
])
}
`;

/** Where data is kept. */
export const stores = (plan: Plan): string[] => [
  ...(plan.has("relational_db") ? relational(plan) : []),
  ...(plan.has("document_db", "key_value_db") ? [documents(plan)] : []),
  ...(plan.has("cache") ? [cache(plan)] : []),
  ...(plan.has("object_storage") ? [bucket(plan)] : []),
  ...(plan.has("file_storage") ? [files(plan)] : []),
  ...(plan.has("warehouse") ? [warehouse(plan)] : []),
];
