import { expect, test } from "vitest";
import { analyzeDesign } from "../index.ts";
import options from "./options.json" with { type: "json" };

const providers = `
provider "aws" {
  region = "us-east-1"
}
provider "google" {
  region = "us-central1"
}
`;

// Prices are those of the tables in prices/; the bills were computed by the engine and then read through, so they hold it to what it is, and are no other source.
test.each(options)("$says", ({ terraform, bill, unpriced }) => {
  const { cost } = analyzeDesign({
    files: [{ name: "main.tf", text: providers + terraform.join("\n") }],
    generated: false,
    goals: [],
    usage: { profile: "small" },
  });
  const items = cost.items.map(
    ({ resource, unit_price: price, quantity, unit }) => `${resource}: ${price} × ${quantity} ${unit}`,
  );
  expect(items).toEqual(bill);
  expect(cost.unpriced).toEqual(unpriced);
});
