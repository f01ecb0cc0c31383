# Claims portal on AKS

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "claims" {
  name     = "rg-claims"
  location = "northeurope"
}

resource "azurerm_virtual_network" "main" {
  name                = "vnet-claims"
  resource_group_name = azurerm_resource_group.claims.name
  location            = azurerm_resource_group.claims.location
  address_space       = ["10.20.0.0/16"]
}

resource "azurerm_subnet" "gateway" {
  name                 = "snet-gateway"
  resource_group_name  = azurerm_resource_group.claims.name
  virtual_network_name = azurerm_virtual_network.main.name
  address_prefixes     = ["10.20.0.0/24"]
}

resource "azurerm_subnet" "aks" {
  name                 = "snet-aks"
  resource_group_name  = azurerm_resource_group.claims.name
  virtual_network_name = azurerm_virtual_network.main.name
  address_prefixes     = ["10.20.16.0/20"]
}

resource "azurerm_subnet" "database" {
  name                 = "snet-database"
  resource_group_name  = azurerm_resource_group.claims.name
  virtual_network_name = azurerm_virtual_network.main.name
  address_prefixes     = ["10.20.1.0/24"]

  delegation {
    name = "postgres"

    service_delegation {
      name = "Microsoft.DBforPostgreSQL/flexibleServers"
    }
  }
}

resource "azurerm_public_ip" "gateway" {
  name                = "pip-gateway"
  resource_group_name = azurerm_resource_group.claims.name
  location            = azurerm_resource_group.claims.location
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_application_gateway" "main" {
  name                = "agw-claims"
  resource_group_name = azurerm_resource_group.claims.name
  location            = azurerm_resource_group.claims.location

  sku {
    name     = "Standard_v2"
    tier     = "Standard_v2"
    capacity = 2
  }

  gateway_ip_configuration {
    name      = "gateway"
    subnet_id = azurerm_subnet.gateway.id
  }

  frontend_ip_configuration {
    name                 = "public"
    public_ip_address_id = azurerm_public_ip.gateway.id
  }

  frontend_port {
    name = "http"
    port = 80
  }

  backend_address_pool {
    name = "aks"
  }

  backend_http_settings {
    name                  = "http"
    cookie_based_affinity = "Disabled"
    port                  = 80
    protocol              = "Http"
  }

  http_listener {
    name                           = "http"
    frontend_ip_configuration_name = "public"
    frontend_port_name             = "http"
    protocol                       = "Http"
  }

  request_routing_rule {
    name                       = "aks"
    rule_type                  = "Basic"
    priority                   = 10
    http_listener_name         = "http"
    backend_address_pool_name  = "aks"
    backend_http_settings_name = "http"
  }
}

resource "azurerm_kubernetes_cluster" "claims" {
  name                = "aks-claims"
  resource_group_name = azurerm_resource_group.claims.name
  location            = azurerm_resource_group.claims.location
  dns_prefix          = "claims"

  default_node_pool {
    name           = "system"
    vm_size        = "Standard_D4s_v5"
    node_count     = 3
    vnet_subnet_id = azurerm_subnet.aks.id
  }

  identity {
    type = "SystemAssigned"
  }

  ingress_application_gateway {
    gateway_id = azurerm_application_gateway.main.id
  }

  oms_agent {
    log_analytics_workspace_id = azurerm_log_analytics_workspace.main.id
  }
}

resource "azurerm_kubernetes_cluster_node_pool" "jobs" {
  name                  = "jobs"
  kubernetes_cluster_id = azurerm_kubernetes_cluster.claims.id
  vm_size               = "Standard_D8s_v5"
  node_count            = 2
  vnet_subnet_id        = azurerm_subnet.aks.id
}

resource "azurerm_container_registry" "main" {
  name                = "acrclaims"
  resource_group_name = azurerm_resource_group.claims.name
  location            = azurerm_resource_group.claims.location
  sku                 = "Basic"
  admin_enabled       = true
}

resource "azurerm_role_assignment" "pull" {
  scope                = azurerm_container_registry.main.id
  role_definition_name = "AcrPull"
  principal_id         = azurerm_kubernetes_cluster.claims.kubelet_identity[0].object_id
}

resource "azurerm_role_assignment" "blob" {
  scope                = azurerm_storage_account.claims.id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_kubernetes_cluster.claims.kubelet_identity[0].object_id
}

resource "azurerm_role_assignment" "bus" {
  scope                = azurerm_servicebus_namespace.events.id
  role_definition_name = "Azure Service Bus Data Sender"
  principal_id         = azurerm_kubernetes_cluster.claims.kubelet_identity[0].object_id
}

resource "azurerm_postgresql_flexible_server" "claims" {
  name                   = "psql-claims"
  resource_group_name    = azurerm_resource_group.claims.name
  location               = azurerm_resource_group.claims.location
  version                = "16"
  delegated_subnet_id    = azurerm_subnet.database.id
  administrator_login    = "claims"
  administrator_password = "Sup3rSecret!"
  sku_name               = "GP_Standard_D4s_v3"
  zone                   = "1"
}

resource "azurerm_storage_account" "claims" {
  name                     = "stclaims"
  resource_group_name      = azurerm_resource_group.claims.name
  location                 = azurerm_resource_group.claims.location
  account_tier             = "Standard"
  account_replication_type = "ZRS"
}

resource "azurerm_servicebus_namespace" "events" {
  name                = "sb-claims"
  resource_group_name = azurerm_resource_group.claims.name
  location            = azurerm_resource_group.claims.location
  sku                 = "Standard"
}

resource "azurerm_servicebus_queue" "claims" {
  name         = "claims"
  namespace_id = azurerm_servicebus_namespace.events.id
}

resource "azurerm_log_analytics_workspace" "main" {
  name                = "log-claims"
  resource_group_name = azurerm_resource_group.claims.name
  location            = azurerm_resource_group.claims.location
}
