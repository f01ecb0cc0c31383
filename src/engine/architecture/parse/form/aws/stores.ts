import { hcl, lines } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { partnerOfAws } from "../../../regions/index.ts";
import { isEverywhere } from "../plan.ts";
import { clients, privateSubnets, securityGroup } from "./network.ts";
import { isCacheSpread } from "./settings.ts";

const engines = {
  postgres: { engine: "postgres", aurora: "aurora-postgresql", port: 5432 },
  mysql: { engine: "mysql", aurora: "aurora-mysql", port: 3306 },
  mariadb: { engine: "mariadb", aurora: "aurora-mysql", port: 3306 },
  sqlserver: { engine: "sqlserver-se", aurora: "aurora-postgresql", port: 1433 },
} as const;

const subnetGroup = (plan: Plan): string => hcl`
resource "aws_db_subnet_group" "main" {
name = "${plan.name}"
subnet_ids = ${privateSubnets}
}
`;

const database = (plan: Plan): string => {
  const sqlServer = plan.engine === "sqlserver";
  const gigabytes = Math.max(20, plan.sizes.databaseGb ?? 20);
  return hcl`
resource "aws_db_instance" "main" {
identifier = "${plan.name}"
engine = "${engines[plan.engine].engine}"
${sqlServer && `license_model = "license-included"`}
instance_class = "${plan.sizes.database ?? (sqlServer ? "db.m5.large" : plan.wants("low_cost") ? "db.t3.small" : "db.t3.medium")}"
allocated_storage = ${gigabytes}
${!sqlServer && `db_name = "app"`}
username = "app"
password = var.db_password
db_subnet_group_name = aws_db_subnet_group.main.name
vpc_security_group_ids = [aws_security_group.database.id]
${plan.states("database_multi_zone") && "multi_az = true"}
${plan.states("encryption") && "storage_encrypted = true"}
${(plan.sizes.replicas ?? 0) > 0 && "backup_retention_period = 1 # a replica needs automatic backups"}
skip_final_snapshot = true
}
`;
};

const replica = (plan: Plan, count: number): string => hcl`
resource "aws_db_instance" "replica" {
${count > 1 && `count = ${count}`}
identifier = "${plan.name}-replica${count > 1 ? "-${count.index}" : ""}"
replicate_source_db = aws_db_instance.main.identifier
instance_class = aws_db_instance.main.instance_class
${plan.states("encryption") && "storage_encrypted = true"}
vpc_security_group_ids = [aws_security_group.database.id]
skip_final_snapshot = true
}
`;

const aurora = (plan: Plan): string => {
  const isSpread = plan.states("database_multi_zone") || plan.wants("high_availability");
  const several = (plan.sizes.replicas ?? 0) + (isSpread ? 1 : 0);
  const instances = 1 + Math.min(5, several);
  return hcl`
resource "aws_rds_cluster" "main" {
cluster_identifier = "${plan.name}"
engine = "${engines[plan.engine].aurora}"
database_name = "app"
master_username = "app"
master_password = var.db_password
db_subnet_group_name = aws_db_subnet_group.main.name
vpc_security_group_ids = [aws_security_group.database.id]
${plan.states("encryption") && "storage_encrypted = true"}
skip_final_snapshot = true
}

resource "aws_rds_cluster_instance" "main" {
${instances > 1 && `count = ${instances}`}
identifier = "${plan.name}${instances > 1 ? "-${count.index}" : ""}"
cluster_identifier = aws_rds_cluster.main.id
engine = aws_rds_cluster.main.engine
instance_class = "${plan.sizes.database ?? "db.t3.medium"}"
}
`;
};

const relational = (plan: Plan): string[] => {
  const { replicas = 0 } = plan.sizes;
  return [
    securityGroup(plan, "database", { port: engines[plan.engine].port, from: clients(plan) }),
    subnetGroup(plan),
    ...(plan.uses("aurora") ? [aurora(plan)] : [database(plan), ...(replicas > 0 ? [replica(plan, replicas)] : [])]),
  ];
};

const documents = (plan: Plan): string[] => [
  securityGroup(plan, "documents", { port: 27_017, from: clients(plan) }),
  hcl`
resource "aws_docdb_subnet_group" "main" {
name = "${plan.name}"
subnet_ids = ${privateSubnets}
}

resource "aws_docdb_cluster" "main" {
cluster_identifier = "${plan.name}-documents"
master_username = "app"
master_password = var.db_password
db_subnet_group_name = aws_docdb_subnet_group.main.name
vpc_security_group_ids = [aws_security_group.documents.id]
${plan.states("encryption") && "storage_encrypted = true"}
skip_final_snapshot = true
}

resource "aws_docdb_cluster_instance" "main" {
identifier = "${plan.name}-documents"
cluster_identifier = aws_docdb_cluster.main.id
instance_class = "db.t3.medium"
}
`,
];

