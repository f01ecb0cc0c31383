import { describe, expect, it } from "vitest";
import { Names } from "../cloudformation/names.ts";
import { translateArm } from "./index.ts";
import { blockOf, resource, template, translate } from "./translate-fixture.ts";

const storage = "Microsoft.Storage/storageAccounts";

describe("ARM templates as Terraform", () => {
  it("writes parameters as variables, and one whose default has to be worked out as a local too", () => {
    const { text } = translate({
      parameters: {
        name: { type: "string", defaultValue: "[[shop]", metadata: { description: "Name" } },
        password: { type: "secureString" },
        size: { type: "int", defaultValue: 3 },
        location: { type: "string", defaultValue: "[resourceGroup().location]" },
      },
      resources: [],
    });
    expect(blockOf(text, 'variable "name"')).toBe('description = "Name"\ntype = string\ndefault = "[shop]"');
    expect(blockOf(text, 'variable "password"')).toBe("type = string\nsensitive = true");
    expect(blockOf(text, 'variable "size"')).toBe("type = number\ndefault = 3");
    expect(text).toContain(
      "location = var.location != null ? var.location : data.azurerm_resource_group.main.location",
    );
  });

  it.each([
    ["[concat('a-', parameters('p'))]", '"a-${var.p}"'],
    ["[format('{0}/{1}', parameters('p'), 'x')]", '"${var.p}/x"'],
    ["[toLower(parameters('p'))]", "lower(var.p)"],
    ["[if(equals(parameters('p'), 'a'), 'b', 'c')]", '((var.p == "a") ? "b" : "c")'],
    ["[and(true(), not(false()))]", "(true && !(false))"],
    ["[concat(createArray('a'), createArray(parameters('p')))]", 'concat(["a"], [var.p])'],
    ["[createObject('k', parameters('p'))]", '{ ("k") = var.p }'],
    ["[add(1, mul(2, 3))]", "(1 + (2 * 3))"],
    ["[substring(parameters('p'), 0, 2)]", "substr(var.p, 0, 2)"],
    ["[first(split(parameters('p'), ','))]", 'element(split(",", var.p), 0)'],
    ["it's [not] an expression", '"it\'s [not] an expression"'],
    ["[concat('it''s ${x}')]", '"it\'s $${x}"'],
    ["[uniqueString(resourceGroup().id)]", "var.unique_string"],
    ["[subscription().tenantId]", "data.azurerm_client_config.current.tenant_id"],
    ["[environment().suffixes.storage]", '"core.windows.net"'],
    ["[nobodyKnows('x')]", "var.nobodyknows"],
    ["[concat('a']", "var.unreadable"],
  ])("reads %s as %s", (value, code) => {
    const { text } = translate({ parameters: { p: { type: "string" } }, variables: { v: value }, resources: [] });
    expect(blockOf(text, "locals")).toBe(`v = ${code}`);
  });

  it("finds resources by their ids, however they are written", () => {
    const { text } = translate({
      parameters: { name: { type: "string" } },
      variables: { id: "[resourceId('Microsoft.Network/virtualNetworks', parameters('name'))]" },
      resources: [
        resource("Microsoft.Network/virtualNetworks", "[parameters('name')]", {
          properties: { subnets: [{ name: "web", properties: { addressPrefix: "10.0.1.0/24" } }] },
        }),
        resource("Microsoft.Network/networkInterfaces", "nic", {
          dependsOn: ["[concat('Microsoft.Network/virtualNetworks/', parameters('name'))]"],
          properties: {
            ipConfigurations: [
              { name: "ip", properties: { subnet: { id: "[concat(variables('id'), '/subnets/web')]" } } },
            ],
          },
        }),
      ],
    });
    expect(blockOf(text, 'resource "azurerm_subnet" "web"')).toContain(
      "virtual_network_name = azurerm_virtual_network.name.name",
    );
    const nic = blockOf(text, 'resource "azurerm_network_interface" "nic"');
    expect(nic).toContain("subnet_id = azurerm_subnet.web.id");
    expect(nic).toContain("depends_on = [azurerm_virtual_network.name]");
  });

  it("writes loops and conditions as a count, and points at the same place of another loop", () => {
    const copy = (name: string) => ({ copy: { name, count: "[parameters('n')]" } });
    const { text } = translate({
      parameters: { n: { type: "int", defaultValue: 2 }, on: { type: "bool", defaultValue: true } },
      resources: [
        resource("Microsoft.Network/networkInterfaces", "[concat('nic', copyIndex())]", copy("nics")),
        resource("Microsoft.Compute/virtualMachines", "[concat('vm', copyIndex())]", {
          ...copy("vms"),
          condition: "[parameters('on')]",
          properties: {
            networkProfile: {
              networkInterfaces: [
                { id: "[resourceId('Microsoft.Network/networkInterfaces', concat('nic', copyIndex()))]" },
              ],
            },
          },
        }),
      ],
    });
    const machine = blockOf(text, 'resource "azurerm_linux_virtual_machine" "vm"');
    expect(machine).toContain("count = var.on ? var.n : 0");
    expect(machine).toContain('name = "vm${count.index}"');
    expect(machine).toContain("network_interface_ids = [azurerm_network_interface.nic[count.index].id]");
  });

  it("reads children inside a resource, beside it, and several steps below it", () => {
    const { text } = translate({
      resources: [
        resource(storage, "shop", {
          sku: { name: "Standard_ZRS" },
          resources: [resource("blobServices", "default", { properties: { isVersioningEnabled: true } })],
        }),
        resource(`${storage}/blobServices/containers`, "shop/default/pics", { properties: { publicAccess: "Blob" } }),
        resource("Microsoft.Sql/servers", "db", { resources: [resource("databases", "orders")] }),
      ],
    });
    const account = blockOf(text, 'resource "azurerm_storage_account" "shop"');
    expect(account).toContain('account_tier = "Standard"\naccount_replication_type = "ZRS"');
    expect(account).toContain("blob_properties {\n  versioning_enabled = true\n}");
    const container = blockOf(text, 'resource "azurerm_storage_container" "pics"');
    expect(container).toBe(
      'name = "pics"\nstorage_account_id = azurerm_storage_account.shop.id\ncontainer_access_type = "blob"',
    );
    expect(blockOf(text, 'resource "azurerm_mssql_database" "orders"')).toContain(
      "server_id = azurerm_mssql_server.db.id",
    );
  });

  it("writes the settings of a site into the site", () => {
    const { text } = translate({
      resources: [
        resource("Microsoft.Web/sites", "shop", {
          kind: "app,linux",
          properties: { siteConfig: { ftpsState: "Disabled" } },
        }),
        resource("Microsoft.Web/sites/config", "shop/web", { properties: { minTlsVersion: "1.2" } }),
      ],
    });
    expect(blockOf(text, 'resource "azurerm_linux_web_app" "shop"')).toContain(
      'site_config {\n  ftps_state = "Disabled"\n  minimum_tls_version = "1.2"\n}',
    );
  });

  it("looks through parameters and variables for what has to be a block", () => {
    const { text } = translate({
      parameters: { sku: { type: "object", defaultValue: { name: "P1v3", capacity: 2 } } },
      variables: { image: { publisher: "MicrosoftWindowsServer", offer: "WindowsServer" } },
      resources: [
        resource("Microsoft.Web/serverfarms", "plan", { sku: "[parameters('sku')]" }),
        resource("Microsoft.Compute/virtualMachines", "vm", {
          properties: { storageProfile: { imageReference: "[variables('image')]" } },
        }),
      ],
    });
    expect(blockOf(text, 'resource "azurerm_service_plan" "plan"')).toContain('sku_name = "P1v3"\nworker_count = 2');
    expect(blockOf(text, 'resource "azurerm_windows_virtual_machine" "vm"')).toContain('offer = "WindowsServer"');
  });

  it("says what Azure takes for granted and Terraform does not", () => {
    const { text } = translate({
      resources: [
        { ...resource(storage, "old"), apiVersion: "2018-07-01" },
        resource("Microsoft.Compute/virtualMachines", "vm", { properties: { osProfile: { adminUsername: "me" } } }),
      ],
    });
    expect(blockOf(text, 'resource "azurerm_storage_account" "old"')).toContain(
      'https_traffic_only_enabled = false\nmin_tls_version = "TLS1_0"',
    );
    expect(blockOf(text, 'resource "azurerm_linux_virtual_machine" "vm"')).toContain(
      "disable_password_authentication = false",
    );
  });

  it("follows a template inside the template, with the values it is given, and no link", () => {
    const inner = {
      parameters: { vault: { type: "string" } },
      resources: [resource("Microsoft.KeyVault/vaults", "[parameters('vault')]")],
    };
    const { text, problems } = translate({
      parameters: { site: { type: "string" } },
      resources: [
        resource("Microsoft.Resources/deployments", "inner", {
          properties: {
            expressionEvaluationOptions: { scope: "inner" },
            parameters: { vault: { value: "[concat(parameters('site'), 'kv')]" } },
            template: inner,
          },
        }),
        resource("Microsoft.Resources/deployments", "linked", { properties: { templateLink: { uri: "https://x" } } }),
      ],
    });
    expect(blockOf(text, 'resource "azurerm_key_vault" "sitekv"')).toContain('name = "${var.site}kv"');
    expect(problems.map(({ message }) => message)).toEqual([
      "a linked template is not followed: only the files of this upload are read",
    ]);
  });

  it("asks other resources for what only they know", () => {
    const id = `resourceId('${storage}', 'shop')`;
    const { text } = translate({
      resources: [resource(storage, "shop")],
      outputs: {
        blob: { type: "string", value: `[reference(${id}).primaryEndpoints.blob]` },
        key: { type: "secureString", value: `[listKeys(${id}, '2022-01-01').keys[0].value]` },
        other: { type: "string", value: `[reference('elsewhere').host]` },
      },
    });
    expect(blockOf(text, 'output "blob"')).toBe("value = azurerm_storage_account.shop.primary_blob_endpoint");
    expect(blockOf(text, 'output "key"')).toBe(
      "value = azurerm_storage_account.shop.primary_access_key\nsensitive = true",
    );
    expect(blockOf(text, 'output "other"')).toBe("value = var.existing_resource");
  });

  it("keeps a type that no table knows under its own name", () => {
    const { text } = translate({
      resources: [resource("Microsoft.Foo/barBazes", "odd", { properties: { isOn: true } })],
    });
    expect(blockOf(text, 'resource "azurerm_foo_bar_bazes" "odd"')).toContain("is_on = true");
  });

  it("reads resources with symbolic names", () => {
    const { text } = translate({ languageVersion: "2.0", resources: { account: resource(storage, "shop") } });
    expect(text).toContain('resource "azurerm_storage_account" "shop"');
  });

  it("gives two templates of one folder different names", () => {
    const names = new Names();
    const text = template({ resources: [resource(storage, "shop")] });
    const [first, second] = ["a.json", "b.json"].map((name) => translateArm({ name, text }, names).text);
    expect(first).toContain('"azurerm_storage_account" "shop"');
    expect(second).toContain('"azurerm_storage_account" "shop2"');
  });

  it("knows the line that each line was written from", () => {
    const text = template({
      resources: [resource(storage, "shop", { properties: { allowBlobPublicAccess: true } })],
    }).replaceAll(",", ",\n");
    const { text: code, lines } = translateArm({ name: "main.json", text });
    const at = code.split("\n").findIndex((line) => line.includes("allow_nested_items_to_be_public"));
    expect(text.split("\n")[(lines[at] ?? 0) - 1]).toContain("allowBlobPublicAccess");
    const head = code.split("\n").findIndex((line) => line.startsWith("resource"));
    expect(text.split("\n")[(lines[head] ?? 0) - 1]).toContain(storage);
  });
});

