import type { Charge, Context } from "../charge.ts";
import { amount } from "../words.ts";
import file from "./egress.json" with { type: "json" };

const perGigabyte: Readonly<Record<string, number>> = file.prices;

/** Data that leaves for the internet, at the region's own price for the first 10 TB; where there is none, at us-east-1's with the region's index. */
export const chargeEgress = ({ model, profile }: Context, gigabytes: number): Charge => {
  const local = Object.hasOwn(perGigabyte, model.region) ? perGigabyte[model.region] : undefined;
  return {
    unit: "GB to the internet",
    price: {
      usd: local ?? perGigabyte["us-east-1"] ?? 0,
      unit: "GB",
      asOf: file.asOf,
      global: local !== undefined,
    },
    quantity: gigabytes,
    assumption: `${amount(gigabytes)} GB sent to the internet a month (${profile})`,
  };
};
