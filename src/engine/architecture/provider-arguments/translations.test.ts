import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadAwsServiceSpecSync } from "@aws-cdk/aws-service-spec";
import { describe, expect, it } from "vitest";
import { analyzeDesign } from "../index.ts";
import { resourceMappings } from "../parse/cloudformation/resources/index.ts";
import { translateCloudFormation } from "../parse/cloudformation/index.ts";
import aws from "./aws.json" with { type: "json" };
import aws5 from "./aws-5.json" with { type: "json" };
import azurerm from "./azurerm.json" with { type: "json" };
import { argumentProblems } from "./check-arguments.ts";
import type { ProviderArguments } from "./check-arguments.ts";

// Type boundary: the keys of the generated files are data.
const [newest, previous, azure] = [aws, aws5, azurerm] as unknown as [
  ProviderArguments,
  ProviderArguments,
  ProviderArguments,
];

const suggested = (name: string, text: string): string =>
  analyzeDesign({ files: [{ name, text }], generated: false, goals: [] }).terraform;

const templates = join(import.meta.dirname, "../parse/cloudformation/fixtures");

describe("Terraform that a CloudFormation template becomes", () => {
  it.each(readdirSync(templates))("%s uses what the provider knows, and all that it requires", (name) => {
    const text = suggested(name, readFileSync(join(templates, name), "utf8"));
    expect([newest, previous].flatMap((provider) => argumentProblems(text, provider))).toEqual([]);
  });
});

const database = loadAwsServiceSpecSync();

interface Shape {
  type: string;
  element?: Shape;
  types?: readonly Shape[];
  reference?: { $ref: string };
}

type Shapes = Readonly<Record<string, { type: Shape }>>;

const plain: Readonly<Record<string, unknown>> = {
  integer: 3,
  number: 3,
  boolean: true,
  json: { AnyThing: "x" },
  tag: { Key: "a", Value: "b" },
};

const deepest = 6;

/** A value of each type that AWS's specification has: of a choice the one that says most. */
const valueOf = (shape: Shape, seen: readonly string[]): unknown => {
  if (shape.type === "array" || shape.type === "map") {
    const inner = shape.element && valueOf(shape.element, seen);
    if (inner === undefined) return undefined;
    return shape.type === "array" ? [inner] : { key: inner };
  }
  if (shape.type === "union") {
    const [first] = shape.types ?? [];
    const most = shape.types?.find(({ type }) => type === "ref" || type === "array") ?? first;
    return most && valueOf(most, seen);
  }
  if (shape.reference === undefined) return plain[shape.type] ?? "text";
  const id = shape.reference.$ref;
  if (seen.includes(id) || seen.length > deepest) return undefined;
  return wholeOf(database.get("typeDefinition", id).properties as Shapes, [...seen, id]);
};

const wholeOf = (shapes: Shapes, seen: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(shapes).map(([name, { type }]) => [name, valueOf(type, seen)]));

/** Types of which the provider knows none: EC2-Classic's groups, which it has dropped. */
const dropped = /^AWS::(?:RDS::DBSecurityGroup|ElastiCache::SecurityGroup)$/;
/**
 * Version 6 of the provider calls it `name`; version 5 does not know that. JSON of one's own cannot be told from settings.
 * Types whose names are put together are not among those that the files hold.
 */
const expected = /compute_environment_name|\.any_thing: |^aws_s3_bucket_\w+_configuration: no such type$/;

const types = Object.keys(resourceMappings).filter((type) => !type.startsWith("Custom::") && !dropped.test(type));

describe("a resource that says all that its CloudFormation type can say", () => {
  it.each(types)("%s", (type) => {
    const [resource] = database.lookup("resource", "cloudFormationType", "equals", type);
    const properties = wholeOf((resource?.properties ?? {}) as Shapes, []);
    const text = JSON.stringify({
      AWSTemplateFormatVersion: "2010-09-09",
      Resources: { Thing: { Type: type, Properties: properties } },
    });
    const { text: code } = translateCloudFormation({ name: "template.json", text });
    const strange = argumentProblems(code, newest).filter((problem) => !problem.endsWith(" is missing"));
    expect(strange.filter((problem) => !expected.test(problem))).toEqual([]);
  });
});

