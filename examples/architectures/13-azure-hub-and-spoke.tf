# Hub and spoke with Azure Firewall

provider "azurerm" {
  features {}
}

locals {
  location = "westeurope"
}

resource "azurerm_resource_group" "network" {
  name     = "rg-network"
  location = local.location
}

resource "azurerm_virtual_network" "hub" {
  name                = "vnet-hub"
  resource_group_name = azurerm_resource_group.network.name
  location            = local.location
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "firewall" {
  name                 = "AzureFirewallSubnet"
  resource_group_name  = azurerm_resource_group.network.name
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.0.0/26"]
}

resource "azurerm_subnet" "gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = azurerm_resource_group.network.name
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.1.0/27"]
}

resource "azurerm_subnet" "bastion" {
  name                 = "AzureBastionSubnet"
  resource_group_name  = azurerm_resource_group.network.name
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.0.2.0/26"]
}

resource "azurerm_public_ip" "firewall" {
  name                = "pip-firewall"
  resource_group_name = azurerm_resource_group.network.name
  location            = local.location
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_firewall" "hub" {
  name                = "afw-hub"
  resource_group_name = azurerm_resource_group.network.name
  location            = local.location
  sku_name            = "AZFW_VNet"
  sku_tier            = "Standard"

  ip_configuration {
    name                 = "main"
    subnet_id            = azurerm_subnet.firewall.id
    public_ip_address_id = azurerm_public_ip.firewall.id
  }
}

resource "azurerm_virtual_network_gateway" "vpn" {
  name                = "vgw-hub"
  resource_group_name = azurerm_resource_group.network.name
  location            = local.location
  type                = "Vpn"
  sku                 = "VpnGw1"

  ip_configuration {
    subnet_id            = azurerm_subnet.gateway.id
    public_ip_address_id = azurerm_public_ip.vpn.id
  }
}

resource "azurerm_public_ip" "vpn" {
  name                = "pip-vpn"
  resource_group_name = azurerm_resource_group.network.name
  location            = local.location
  allocation_method   = "Static"
}

resource "azurerm_bastion_host" "hub" {
  name                = "bas-hub"
  resource_group_name = azurerm_resource_group.network.name
  location            = local.location

  ip_configuration {
    name                 = "main"
    subnet_id            = azurerm_subnet.bastion.id
    public_ip_address_id = azurerm_public_ip.vpn.id
  }
}

resource "azurerm_virtual_network" "production" {
  name                = "vnet-production"
  resource_group_name = azurerm_resource_group.network.name
  location            = local.location
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "web" {
  name                 = "snet-web"
  resource_group_name  = azurerm_resource_group.network.name
  virtual_network_name = azurerm_virtual_network.production.name
  address_prefixes     = ["10.1.1.0/24"]
}

resource "azurerm_subnet" "data" {
  name                 = "snet-data"
  resource_group_name  = azurerm_resource_group.network.name
  virtual_network_name = azurerm_virtual_network.production.name
  address_prefixes     = ["10.1.2.0/24"]
}

resource "azurerm_lb" "web" {
  name                = "lbi-web"
  resource_group_name = azurerm_resource_group.network.name
  location            = local.location
  sku                 = "Standard"

  frontend_ip_configuration {
    name      = "internal"
    subnet_id = azurerm_subnet.web.id
  }
}

resource "azurerm_lb_backend_address_pool" "web" {
  name            = "web"
  loadbalancer_id = azurerm_lb.web.id
}

resource "azurerm_linux_virtual_machine_scale_set" "web" {
  name                            = "vmss-web"
  resource_group_name             = azurerm_resource_group.network.name
  location                        = local.location
  sku                             = "Standard_D2s_v5"
  instances                       = 2
  admin_username                  = "ops"
  admin_password                  = "Summer2024!"
  disable_password_authentication = false

  network_interface {
    name    = "main"
    primary = true

    ip_configuration {
      name                                   = "main"
      subnet_id                              = azurerm_subnet.web.id
      load_balancer_backend_address_pool_ids = [azurerm_lb_backend_address_pool.web.id]
    }
  }

  os_disk {
    caching              = "ReadWrite"
    storage_account_type = "Premium_LRS"
  }
}

resource "azurerm_network_interface" "sql" {
  name                = "nic-sql"
  resource_group_name = azurerm_resource_group.network.name
  location            = local.location

  ip_configuration {
    name                          = "main"
    subnet_id                     = azurerm_subnet.data.id
    private_ip_address_allocation = "Dynamic"
  }
}

resource "azurerm_windows_virtual_machine" "sql" {
  name                  = "vm-sql"
  resource_group_name   = azurerm_resource_group.network.name
  location              = local.location
  size                  = "Standard_E4s_v5"
  admin_username        = "ops"
  admin_password        = "Summer2024!"
  network_interface_ids = [azurerm_network_interface.sql.id]

  os_disk {
    caching              = "ReadWrite"
    storage_account_type = "Premium_LRS"
  }
}

resource "azurerm_virtual_network" "development" {
  name                = "vnet-development"
  resource_group_name = azurerm_resource_group.network.name
  location            = local.location
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_subnet" "workloads" {
  name                 = "snet-workloads"
  resource_group_name  = azurerm_resource_group.network.name
  virtual_network_name = azurerm_virtual_network.development.name
  address_prefixes     = ["10.2.1.0/24"]
}

resource "azurerm_network_interface" "build" {
  name                = "nic-build"
  resource_group_name = azurerm_resource_group.network.name
  location            = local.location

  ip_configuration {
    name                          = "main"
    subnet_id                     = azurerm_subnet.workloads.id
    private_ip_address_allocation = "Dynamic"
  }
}

resource "azurerm_linux_virtual_machine" "build" {
  name                  = "vm-build"
  resource_group_name   = azurerm_resource_group.network.name
  location              = local.location
  size                  = "Standard_D4s_v5"
  admin_username        = "ops"
  network_interface_ids = [azurerm_network_interface.build.id]

  os_disk {
    caching              = "ReadWrite"
    storage_account_type = "Standard_LRS"
  }
}

resource "azurerm_virtual_network_peering" "hub_production" {
  name                      = "hub-production"
  resource_group_name       = azurerm_resource_group.network.name
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.production.id
}

resource "azurerm_virtual_network_peering" "production_hub" {
  name                      = "production-hub"
  resource_group_name       = azurerm_resource_group.network.name
  virtual_network_name      = azurerm_virtual_network.production.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
}

resource "azurerm_virtual_network_peering" "hub_development" {
  name                      = "hub-development"
  resource_group_name       = azurerm_resource_group.network.name
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.development.id
}

resource "azurerm_virtual_network_peering" "development_hub" {
  name                      = "development-hub"
  resource_group_name       = azurerm_resource_group.network.name
  virtual_network_name      = azurerm_virtual_network.development.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
}
