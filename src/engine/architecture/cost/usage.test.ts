import { describe, expect, it } from "vitest";
import { catalogue, createModel } from "../model/index.ts";
import type { Attributes, Component, Model } from "../model/index.ts";
import { awsPricers } from "./aws/index.ts";
import { azurePricers } from "./azure/index.ts";
import { gcpPricers } from "./gcp/index.ts";
import { priceDesign, unmatchedUsage } from "./index.ts";
import { describeUsage, figuresOfType } from "./usage-keys.ts";
import type { Figures } from "./usage-keys.ts";

const component = (id: string, attributes: Attributes = {}): Component => {
  const [type = "", name = ""] = id.split(".");
  const { id: service, kind } = catalogue(type);
  return {
    id,
    address: id,
    type,
    service,
    kind,
    name,
    attributes,
    references: [],
    source: { file: "main.tf", line: 1, end_line: 1 },
    lines: new Map(),
  };
};

const modelOf = (...components: Component[]): Model =>
  createModel({ cloud: "aws", region: "us-east-1", components, groups: [], links: [] });

const functions = [component("aws_lambda_function.f", { memory_size: 1024 }), component("aws_lambda_function.g")];

const priceWith = (resources: Record<string, Figures>, components = functions) =>
  priceDesign(modelOf(...components), { usage: { profile: "small", resources } });

const requestsOf = (resource: string, resources: Record<string, Figures>): number | undefined =>
  priceWith(resources).items.find((item) => item.resource === resource && item.unit === "1M requests")?.quantity;