const table = (plan: Plan): string => hcl`
resource "aws_dynamodb_table" "main" {
name = "${plan.name}"
billing_mode = "PAY_PER_REQUEST"
hash_key = "id"

attribute {
name = "id"
type = "S"
}
${isEverywhere(plan) && secondRegion(plan)}
}
`;

/** A table that is written to in two regions; their news travel by its stream. */
const secondRegion = ({ region }: Plan) =>
  lines([
    "",
    "stream_enabled = true",
    `stream_view_type = "NEW_AND_OLD_IMAGES"`,
    "",
    "replica {",
    `region_name = "${partnerOfAws(region)}"`,
    "}",
  ]);

const cache = (plan: Plan): string[] => {
  const memcached = plan.uses("memcached");
  return [
    securityGroup(plan, "cache", { port: memcached ? 11_211 : 6379, from: clients(plan) }),
    hcl`
resource "aws_elasticache_subnet_group" "main" {
name = "${plan.name}"
subnet_ids = ${privateSubnets}
}
`,
    isCacheSpread(plan)
      ? hcl`
resource "aws_elasticache_replication_group" "main" {
replication_group_id = "${plan.name}"
description = "Cache of the application"
engine = "redis"
node_type = "cache.t3.micro"
num_cache_clusters = 2
automatic_failover_enabled = true
multi_az_enabled = true
subnet_group_name = aws_elasticache_subnet_group.main.name
security_group_ids = [aws_security_group.cache.id]
}
`
      : hcl`
resource "aws_elasticache_cluster" "main" {
cluster_id = "${plan.name}"
engine = "${memcached ? "memcached" : "redis"}"
node_type = "cache.t3.micro"
num_cache_nodes = 1
subnet_group_name = aws_elasticache_subnet_group.main.name
security_group_ids = [aws_security_group.cache.id]
}
`,
  ];
};

const bucket = (plan: Plan): string => hcl`
resource "aws_s3_bucket" "assets" {
bucket_prefix = "${plan.name}-assets-"
}
${
  plan.states("versioning") &&
  lines([
    "",
    `resource "aws_s3_bucket_versioning" "assets" {`,
    "bucket = aws_s3_bucket.assets.id",
    "",
    "versioning_configuration {",
    `status = "Enabled"`,
    "}",
    "}",
  ])
}
`;

const files = (plan: Plan): string[] => [
  securityGroup(plan, "files", { port: 2049, from: clients(plan) }),
  hcl`
resource "aws_efs_file_system" "files" {
creation_token = "${plan.name}"
${plan.states("encryption") && "encrypted = true"}
}

resource "aws_efs_mount_target" "a" {
file_system_id = aws_efs_file_system.files.id
subnet_id = aws_subnet.private_a.id
security_groups = [aws_security_group.files.id]
}

resource "aws_efs_mount_target" "b" {
file_system_id = aws_efs_file_system.files.id
subnet_id = aws_subnet.private_b.id
security_groups = [aws_security_group.files.id]
}
`,
];

/** The domain joins the network of what runs in one; functions reach it from outside with their role. */
const search = (plan: Plan): string[] => {
  const inside = plan.runs("containers", "kubernetes", "vm");
  return [
    ...(inside ? [securityGroup(plan, "search", { port: 443, from: clients(plan) })] : []),
    hcl`
resource "aws_opensearch_domain" "main" {
domain_name = "${plan.name}"
engine_version = "OpenSearch_2.13"

cluster_config {
instance_type = "t3.small.search"
instance_count = 1
}

ebs_options {
ebs_enabled = true
volume_size = 10
}
${
  inside &&
  lines([
    "",
    "vpc_options {",
    "subnet_ids = [aws_subnet.private_a.id]",
    "security_group_ids = [aws_security_group.search.id]",
    "}",
  ])
}
}
`,
  ];
};

/** Where data is kept. */
export const stores = (plan: Plan): string[] => [
  ...(plan.has("relational_db") ? relational(plan) : []),
  ...(plan.has("document_db") ? documents(plan) : []),
  ...(plan.has("key_value_db") ? [table(plan)] : []),
  ...(plan.has("cache") ? cache(plan) : []),
  ...(plan.has("object_storage") ? [bucket(plan)] : []),
  ...(plan.has("file_storage") ? files(plan) : []),
  ...(plan.has("search") ? search(plan) : []),
];
