# Data platform with Event Hubs, Data Lake, Databricks and Synapse

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "data" {
  name     = "rg-data"
  location = "westeurope"
}

resource "azurerm_iothub" "devices" {
  name                = "iot-devices"
  resource_group_name = azurerm_resource_group.data.name
  location            = azurerm_resource_group.data.location

  sku {
    name     = "S1"
    capacity = 2
  }

  endpoint {
    type              = "AzureIotHub.EventHub"
    name              = "telemetry"
    connection_string = azurerm_eventhub_authorization_rule.iot.primary_connection_string
  }
}

resource "azurerm_eventhub_namespace" "telemetry" {
  name                = "evh-telemetry"
  resource_group_name = azurerm_resource_group.data.name
  location            = azurerm_resource_group.data.location
  sku                 = "Standard"
}

resource "azurerm_eventhub" "telemetry" {
  name              = "telemetry"
  namespace_id      = azurerm_eventhub_namespace.telemetry.id
  partition_count   = 4
  message_retention = 1

  capture_description {
    enabled  = true
    encoding = "Avro"

    destination {
      name                = "EventHubArchive.AzureBlockBlob"
      archive_name_format = "{Namespace}/{EventHub}/{PartitionId}/{Year}/{Month}/{Day}/{Hour}/{Minute}/{Second}"
      blob_container_name = azurerm_storage_container.raw.name
      storage_account_id  = azurerm_storage_account.lake.id
    }
  }
}

resource "azurerm_eventhub_authorization_rule" "iot" {
  name                = "iot"
  resource_group_name = azurerm_resource_group.data.name
  namespace_name      = azurerm_eventhub_namespace.telemetry.name
  eventhub_name       = azurerm_eventhub.telemetry.name
  send                = true
}

resource "azurerm_storage_account" "lake" {
  name                          = "stlake"
  resource_group_name           = azurerm_resource_group.data.name
  location                      = azurerm_resource_group.data.location
  account_tier                  = "Standard"
  account_replication_type      = "LRS"
  is_hns_enabled                = true
  public_network_access_enabled = true
}

resource "azurerm_storage_container" "raw" {
  name                 = "raw"
  storage_account_name = azurerm_storage_account.lake.name
}

resource "azurerm_storage_data_lake_gen2_filesystem" "curated" {
  name               = "curated"
  storage_account_id = azurerm_storage_account.lake.id
}

resource "azurerm_data_factory" "ingest" {
  name                = "adf-ingest"
  resource_group_name = azurerm_resource_group.data.name
  location            = azurerm_resource_group.data.location

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_data_factory_linked_service_azure_sql_database" "erp" {
  name              = "erp"
  data_factory_id   = azurerm_data_factory.ingest.id
  connection_string = "Server=${azurerm_mssql_server.erp.fully_qualified_domain_name};Database=${azurerm_mssql_database.erp.name}"
}

resource "azurerm_data_factory_linked_service_data_lake_storage_gen2" "lake" {
  name                 = "lake"
  data_factory_id      = azurerm_data_factory.ingest.id
  url                  = azurerm_storage_account.lake.primary_dfs_endpoint
  use_managed_identity = true
}

resource "azurerm_mssql_server" "erp" {
  name                         = "sql-erp"
  resource_group_name          = azurerm_resource_group.data.name
  location                     = azurerm_resource_group.data.location
  version                      = "12.0"
  administrator_login          = "erp"
  administrator_login_password = "Winter-2023!"
}

resource "azurerm_mssql_database" "erp" {
  name      = "erp"
  server_id = azurerm_mssql_server.erp.id
  sku_name  = "S3"
}

resource "azurerm_databricks_workspace" "lakehouse" {
  name                = "dbw-lakehouse"
  resource_group_name = azurerm_resource_group.data.name
  location            = azurerm_resource_group.data.location
  sku                 = "premium"
}

resource "azurerm_databricks_access_connector" "lakehouse" {
  name                = "dbac-lakehouse"
  resource_group_name = azurerm_resource_group.data.name
  location            = azurerm_resource_group.data.location

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_role_assignment" "lakehouse" {
  scope                = azurerm_storage_account.lake.id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_databricks_workspace.lakehouse.storage_account_identity[0].principal_id
}

resource "azurerm_synapse_workspace" "warehouse" {
  name                                 = "syn-warehouse"
  resource_group_name                  = azurerm_resource_group.data.name
  location                             = azurerm_resource_group.data.location
  storage_data_lake_gen2_filesystem_id = azurerm_storage_data_lake_gen2_filesystem.curated.id
  sql_administrator_login              = "sqladmin"
  sql_administrator_login_password     = "Winter-2023!"
}

resource "azurerm_synapse_sql_pool" "warehouse" {
  name                 = "warehouse"
  synapse_workspace_id = azurerm_synapse_workspace.warehouse.id
  sku_name             = "DW100c"
  storage_account_type = "LRS"
}

resource "azurerm_synapse_firewall_rule" "all" {
  name                 = "all"
  synapse_workspace_id = azurerm_synapse_workspace.warehouse.id
  start_ip_address     = "0.0.0.0"
  end_ip_address       = "255.255.255.255"
}

resource "azurerm_stream_analytics_job" "alerts" {
  name                = "asa-alerts"
  resource_group_name = azurerm_resource_group.data.name
  location            = azurerm_resource_group.data.location
  streaming_units     = 3
  transformation_query = "SELECT * INTO alerts FROM telemetry WHERE temperature > 90"
}

resource "azurerm_stream_analytics_stream_input_eventhub" "telemetry" {
  name                      = "telemetry"
  resource_group_name       = azurerm_resource_group.data.name
  stream_analytics_job_name = azurerm_stream_analytics_job.alerts.name
  eventhub_name             = azurerm_eventhub.telemetry.name
  servicebus_namespace      = azurerm_eventhub_namespace.telemetry.name

  serialization {
    type     = "Json"
    encoding = "UTF8"
  }
}

resource "azurerm_stream_analytics_output_mssql" "alerts" {
  name                      = "alerts"
  resource_group_name       = azurerm_resource_group.data.name
  stream_analytics_job_name = azurerm_stream_analytics_job.alerts.name
  server                    = azurerm_mssql_server.erp.fully_qualified_domain_name
  database                  = azurerm_mssql_database.erp.name
  table                     = "alerts"
}

resource "azurerm_key_vault" "data" {
  name                = "kv-data"
  resource_group_name = azurerm_resource_group.data.name
  location            = azurerm_resource_group.data.location
  tenant_id           = "00000000-0000-0000-0000-000000000000"
  sku_name            = "standard"
}

resource "azurerm_log_analytics_workspace" "data" {
  name                = "log-data"
  resource_group_name = azurerm_resource_group.data.name
  location            = azurerm_resource_group.data.location
}