describe("usage figures of one's own", () => {
  it.each<[what: string, resources: Record<string, Figures>]>([
    ["its address", { "aws_lambda_function.f": { monthly_requests: 5e6 } }],
    ["a short form of the key", { "aws_lambda_function.f": { requests: 5e6 } }],
    ["its name, as a template has it", { f: { requests: 5e6 } }],
    ["all instances of its block", { "aws_lambda_function.f[*]": { requests: 5e6 } }],
    [
      "its own address before its type",
      { "aws_lambda_function.f": { requests: 5e6 }, aws_lambda_function: { requests: 1 } },
    ],
  ])("are taken under %s", (_, resources) => {
    expect(requestsOf("aws_lambda_function.f", resources)).toBe(5);
  });

  it("leave the other resources with the profile, and say so", () => {
    const resources = { "aws_lambda_function.f": { requests: 5e6 } };
    expect(requestsOf("aws_lambda_function.g", resources)).toBe(25);
    const [own] = priceWith(resources).items;
    expect(own?.assumption).toBe("5 M requests a month (own usage figures, else small usage profile)");
  });

  it("are taken for a whole type", () => {
    const resources = { aws_lambda_function: { requests: 2e6 } };
    expect(requestsOf("aws_lambda_function.f", resources)).toBe(2);
    expect(requestsOf("aws_lambda_function.g", resources)).toBe(2);
  });

  it("price 5 M requests of 200 ms at 1 GB: 1 M GB-seconds × 0.0000166667 and 5 × 0.20", () => {
    const resources = { "aws_lambda_function.f": { requests: 5e6, duration_ms: 200 } };
    expect(priceWith(resources, functions.slice(0, 1)).monthly).toBe(17.67);
  });

  it.each<[what: string, type: string, figures: Figures, unit: string, quantity: number]>([
    ["nested", "aws_s3_bucket", { standard: { storage_gb: 500 } }, "stored GB-month", 500],
    ["without the nesting", "aws_s3_bucket", { storage_gb: 500 }, "stored GB-month", 500],
    [
      "for a class of storage",
      "aws_s3_bucket",
      { glacier_deep_archive: { storage_gb: 9 } },
      "glacier_deep_archive GB-month",
      9,
    ],
    ["as a sum", "aws_cloudfront_distribution", { monthly_data_transfer_to_internet_gb: 700 }, "sent GB", 700],
    ["under a key that another type lends", "aws_route53_zone", { queries: 3e6 }, "1M queries", 3],
    ["of a class that is rarely used", "aws_s3_bucket", { monitored_objects: 4000 }, "1K objects-month", 4],
    ["as a sum of such a class", "aws_s3_bucket", { intelligent_tiering: 100 }, "intelligent_tiering GB-month", 100],
  ])("come %s", (_, type, figures, unit, quantity) => {
    const { items } = priceWith({ [`${type}.a`]: figures }, [component(`${type}.a`)]);
    expect(items.find((item) => item.unit === unit)?.quantity).toBe(quantity);
  });

  it("reach the bands of a price", () => {
    const { items } = priceWith({ "aws_s3_bucket.a": { storage_gb: 600_000 } }, [component("aws_s3_bucket.a")]);
    const stored = items.filter(({ unit }) => unit.startsWith("stored"));
    expect(stored.map(({ quantity, unit_price }) => [quantity, unit_price])).toEqual([
      [51_200, 0.023],
      [460_800, 0.022],
      [88_000, 0.021],
    ]);
  });

  it("stay within the capacity that a cluster allows", () => {
    const cluster = component("aws_rds_cluster.c", {
      engine: "aurora-mysql",
      serverlessv2_scaling_configuration: [{ min_capacity: 1, max_capacity: 4 }],
    });
    const instance = {
      ...component("aws_rds_cluster_instance.i", { instance_class: "db.serverless" }),
      references: [{ path: "cluster_identifier", to: cluster.id }],
    };
    const unitsWith = (figure: number): number | undefined =>
      priceWith({ [instance.id]: { capacity_units_per_hr: figure } }, [cluster, instance]).items.find(
        ({ unit }) => unit === "ACU-hour",
      )?.quantity;
    expect([0.5, 3, 9].map(unitsWith)).toEqual([730, 2190, 2920]);
  });

  it("tell resources and keys that mean nothing here", () => {
    const resources = {
      "aws_lambda_function.f": { requests: 1, colour: 3 },
      "aws_lambda_function.h": { requests: 1 },
      constructor: { requests: 1 },
    };
    expect(unmatchedUsage(modelOf(...functions), { resources })).toEqual([
      "usage: aws_lambda_function.f takes no colour; known are monthly_requests, request_duration_ms",
      'usage: the design holds no resource "aws_lambda_function.h"',
      'usage: the design holds no resource "constructor"',
    ]);
    expect(unmatchedUsage(modelOf(...functions), "large")).toEqual([]);
  });
});

it.each([
  ["aws", awsPricers],
  ["azure", azurePricers],
  ["gcp", gcpPricers],
])("no pricing function of %s asks for a figure that its type does not name", (_, pricers) => {
  const unnamed: string[] = [];
  for (const [type, price] of Object.entries(pricers)) {
    const keys = new Set(figuresOfType(type));
    for (const attributes of [{}, { type: "EXPRESS", protocol_type: "WEBSOCKET", sku: "Standard", min_size: 1 }]) {
      const usage = (_type: string, key: string): number => {
        if (!keys.has(key)) unnamed.push(`${type}: ${key}`);
        return 1;
      };
      const one = component(`${type}.a`, attributes);
      price(one, { model: modelOf(one), region: "us-east-1", usage, profile: "" });
    }
  }
  expect(unnamed).toEqual([]);
});

it("the table of usage keys names every type once, with the keys it owns and those that others lend it", () => {
  const [head, line, ...rows] = describeUsage().split("\n");
  expect([head, line]).toEqual(["| type | keys, a month |", "| --- | --- |"]);
  expect(rows).toContain("| aws_route53_zone | monthly_standard_queries |");
  const types = rows.map((row) => row.split(" ")[1] ?? "");
  expect(types).toEqual([...new Set(types)].toSorted((a, b) => (a < b ? -1 : 1)));
});
