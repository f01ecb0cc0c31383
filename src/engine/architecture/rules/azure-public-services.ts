import { asText, isUnknown, matches, read } from "../model/index.ts";
import type { Component, Model, Value } from "../model/index.ts";
import {
  fail,
  judge,
  mustBe,
  mustBeOneOf,
  mustBeSet,
  mustNotBe,
  onlyWhere,
  pass,
  spelling,
  unknown,
} from "./checks.ts";
import { onPublicNetwork } from "./fault-families.ts";
import { isPointedAt } from "./pointed-at.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const path = "public_network_access_enabled";

/** A service in a subnet of its own has no public address. */
const unlessIn = (attribute: string, rest: Rule): Rule => ({
  ...rest,
  check: (component, model) =>
    read(component.attributes, attribute) === undefined ? rest.check(component, model) : pass,
});

/** Addresses of private networks, and of the machine itself. */
const privateAddress = /^(?:10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/;

const openToTheWorld = (component: Component): Verdict =>
  judge(component, "start_ip", (value) => matches(value, privateAddress), pass);

const syncTraffic = (component: Component): Verdict =>
  mustBeOneOf("incoming_traffic_policy", ["AllowVirtualNetworksOnly"], fail("incoming_traffic_policy"))(component);

/** Public, and with no rule of its own that keeps strangers out. */
const batchNetwork = (component: Component): Verdict => {
  const isPublic = read(component.attributes, path);
  if (asText(isPublic) === "false") return pass;
  // A list of addresses without a word on all others keeps those out.
  const access = "network_profile.account_access";
  if (read(component.attributes, access) === undefined) return isUnknown(isPublic) ? unknown : fail(path);
  const verdict = mustNotBe(`${access}.default_action`, "Allow")(component);
  return verdict.outcome === "fail" && isUnknown(isPublic) ? unknown : verdict;
};

const anyAddress = (component: Component): Verdict =>
  judge(
    component,
    "allowed_ips",
    (value) => !(Array.isArray(value) && value.some((range: Value) => matches(range, /(?:^0\.0\.0\.0$|\/0$)/))),
    pass,
  );

/** Has something in the design a private way to it? */
const privateWay = (component: Component, model: Model): Verdict => {
  // A flexible server in a subnet of its own has no public address.
  if (read(component.attributes, "delegated_subnet_id") !== undefined) return pass;
  return isPointedAt(component, model, "azurerm_private_endpoint") ? pass : fail();
};

const privateEndpoint = (id: string, types: readonly string[], what: string, checkov: readonly string[]): Rule =>
  rule({
    id,
    severity: "low",
    pillar: "security",
    types,
    title: `${what} has no private endpoint`,
    why: "Traffic to it goes over its public address, so that address cannot be closed.",
    fix: "Add an `azurerm_private_endpoint` whose `private_connection_resource_id` is its id.",
    refs: { checkov },
    check: privateWay,
  });

export const azurePublicServiceRules: readonly Rule[] = [
  unlessIn(
    "subnet_id",
    onPublicNetwork({
      id: "azure-redis-public",
      types: ["azurerm_redis_cache"],
      what: "Cache",
      path,
      checkov: ["CKV_AZURE_89"],
    }),
  ),
  rule({
    id: "azure-redis-public-address",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_redis_firewall_rule"],
    title: "Cache lets public addresses in",
    why: "Machines outside of your networks may connect and try passwords.",
    fix: "Set `start_ip` and `end_ip` to addresses of your own private networks.",
    refs: { checkov: ["CKV_AZURE_89"] },
    check: openToTheWorld,
  }),
  onPublicNetwork({
    id: "azure-event-grid-domain-public",
    types: ["azurerm_eventgrid_domain"],
    what: "Event Grid domain",
    path,
    checkov: ["CKV_AZURE_106"],
  }),
  onPublicNetwork({
    id: "azure-event-grid-topic-public",
    types: ["azurerm_eventgrid_topic"],
    what: "Event Grid topic",
    path,
    checkov: ["CKV_AZURE_193"],
  }),
  onPublicNetwork({
    id: "azure-iot-hub-public",
    types: ["azurerm_iothub"],
    what: "IoT Hub",
    path,
    checkov: ["CKV_AZURE_108"],
  }),
  onPublicNetwork({
    id: "azure-search-public",
    types: ["azurerm_search_service"],
    what: "Search service",
    path,
    checkov: ["CKV_AZURE_124"],
  }),
  onPublicNetwork({
    id: "azure-cognitive-public",
    types: ["azurerm_cognitive_account"],
    what: "Cognitive Services account",
    path,
    checkov: ["CKV_AZURE_134"],
  }),
  onPublicNetwork({
    id: "azure-machine-learning-public",
    types: ["azurerm_machine_learning_workspace"],
    what: "Machine Learning workspace",
    path,
    older: ["public_access_behind_virtual_network_enabled"],
    checkov: ["CKV_AZURE_144", "CKV2_AZURE_49"],
  }),
  onPublicNetwork({
    id: "azure-databricks-public",
    types: ["azurerm_databricks_workspace"],
    what: "Databricks workspace",
    path,
    checkov: ["CKV_AZURE_158"],
  }),
  onPublicNetwork({
    id: "azure-api-management-public",
    types: ["azurerm_api_management"],
    what: "API Management",
    path,
    checkov: ["CKV_AZURE_174"],
  }),
  onPublicNetwork({
    id: "azure-service-bus-public",
    types: ["azurerm_servicebus_namespace"],
    what: "Service Bus",
    path,
    checkov: ["CKV_AZURE_204"],
  }),
  onPublicNetwork({
    id: "azure-automation-public",
    types: ["azurerm_automation_account"],
    what: "Automation account",
    path,
    checkov: ["CKV2_AZURE_24"],
  }),
  onPublicNetwork({
    id: "azure-function-public",
    types: [
      "azurerm_linux_function_app",
      "azurerm_windows_function_app",
      "azurerm_linux_function_app_slot",
      "azurerm_windows_function_app_slot",
    ],
    what: "Function app",
    path,
    checkov: ["CKV_AZURE_221"],
  }),
  onPublicNetwork({
    id: "azure-web-app-public",
    types: ["azurerm_linux_web_app", "azurerm_windows_web_app"],
    what: "Web app",
    path,
    checkov: ["CKV_AZURE_222"],
  }),
  {
    ...onPublicNetwork({
      id: "azure-disk-public",
      types: ["azurerm_managed_disk"],
      what: "Disk",
      path,
      checkov: ["CKV_AZURE_251"],
    }),
    severity: "low",
    why: "A link to its content can be made and used from anywhere in the world.",
    fix: "Set `public_network_access_enabled = false`.",
  },
  rule({
    id: "azure-spring-portal-public",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_spring_cloud_api_portal"],
    title: "API portal is reachable from public networks",
    why: "Strangers can read which APIs there are, and try them.",
    fix: "Set `public_network_access_enabled = false`.",
    refs: { checkov: ["CKV_AZURE_162"] },
    check: mustNotBe(path, true),
  }),
  {
    ...onPublicNetwork({
      id: "azure-app-configuration-public",
      types: ["azurerm_app_configuration"],
      what: "App Configuration",
      path: "public_network_access",
      checkov: ["CKV_AZURE_185"],
    }),
    fix: 'Set `public_network_access = "Disabled"` and use private endpoints.',
    // Left out it is "Automatic": closed as soon as there is a private endpoint, wherever that is declared.
    check: (component) => judge(component, "public_network_access", (value) => matches(value, /^disabled$/i), unknown),
  },
  {
    ...onPublicNetwork({
      id: "azure-file-sync-public",
      types: ["azurerm_storage_sync"],
      what: "File Sync",
      path: "incoming_traffic_policy",
      checkov: ["CKV_AZURE_64", "CKV_AZURE_250"],
    }),
    fix: 'Set `incoming_traffic_policy = "AllowVirtualNetworksOnly"`.',
    check: syncTraffic,
  },
  {
    ...onPublicNetwork({
      id: "azure-batch-public",
      types: ["azurerm_batch_account"],
      what: "Batch account",
      path,
      checkov: ["CKV_AZURE_248"],
    }),
    fix: 'Set `network_profile.account_access.default_action = "Deny"`, or `public_network_access_enabled = false`.',
    check: batchNetwork,
  },
  rule({
    id: "azure-cognitive-exfiltration",
    severity: "low",
    pillar: "security",
    types: ["azurerm_cognitive_account"],
    title: "OpenAI service may call any address",
    why: "Who can send it requests can have it carry data to a place of their own.",
    fix: "Set `outbound_network_access_restricted = true` and list `fqdns`.",
    refs: { checkov: ["CKV_AZURE_247"] },
    check: onlyWhere(
      "kind",
      (kind) => /^(?:openai|aiservices)$/i.test(kind ?? ""),
      mustBe("outbound_network_access_restricted", true),
    ),
  }),
  rule({
    id: "azure-search-any-address",
    severity: "high",
    pillar: "security",
    types: ["azurerm_search_service"],
    title: "Search service lets every address in",
    why: "The list of allowed addresses is there to keep strangers out, and this entry lets all of them in.",
    fix: "List your own addresses in `allowed_ips`.",
    refs: { checkov: ["CKV_AZURE_210"] },
    check: anyAddress,
  }),
  rule({
    id: "azure-container-group-no-network",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_container_group"],
    title: "Container group stands in no network of yours",
    why: "It cannot be reached privately, and no security group can limit what reaches it.",
    fix: "Set `subnet_ids`.",
    refs: { checkov: ["CKV_AZURE_98"] },
    check: (component) => mustBeSet(spelling(component, "subnet_ids", "network_profile_id"))(component),
  }),
  rule({
    id: "azure-container-group-public",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_container_group"],
    title: "Container group has a public address",
    why: "It can be attacked directly, past any gateway or firewall in front.",
    fix: 'Set `ip_address_type = "Private"`, or "None".',
    refs: { checkov: ["CKV_AZURE_245"] },
    check: mustBeOneOf("ip_address_type", ["Private", "None"], fail("ip_address_type")),
  }),
  rule({
    id: "azure-api-management-no-network",
    severity: "low",
    pillar: "security",
    types: ["azurerm_api_management"],
    title: "API Management stands in no network of yours",
    why: "It reaches the systems behind it over the internet, so they have to be open to it.",
    fix: "Set `virtual_network_type` and `virtual_network_configuration`.",
    refs: { checkov: ["CKV_AZURE_107"] },
    check: onlyWhere(
      "sku_name",
      (sku) => sku?.startsWith("Consumption") !== true,
      mustBeSet("virtual_network_configuration"),
    ),
  }),
  rule({
    id: "azure-spring-no-network",
    severity: "low",
    pillar: "security",
    types: ["azurerm_spring_cloud_service"],
    title: "Spring Apps stand in no network of yours",
    why: "They reach databases over the internet, so those have to be open to it.",
    fix: "Set `network` with your subnets.",
    refs: { checkov: ["CKV2_AZURE_23"] },
    check: onlyWhere("sku_name", (sku) => sku !== "B0", mustBeSet("network")),
  }),
  rule({
    id: "azure-synapse-no-managed-network",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_synapse_workspace"],
    title: "Synapse workspace has no managed network",
    why: "Its jobs share a network with those of other customers, and can send data anywhere.",
    fix: "Set `managed_virtual_network_enabled = true`, for a new workspace.",
    refs: { checkov: ["CKV_AZURE_58"] },
    check: mustBe("managed_virtual_network_enabled", true),
  }),
  rule({
    id: "azure-synapse-exfiltration",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_synapse_workspace"],
    title: "Synapse jobs may send data anywhere",
    why: "Who can run a job can copy all data to a place of their own.",
    fix: "Set `data_exfiltration_protection_enabled = true`, for a new workspace.",
    refs: { checkov: ["CKV_AZURE_157"] },
    check: mustBe("data_exfiltration_protection_enabled", true),
  }),
  rule({
    id: "azure-synapse-firewall-open",
    severity: "high",
    pillar: "security",
    types: ["azurerm_synapse_firewall_rule"],
    title: "Synapse firewall lets every address in",
    why: "Anyone on the internet can try passwords on the workspace.",
    fix: "Set `start_ip_address` and `end_ip_address` to your own addresses.",
    refs: { checkov: ["CKV2_AZURE_19"] },
    check: mustNotBe("start_ip_address", "0.0.0.0"),
  }),
  privateEndpoint("azure-key-vault-no-private-endpoint", ["azurerm_key_vault"], "Vault", ["CKV2_AZURE_32"]),
  privateEndpoint(
    "azure-machine-learning-no-private-endpoint",
    ["azurerm_machine_learning_workspace"],
    "Machine Learning workspace",
    ["CKV_AZURE_243"],
  ),
  privateEndpoint("azure-storage-no-private-endpoint", ["azurerm_storage_account"], "Storage account", [
    "CKV2_AZURE_33",
  ]),
  privateEndpoint(
    "azure-database-no-private-endpoint",
    [
      "azurerm_mssql_server",
      "azurerm_postgresql_server",
      "azurerm_postgresql_flexible_server",
      "azurerm_mysql_server",
      "azurerm_mysql_flexible_server",
      "azurerm_mariadb_server",
    ],
    "Database server",
    ["CKV2_AZURE_56", "CKV2_AZURE_57", "CKV2_AZURE_42", "CKV2_AZURE_43", "CKV2_AZURE_44", "CKV2_AZURE_45"],
  ),
];
