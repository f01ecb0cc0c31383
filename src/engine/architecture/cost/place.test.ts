import { describe, expect, it } from "vitest";
import { analyzeDesign } from "../index.ts";
import { priceDesign } from "./index.ts";
import { inspect } from "../parse/index.ts";
import { receive } from "../receive.ts";

const costOf = (text: string) =>
  analyzeDesign({ files: [{ name: "main.tf", text }], generated: false, goals: [] }).cost;

const unitPrices = (text: string): [resource: string, usd: number][] =>
  costOf(text).items.map(({ resource, unit_price }) => [resource, unit_price]);

const inRegion = (region: string): string => `
provider "aws" {
  region = "${region}"
}
resource "aws_nat_gateway" "n" {}
resource "aws_vpc" "v" {}
resource "aws_cloudwatch_dashboard" "d" {}
`;

describe("a region with price lists of its own", () => {
  it.each(["cn-north-1", "cn-northwest-1", "us-iso-east-1", "eusc-de-east-1"])(
    "leaves %s without a price",
    (region) => {
      const { items, monthly, unpriced, unpriced_reasons } = costOf(inRegion(region));
      expect({ items, monthly, unpriced }).toEqual({
        items: [],
        monthly: 0,
        unpriced: ["aws_nat_gateway.n", "aws_cloudwatch_dashboard.d"],
      });
      expect(unpriced_reasons["aws_nat_gateway.n"]).toBe(`${region} has price lists of its own, which are not here`);
    },
  );

  it.each(["chinaeast2", "usgovvirginia"])("of Azure too: %s", (location) => {
    const { items, unpriced } = costOf(`resource "azurerm_linux_virtual_machine" "m" {
      location = "${location}"
      size     = "Standard_D2s_v5"
    }`);
    expect({ items, unpriced }).toEqual({ items: [], unpriced: ["azurerm_linux_virtual_machine.m"] });
  });

  it("is priced by its index where there is one, and says what is not its own price", () => {
    const { items } = costOf(inRegion("us-gov-west-1"));
    const [hour] = items;
    expect(hour?.unit_price).toBeCloseTo(0.045 * 1.2, 6);
    expect(hour?.assumption).toContain("price × 1.2 for us-gov-west-1");
    expect(items.find(({ resource }) => resource.includes("dashboard"))?.assumption).toContain(
      "list price outside government regions",
    );
  });
});

it("says of every price that it is the reference region's where a region has no list here", () => {
  const { items } = costOf(inRegion("mx-central-1"));
  const told = items.filter(({ assumption }) =>
    assumption.includes("price of us-east-1: no list of mx-central-1 here"),
  );
  expect(told.map(({ resource }) => resource)).toEqual(["aws_nat_gateway.n", "aws_nat_gateway.n"]);
  expect(items).toHaveLength(3);
});

it.each([
  ["us-east-1", 0.02, 0.09],
  ["af-south-1", 0.147, 0.154],
  ["sa-east-1", 0.138, 0.15],
  ["us-gov-west-1", 0.03, 0.155],
  ["ap-southeast-2", 0.098, 0.114],
])("data that leaves %s costs %d to other regions and %d to the internet", (region, others, internet) => {
  const text = `provider "aws" {\n  region = "${region}"\n}\nresource "aws_s3_bucket" "b" {}`;
  const { cost } = analyzeDesign({
    files: [{ name: "main.tf", text }],
    generated: false,
    goals: [],
    usage: { resources: { "aws_s3_bucket.b": { monthly_inter_region_gb: 100, monthly_outbound_gb: 100 } } },
  });
  const priceOf = (unit: string) => cost.items.find((item) => item.unit === unit)?.unit_price;
  expect([priceOf("to other regions GB"), priceOf("GB to the internet")]).toEqual([others, internet]);
});

describe("a resource is priced where it stands", () => {
  it("by the location of each in Azure", () => {
    const address = (name: string, location: string) => `resource "azurerm_public_ip" "${name}" {
      location          = "${location}"
      sku               = "Standard"
      allocation_method = "Static"
    }`;
    const both = unitPrices(`${address("home", "eastus")}\n${address("away", "brazilsouth")}`);
    const [home, away] = both.map(([, usd]) => usd);
    expect(away).toBeGreaterThan(home ?? 0);
    expect(unitPrices(address("away", "brazilsouth"))).toEqual([both[1]]);
  });

  it("by the provider that it names in AWS", () => {
    const text = `
      provider "aws" {
        region = "us-east-1"
      }
      provider "aws" {
        alias  = "far"
        region = "sa-east-1"
      }
      resource "aws_ebs_volume" "near" {
        size = 100
        type = "gp3"
      }
      resource "aws_ebs_volume" "far" {
        provider = aws.far
        size     = 100
        type     = "gp3"
      }`;
    expect(unitPrices(text)).toEqual([
      ["aws_ebs_volume.near", 0.08],
      ["aws_ebs_volume.far", 0.12752],
    ]);
  });

  it("and when the design is moved, what stands elsewhere stays there", () => {
    const text = `
      resource "azurerm_managed_disk" "main" {
        location             = "eastus"
        storage_account_type = "Premium_LRS"
        disk_size_gb         = 128
      }
      resource "azurerm_managed_disk" "copy" {
        location             = "westus2"
        storage_account_type = "Premium_LRS"
        disk_size_gb         = 128
      }`;
    const { model } = inspect(receive([{ name: "main.tf", text }]).files);
    const [home, copy] = priceDesign(model).items;
    const [moved, stayed] = priceDesign(model, { region: "brazilsouth" }).items;
    expect(moved?.unit_price).toBeGreaterThan(home?.unit_price ?? 0);
    expect(stayed).toEqual(copy);
  });
});

it("traffic out of an AWS region without price lists of its own costs what it costs in Virginia, by the region's index", () => {
  const bill = (region: string): number => {
    const text = `provider "aws" {\n region = "${region}"\n}\nresource "aws_instance" "x" {\n instance_type = "t3.micro"\n}\n`;
    const { model } = inspect(receive([{ name: "main.tf", text }]).files);
    const cost = priceDesign(model, { usage: { resources: { "aws_instance.x": { monthly_outbound_gb: 1000 } } } });
    return cost.items.find(({ unit }) => unit === "GB to the internet")?.unit_price ?? Number.NaN;
  };
  expect(bill("us-east-1")).toBe(0.09);
  expect(bill("eu-central-1")).toBe(0.09);
  expect(bill("ap-southeast-3")).toBeGreaterThan(0.09);
});

it("what stands in a region with price lists of its own is not priced, though the rest of the design is", () => {
  const text = `provider "aws" {\n region = "us-east-1"\n}\nprovider "aws" {\n alias = "apart"\n region = "us-iso-east-1"\n}\nresource "aws_eks_cluster" "here" {}\nresource "aws_eks_cluster" "there" {\n provider = aws.apart\n}\nresource "aws_vpc_ipam" "plan" {}\n`;
  const { model } = inspect(receive([{ name: "main.tf", text }]).files);
  const { monthly, unpriced_reasons } = priceDesign(model);
  expect(monthly).toBe(73);
  expect(unpriced_reasons).toEqual({
    "aws_eks_cluster.there": "us-iso-east-1 has price lists of its own, which are not here",
    "aws_vpc_ipam.plan": "aws_vpc_ipam is not in the price table",
  });
});
