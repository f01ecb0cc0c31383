import { hcl } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { placed } from "./network.ts";
import { flatName } from "./settings.ts";

const vault = (plan: Plan): string => hcl`
data "azurerm_client_config" "current" {}

resource "azurerm_key_vault" "main" {
name = "${flatName(plan, "kv")}"
${placed}
tenant_id = data.azurerm_client_config.current.tenant_id
sku_name = "standard"
}
`;

const monitoring = (plan: Plan): string => hcl`
resource "azurerm_log_analytics_workspace" "main" {
name = "${plan.name}"
${placed}
}

resource "azurerm_application_insights" "main" {
name = "${plan.name}"
${placed}
application_type = "web"
workspace_id = azurerm_log_analytics_workspace.main.id
}
`;

/** The factory runs its copies in a network of its own and reaches the warehouse from there. */
const privateWay = (plan: Plan): string => hcl`

resource "azurerm_data_factory_integration_runtime_azure" "main" {
name = "${plan.name}"
data_factory_id = azurerm_data_factory.main.id
location = azurerm_resource_group.main.location
virtual_network_enabled = true
}

resource "azurerm_data_factory_managed_private_endpoint" "warehouse" {
name = "warehouse"
data_factory_id = azurerm_data_factory.main.id
target_resource_id = azurerm_mssql_server.warehouse.id
subresource_name = "sqlServer"
}
`;

const factory = (plan: Plan): string => hcl`
resource "azurerm_data_factory" "main" {
name = "${plan.name}-\${var.suffix}"
${placed}
${plan.has("warehouse") && "managed_virtual_network_enabled = true"}

identity {
type = "SystemAssigned"
}
}
${plan.has("warehouse") && privateWay(plan)}

resource "azurerm_role_assignment" "factory" {
scope = azurerm_storage_account.assets.id
role_definition_name = "Storage Blob Data Contributor"
principal_id = azurerm_data_factory.main.identity[0].principal_id
}
`;

const learning = (plan: Plan): string => hcl`
resource "azurerm_machine_learning_workspace" "main" {
name = "${plan.name}"
${placed}
application_insights_id = azurerm_application_insights.main.id
key_vault_id = azurerm_key_vault.main.id
storage_account_id = azurerm_storage_account.assets.id

identity {
type = "SystemAssigned"
}
}
`;

/** Data factory, machine learning, secrets and watching; a learning workspace brings the last two with it. */
export const operations = (plan: Plan): string[] => [
  ...(plan.has("etl") ? [factory(plan)] : []),
  ...(plan.has("ml") ? [learning(plan)] : []),
  ...(plan.has("secrets", "ml") ? [vault(plan)] : []),
  ...(plan.has("monitoring", "ml") ? [monitoring(plan)] : []),
];