const arm = JSON.stringify({
  $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  contentVersion: "1.0.0.0",
  resources: [
    {
      type: "Microsoft.Network/networkSecurityGroups",
      apiVersion: "2023-04-01",
      name: "app",
      location: "westeurope",
      properties: { securityRules: [] },
    },
    {
      type: "Microsoft.Network/virtualNetworks",
      apiVersion: "2023-04-01",
      name: "net",
      location: "westeurope",
      properties: {
        addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
        subnets: [
          {
            name: "app",
            properties: {
              addressPrefix: "10.0.1.0/24",
              networkSecurityGroup: { id: "[resourceId('Microsoft.Network/networkSecurityGroups', 'app')]" },
            },
          },
        ],
      },
    },
    {
      type: "Microsoft.Network/networkInterfaces",
      apiVersion: "2023-04-01",
      name: "card",
      location: "westeurope",
      properties: {
        networkSecurityGroup: { id: "[resourceId('Microsoft.Network/networkSecurityGroups', 'app')]" },
        ipConfigurations: [
          {
            name: "main",
            properties: {
              privateIPAllocationMethod: "Dynamic",
              subnet: { id: "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'net', 'app')]" },
            },
          },
        ],
      },
    },
    {
      type: "Microsoft.Compute/virtualMachines",
      apiVersion: "2023-03-01",
      name: "vm",
      location: "westeurope",
      properties: {
        hardwareProfile: { vmSize: "Standard_B2s" },
        osProfile: {
          adminUsername: "app",
          linuxConfiguration: {
            ssh: { publicKeys: [{ path: "/home/app/.ssh/authorized_keys", keyData: "ssh-rsa A" }] },
          },
        },
        storageProfile: {
          imageReference: { publisher: "Canonical", offer: "ubuntu", sku: "22_04-lts", version: "latest" },
          osDisk: { createOption: "FromImage" },
          dataDisks: [{ lun: 0, createOption: "Empty", diskSizeGB: 64 }],
        },
        networkProfile: { networkInterfaces: [{ id: "[resourceId('Microsoft.Network/networkInterfaces', 'card')]" }] },
      },
    },
    {
      type: "Microsoft.Web/serverfarms",
      apiVersion: "2022-09-01",
      name: "plan",
      location: "westeurope",
      kind: "linux",
      sku: { name: "B1" },
      properties: { reserved: true },
    },
    {
      type: "Microsoft.Web/sites",
      apiVersion: "2022-09-01",
      name: "site",
      location: "westeurope",
      kind: "app,linux",
      properties: {
        serverFarmId: "[resourceId('Microsoft.Web/serverfarms', 'plan')]",
        siteConfig: { linuxFxVersion: "NODE|22-lts", httpLoggingEnabled: true },
      },
    },
    {
      type: "Microsoft.KeyVault/vaults",
      apiVersion: "2023-02-01",
      name: "vault",
      location: "westeurope",
      properties: {
        tenantId: "[subscription().tenantId]",
        sku: { family: "A", name: "standard" },
        enableSoftDelete: true,
      },
    },
    {
      type: "Microsoft.DocumentDB/databaseAccounts",
      apiVersion: "2023-04-15",
      name: "documents",
      location: "westeurope",
      properties: {
        consistencyPolicy: { defaultConsistencyLevel: "Session" },
        locations: [{ locationName: "westeurope", failoverPriority: 0 }],
      },
    },
  ],
});

describe("Terraform that an ARM template becomes", () => {
  const text = suggested("template.json", arm);

  it("uses what the provider knows, and all that it requires", () => {
    expect(argumentProblems(text, azure)).toEqual([]);
  });

  it("ties a subnet and a network card to their security group by resources of their own", () => {
    expect(text).toContain('resource "azurerm_subnet_network_security_group_association"');
    expect(text).toContain('resource "azurerm_network_interface_security_group_association"');
  });

  it("says what an app runs on as the provider wants it", () => {
    expect(text).toMatch(/application_stack \{\s+node_version\s+= "22-lts"/);
  });
});
