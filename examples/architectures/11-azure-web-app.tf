# Web app with SQL Database behind Front Door

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "web" {
  name     = "rg-web"
  location = "West Europe"
}

resource "azurerm_cdn_frontdoor_profile" "edge" {
  name                = "edge"
  resource_group_name = azurerm_resource_group.web.name
  sku_name            = "Standard_AzureFrontDoor"
}

resource "azurerm_cdn_frontdoor_endpoint" "www" {
  name                     = "www"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.edge.id
}

resource "azurerm_cdn_frontdoor_origin_group" "web" {
  name                     = "web"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.edge.id

  load_balancing {}
}

resource "azurerm_cdn_frontdoor_origin" "web" {
  name                           = "web"
  cdn_frontdoor_origin_group_id  = azurerm_cdn_frontdoor_origin_group.web.id
  host_name                      = azurerm_linux_web_app.web.default_hostname
  certificate_name_check_enabled = true
}

resource "azurerm_cdn_frontdoor_route" "web" {
  name                          = "web"
  cdn_frontdoor_endpoint_id     = azurerm_cdn_frontdoor_endpoint.www.id
  cdn_frontdoor_origin_group_id = azurerm_cdn_frontdoor_origin_group.web.id
  cdn_frontdoor_origin_ids      = [azurerm_cdn_frontdoor_origin.web.id]
  patterns_to_match             = ["/*"]
  supported_protocols           = ["Http", "Https"]
}

resource "azurerm_virtual_network" "web" {
  name                = "vnet-web"
  resource_group_name = azurerm_resource_group.web.name
  location            = azurerm_resource_group.web.location
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "app" {
  name                 = "snet-app"
  resource_group_name  = azurerm_resource_group.web.name
  virtual_network_name = azurerm_virtual_network.web.name
  address_prefixes     = ["10.1.1.0/24"]

  delegation {
    name = "app"

    service_delegation {
      name = "Microsoft.Web/serverFarms"
    }
  }
}

resource "azurerm_subnet" "endpoints" {
  name                 = "snet-endpoints"
  resource_group_name  = azurerm_resource_group.web.name
  virtual_network_name = azurerm_virtual_network.web.name
  address_prefixes     = ["10.1.2.0/24"]
}

resource "azurerm_service_plan" "web" {
  name                = "plan-web"
  resource_group_name = azurerm_resource_group.web.name
  location            = azurerm_resource_group.web.location
  os_type             = "Linux"
  sku_name            = "P1v3"
}

resource "azurerm_linux_web_app" "web" {
  name                      = "claims-web"
  resource_group_name       = azurerm_resource_group.web.name
  location                  = azurerm_resource_group.web.location
  service_plan_id           = azurerm_service_plan.web.id
  virtual_network_subnet_id = azurerm_subnet.app.id
  https_only                = false

  site_config {
    minimum_tls_version = "1.2"
  }

  app_settings = {
    DATABASE                              = "Server=${azurerm_mssql_server.sql.fully_qualified_domain_name};Database=${azurerm_mssql_database.claims.name}"
    REDIS                                 = azurerm_redis_cache.sessions.hostname
    STORAGE                               = azurerm_storage_account.documents.primary_blob_endpoint
    APPLICATIONINSIGHTS_CONNECTION_STRING = azurerm_application_insights.web.connection_string
  }
}

resource "azurerm_mssql_server" "sql" {
  name                         = "claims-sql"
  resource_group_name          = azurerm_resource_group.web.name
  location                     = azurerm_resource_group.web.location
  version                      = "12.0"
  administrator_login          = "claims"
  administrator_login_password = "P@ssw0rd-2024!"
}

resource "azurerm_mssql_database" "claims" {
  name           = "claims"
  server_id      = azurerm_mssql_server.sql.id
  sku_name       = "GP_Gen5_2"
  zone_redundant = false
}

resource "azurerm_private_endpoint" "sql" {
  name                = "pe-sql"
  resource_group_name = azurerm_resource_group.web.name
  location            = azurerm_resource_group.web.location
  subnet_id           = azurerm_subnet.endpoints.id

  private_service_connection {
    name                           = "sql"
    private_connection_resource_id = azurerm_mssql_server.sql.id
    is_manual_connection           = false
    subresource_names              = ["sqlServer"]
  }
}

resource "azurerm_redis_cache" "sessions" {
  name                = "claims-sessions"
  resource_group_name = azurerm_resource_group.web.name
  location            = azurerm_resource_group.web.location
  capacity            = 1
  family              = "C"
  sku_name            = "Standard"
}

resource "azurerm_storage_account" "documents" {
  name                     = "claimsdocuments"
  resource_group_name      = azurerm_resource_group.web.name
  location                 = azurerm_resource_group.web.location
  account_tier             = "Standard"
  account_replication_type = "LRS"
}

resource "azurerm_key_vault" "web" {
  name                = "kv-claims"
  resource_group_name = azurerm_resource_group.web.name
  location            = azurerm_resource_group.web.location
  tenant_id           = "00000000-0000-0000-0000-000000000000"
  sku_name            = "standard"
}

resource "azurerm_log_analytics_workspace" "web" {
  name                = "log-web"
  resource_group_name = azurerm_resource_group.web.name
  location            = azurerm_resource_group.web.location
}

resource "azurerm_application_insights" "web" {
  name                = "appi-web"
  resource_group_name = azurerm_resource_group.web.name
  location            = azurerm_resource_group.web.location
  workspace_id        = azurerm_log_analytics_workspace.web.id
  application_type    = "web"
}
