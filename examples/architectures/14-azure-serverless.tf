# Serverless order intake with Functions, Service Bus and Cosmos DB

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "orders" {
  name     = "rg-orders"
  location = "swedencentral"
}

resource "azurerm_api_management" "public" {
  name                = "apim-orders"
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  publisher_name      = "Orders"
  publisher_email     = "api@example.com"
  sku_name            = "Developer_1"
}

resource "azurerm_api_management_api" "orders" {
  name                = "orders"
  resource_group_name = azurerm_resource_group.orders.name
  api_management_name = azurerm_api_management.public.name
  revision            = "1"
  protocols           = ["https"]
  service_url         = "https://${azurerm_linux_function_app.intake.default_hostname}/api"
}

resource "azurerm_service_plan" "functions" {
  name                = "plan-functions"
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  os_type             = "Linux"
  sku_name            = "Y1"
}

resource "azurerm_storage_account" "functions" {
  name                     = "stfunctions"
  resource_group_name      = azurerm_resource_group.orders.name
  location                 = azurerm_resource_group.orders.location
  account_tier             = "Standard"
  account_replication_type = "LRS"
}

resource "azurerm_linux_function_app" "intake" {
  name                       = "func-intake"
  resource_group_name        = azurerm_resource_group.orders.name
  location                   = azurerm_resource_group.orders.location
  service_plan_id            = azurerm_service_plan.functions.id
  storage_account_name       = azurerm_storage_account.functions.name
  storage_account_access_key = azurerm_storage_account.functions.primary_access_key

  site_config {}

  app_settings = {
    ServiceBus__fullyQualifiedNamespace = "${azurerm_servicebus_namespace.orders.name}.servicebus.windows.net"
  }
}

resource "azurerm_servicebus_namespace" "orders" {
  name                = "sb-orders"
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  sku                 = "Standard"
}

resource "azurerm_servicebus_queue" "orders" {
  name         = "orders"
  namespace_id = azurerm_servicebus_namespace.orders.id
}

resource "azurerm_linux_function_app" "worker" {
  name                       = "func-worker"
  resource_group_name        = azurerm_resource_group.orders.name
  location                   = azurerm_resource_group.orders.location
  service_plan_id            = azurerm_service_plan.functions.id
  storage_account_name       = azurerm_storage_account.functions.name
  storage_account_access_key = azurerm_storage_account.functions.primary_access_key

  site_config {}

  app_settings = {
    COSMOS_ENDPOINT     = azurerm_cosmosdb_account.orders.endpoint
    EVENT_GRID_ENDPOINT = azurerm_eventgrid_topic.orders.endpoint
  }
}

resource "azurerm_role_assignment" "receive" {
  scope                = azurerm_servicebus_namespace.orders.id
  role_definition_name = "Azure Service Bus Data Receiver"
  principal_id         = azurerm_linux_function_app.worker.identity[0].principal_id
}

resource "azurerm_cosmosdb_account" "orders" {
  name                = "cosmos-orders"
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  offer_type          = "Standard"

  consistency_policy {
    consistency_level = "Session"
  }

  geo_location {
    location          = azurerm_resource_group.orders.location
    failover_priority = 0
  }
}

resource "azurerm_cosmosdb_sql_database" "orders" {
  name                = "orders"
  resource_group_name = azurerm_resource_group.orders.name
  account_name        = azurerm_cosmosdb_account.orders.name
}

resource "azurerm_eventgrid_topic" "orders" {
  name                = "evgt-orders"
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
}

resource "azurerm_eventgrid_event_subscription" "notify" {
  name  = "notify"
  scope = azurerm_eventgrid_topic.orders.id

  azure_function_endpoint {
    function_id = "${azurerm_linux_function_app.notify.id}/functions/notify"
  }
}

resource "azurerm_linux_function_app" "notify" {
  name                       = "func-notify"
  resource_group_name        = azurerm_resource_group.orders.name
  location                   = azurerm_resource_group.orders.location
  service_plan_id            = azurerm_service_plan.functions.id
  storage_account_name       = azurerm_storage_account.functions.name
  storage_account_access_key = azurerm_storage_account.functions.primary_access_key

  site_config {}

  app_settings = {
    MAIL = azurerm_communication_service.mail.primary_connection_string
  }
}

resource "azurerm_communication_service" "mail" {
  name                = "acs-orders"
  resource_group_name = azurerm_resource_group.orders.name
  data_location       = "Europe"
}

resource "azurerm_application_insights" "orders" {
  name                = "appi-orders"
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  application_type    = "web"
}

resource "azurerm_key_vault" "orders" {
  name                = "kv-orders"
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  tenant_id           = "00000000-0000-0000-0000-000000000000"
  sku_name            = "standard"
}
