import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { catalogue, createModel } from "../model/index.ts";
import type { Attributes, Component } from "../model/index.ts";
import { priceDesign } from "./index.ts";

const Figures = z.record(z.string(), z.union([z.number(), z.record(z.string(), z.number())]));
const Resource = z.tuple([z.string(), z.custom<Attributes>(), z.record(z.string(), z.string())]);
const Row = z.tuple([
  z.enum(["aws", "azure", "gcp"]),
  z.string(),
  z.string(),
  z.number(),
  z.number(),
  z.string(),
  Figures,
  z.array(Resource),
]);

/** The resource that a row is about is named so. */
const priced = /\.x$/;

const component = ([id, attributes, references]: z.infer<typeof Resource>): Component => {
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
    references: Object.entries(references).map(([path, to]) => ({ path, to })),
    source: { file: "main.tf", line: 1, end_line: 1 },
    lines: new Map(),
  };
};

const lines = readFileSync(new URL("golden.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .slice(1);

const rows = lines.map((line) => {
  const [cloud, region, id, usd, quantity, unit, usage, resources] = Row.parse(JSON.parse(line));
  const components = resources.map(component);
  const address = components.find((one) => priced.test(one.id))?.id ?? "";
  const model = createModel({ cloud, region, components, groups: [], links: [] });
  const { items } = priceDesign(model, { usage: { resources: { [address]: usage } } });
  const monthly = items.find((item) => item.resource === address && item.unit === unit)?.monthly ?? 0;
  return { cloud, id, wanted: usd * quantity, monthly };
});

/** The part of a cloud's golden prices that has to be met, and how nearly. */
const share = 0.95;
const tolerance = 0.05;

describe("the monthly price of a resource against the golden one", () => {
  it.each([
    ["aws", 134],
    ["azure", 223],
    ["gcp", 43],
  ])("is near enough for %s, in nearly all of %i", (cloud, golden) => {
    const all = rows.filter((row) => row.cloud === cloud);
    const missed = all.filter(({ monthly, wanted }) => Math.abs(monthly - wanted) > tolerance * wanted);
    expect(all).toHaveLength(golden);
    expect({ missed, nearEnough: missed.length <= (1 - share) * golden }).toMatchObject({ nearEnough: true });
  });
});
