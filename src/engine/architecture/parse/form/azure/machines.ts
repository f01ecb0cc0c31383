import { hcl, lines } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { hasGateway, hasNetwork, placed } from "./network.ts";
import { autoscale } from "./platform.ts";
import { databaseName, settingsOf } from "./settings.ts";

const image = lines([
  "",
  "source_image_reference {",
  `publisher = "Canonical"`,
  `offer = "ubuntu-24_04-lts"`,
  `sku = "server"`,
  `version = "latest"`,
  "}",
]);

const sshKey = lines(["", "admin_ssh_key {", `username = "azureuser"`, "public_key = var.ssh_public_key", "}"]);

/** Start script: the application's settings, as environment variables of every session. */
const customData = (plan: Plan) => {
  const exports = settingsOf(plan).map(([name, expression]) => `"export ${name}=\${${expression}}",`);
  return exports.length > 0 && lines([`custom_data = base64encode(join("\\n", [`, `"#!/bin/bash",`, ...exports, "]))"]);
};

const port = (plan: Plan): number => (plan.states("https") && !hasGateway(plan) ? 443 : 80);

const securityGroup = (plan: Plan): string => hcl`
resource "azurerm_network_security_group" "app" {
name = "${plan.name}-app"
${placed}

security_rule {
name = "web"
priority = 100
direction = "Inbound"
access = "Allow"
protocol = "Tcp"
source_port_range = "*"
destination_port_range = "${port(plan)}"
source_address_prefix = ${hasGateway(plan) ? "azurerm_subnet.gateway.address_prefixes[0]" : `"Internet"`}
destination_address_prefix = "*"
}
}

resource "azurerm_subnet_network_security_group_association" "app" {
subnet_id = azurerm_subnet.app.id
network_security_group_id = azurerm_network_security_group.app.id
}
`;

const instanceCount = (plan: Plan): number => plan.sizes.instances ?? (hasGateway(plan) ? 2 : 1);

