import { describe, expect, it } from "vitest";
import { translateArm } from "./index.ts";
import { blockOf, resource, translate } from "./translate-fixture.ts";

const storage = "Microsoft.Storage/storageAccounts";
const deployment = (name: string, properties: object) =>
  resource("Microsoft.Resources/deployments", name, { properties });

describe("expressions of ARM templates", () => {
  const parameters = {
    p: { type: "string" },
    list: { type: "array", defaultValue: ["a", 1, true, null, "[[x]", { k: [] }] },
    computed: { type: "array", defaultValue: ["[resourceGroup().name]"] },
    tiers: { type: "object", defaultValue: { prod: { sku: "P1v3" } } },
  };

  it.each([
    ["[or(parameters('p'), true)]", "var.unreadable"],
    ["[or(equals(parameters('p'), 'a'), bool('true'))]", '((var.p == "a") || tobool("true"))'],
    ["[union(createObject('a', 1, 'b', -2.5), parameters('tiers'))]", 'merge({ ("a") = 1, ("b") = -2.5 }, var.tiers)'],
    ["[substring(parameters('p'), 3)]", "substr(var.p, 3, -1)"],
    ["[substring(parameters('p'))]", "var.substring"],
    ["[format('{0}-{1}-{2:D2}{3}', 'a', parameters('p'), 7)]", '"a-${var.p}-${7}${""}"'],
    ["[format(parameters('p'), 'a')]", "var.p"],
    ["[format()]", '""'],
    ["[concat(parameters('list'), array('z'))]", 'concat(var.list, flatten(["z"]))'],
    ["[concat(variables('held').names, variables('held').names)]", "concat(local.held.names, local.held.names)"],
    ["[concat('a', 1, createObject())]", '"a${1}${{  }}"'],
    ["[parameters('tiers')['prod'].sku]", 'var.tiers["prod"].sku'],
    ["[parameters('tiers')[parameters('p')]]", "var.tiers[var.p]"],
    ["['abc'.length]", '"abc".length'],
    ["[resourceGroup().name]", "data.azurerm_resource_group.main.name"],
    ["[resourceGroup().tags['cost-center']]", 'data.azurerm_resource_group.main.tags["cost-center"]'],
    ["[resourceGroup()]", "data.azurerm_resource_group.main.id"],
    ["[subscription().subscriptionId]", "data.azurerm_client_config.current.subscription_id"],
    ["[environment().suffixes.sqlServerHostname]", '".database.windows.net"'],
    ["[concat('privatelink', environment().suffixes.keyvaultDns)]", '"privatelink${".vault.azure.net"}"'],
    ["[environment().suffixes.ofNobody]", "var.environment"],
    ["[newGuid()]", "var.newguid"],
    ["[resourceId('Microsoft.Web/sites', 'elsewhere')]", '"/providers/Microsoft.Web/sites/elsewhere"'],
    ["[resourceId('Microsoft.Web/sites', parameters('p'))]", "var.existing_id"],
    ["[resourceId('Microsoft.Web/sites/slots', 'one')]", "var.existing_id"],
    ["[resourceId('nonsense')]", "var.existing_id"],
    ["[resourceId('Microsoft.Web/sites', toLower('A'))]", '"/providers/Microsoft.Web/sites/A"'],
    ["[resourceId('Microsoft.Web/sites', format('{0}{1}', 'a', 2))]", '"/providers/Microsoft.Web/sites/a2"'],
    ["[resourceId('Microsoft.Web/sites', format('a{7}'))]", '"/providers/Microsoft.Web/sites/a"'],
    ["[resourceId('Microsoft.Web/sites', variables('held').names[1])]", '"/providers/Microsoft.Web/sites/y"'],
    ["[resourceId('Microsoft.Web/sites', variables('held').names.z)]", "var.existing_id"],
    ["[resourceId('Microsoft.Web/sites', variables('held')[0])]", "var.existing_id"],
    ["[resourceId('Microsoft.Web/sites', variables('nowhere').name)]", "var.existing_id"],
    ["[resourceId('Microsoft.Web/sites', 'a'.b)]", "var.existing_id"],
    ["[resourceId('Microsoft.Web/sites', variables('empty'))]", "var.existing_id"],
    ["[concat('/')]", '"/"'],
    ["[copyIndex()]", "0"],
    ["[copyIndex('nobody', 2)]", "(0 + 2)"],
    ["[listKeys()]", "var.access_key"],
    ["[reference()]", "var.existing_resource"],
    ["[parameters('nobody')]", "var.nobody"],
    ["[parameters(toLower('P'))]", "var.parameters"],
    ["[parameters]", "var.unreadable"],
    ["[parameters('p').]", "var.unreadable"],
    ["[parameters('p').'a']", "var.unreadable"],
    ["[parameters('p')[]]", "var.unreadable"],
    ["[parameters('p')[0]", "var.unreadable"],
    ["[parameters('p') ^ 1]", "var.unreadable"],
    ["[parameters('p'; 1)]", "var.unreadable"],
    ["[]", "var.unreadable"],
  ])("reads %s as %s", (value, code) => {
    const variables = { v: value, held: { names: ["x", "y"] }, empty: "" };
    const { text } = translate({ parameters, variables, resources: [] });
    expect(/^ {2}v = (.*)$/m.exec(text)?.[1]).toBe(code);
  });

  it("writes defaults of every shape, and one that has an expression anywhere inside as a local", () => {
    const { text } = translate({ parameters, resources: [] });
    expect(blockOf(text, 'variable "list"')).toBe(
      'type = any\ndefault = [\n  "a",\n  1,\n  true,\n  null,\n  "[x]",\n  {\n    k = []\n  },\n]',
    );
    expect(blockOf(text, 'variable "computed"')).toBe("type = any\ndefault = null");
    expect(text).toContain("computed = var.computed != null ? var.computed : [data.azurerm_resource_group.main.name]");
  });

  it("gives up on expressions that go deeper than anybody writes", () => {
    const steps = ".x".repeat(40);
    const { text } = translate({ variables: { v: `[first(first('a')${steps})${steps}]` }, resources: [] });
    expect(blockOf(text, "locals")).toContain("var.unreadable");
    const deep = translate({ variables: { v: `[first('a')${".x".repeat(70)}]` }, resources: [] });
    expect(deep.problems).toEqual([
      { line: 1, column: 1, message: "this expression could not be read: its value is taken to be unknown" },
    ]);
  });

  it("points outputs at what resources declare, and leaves out an output of no value", () => {
    const id = `resourceId('${storage}', 'shop')`;
    const { text } = translate({
      resources: [
        resource(storage, "shop"),
        resource("Microsoft.Web/sites", "web"),
        resource("Microsoft.Foo/bars", "b"),
      ],
      outputs: {
        whole: { type: "object", value: `[reference(${id}, '2022-01-01', 'full')]` },
        odd: { type: "string", value: `[reference(${id}).properties.customDomain.useSubDomain]` },
        site: { type: "string", value: "[reference('web').defaultHostName]" },
        ip: { type: "string", value: "[reference('web')['outboundIpAddresses']]" },
        who: { type: "string", value: "[reference('web', '2022-01-01', 'full').identity.principalId]" },
        keys: { type: "string", value: "[listKeys('b', '2022-01-01')]" },
        copied: { type: "array", copy: { count: 2, input: "x" } },
      },
    });
    const value = (name: string): string => blockOf(text, `output "${name}"`).replace("value = ", "");
    expect(value("whole")).toBe("azurerm_storage_account.shop.id");
    expect(value("odd")).toBe("azurerm_storage_account.shop.use_sub_domain");
    expect(value("site")).toBe("azurerm_windows_web_app.web.default_hostname");
    expect(value("ip")).toBe("azurerm_windows_web_app.web.outbound_ip_addresses");
    expect(value("who")).toBe("azurerm_windows_web_app.web.identity[0].principal_id");
    expect(value("keys")).toBe("azurerm_foo_bars.b.primary_key");
    expect(text).not.toContain('output "copied"');
  });
});

