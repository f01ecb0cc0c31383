import { hcl, lines } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { placed } from "./network.ts";
import { copiesOf, flatName } from "./settings.ts";

/** Storage sizes that a PostgreSQL server comes in, in MB. */
const postgresSizes = [
  32_768, 65_536, 131_072, 262_144, 524_288, 1_048_576, 2_097_152, 4_193_280, 8_388_608, 16_777_216, 33_553_408,
];

const postgresStorage = (gigabytes: number | undefined): number =>
  postgresSizes.find((size) => size >= (gigabytes ?? 32) * 1024) ?? 33_553_408;

/** The smallest class that can have a standby or a replica: the burstable ones cannot. */
const serverSize = (plan: Plan): string =>
  plan.sizes.database ?? (plan.engine === "postgres" ? "GP_Standard_D2s_v3" : "GP_Standard_D2ds_v4");

const standby = (plan: Plan) =>
  plan.states("database_multi_zone") && lines(["", "high_availability {", `mode = "ZoneRedundant"`, "}"]);

const joined = (zoneAttribute: string) =>
  lines([
    "delegated_subnet_id = azurerm_subnet.database.id",
    `${zoneAttribute} = azurerm_private_dns_zone.database.id`,
  ]);

const postgres = (plan: Plan): string => hcl`
resource "azurerm_postgresql_flexible_server" "main" {
name = "${plan.name}-\${var.suffix}"
${placed}
version = "16"
sku_name = "${serverSize(plan)}"
storage_mb = ${postgresStorage(plan.sizes.databaseGb)}
administrator_login = "app"
administrator_password = var.db_password
${joined("private_dns_zone_id")}
public_network_access_enabled = false
${standby(plan)}

depends_on = [azurerm_private_dns_zone_virtual_network_link.database]
}

resource "azurerm_postgresql_flexible_server_database" "main" {
name = "app"
server_id = azurerm_postgresql_flexible_server.main.id
}
`;

const mysql = (plan: Plan): string => hcl`
resource "azurerm_mysql_flexible_server" "main" {
name = "${plan.name}-\${var.suffix}"
${placed}
version = "8.0.21"
sku_name = "${serverSize(plan)}"
administrator_login = "app"
administrator_password = var.db_password
${joined("private_dns_zone_id")}

storage {
size_gb = ${Math.min(16_384, Math.max(20, plan.sizes.databaseGb ?? 20))}
}
${standby(plan)}

depends_on = [azurerm_private_dns_zone_virtual_network_link.database]
}
`;

const replica = (plan: Plan, count: number): string => {
  const type = plan.engine === "postgres" ? "azurerm_postgresql_flexible_server" : "azurerm_mysql_flexible_server";
  return hcl`
resource "${type}" "replica" {
${count > 1 && `count = ${count}`}
name = "${plan.name}-replica${count > 1 ? "-${count.index}" : ""}-\${var.suffix}"
${placed}
create_mode = "Replica"
source_server_id = ${type}.main.id
sku_name = ${type}.main.sku_name
${joined("private_dns_zone_id")}
${plan.engine === "postgres" && "public_network_access_enabled = false"}
}
`;
};

const sqlServer = (plan: Plan): string => hcl`
resource "azurerm_mssql_server" "main" {
name = "${plan.name}-\${var.suffix}"
${placed}
version = "12.0"
administrator_login = "app"
administrator_login_password = var.db_password
public_network_access_enabled = false
}

resource "azurerm_mssql_database" "main" {
name = "app"
server_id = azurerm_mssql_server.main.id
sku_name = "${plan.states("database_multi_zone") ? "GP_Gen5_2" : "S0"}"
${plan.states("database_multi_zone") && "zone_redundant = true"}
${plan.sizes.databaseGb !== undefined && `max_size_gb = ${Math.min(plan.states("database_multi_zone") ? 1024 : 250, plan.sizes.databaseGb)}`}
}

resource "azurerm_private_endpoint" "database" {
name = "${plan.name}-database"
${placed}
subnet_id = azurerm_subnet.database.id

private_service_connection {
name = "database"
private_connection_resource_id = azurerm_mssql_server.main.id
subresource_names = ["sqlServer"]
is_manual_connection = false
}

private_dns_zone_group {
name = "database"
private_dns_zone_ids = [azurerm_private_dns_zone.database.id]
}
}
`;

const relational = (plan: Plan): string[] => {
  const { replicas = 0 } = plan.sizes;
  if (plan.engine === "sqlserver") return [sqlServer(plan)];
  return [
    plan.engine === "postgres" ? postgres(plan) : mysql(plan),
    ...(replicas > 0 ? [replica(plan, replicas)] : []),
  ];
};

const cosmos = (plan: Plan): string => hcl`
resource "azurerm_cosmosdb_account" "main" {
name = "${plan.name}-\${var.suffix}"
${placed}
offer_type = "Standard"

consistency_policy {
consistency_level = "Session"
}

geo_location {
location = azurerm_resource_group.main.location
failover_priority = 0
}
}

resource "azurerm_cosmosdb_sql_database" "main" {
name = "app"
resource_group_name = azurerm_resource_group.main.name
account_name = azurerm_cosmosdb_account.main.name
throughput = 400
}
`;

const cache = (plan: Plan): string => hcl`
resource "azurerm_redis_cache" "main" {
name = "${plan.name}-\${var.suffix}"
${placed}
capacity = 0
family = "C"
sku_name = "Basic"
}
`;

const blobs = (plan: Plan): string => hcl`
resource "azurerm_storage_account" "assets" {
name = "${flatName(plan, "assets")}"
${placed}
account_tier = "Standard"
account_replication_type = "${copiesOf(plan)}"
${plan.states("versioning") && lines(["", "blob_properties {", "versioning_enabled = true", "}"])}
}

resource "azurerm_storage_container" "assets" {
name = "assets"
storage_account_name = azurerm_storage_account.assets.name
}
`;

const files = (plan: Plan): string => hcl`
resource "azurerm_storage_account" "files" {
name = "${flatName(plan, "files")}"
${placed}
account_tier = "Standard"
account_replication_type = "LRS"
}

resource "azurerm_storage_share" "files" {
name = "files"
storage_account_name = azurerm_storage_account.files.name
quota = ${Math.min(5120, plan.sizes.diskGb ?? 100)}
}
`;

const search = (plan: Plan): string => hcl`
resource "azurerm_search_service" "main" {
name = "${plan.name}-\${var.suffix}"
${placed}
sku = "basic"
}
`;

const warehouse = (plan: Plan): string => hcl`
resource "azurerm_mssql_server" "warehouse" {
name = "${plan.name}-dw-\${var.suffix}"
${placed}
version = "12.0"
administrator_login = "warehouse"
administrator_login_password = var.warehouse_password
${plan.has("etl") && "public_network_access_enabled = false # the data factory has a private way in"}
}

# A dedicated SQL pool
resource "azurerm_mssql_database" "warehouse" {
name = "warehouse"
server_id = azurerm_mssql_server.warehouse.id
sku_name = "DW100c"
}
`;

/** Where data is kept. */
export const stores = (plan: Plan): string[] => [
  ...(plan.has("relational_db") ? relational(plan) : []),
  ...(plan.has("document_db", "key_value_db") ? [cosmos(plan)] : []),
  ...(plan.has("cache") ? [cache(plan)] : []),
  ...(plan.has("object_storage") ? [blobs(plan)] : []),
  ...(plan.has("file_storage") ? [files(plan)] : []),
  ...(plan.has("search") ? [search(plan)] : []),
  ...(plan.has("warehouse") ? [warehouse(plan)] : []),
];
