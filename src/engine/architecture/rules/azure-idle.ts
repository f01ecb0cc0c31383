import { asText, isUnknown, read, readAll } from "../model/index.ts";
import type { Component, Model, Value } from "../model/index.ts";
import { fail, pass, textAt, unknown } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { isPointedAt } from "./pointed-at.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

/** What an address may serve. */
const addressUsers = [
  // A module that is called uses what it is given.
  "module",
  "azurerm_network_interface",
  "azurerm_lb",
  "azurerm_application_gateway",
  "azurerm_firewall",
  "azurerm_bastion_host",
  "azurerm_virtual_network_gateway",
  "azurerm_nat_gateway",
  "azurerm_nat_gateway_public_ip_association",
  "azurerm_api_management",
  "azurerm_kubernetes_cluster",
  "azurerm_linux_virtual_machine_scale_set",
  "azurerm_windows_virtual_machine_scale_set",
  "azurerm_route_server",
  "azurerm_container_group",
];

const isListUnknown = (component: Component, path: string): boolean => {
  const value = read(component.attributes, path);
  return isUnknown(value) && value.refs.length === 0;
};

/** Interfaces whose address is a variable may use any. */
const addressUsed = (address: Component, model: Model): Verdict => {
  if (isPointedAt(address, model, ...addressUsers)) return pass;
  const isDoubtful = model
    .ofType("azurerm_network_interface", "azurerm_lb")
    .some((user) =>
      ["ip_configuration", "frontend_ip_configuration"].some(
        (path) => isListUnknown(user, path) || isListUnknown(user, `${path}.public_ip_address_id`),
      ),
    );
  return isDoubtful || model.ofType("kubernetes_service", "kubernetes_service_v1").length > 0 ? unknown : fail();
};

const machines = [
  "module",
  "azurerm_virtual_machine",
  "azurerm_linux_virtual_machine",
  "azurerm_windows_virtual_machine",
  "azurerm_virtual_machine_data_disk_attachment",
  "azurerm_linux_virtual_machine_scale_set",
  "azurerm_windows_virtual_machine_scale_set",
  "azurerm_snapshot",
  "azurerm_image",
  "azurerm_shared_image_version",
  "kubernetes_persistent_volume",
  "kubernetes_persistent_volume_v1",
];

const diskUsed = (disk: Component, model: Model): Verdict => {
  if (isPointedAt(disk, model, ...machines)) return pass;
  const attachments = companionsOf(disk, model, "azurerm_virtual_machine_data_disk_attachment", "managed_disk_id");
  return attachments === undefined ? unknown : fail();
};

/** Resources that must name what they serve: nothing that names this one, and nothing that may. */
const namedBy =
  (type: string, via: string) =>
  (component: Component, model: Model): Verdict => {
    const users = companionsOf(component, model, type, via);
    if (users === undefined || isPointedAt(component, model, "module")) return unknown;
    return users.length > 0 ? pass : fail();
  };

const apps = [
  "azurerm_linux_web_app",
  "azurerm_windows_web_app",
  "azurerm_linux_function_app",
  "azurerm_windows_function_app",
  "azurerm_function_app_flex_consumption",
  "azurerm_logic_app_standard",
  "azurerm_app_service",
  "azurerm_function_app",
];

const planVia = (type: string): string =>
  /^azurerm_(?:app_service|function_app|logic_app_standard)$/.test(type) ? "app_service_plan_id" : "service_plan_id";

const planUsed = (plan: Component, model: Model): Verdict => {
  // Consumption plans cost nothing while nothing runs.
  if (/^(?:Y1|FC1)$/.test(textAt(plan, "sku_name") ?? "")) return pass;
  if (isPointedAt(plan, model, ...apps, "module")) return pass;
  const users = apps.map((type) => companionsOf(plan, model, type, planVia(type)));
  return users.includes(undefined) ? unknown : fail();
};

/** What puts machines behind a load balancer. */
const members = [
  "azurerm_lb_backend_address_pool",
  "azurerm_lb_nat_rule",
  "azurerm_lb_nat_pool",
  "azurerm_lb_rule",
  "azurerm_private_link_service",
];

const isServing = (balancer: Component, model: Model): Verdict => {
  if (isPointedAt(balancer, model, ...members, "module")) return pass;
  return members.some((type) => companionsOf(balancer, model, type, "loadbalancer_id") === undefined)
    ? unknown
    : fail();
};

const thinsOut = (account: Component, model: Model): Verdict => {
  const kind = textAt(account, "account_kind") ?? "StorageV2";
  // Other kinds hold file shares, or page blobs, which no policy moves.
  const tier = textAt(account, "account_tier") ?? "Standard";
  if (kind !== "StorageV2" && kind !== "BlobStorage") return pass;
  if (tier !== "Standard") return pass;
  return namedBy("azurerm_storage_management_policy", "storage_account_id")(account, model);
};

