import type { Amounts, Kind, Product } from "./thing.ts";

const rds = (engine: string, name: string, words: string): Product => ({
  name,
  words,
  usual: { size: "db.m6i.large", gb: 100, multiZone: false },
  write: ({ size, gb, multiZone }) => `resource "aws_db_instance" "example" {
  engine            = "${engine}"
  instance_class    = "${size.startsWith("db.") ? size : `db.${size}`}"
  allocated_storage = ${gb}
  storage_type      = "gp3"
  multi_az          = ${multiZone}
}`,
});

const flexibleServer = (engine: string, name: string, words: string): Product => ({
  name,
  words,
  usual: { size: "GP_Standard_D2ds_v4", gb: 128, multiZone: false },
  write: ({ size, gb, multiZone }) => `resource "azurerm_${engine}_flexible_server" "example" {
  name     = "example"
  sku_name = "${size}"
${engine === "mysql" ? `\n  storage {\n    size_gb = ${gb}\n  }\n` : `  storage_mb = ${gb * 1024}\n`}${multiZone ? `\n  high_availability {\n    mode = "ZoneRedundant"\n  }\n` : ""}}`,
  usage: () => ({ [`azurerm_${engine}_flexible_server`]: { additional_backup_storage_gb: 0 } }),
});

const cloudSql = (version: string, name: string, words: string): Product => ({
  name,
  words,
  usual: { size: "db-custom-2-7680", gb: 100, multiZone: false },
  write: ({ size, gb, multiZone }) => `resource "google_sql_database_instance" "example" {
  name             = "example"
  database_version = "${version}"

  settings {
    tier              = "${size}"
    disk_size         = ${gb}
    disk_type         = "PD_SSD"
    availability_type = "${multiZone ? "REGIONAL" : "ZONAL"}"
  }
}`,
  usage: () => ({ google_sql_database_instance: { backup_storage_gb: 0 } }),
});

const readsAndWrites = (requests: number): { reads: number; writes: number } => ({
  reads: Math.round(requests * 0.8),
  writes: Math.round(requests * 0.2),
});

const onDemandTable = ({ requests, gb }: Amounts) => {
  const { reads, writes } = readsAndWrites(requests);
  return {
    aws_dynamodb_table: {
      monthly_read_request_units: reads,
      monthly_write_request_units: writes,
      storage_gb: gb,
    },
  };
};