describe("where resources of ARM templates stand", () => {
  it("takes what exists already for no resource, and what has no properties for one without", () => {
    const { text, problems } = translate({
      languageVersion: "2.0",
      resources: {
        there: { ...resource(storage, "there"), existing: true },
        here: { ...resource("Microsoft.Foo/bars", "here"), existing: false },
        none: null,
      },
    });
    expect(text).not.toContain('"there"');
    expect(blockOf(text, 'resource "azurerm_foo_bars" "here"')).toBe(
      'name = "here"\nresource_group_name = data.azurerm_resource_group.main.name',
    );
    expect(problems.map(({ message }) => message)).toEqual(["a resource needs a type"]);
  });

  it("carries tags, a place, a name of several parts and what a resource depends on", () => {
    const { text } = translate({
      parameters: { site: { type: "string" } },
      resources: [
        resource("Microsoft.Web/sites", "web", {
          kind: "app,linux",
          location: "westeurope",
          tags: { team: "shop" },
          dependsOn: ["plan", "plan", "web", "of-nobody"],
        }),
        resource("Microsoft.Web/serverfarms", "plan", { location: null, dependsOn: "web", sku: { name: "P1v3" } }),
        resource(`${storage}/blobServices/containers`, "[format('{0}/default/pics', parameters('site'))]"),
        resource(`${storage}/blobServices/containers`, "[concat('shop/default/', parameters('site'))]", {
          copy: { name: "c", count: 2 },
        }),
        resource("Microsoft.DBforMySQL/servers/databases", "given/orders"),
        resource("Microsoft.DBforMySQL/servers/databases", "[concat(parameters('site'), '/orders')]"),
        resource("Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems", "v/f/c/i", {
          properties: { policyId: "p" },
        }),
      ],
    });
    expect(blockOf(text, 'resource "azurerm_linux_web_app" "web"')).toBe(
      [
        'name = "web"',
        "resource_group_name = data.azurerm_resource_group.main.name",
        'location = "westeurope"',
        "tags = {",
        '  team = "shop"',
        "}",
        "site_config {",
        '  minimum_tls_version = "1.0"',
        '  ftps_state = "AllAllowed"',
        "}",
        "depends_on = [azurerm_service_plan.plan]",
      ].join("\n"),
    );
    expect(blockOf(text, 'resource "azurerm_storage_container" "pics"')).toContain('name = "pics"');
    expect(blockOf(text, 'resource "azurerm_storage_container" "site"')).toContain(
      'count = 2\nname = element(split("/", "shop/default/${var.site}"), -1)',
    );
    expect(blockOf(text, 'resource "azurerm_mysql_database" "orders"')).toContain('server_name = "given"');
    expect(blockOf(text, 'resource "azurerm_mysql_database" "orders2"')).toContain(
      "server_name = var.existing_resource",
    );
    expect(blockOf(text, 'resource "azurerm_backup_protected_vm" "i"')).toBe('backup_policy_id = "p"');
  });

  it("counts by conditions and loops that are no plain text as what nobody knows", () => {
    const { text } = translate({
      resources: [
        resource(storage, "a", { condition: "[equals(1, 1)]" }),
        resource(storage, "b", { condition: "False" }),
        resource(storage, "c", { copy: { name: "c", count: [2] } }),
      ],
    });
    expect(blockOf(text, 'resource "azurerm_storage_account" "a"')).toContain("count = (1 == 1) ? 1 : 0");
    expect(blockOf(text, 'resource "azurerm_storage_account" "b"')).toContain("count = false ? 1 : 0");
    expect(blockOf(text, 'resource "azurerm_storage_account" "c"')).toContain("count = var.condition");
  });

  it("takes the first of several where what refers to them stands in no loop", () => {
    const { text } = translate({
      resources: [resource(storage, "shop", { copy: { name: "shops", count: 2 } })],
      outputs: { key: { type: "string", value: "[listKeys('shop', '2022-01-01').keys[0].value]" } },
    });
    expect(blockOf(text, 'output "key"')).toBe("value = azurerm_storage_account.shop[0].primary_access_key");
  });

  it("ties a looped network card and its groups together one by one", () => {
    const { text } = translate({
      resources: [
        resource("Microsoft.Network/networkSecurityGroups", "nsg"),
        resource("Microsoft.Network/networkInterfaces", "nic", {
          copy: { name: "nics", count: 3 },
          properties: {
            networkSecurityGroup: { id: "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg')]" },
          },
        }),
      ],
    });
    const tie = blockOf(text, 'resource "azurerm_network_interface_security_group_association" "nic"');
    expect(tie).toBe(
      [
        "count = 3",
        "network_interface_id = azurerm_network_interface.nic[count.index].id",
        "network_security_group_id = azurerm_network_security_group.nsg.id",
      ].join("\n"),
    );
  });

  it("reads lists that a loop makes by the first of them, and none where the loop makes another", () => {
    const { text } = translate({
      resources: [
        resource("Microsoft.Compute/virtualMachines", "vm", {
          zones: ["2"],
          properties: {
            storageProfile: {
              copy: [
                "nothing",
                { name: "others", count: 1, input: {} },
                { name: "dataDisks" },
                { name: "dataDisks", count: 2, input: { diskSizeGB: 64, lun: "[copyIndex('dataDisks')]" } },
              ],
            },
            networkProfile: { networkInterfaces: [{ id: "a" }, { name: "b" }] },
          },
        }),
        resource("Microsoft.Compute/virtualMachines", "vm2", {
          zones: "3",
          properties: {
            storageProfile: { copy: [{ name: "others", count: 1, input: {} }], dataDisks: [7, { lun: 1 }] },
            networkProfile: { networkInterfaces: "[variables('cards')]" },
          },
        }),
        resource("Microsoft.Compute/virtualMachines", "vm3", { zones: [] }),
      ],
      variables: { cards: "[createArray('a')]" },
    });
    expect(blockOf(text, 'resource "azurerm_linux_virtual_machine" "vm"')).toContain(
      'zone = 2\nnetwork_interface_ids = ["a"]',
    );
    const second = blockOf(text, 'resource "azurerm_linux_virtual_machine" "vm2"');
    expect(second).toContain('zone = 3\nnetwork_interface_ids = ["a"]');
    expect(blockOf(text, 'resource "azurerm_linux_virtual_machine" "vm3"')).not.toContain("zone");
    expect(text.match(/"azurerm_managed_disk" "\w+"/g)).toHaveLength(2);
    expect(text).toContain("disk_size_gb = 64");
    expect(text).toContain("disk_size_gb = 128");
  });

  it("keeps what an unknown type says under its own names, however deep, but no nothing and no odd name", () => {
    const { text } = translate({
      variables: { inner: { isOn: false } },
      resources: [
        resource("Microsoft.Foo/bars", "odd", {
          properties: { none: null, "9lives": 1, network: { isOpen: true, none: null }, list: ["a"] },
        }),
        resource("Microsoft.Foo/bars", "held", { properties: "[variables('inner')]" }),
        resource("Microsoft.Foo/bars/9s", "no/type"),
      ],
    });
    expect(blockOf(text, 'resource "azurerm_foo_bars" "odd"')).toContain(
      'network {\n  is_open = true\n}\nlist = ["a"]',
    );
    expect(blockOf(text, 'resource "azurerm_foo_bars" "odd"')).not.toMatch(/none|9lives/);
    expect(blockOf(text, 'resource "azurerm_foo_bars" "held"')).toContain("is_on = false");
  });
});

