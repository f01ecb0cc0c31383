import type { Charge, Context } from "../charge.ts";
import { chargeBands } from "../tariff.ts";
import { amount } from "../words.ts";
import { charge } from "./prices.ts";

/** The first 10 TB a month, and above. */
const bands = [
  [10_240, "egress.internet_gb"],
  [Number.POSITIVE_INFINITY, "egress.internet_gb.10tb"],
] as const;

/** Data that leaves for the internet, where usage figures say how much; none without them. */
export const chargeEgress = ({ profile }: Context, gigabytes: number): (Charge | undefined)[] =>
  gigabytes === 0
    ? []
    : chargeBands(charge, bands, gigabytes, {
        said: `${amount(gigabytes)} GB sent to the internet a month (${profile})`,
        what: "to the internet",
      });
