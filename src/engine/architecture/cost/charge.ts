import type { Component, Model } from "../model/index.ts";
import { count } from "./words.ts";

/** A list price in the cloud's reference region. */
interface Price {
  usd: number;
  /** What one is: "hour", "GB-month", "1M requests". */
  unit: string;
  /** "YYYY-MM" of the source. */
  asOf: string;
  /** The same in every region, so no region index applies (CDN, DNS). */
  global: boolean;
  /** Region → ratio to the reference region, where it is not that of the region's machines. */
  ratios?: Readonly<Record<string, number>>;
}

/** One line of a bill: so many units at a price, and what was assumed to arrive at the quantity. */
export interface Charge {
  unit: string;
  price: Price;
  quantity: number;
  assumption: string;
}

/** A monthly usage figure of the chosen profile, e.g. `usage("aws_nat_gateway", "monthly_data_processed_gb")`. */
export type Usage = (type: string, key: string) => number;

export interface Context {
  model: Model;
  /** Where the component stands. */
  region: string;
  usage: Usage;
  /** Ends the assumption of a usage figure: "small usage profile". */
  profile: string;
}

/** `undefined` anywhere: a price is missing, or a value that decides it is only known after apply. Nothing is guessed then. */
export type Charges = readonly (Charge | undefined)[] | undefined;

/** What one component costs in a month. */
export type Pricer = (component: Component, context: Context) => Charges;

export type Pricers = Readonly<Record<string, Pricer>>;

/** Cloud price lists count a month as 730 hours. */
export const HOURS = 730;
export const SECONDS = HOURS * 3600;

/** Makes a charge; `undefined` when the price or the quantity is not known. `what` tells two charges in the same unit apart. */
export type ChargeMaker = (
  price: string | undefined,
  quantity: number | undefined,
  assumption: string,
  what?: string,
) => Charge | undefined;

/** More units than this of anything are a slip or a trick, and their sum would be no number any more. */
const mostUnits = 1e12;

/** A price file holds `[usd, unit, "YYYY-MM", source]` by price id. */
export interface PriceFile {
  prices: Readonly<Record<string, readonly (string | number)[]>>;
}

/** Ratios by region of all prices whose id starts with a prefix. */
export type RegionalRatios = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Prices of one file as they are asked for: what is looked up once is kept, since a design asks for few of them often. */
const catalogueOf = (
  { prices }: PriceFile,
  globals: readonly string[],
  regional: RegionalRatios,
): ((id: string) => Price | undefined) => {
  const ratiosByPrefix = Object.entries(regional);
  const known = new Map<string, Price | undefined>();
  const find = (id: string): Price | undefined => {
    const row = Object.hasOwn(prices, id) ? prices[id] : undefined;
    if (row === undefined) return undefined;
    const [usd, unit, asOf] = row;
    const ratios = ratiosByPrefix.find(([prefix]) => id.startsWith(prefix))?.[1];
    return {
      usd: Number(usd),
      unit: String(unit),
      asOf: String(asOf),
      global: globals.some((prefix) => id.startsWith(prefix)),
      ...(ratios !== undefined && { ratios }),
    };
  };
  return (id) => {
    if (known.has(id)) return known.get(id);
    const price = find(id);
    // A caller chooses sizes freely: only what has a price is worth the memory.
    if (price !== undefined) known.set(id, price);
    return price;
  };
};

/** The charge maker of one cloud's price file; prices whose id starts with one of `globals` are the same in every region. */
export const chargesFrom = (
  file: PriceFile,
  globals: readonly string[],
  regional: RegionalRatios = {},
): ChargeMaker => {
  const priceOf = catalogueOf(file, globals, regional);
  return (id, quantity, assumption, what) => {
    const price = id === undefined ? undefined : priceOf(id);
    if (price === undefined || quantity === undefined || !(quantity <= mostUnits)) return undefined;
    return {
      unit: what === undefined ? price.unit : `${what} ${price.unit}`,
      price,
      quantity: Math.max(0, quantity),
      assumption,
    };
  };
};

/** The same charge at a part of its price, and why: a discount, an engine that costs less. */
export const discounted = (one: Charge | undefined, factor: number, why: string): Charge | undefined =>
  one && {
    ...one,
    price: { ...one.price, usd: one.price.usd * factor },
    assumption: `${one.assumption}; ${why}`,
  };

/** The same charges for several machines, zones or regions: "3 instances × 8 GB gp2 root volume". */
export const repeatCharges = (charges: Charges, times: number, noun: string): (Charge | undefined)[] =>
  (charges ?? [undefined]).map(
    (one) =>
      one && {
        ...one,
        quantity: one.quantity * times,
        assumption: times === 1 ? one.assumption : `${count(times, noun)} × ${one.assumption}`,
      },
  );
