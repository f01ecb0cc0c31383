import type { ArmMapping, ArmMappings, Field, Fields, ResourceFacts } from "./mapping.ts";
import { identity, namedValues, translated, unless } from "./mapping.ts";

const networkAccess = translated("public_network_access_enabled", { enabled: "true", disabled: "false" });

/** First part of `NODE|22-lts` → the argument for the second. */
const runtimes: Readonly<Record<string, string>> = {
  docker: "docker_image_name",
  dotnet: "dotnet_version",
  "dotnet-isolated": "dotnet_version",
  dotnetcore: "dotnet_version",
  java: "java_version",
  node: "node_version",
  php: "php_version",
  python: "python_version",
  ruby: "ruby_version",
};

/** What an app runs on, where the template says it in full. */
const runtime: Field = {
  write: (value, { body, hcl, line }) => {
    const text = hcl(value);
    const [, name = "", version = ""] = typeof text === "string" ? (/^"([\w-]+)\|([^"$\\]+)"$/.exec(text) ?? []) : [];
    const argument = Object.hasOwn(runtimes, name.toLowerCase()) ? runtimes[name.toLowerCase()] : undefined;
    if (argument !== undefined)
      body.attribute(`site_config.application_stack.${argument}`, JSON.stringify(version), line);
  },
};

/** Settings of a site; `prefix` is where they stand: in the site, or in a `config` of their own. */
const siteConfig = (prefix: string): Fields => ({
  [`${prefix}minTlsVersion`]: "site_config.minimum_tls_version",
  [`${prefix}scmMinTlsVersion`]: "site_config.scm_minimum_tls_version",
  [`${prefix}ftpsState`]: "site_config.ftps_state",
  [`${prefix}http20Enabled`]: "site_config.http2_enabled",
  [`${prefix}alwaysOn`]: "site_config.always_on",
  [`${prefix}remoteDebuggingEnabled`]: "site_config.remote_debugging_enabled",
  [`${prefix}webSocketsEnabled`]: "site_config.websockets_enabled",
  [`${prefix}healthCheckPath`]: "site_config.health_check_path",
  [`${prefix}vnetRouteAllEnabled`]: "site_config.vnet_route_all_enabled",
  [`${prefix}cors.allowedOrigins`]: "site_config.cors.allowed_origins",
  [`${prefix}cors.supportCredentials`]: "site_config.cors.support_credentials",
  [`${prefix}linuxFxVersion`]: runtime,
  [`${prefix}windowsFxVersion`]: runtime,
  [`${prefix}netFrameworkVersion`]: "site_config.application_stack.dotnet_version",
  [`${prefix}phpVersion`]: "site_config.application_stack.php_version",
  [`${prefix}pythonVersion`]: "site_config.application_stack.python_version",
  [`${prefix}javaVersion`]: "site_config.application_stack.java_version",
  [`${prefix}httpLoggingEnabled`]: {
    write: (value, { body, line }) => {
      if (value.kind !== "scalar" || String(value.value) !== "true") return;
      body.attribute("logs.http_logs.file_system.retention_in_days", "30", line);
      body.attribute("logs.http_logs.file_system.retention_in_mb", "35", line);
    },
  },
  [`${prefix}detailedErrorLoggingEnabled`]: "logs.detailed_error_messages",
  [`${prefix}requestTracingEnabled`]: "logs.failed_request_tracing",
  [`${prefix}azureStorageAccounts`]: {
    write: (value, { body, line }) => {
      if (value.kind !== "map") return;
      for (const { key, value: share, keyLine } of value.entries)
        body
          .block("storage_account", { line: keyLine, endLine: Math.max(line, share.endLine) })
          .attribute("name", JSON.stringify(key), keyLine);
    },
  },
  [`${prefix}appSettings`]: {
    write: (value, { body, hcl, line }) => {
      if (value.kind !== "list") return;
      body.attribute("app_settings", { object: namedValues(value.items, "value", hcl) }, line);
    },
  },
});

const kindOf = ({ text }: ResourceFacts): { isFunction: boolean; isLinux: boolean } => {
  const kind = text("kind")?.toLowerCase() ?? "";
  const runtime = text("properties.siteConfig.linuxFxVersion");
  return {
    isFunction: kind.includes("functionapp"),
    isLinux:
      kind.includes("linux") || (runtime !== undefined && runtime !== "") || text("properties.reserved") === "true",
  };
};

const siteType = (facts: ResourceFacts): string => {
  const { isFunction, isLinux } = kindOf(facts);
  return `azurerm_${isLinux ? "linux" : "windows"}_${isFunction ? "function" : "web"}_app`;
};

const site: ArmMapping = {
  type: siteType,
  fields: {
    ...identity,
    "properties.serverFarmId": "service_plan_id",
    "properties.httpsOnly": "https_only",
    "properties.enabled": "enabled",
    "properties.clientCertEnabled": "client_certificate_enabled",
    "properties.clientCertMode": "client_certificate_mode",
    "properties.publicNetworkAccess": networkAccess,
    "properties.virtualNetworkSubnetId": "virtual_network_subnet_id",
    ...siteConfig("properties.siteConfig."),
  },
  // What an app speaks without a word of it has changed over the years: only one that says 1.2 can be relied on.
  // Plain FTP is let in unless it is refused; Terraform refuses it by itself.
  defaults: (facts) =>
    kindOf(facts).isFunction
      ? []
      : [
          ["site_config.minimum_tls_version", '"1.0"'],
          ["site_config.ftps_state", '"AllAllowed"'],
        ],
};

