import type { Charge, Context } from "../charge.ts";
import { chargeBands } from "../tariff.ts";
import { amount } from "../words.ts";
import { charge } from "./prices.ts";

/** The first TB a month, the next nine, and above. */
const bands = [
  [1024, "egress.internet_gb"],
  [10_240, "egress.internet_gb.1tb"],
  [Number.POSITIVE_INFINITY, "egress.internet_gb.10tb"],
] as const;

/** Data that leaves for the internet over the premium tier, where usage figures say how much; none without them. */
export const chargeEgress = ({ profile }: Context, gigabytes: number): (Charge | undefined)[] =>
  gigabytes === 0
    ? []
    : chargeBands(charge, bands, gigabytes, {
        said: `${amount(gigabytes)} GB sent to the internet a month (${profile})`,
        what: "to the internet",
      });
