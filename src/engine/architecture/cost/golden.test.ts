import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { analyzeDesign } from "../index.ts";
import { addressOf } from "./index.ts";

const Figures = z.record(z.string(), z.union([z.number(), z.record(z.string(), z.number())]));

/** [cloud, price, USD a unit, units a month, unit of the item, usage, text] */
const TerraformRow = z.tuple([
  z.enum(["aws", "azure", "gcp"]),
  z.string(),
  z.number(),
  z.number(),
  z.string(),
  Figures,
  z.string(),
]);

/** The same without a cloud, and with a template for the text. */
const CloudFormationRow = z.tuple([
  z.string(),
  z.number(),
  z.number(),
  z.string(),
  Figures,
  z.object({ Resources: z.record(z.string(), z.unknown()) }),
]);

type Usage = z.infer<typeof Figures>;

/** The rows of a table below its first line, which says what they are. */
const rowsOf = <Row>(file: string, schema: z.ZodType<Row>): Row[] =>
  readFileSync(new URL(file, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => schema.parse(JSON.parse(line)));

/** What one resource of a file costs a month in one unit, as a caller is answered. */
const monthlyOf = (file: { name: string; text: string }, name: string, usage: Usage, unit: string): number => {
  const { cost } = analyzeDesign({
    files: [file],
    generated: false,
    goals: [],
    usage: { profile: "small", resources: { [name]: usage } },
  });
  return cost.items
    .filter((item) => item.unit === unit && addressOf(item.resource).endsWith(`.${name.replace(/^.*\./, "")}`))
    .reduce((sum, { monthly }) => sum + monthly, 0);
};

const fromTerraform = rowsOf("golden.jsonl", TerraformRow).map(([cloud, price, usd, units, unit, usage, text]) => {
  const [, type = ""] = /resource "(\w+)" "x"/.exec(text) ?? [];
  return { cloud, price, wanted: usd * units, monthly: monthlyOf({ name: "main.tf", text }, `${type}.x`, usage, unit) };
});

const fromCloudFormation = rowsOf("golden-cloudformation.jsonl", CloudFormationRow).map(
  ([price, usd, units, unit, usage, template]) => {
    const text = JSON.stringify({ AWSTemplateFormatVersion: "2010-09-09", ...template });
    return { price, wanted: usd * units, monthly: monthlyOf({ name: "template.json", text }, "X", usage, unit) };
  },
);

const tolerance = 0.05;

const missed = (rows: readonly { price: string; wanted: number; monthly: number }[]) =>
  rows.filter(({ wanted, monthly }) => Math.abs(monthly - wanted) > tolerance * wanted);

describe("the monthly price of a resource within 5 % of the golden one", () => {
  it.each([
    ["aws", 134],
    ["azure", 223],
    ["gcp", 43],
  ])("for every golden price of %s, %i in number, from Terraform", (cloud, golden) => {
    const rows = fromTerraform.filter((row) => row.cloud === cloud);
    expect(rows).toHaveLength(golden);
    expect(missed(rows)).toEqual([]);
  });

  it("from CloudFormation too", () => {
    expect(fromCloudFormation).toHaveLength(132);
    expect(missed(fromCloudFormation)).toEqual([]);
  });
});
