import { describe, expect, it } from "vitest";
import { blockOf, resource, translate } from "./translate-fixture.ts";

/** The block of the one resource that is made of some properties. */
const written = (type: string, properties: object, more: object = {}): string => {
  const { text } = translate({
    parameters: { p: { type: "string" } },
    resources: [resource(type, "one", { properties, ...more })],
  });
  const head = /^resource "\w+" "one"/m.exec(text)?.[0] ?? "";
  return blockOf(text, head);
};

const settings = (name: string, properties: object): string => {
  const { text } = translate({
    resources: [
      resource("Microsoft.Web/sites", "web", { kind: "functionapp" }),
      resource("Microsoft.Web/sites/config", `web/${name}`, { properties }),
    ],
  });
  return blockOf(text, 'resource "azurerm_windows_function_app" "web"');
};

const cosmos = "Microsoft.DocumentDB/databaseAccounts";
const blobs = (properties: object): string => {
  const { text } = translate({
    resources: [
      resource("Microsoft.Storage/storageAccounts", "shop"),
      resource("Microsoft.Storage/storageAccounts/blobServices", "shop/default", { properties }),
    ],
  });
  return blockOf(text, 'resource "azurerm_storage_account" "shop"');
};

describe("properties of ARM resources", () => {
  it.each([
    ["addresses as texts", { ipRules: ["1.2.3.4"] }, 'ip_range_filter = ["1.2.3.4"]'],
    ["addresses as objects", { ipRules: [{ ipAddressOrRange: "1.2.3.4" }, {}] }, 'ip_range_filter = ["1.2.3.4"]'],
    ["one text of addresses", { ipRangeFilter: "1.2.3.4,5.6.7.8" }, 'ip_range_filter = "1.2.3.4,5.6.7.8"'],
    ["a list of addresses", { ipRangeFilter: ["1.2.3.4"] }, 'ip_range_filter = ["1.2.3.4"]'],
    ["a key that is refused", { disableLocalAuth: true }, "local_authentication_enabled = false"],
    [
      "a parameter that refuses keys",
      { disableLocalAuth: "[parameters('p')]" },
      "local_authentication_enabled = !var.p",
    ],
    ["a list where a truth belongs", { disableLocalAuth: [true] }, "local_authentication_enabled = [true]"],
  ])("of Cosmos DB: %s", (_, properties, code) => {
    expect(written(cosmos, properties)).toContain(code);
  });

  it.each([[{ ipRules: [] }], [{ ipRules: "[parameters('p')]" }], [{ ipRangeFilter: "" }], [{ ipRangeFilter: [] }]])(
    "of Cosmos DB: no filter of %j",
    (properties) => {
      expect(written(cosmos, properties)).not.toContain("ip_range_filter");
    },
  );

  it.each([
    [268_435_456_000, "max_size_gb = 250"],
    ["2147483648", "max_size_gb = 2"],
    [1, "max_size_gb = 1"],
    ["[parameters('p')]", "max_size_gb = var.p"],
    [[5], "max_size_gb = [5]"],
  ])("of a database: %j bytes", (maxSizeBytes, code) => {
    expect(written("Microsoft.Sql/servers/databases", { maxSizeBytes })).toContain(code);
  });

  it("reads one object where a list of them belongs, no nothing, and the first of two that say the same", () => {
    expect(written(cosmos, { locations: { locationName: "westeurope" }, publicNetworkAccess: null })).toMatch(
      /geo_location \{\n {2}location = "westeurope"/,
    );
    expect(written(cosmos, { publicNetworkAccess: null })).not.toContain("public_network_access_enabled");
    const sizes = { sku: { name: "S1" }, tags: { none: null } };
    const database = written("Microsoft.Sql/servers/databases", { requestedServiceObjectiveName: "S0" }, sizes);
    expect(database.match(/sku_name = .*/g)).toEqual(['sku_name = "S1"']);
    expect(written("Microsoft.Web/serverfarms", {}, sizes)).toContain("none = null");
  });

  it("reads the variables of a container, the open ones and the secret ones", () => {
    const container = (environmentVariables: unknown): string =>
      written("Microsoft.ContainerInstance/containerGroups", {
        containers: [{ name: "web", properties: { image: "nginx", environmentVariables } }],
      });
    expect(
      container([{ name: "A", value: "1" }, { name: "B", secureValue: "[parameters('p')]" }, { name: "C" }, "D"]),
    ).toContain(
      '  environment_variables = {\n    A = "1"\n  }\n  secure_environment_variables = {\n    B = var.p\n  }',
    );
    expect(container([])).not.toContain("environment_variables");
    expect(container("[parameters('p')]")).not.toContain("environment_variables");
  });

  it("reads the settings of a Service Fabric cluster", () => {
    const cluster = (parameters: unknown): string =>
      written("Microsoft.ServiceFabric/clusters", { fabricSettings: [{ name: "Security", parameters }] });
    expect(cluster([{ name: "ClusterProtectionLevel", value: "EncryptAndSign" }])).toContain(
      'parameters = {\n    ClusterProtectionLevel = "EncryptAndSign"\n  }',
    );
    expect(cluster("[parameters('p')]")).not.toContain("parameters =");
  });

  it("takes one value for a list of one", () => {
    const rule = (id: unknown): string =>
      written("Microsoft.Network/loadBalancers/loadBalancingRules", { backendAddressPool: { id } });
    expect(rule("[parameters('p')]")).toContain("backend_address_pool_ids = [var.p]");
    expect(rule(["a"])).toContain('backend_address_pool_ids = ["a"]');
  });

  it("tells a Front Door from another content network by what it is sold as", () => {
    expect(written("Microsoft.Cdn/profiles", {}, { sku: { name: "Premium_AzureFrontDoor" } })).toContain(
      'sku_name = "Premium_AzureFrontDoor"',
    );
    expect(written("Microsoft.Cdn/profiles", {}, { sku: { name: "[parameters('p')]" } })).toContain("sku = var.p");
    expect(written("Microsoft.Cdn/profiles", {}, { sku: { name: ["a"] } })).toContain('sku = ["a"]');
  });

  it("reads the key of a namespace from the first of its list", () => {
    const namespace = (keyVaultProperties: unknown): string =>
      written("Microsoft.ServiceBus/namespaces", { encryption: { keyVaultProperties } });
    expect(namespace([{ keyVaultUri: "https://v" }])).toContain('key_vault_key_id = "https://v"');
    expect(namespace({ keyVaultUri: "https://v" })).not.toContain("key_vault_key_id");
  });

  it("keeps blobs for the days that the account says, unless it keeps none", () => {
    expect(blobs({ deleteRetentionPolicy: { enabled: true, days: 7 } })).toContain(
      "delete_retention_policy {\n    days = 7\n  }",
    );
    expect(blobs({ deleteRetentionPolicy: { enabled: false, days: 7 } })).not.toContain("delete_retention_policy");
  });

  it("writes a SKU as Terraform spells it", () => {
    const store = (name: unknown): string =>
      written("Microsoft.AppConfiguration/configurationStores", {}, { sku: { name } });
    expect(store("Standard")).toContain('sku = "standard"');
    expect(store(["a"])).toContain('sku = ["a"]');
  });

  it("reads the settings of a site that stand beside it", () => {
    expect(settings("authsettingsV2", { platform: { enabled: true } })).toContain(
      "auth_settings_v2 {\n  auth_enabled = true\n}",
    );
    expect(settings("logs", { detailedErrorMessages: { enabled: true } })).toContain(
      "logs {\n  detailed_error_messages = true\n}",
    );
    expect(settings("appsettings", { WEBSITE_RUN_FROM_PACKAGE: "1" })).toContain(
      'app_settings = {\n  WEBSITE_RUN_FROM_PACKAGE = "1"\n}',
    );
    expect(written("Microsoft.Web/sites", { siteConfig: { appSettings: [{ name: "A", value: "x" }, "B"] } })).toContain(
      'app_settings = {\n  A = "x"\n}',
    );
  });

  it("reads the repository of a data factory as the kind that it says it is", () => {
    const factory = (repoConfiguration: unknown): string =>
      written("Microsoft.DataFactory/factories", { repoConfiguration });
    expect(factory({ type: "FactoryGitHubConfiguration", accountName: "shop" })).toContain(
      'github_configuration {\n  account_name = "shop"\n}',
    );
    expect(factory({ accountName: "shop" })).toContain('vsts_configuration {\n  account_name = "shop"\n}');
  });
});