const authSettings: Fields = {
  "properties.enabled": "auth_settings.enabled",
  "properties.platform.enabled": "auth_settings_v2.auth_enabled",
  "properties.globalValidation.requireAuthentication": "auth_settings_v2.require_authentication",
  "properties.httpSettings.requireHttps": "auth_settings_v2.require_https",
};

/** `config` is settings of several kinds, told apart by their name. */
const configOf = (name: string): Fields => {
  if (/^authsettings/i.test(name)) return authSettings;
  if (/^logs$/i.test(name))
    return {
      "properties.detailedErrorMessages.enabled": "logs.detailed_error_messages",
      "properties.failedRequestsTracing.enabled": "logs.failed_request_tracing",
      "properties.httpLogs": {
        each: "logs.http_logs",
        fields: { "fileSystem.retentionInDays": "file_system.retention_in_days" },
      },
    };
  if (/^appsettings$/i.test(name)) return { properties: "app_settings" };
  return siteConfig("properties.");
};

export const webMappings: ArmMappings = {
  "microsoft.web/serverfarms": {
    type: "azurerm_service_plan",
    fields: {
      "sku.name": "sku_name",
      "properties.sku.name": "sku_name",
      "sku.capacity": "worker_count",
      "properties.numberOfWorkers": "worker_count",
      "properties.zoneRedundant": "zone_balancing_enabled",
      "properties.perSiteScaling": "per_site_scaling_enabled",
      "properties.maximumElasticWorkerCount": "maximum_elastic_worker_count",
    },
    defaults: ({ text }) => [
      [
        "os_type",
        /linux/i.test(text("kind") ?? "") || text("properties.reserved") === "true" ? '"Linux"' : '"Windows"',
      ],
    ],
  },
  "microsoft.web/sites": site,
  "microsoft.web/sites/slots": {
    ...site,
    type: (facts) => `${siteType(facts)}_slot`,
    owner: { attribute: "app_service_id", by: "id" },
  },
  "microsoft.web/sites/config": {
    type: "azurerm_web_sites_config",
    fields: {},
    isGuessed: true,
    owner: { attribute: "app_service_id", by: "id" },
    settingsOf: (_, name) => configOf(name),
  },
  "microsoft.web/sites/slots/config": {
    type: "azurerm_web_sites_config",
    fields: {},
    isGuessed: true,
    owner: { attribute: "app_service_id", by: "id" },
    settingsOf: (_, name) => configOf(name),
  },
  "microsoft.web/sites/hostnamebindings": {
    type: "azurerm_app_service_custom_hostname_binding",
    owner: { attribute: "app_service_name", by: "name" },
    fields: { "properties.sslState": "ssl_state", "properties.thumbprint": "thumbprint" },
  },
  "microsoft.web/staticsites": {
    type: "azurerm_static_web_app",
    fields: { ...identity, "sku.name": "sku_size", "sku.tier": "sku_tier" },
  },
  "microsoft.web/hostingenvironments": {
    type: "azurerm_app_service_environment_v3",
    fields: { "properties.virtualNetwork.id": "subnet_id", "properties.zoneRedundant": "zone_redundant" },
  },
  "microsoft.web/certificates": { type: "azurerm_app_service_certificate", fields: {} },
  "microsoft.web/connections": { type: "azurerm_api_connection", fields: {} },
  "microsoft.logic/workflows": {
    type: "azurerm_logic_app_workflow",
    fields: {
      ...identity,
      "properties.state": translated("enabled", { enabled: "true", disabled: "false", suspended: "false" }),
    },
  },
  "microsoft.signalrservice/signalr": {
    type: "azurerm_signalr_service",
    fields: {
      ...identity,
      "sku.name": "sku.name",
      "sku.capacity": "sku.capacity",
      "properties.publicNetworkAccess": networkAccess,
      "properties.disableLocalAuth": unless("local_auth_enabled"),
    },
  },
  "microsoft.signalrservice/webpubsub": {
    type: "azurerm_web_pubsub",
    fields: {
      ...identity,
      "sku.name": "sku",
      "sku.capacity": "capacity",
      "properties.publicNetworkAccess": networkAccess,
      "properties.disableLocalAuth": unless("local_auth_enabled"),
    },
  },
  "microsoft.appplatform/spring": {
    type: "azurerm_spring_cloud_service",
    fields: {
      "sku.name": "sku_name",
      "properties.networkProfile.appSubnetId": "network.app_subnet_id",
      "properties.networkProfile.serviceRuntimeSubnetId": "network.service_runtime_subnet_id",
    },
  },
  "microsoft.appplatform/spring/apps": {
    type: "azurerm_spring_cloud_app",
    owner: { attribute: "service_name", by: "name" },
    fields: {
      ...identity,
      "properties.httpsOnly": "https_only",
      "properties.enableEndToEndTLS": "tls_enabled",
      "properties.public": "is_public",
    },
  },
  "microsoft.appplatform/spring/apiportals": {
    type: "azurerm_spring_cloud_api_portal",
    owner: { attribute: "spring_cloud_service_id", by: "id" },
    fields: { "properties.httpsOnly": "https_only_enabled", "properties.public": "public_network_access_enabled" },
  },
};
