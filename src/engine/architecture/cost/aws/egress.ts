import type { Charge, Context } from "../charge.ts";
import { amount } from "../words.ts";
import file from "./egress.json" with { type: "json" };

/** By region, the prices of the bands below. */
const perGigabyte = new Map<string, readonly number[]>(Object.entries(file.prices));

/** Ends of the bands in GB: the first 10 TB a month, the next 40 TB, the next 100 TB; the last band has none. */
const bands = [10_240, 51_200, 153_600];

/** Data that leaves for the internet, at the region's own prices; where there are none, at us-east-1's with the region's index. */
export const chargeEgress = ({ region, profile }: Context, gigabytes: number): Charge[] => {
  const local = perGigabyte.get(region);
  const prices = local ?? file.prices["us-east-1"];
  const said = `${amount(gigabytes)} GB sent to the internet a month (${profile})`;
  const own = local && { ratios: { [region]: 1 } };
  const charges: Charge[] = [];
  let from = 0;
  for (const [index, usd] of prices.entries()) {
    const upTo = bands[index] ?? Number.POSITIVE_INFINITY;
    if (from > 0 && gigabytes <= from) break;
    charges.push({
      unit: from === 0 ? "GB to the internet" : `GB to the internet above ${amount(from / 1024)} TB`,
      price: { usd, unit: "GB", asOf: file.asOf, global: false, ...own },
      quantity: Math.min(gigabytes, upTo) - from,
      assumption: said,
    });
    from = upTo;
  }
  return charges;
};