const machines = (plan: Plan): string => {
  const count = instanceCount(plan);
  const [countLine, index, suffix] =
    count > 1 ? [`count = ${count}`, "[count.index]", "-${count.index}"] : ["", "", ""];
  const open = !hasGateway(plan);
  return hcl`
${
  open &&
  lines([
    `resource "azurerm_public_ip" "app" {`,
    countLine,
    `name = "${plan.name}-app${suffix}"`,
    placed,
    `allocation_method = "Static"`,
    plan.has("dns") && count === 1 && `domain_name_label = "${plan.name}-\${var.suffix}"`,
    "}",
    "",
  ])
}
resource "azurerm_network_interface" "app" {
${countLine}
name = "${plan.name}-app${suffix}"
${placed}

ip_configuration {
name = "app"
subnet_id = azurerm_subnet.app.id
private_ip_address_allocation = "Dynamic"
${open && `public_ip_address_id = azurerm_public_ip.app${index}.id`}
}
}

resource "azurerm_linux_virtual_machine" "app" {
${countLine}
name = "${plan.name}-app${suffix}"
${placed}
size = "${plan.sizes.machine ?? "Standard_B2s"}"
admin_username = "azureuser"
network_interface_ids = [azurerm_network_interface.app${index}.id]
${customData(plan)}
${sshKey}

os_disk {
caching = "ReadWrite"
storage_account_type = "Standard_LRS"
${plan.sizes.diskGb !== undefined && `disk_size_gb = ${Math.max(30, plan.sizes.diskGb)}`}
}
${image}
}
`;
};

const scaleSet = (plan: Plan, name: "app" | "batch"): string => hcl`
resource "azurerm_linux_virtual_machine_scale_set" "${name}" {
name = "${plan.name}-${name}"
${placed}
sku = "${plan.sizes.machine ?? (name === "app" ? "Standard_B2s" : "Standard_D2s_v3")}"
instances = ${name === "app" ? instanceCount(plan) : (plan.sizes.instances ?? 2)}
admin_username = "azureuser"
${customData(plan)}
${sshKey}

os_disk {
caching = "ReadWrite"
storage_account_type = "Standard_LRS"
}
${image}

network_interface {
name = "${name}"
primary = true

ip_configuration {
name = "${name}"
primary = true
subnet_id = azurerm_subnet.${name}.id
${name === "app" && hasGateway(plan) && "application_gateway_backend_address_pool_ids = azurerm_application_gateway.main.backend_address_pool[*].id"}
}
}
}
${name === "app" && autoscale(plan, "azurerm_linux_virtual_machine_scale_set.app.id", "Percentage CPU")}
`;

/** Machines behind no platform: single ones, or a scale set where one is named. */
export const virtualMachines = (plan: Plan): string[] =>
  plan.runs("vm") ? [securityGroup(plan), plan.has("autoscaling") ? scaleSet(plan, "app") : machines(plan)] : [];

/** Workers of a batch job: a scale set without a public face. */
export const batchMachines = (plan: Plan): string[] =>
  plan.has("batch") && hasNetwork(plan) ? [scaleSet(plan, "batch")] : [];

/** What the workloads use, as labels of the nodes: the cluster itself names none of it. */
const usedStores = (plan: Plan) => {
  const names: (readonly [label: string, expression: string] | false)[] = [
    plan.has("relational_db") && ["database", databaseName(plan)],
    plan.has("document_db", "key_value_db") && ["documents", "azurerm_cosmosdb_account.main.name"],
    plan.has("cache") && ["cache", "azurerm_redis_cache.main.name"],
    plan.has("search") && ["search", "azurerm_search_service.main.name"],
    plan.has("object_storage") && ["files", "azurerm_storage_account.assets.name"],
    plan.has("queue", "pubsub") && ["messages", "azurerm_servicebus_namespace.main.name"],
    plan.has("stream") && ["stream", "azurerm_eventhub_namespace.main.name"],
  ];
  const labels = names.filter((name) => name !== false).map(([label, expression]) => `${label} = ${expression}`);
  return labels.length > 0 && lines(["", "# What the workloads use", "node_labels = {", ...labels, "}"]);
};

/** AKS with one node pool, allowed to pull images and to reach what holds data. */
export const cluster = (plan: Plan): string[] => {
  if (!plan.runs("kubernetes")) return [];
  const nodes = plan.sizes.instances ?? 2;
  const grants: (readonly [name: string, role: string, scope: string] | false)[] = [
    ["registry", "AcrPull", "azurerm_container_registry.main.id"],
    plan.has("object_storage") && ["storage", "Storage Blob Data Contributor", "azurerm_storage_account.assets.id"],
    plan.has("queue", "pubsub") && ["messages", "Azure Service Bus Data Owner", "azurerm_servicebus_namespace.main.id"],
    plan.has("stream") && ["stream", "Azure Event Hubs Data Owner", "azurerm_eventhub_namespace.main.id"],
    plan.has("secrets") && ["secrets", "Key Vault Secrets User", "azurerm_key_vault.main.id"],
  ];
  return [
    hcl`
resource "azurerm_kubernetes_cluster" "main" {
name = "${plan.name}"
${placed}
dns_prefix = "${plan.name}"

default_node_pool {
name = "default"
vm_size = "${plan.sizes.machine ?? "Standard_D2s_v3"}"
${plan.has("autoscaling") ? lines(["auto_scaling_enabled = true", "min_count = 1", `max_count = ${nodes * 3}`]) : `node_count = ${nodes}`}
vnet_subnet_id = azurerm_subnet.app.id
${usedStores(plan)}
}

identity {
type = "SystemAssigned"
}

api_server_access_profile {
authorized_ip_ranges = [var.admin_range]
}

network_profile {
network_plugin = "azure"
service_cidr = "10.1.0.0/16"
dns_service_ip = "10.1.0.10"
}
${hasGateway(plan) && lines(["", "ingress_application_gateway {", "gateway_id = azurerm_application_gateway.main.id", "}"])}
${plan.has("monitoring") && lines(["", "oms_agent {", "log_analytics_workspace_id = azurerm_log_analytics_workspace.main.id", "}"])}
}
`,
    ...grants
      .filter((grant) => grant !== false)
      .map(
        ([name, roleName, scope]) => hcl`
resource "azurerm_role_assignment" "${name}" {
scope = ${scope}
role_definition_name = "${roleName}"
principal_id = azurerm_kubernetes_cluster.main.kubelet_identity[0].object_id
}
`,
      ),
  ];
};