/** Databases, caches and warehouses. */
export const dataKinds = {
  postgres: {
    label: "PostgreSQL database",
    words: "postgres, postgresql, relational database, sql database, managed database, database, db, managed postgres",
    products: {
      aws: rds("postgres", "Amazon RDS for PostgreSQL", "rds, amazon rds, rds postgres, rds postgresql, rds instance"),
      azure: flexibleServer(
        "postgresql",
        "Azure Database for PostgreSQL",
        "azure postgres, azure postgresql, azure database for postgresql, flexible server, postgres flexible server",
      ),
      gcp: cloudSql(
        "POSTGRES_16",
        "Cloud SQL for PostgreSQL",
        "cloud sql, cloudsql, cloud sql postgres, cloud sql for postgresql",
      ),
    },
  },
  mysql: {
    label: "MySQL database",
    words: "mysql, mysql database, managed mysql",
    products: {
      aws: rds("mysql", "Amazon RDS for MySQL", "rds mysql, rds for mysql"),
      azure: flexibleServer("mysql", "Azure Database for MySQL", "azure mysql, azure database for mysql"),
      gcp: cloudSql("MYSQL_8_0", "Cloud SQL for MySQL", "cloud sql mysql, cloud sql for mysql"),
    },
  },
  aurora: {
    label: "cloud-native relational database",
    words: "cloud native relational database",
    products: {
      aws: {
        name: "Amazon Aurora PostgreSQL",
        words: "aurora, amazon aurora, aurora postgresql, aurora postgres, aurora cluster",
        usual: { size: "db.r7g.large", gb: 100, multiZone: false },
        write: ({ size, multiZone }) => `resource "aws_rds_cluster" "example" {
  engine = "aurora-postgresql"
}

resource "aws_rds_cluster_instance" "member" {
  count              = ${multiZone ? 2 : 1}
  cluster_identifier = aws_rds_cluster.example.id
  engine             = "aurora-postgresql"
  instance_class     = "${size.startsWith("db.") ? size : `db.${size}`}"
}`,
        usage: ({ gb }) => ({ aws_rds_cluster: { storage_gb: gb } }),
      },
    },
  },
  keyvalue: {
    label: "key-value database",
    words: "key value store, key value database, nosql database, nosql, document database, document store",
    products: {
      aws: {
        name: "Amazon DynamoDB (on demand)",
        words: "dynamodb, dynamo, dynamo db, dynamodb table",
        usual: { requests: 10_000_000, gb: 20 },
        write: () => `resource "aws_dynamodb_table" "example" {
  name         = "example"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}`,
        usage: onDemandTable,
      },
      azure: {
        name: "Azure Cosmos DB (serverless)",
        words: "cosmos db, cosmosdb, cosmos, azure cosmos db",
        usual: { requests: 10_000_000, gb: 20 },
        write: () => `resource "azurerm_cosmosdb_account" "example" {
  name       = "example"
  offer_type = "Standard"

  capabilities {
    name = "EnableServerless"
  }

  geo_location {
    location          = "eastus"
    failover_priority = 0
  }
}

resource "azurerm_cosmosdb_sql_database" "database" {
  name         = "example"
  account_name = azurerm_cosmosdb_account.example.name
}`,
        usage: ({ requests, gb }) => ({
          azurerm_cosmosdb_account: { monthly_request_units: requests, storage_gb: gb },
          azurerm_cosmosdb_sql_database: { monthly_request_units: requests, storage_gb: gb },
        }),
      },
      gcp: {
        name: "Firestore",
        words: "firestore, cloud firestore, google firestore",
        usual: { requests: 10_000_000, gb: 20 },
        write: () => `resource "google_firestore_database" "example" {
  name        = "example"
  location_id = "us-central1"
  type        = "FIRESTORE_NATIVE"
}`,
        usage: ({ requests, gb }) => {
          const { reads, writes } = readsAndWrites(requests);
          return { google_firestore_database: { monthly_reads: reads, monthly_writes: writes, storage_gb: gb } };
        },
      },
    },
  },
  cache: {
    label: "Redis cache",
    words: "redis, redis cache, cache, in memory cache, valkey, managed redis",
    products: {
      aws: {
        name: "Amazon ElastiCache for Redis",
        words: "elasticache, elasti cache, elasticache redis, amazon elasticache",
        usual: { size: "cache.t4g.small", multiZone: false },
        write: ({ size, multiZone }) => `resource "aws_elasticache_replication_group" "example" {
  replication_group_id       = "example"
  description                = "example"
  engine                     = "redis"
  node_type                  = "${size.startsWith("cache.") ? size : `cache.${size}`}"
  num_cache_clusters         = ${multiZone ? 2 : 1}
  automatic_failover_enabled = ${multiZone}
  multi_az_enabled           = ${multiZone}
}`,
      },
      azure: {
        name: "Azure Cache for Redis",
        words: "azure cache, azure redis, azure cache for redis",
        usual: { gb: 1 },
        write: ({ gb }) => `resource "azurerm_redis_cache" "example" {
  name     = "example"
  family   = "C"
  capacity = ${gb <= 1 ? 1 : gb <= 2.5 ? 2 : 3}
  sku_name = "Standard"
}`,
      },
      gcp: {
        name: "Memorystore for Redis",
        words: "memorystore, google memorystore, memorystore redis",
        usual: { gb: 1, multiZone: false },
        write: ({ gb, multiZone }) => `resource "google_redis_instance" "example" {
  name           = "example"
  tier           = "${multiZone ? "STANDARD_HA" : "BASIC"}"
  memory_size_gb = ${Math.ceil(gb)}
}`,
      },
    },
  },
  search: {
    label: "search service",
    words: "search service, search cluster, full text search service, elasticsearch",
    products: {
      aws: {
        name: "Amazon OpenSearch Service",
        words: "opensearch, amazon opensearch, opensearch domain",
        usual: { size: "t3.medium.search", gb: 50 },
        write: ({ size, gb }) => `resource "aws_opensearch_domain" "example" {
  domain_name = "example"

  cluster_config {
    instance_type  = "${size.endsWith(".search") ? size : `${size}.search`}"
    instance_count = 1
  }

  ebs_options {
    ebs_enabled = true
    volume_type = "gp3"
    volume_size = ${gb}
  }
}`,
      },
      azure: {
        name: "Azure AI Search (Basic)",
        words: "azure search, ai search, azure ai search, cognitive search",
        usual: {},
        write: () => `resource "azurerm_search_service" "example" {
  name            = "example"
  sku             = "basic"
  replica_count   = 1
  partition_count = 1
}`,
      },
    },
  },
  warehouse: {
    label: "data warehouse",
    words: "data warehouse, warehouse, olap database",
    products: {
      aws: {
        name: "Amazon Redshift",
        words: "redshift, amazon redshift, redshift cluster",
        usual: { size: "ra3.xlplus", gb: 500 },
        write: ({ size }) => `resource "aws_redshift_cluster" "example" {
  cluster_identifier = "example"
  node_type          = "${size}"
  number_of_nodes    = 1
}`,
        usage: ({ gb }) => ({ aws_redshift_cluster: { managed_storage_gb: gb } }),
      },
      azure: {
        name: "Azure Synapse dedicated SQL pool (DW100c)",
        words: "synapse, azure synapse, sql pool, dedicated sql pool",
        usual: {},
        write: () => `resource "azurerm_synapse_sql_pool" "example" {
  name     = "example"
  sku_name = "DW100c"
}`,
      },
      gcp: {
        name: "BigQuery (on demand)",
        words: "bigquery, big query, google bigquery",
        usual: { gb: 500 },
        write: () => `resource "google_bigquery_dataset" "example" {
  dataset_id = "example"
}

resource "google_bigquery_table" "table" {
  dataset_id = google_bigquery_dataset.example.dataset_id
  table_id   = "example"
}`,
        usage: ({ gb }) => ({
          google_bigquery_dataset: { monthly_queries_tb: 1 },
          google_bigquery_table: {
            monthly_active_storage_gb: gb,
            monthly_long_term_storage_gb: 0,
            monthly_storage_read_api_tb: 0,
            monthly_storage_write_api_gb: 0,
            monthly_streaming_inserts_mb: 0,
          },
        }),
      },
    },
  },
} as const satisfies Record<string, Kind>;