const isFixed = (component: Component): Verdict => {
  const throughput = read(component.attributes, "throughput");
  if (throughput === undefined) return pass;
  return isUnknown(throughput) ? unknown : fail("throughput");
};

const budgets = [
  "azurerm_consumption_budget_subscription",
  "azurerm_consumption_budget_resource_group",
  "azurerm_consumption_budget_management_group",
];

const isGiven = (value: Value | undefined): boolean => value !== undefined && asText(value) !== "";

const notified = (budget: Component): Verdict => {
  if (isUnknown(read(budget.attributes, "notification"))) return unknown;
  const told = readAll(budget.attributes, "notification").some(([, block]) =>
    ["contact_emails", "contact_groups", "contact_roles"].some((name) => isGiven(read(block, name))),
  );
  return told ? pass : fail("notification");
};

/** Rules about what is paid for and used by nothing, and about data that only ever grows. */
export const azureIdleRules: readonly Rule[] = [
  rule({
    id: "azure-public-ip-unused",
    severity: "low",
    pillar: "cost",
    types: ["azurerm_public_ip"],
    title: "Public address that nothing uses",
    why: "A static address is charged by the hour, attached or not.",
    fix: "Name it in `public_ip_address_id` of what should be reached, or remove it.",
    refs: {},
    check: addressUsed,
  }),
  rule({
    id: "azure-disk-unattached",
    severity: "low",
    pillar: "cost",
    types: ["azurerm_managed_disk"],
    title: "Disk that no machine uses",
    why: "A disk is charged by its size whether or not anything is written to it.",
    fix: "Attach it with an `azurerm_virtual_machine_data_disk_attachment`, or keep a snapshot of it and remove it.",
    refs: {},
    check: diskUsed,
  }),
  rule({
    id: "azure-nat-gateway-unused",
    severity: "medium",
    pillar: "cost",
    types: ["azurerm_nat_gateway"],
    title: "NAT gateway that no subnet uses",
    why: "It is charged by the hour, about 33 dollars a month, and no traffic goes through it.",
    fix: "Add an `azurerm_subnet_nat_gateway_association` for the private subnets, or remove it and its address.",
    refs: {},
    check: namedBy("azurerm_subnet_nat_gateway_association", "nat_gateway_id"),
  }),
  rule({
    id: "azure-app-plan-empty",
    severity: "low",
    pillar: "cost",
    types: ["azurerm_service_plan"],
    title: "App plan that no app runs on",
    why: "The plan's machines are charged by the hour even while they run nothing.",
    fix: "Name it in `service_plan_id` of an app, or remove it.",
    refs: {},
    check: planUsed,
  }),
  rule({
    id: "azure-lb-no-backends",
    severity: "low",
    pillar: "cost",
    types: ["azurerm_lb"],
    title: "Load balancer with nothing behind it",
    why: "Traffic that it takes goes nowhere.",
    fix: "Add an `azurerm_lb_backend_address_pool` and rules, or remove it.",
    refs: {},
    check: isServing,
  }),
  rule({
    id: "azure-storage-no-lifecycle",
    severity: "low",
    pillar: "cost",
    types: ["azurerm_storage_account"],
    title: "Nothing is ever moved or removed from the storage account",
    why: "Files that nobody reads any more stay on the dearest tier, and old versions and snapshots add up.",
    fix: "Add an `azurerm_storage_management_policy` that tiers and deletes by age.",
    refs: {},
    check: thinsOut,
  }),
  rule({
    id: "azure-cosmos-fixed-throughput",
    severity: "low",
    pillar: "cost",
    types: [
      "azurerm_cosmosdb_sql_container",
      "azurerm_cosmosdb_sql_database",
      "azurerm_cosmosdb_mongo_collection",
      "azurerm_cosmosdb_mongo_database",
      "azurerm_cosmosdb_gremlin_graph",
      "azurerm_cosmosdb_cassandra_table",
      "azurerm_cosmosdb_table",
    ],
    title: "Throughput is fixed",
    why: "It is paid for while nobody asks, and requests are refused when more come than it was sized for.",
    fix: "Replace `throughput` by `autoscale_settings { max_throughput = … }`.",
    refs: {},
    check: isFixed,
  }),
  rule({
    id: "azure-budget-silent",
    severity: "low",
    pillar: "cost",
    types: budgets,
    title: "Budget tells nobody",
    why: "Costs that run away are noticed when the invoice comes.",
    fix: "Set `contact_emails` or `contact_groups` in a `notification` block.",
    refs: {},
    check: notified,
  }),
];