describe("hostile ARM templates", () => {
  const doubling = (last: string) =>
    Object.fromEntries(
      Array.from({ length: 40 }, (_, step) => [
        `v${step + 1}`,
        `[concat(variables('v${step}'), variables('v${step}'))]`,
      ]).concat([["v0", last]]),
    );

  it.each([
    [
      "a variable of itself",
      {
        variables: { a: "[concat(variables('a'), variables('a'))]" },
        resources: [resource(storage, "[variables('a')]")],
      },
    ],
    ["variables that double", { variables: doubling("xx"), resources: [resource(storage, "[variables('v40')]")] }],
    [
      "variables that double inside",
      {
        resources: [
          resource("Microsoft.Resources/deployments", "d", {
            properties: {
              expressionEvaluationOptions: { scope: "inner" },
              template: { variables: doubling("xx"), resources: [resource(storage, "[variables('v40')]")] },
            },
          }),
        ],
      },
    ],
    ["calls in calls", { variables: { a: `[${"concat(".repeat(500)}'a'${")".repeat(500)}]` }, resources: [] }],
    ["many resources", { resources: Array.from({ length: 3_000 }, (_, index) => resource(storage, `a${index}`)) }],
    [
      "names that objects inherit",
      {
        parameters: { constructor: { type: "constructor" } },
        variables: { toString: "[constructor()]" },
        resources: [
          resource("Microsoft.constructor/toString", "__proto__", {
            properties: { constructor: "[reference('x').constructor]" },
          }),
        ],
      },
    ],
    ["what is no resource", { resources: [1, null, [], { type: 1 }, { type: "a" }, "[x]"] }],
  ])("%s are answered", (_, body) => {
    const { text, lines } = translate(body);
    expect(text.length).toBeLessThan(2_000_000);
    expect(lines.length).toBeLessThan(text.split("\n").length);
  });

  it.each(["", "[]", "{", '{"resources": 1}', '{"a": 1}'])("%j is answered with a problem or nothing", (text) => {
    const { text: code, problems } = translateArm({ name: "x.json", text });
    expect(code.trim() === "" || problems.length === 0).toBe(true);
  });
});