describe("templates inside ARM templates", () => {
  it("knows inner parameters by what they are given, else by their default, else not at all", () => {
    const inner = {
      parameters: {
        name: { type: "string" },
        sku: { type: "object", defaultValue: { name: "Standard_ZRS" } },
        tags: { type: "array", defaultValue: ["a", { k: "[parameters('name')]" }] },
        open: { type: "string" },
      },
      variables: { nested: "[parameters('tags')]" },
      resources: [
        resource(storage, "[parameters('name')]", {
          sku: "[parameters('sku')]",
          tags: { all: "[variables('nested')]", open: "[parameters('open')]", name: "[parameters('name')]" },
        }),
      ],
    };
    const { text, problems } = translate({
      resources: [deployment("d", { parameters: { name: { value: "shop" } }, template: inner })],
    });
    const account = blockOf(text, 'resource "azurerm_storage_account" "shop"');
    expect(account).toContain('all = ["a", { "k" = "shop" }]\n  open = var.open\n  name = "shop"');
    expect(account).toContain('account_tier = "Standard"\naccount_replication_type = "ZRS"');
    expect(problems.map(({ message }) => message)).toEqual(["the template declares nothing of this name"]);
  });

  it("reads an inner template that is given nothing with the names of the outer one", () => {
    const { text } = translate({
      parameters: { name: { type: "string", defaultValue: "outer" } },
      resources: [
        deployment("bare", {
          parameters: {},
          template: { parameters: {}, resources: [resource(storage, "[parameters('name')]")] },
        }),
      ],
    });
    expect(text).toContain("name = var.name");
  });

  it("stops at templates and resources that are nested too deep", () => {
    const nest = (depth: number): object =>
      depth === 0 ? resource(storage, "shop") : deployment("d", { template: { resources: [nest(depth - 1)] } });
    const deep = translate({ resources: [nest(9)] });
    expect(deep.text).not.toContain("azurerm_storage_account");
    expect(deep.problems.map(({ message }) => message)).toEqual(["templates are nested too deep"]);
    expect(translate({ resources: [nest(8)] }).text).toContain("azurerm_storage_account");

    const parts = (depth: number): object =>
      resource("parts", `p${depth}`, { resources: depth === 0 ? [] : [parts(depth - 1)] });
    const { text } = translate({ resources: [resource("Microsoft.Foo/bars", "top", { resources: [parts(12)] })] });
    expect(text.match(/^resource /gm)).toHaveLength(10);
  });

  it("declares the first of two resources of one name, and says a problem once", () => {
    const { text, problems } = translate({
      resources: [
        resource(storage, "shop"),
        resource(storage, "shop"),
        ...Array.from({ length: 2 }, () => resource("nonsense", "x")),
      ],
      outputs: { id: { type: "string", value: `[resourceId('${storage}', 'shop')]` } },
    });
    expect(blockOf(text, 'output "id"')).toBe("value = azurerm_storage_account.shop.id");
    expect(problems).toHaveLength(1);
    const many = `{"resources": [${Array.from({ length: 150 }, () => "1").join(",\n")}]}`;
    expect(translateArm({ name: "a.json", text: many }).problems).toHaveLength(100);
  });

  it("answers a text of nothing with what is wrong", () => {
    expect(translateArm({ name: "a.json", text: "" }).problems).toEqual([
      { line: 1, column: 1, message: "JSON: value expected" },
    ]);
  });
});
