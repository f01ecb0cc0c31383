import { read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { labelOf } from "../../rules/remedies.ts";
import { add, set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { homeOf } from "./azure-home.ts";
import type { Home } from "./azure-home.ts";
import { functionAppTypes, webAppTypes } from "./azure-origin.ts";
import { singles } from "./declared.ts";

const apps = (model: Model): readonly Component[] => singles(model, ...webAppTypes, ...functionAppTypes);

/** Whether applications have a vault for their secrets. */
export const hasVault = (model: Model): boolean | undefined =>
  apps(model).length === 0 ? undefined : model.ofType("azurerm_key_vault").length > 0;

/** Subnets that the apps send from, where they are in a network. */
const subnetsOf = (model: Model): Component[] => [
  ...new Set(
    apps(model)
      .map((app) => model.target(app, "virtual_network_subnet_id"))
      .filter((subnet) => subnet !== undefined)
      .filter(({ id, address }) => id === address),
  ),
];

/** Addresses of apps that are in no network. */
const addressesOf = (model: Model): string[] =>
  apps(model)
    .filter(({ attributes }) => read(attributes, "virtual_network_subnet_id") === undefined)
    .map(({ address }) => `${address}.possible_outbound_ip_address_list`);

const listOf = (addresses: readonly string[]): string =>
  addresses.length === 1 ? addresses.join("") : `distinct(concat(${addresses.join(", ")}))`;

const client = add("data.azurerm_client_config.current", 'data "azurerm_client_config" "current" {}\n');

const vault = ({ placed, suffix }: Home, model: Model): string => {
  const subnets = subnetsOf(model).map(({ address }) => `${address}.id`);
  const addresses = addressesOf(model);
  const rules = Object.entries({
    bypass: '"AzureServices"',
    default_action: '"Deny"',
    ...(addresses.length > 0 && { ip_rules: listOf(addresses) }),
    ...(subnets.length > 0 && { virtual_network_subnet_ids: `[${subnets.join(", ")}]` }),
  });
  const width = Math.max(...rules.map(([name]) => name.length));
  return `resource "azurerm_key_vault" "stackstage" {
  name                       = "stackstage-${suffix}"
${placed.replaceAll(/ +=/g, (gap) => `${" ".repeat(7)}${gap}`)}  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  enable_rbac_authorization  = true
  purge_protection_enabled   = true
  soft_delete_retention_days = 90

  network_acls {
${rules.map(([name, value]) => `    ${name.padEnd(width)} = ${value}\n`).join("")}  }
}
`;
};

/** Storage of secrets is opened to the apps' own subnets. */
const openSubnet = (subnet: Component): Edit[] =>
  read(subnet.attributes, "service_endpoints") === undefined
    ? [set(subnet.address, "service_endpoints", ["Microsoft.KeyVault"])]
    : [];

const access = (app: Component, label: string): string => `resource "azurerm_role_assignment" "${label}" {
  scope                = azurerm_key_vault.stackstage.id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = ${app.address}.identity[0].principal_id
}
`;

/** The app reads secrets as itself; one that has another kind of identity is left to its owner. */
const letIn = (app: Component): Edit[] => {
  const identity = textAt(app, "identity.type");
  if (identity !== undefined && !identity.includes("SystemAssigned")) return [];
  const label = `${labelOf(app)}_secrets`;
  return [
    ...(identity === undefined ? [set(app.address, "identity.type", "SystemAssigned")] : []),
    add(`azurerm_role_assignment.${label}`, access(app, label)),
  ];
};

/** A vault that only the design's own apps reach and read, for the secrets that now stand in their settings. */
export const addVault = (model: Model): Edit[] => {
  const home = homeOf(model);
  if (home === undefined || hasVault(model) !== false) return [];
  return [
    client,
    add("azurerm_key_vault.stackstage", vault(home, model)),
    ...subnetsOf(model).flatMap(openSubnet),
    ...apps(model).flatMap(letIn),
  ];
};
