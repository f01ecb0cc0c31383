import type { Component } from "../model/index.ts";
import { textAt } from "./attributes.ts";
import { HOURS } from "./charge.ts";
import type { Charge, ChargeMaker, Context } from "./charge.ts";
import { amount, phrase } from "./words.ts";

/** Id of a price: always the same, or by what the component says. */
type Choice = string | ((component: Component) => string | undefined);

type Many = (component: Component) => number | undefined;

interface Wording {
  /** Tells two charges in the same unit apart. */
  what?: string;
  said?: string;
  /** Units of the price for one month or hour; one when left out. */
  times?: Many;
}

interface UsedWording {
  /** Units of usage in one unit of the price: 1e6 for a price by the million. */
  per?: number;
  what?: string;
}

/** One line of a bill, or none where nothing of it is used. */
export type Line = (component: Component, context: Context) => readonly (Charge | undefined)[];

const choose = (price: Choice, component: Component): string | undefined =>
  typeof price === "string" ? price : price(component);

/** Price id by the value of an attribute, from a table of those that have a price. */
export const named =
  (path: string, ids: Readonly<Record<string, string>>, fallback?: string) =>
  (component: Component): string | undefined => {
    const value = textAt(component, path, fallback);
    return value !== undefined && Object.hasOwn(ids, value) ? ids[value] : undefined;
  };

/** Price id made of the value of an attribute: `db.r5.large` → `neptune.r5.large`. */
export const sized =
  (path: string, prefix: string, { drop, fallback }: { drop?: RegExp; fallback?: string } = {}) =>
  (component: Component): string | undefined => {
    const value = textAt(component, path, fallback);
    return value === undefined ? undefined : prefix + (drop === undefined ? value : value.replace(drop, ""));
  };

/** All lines of one component's bill. */
export const bill =
  (...lines: readonly Line[]): Line =>
  (component, context) =>
    lines.flatMap((line) => line(component, context));

/** Lines that hold only for some components. */
export const when =
  (isSo: (component: Component) => boolean, ...lines: readonly Line[]): Line =>
  (component, context) =>
    isSo(component) ? bill(...lines)(component, context) : [];

/** Ways to write a bill with the prices of one cloud. */
export const tariffsOf = (charge: ChargeMaker) => {
  const monthly =
    (price: Choice, { times, said = "one, all month", what }: Wording = {}): Line =>
    (component) => [charge(choose(price, component), times === undefined ? 1 : times(component), said, what)];

  const hourly =
    (price: Choice, { times, said, what }: Wording = {}): Line =>
    (component) => {
      const units = times === undefined ? 1 : times(component);
      const quantity = units === undefined ? undefined : units * HOURS;
      const each = units === 1 || units === undefined ? "730 h a month" : `${amount(units)} × 730 h`;
      return [charge(choose(price, component), quantity, phrase(each, said), what)];
    };

  /** A figure of the usage profile, `type.key`; no line where it is zero. */
  const used =
    (figure: string, price: Choice, noun: string, { per = 1, what }: UsedWording = {}): Line =>
    (component, { usage, profile }) => {
      const dot = figure.indexOf(".");
      const quantity = usage(figure.slice(0, dot), figure.slice(dot + 1));
      if (quantity === 0) return [];
      return [charge(choose(price, component), quantity / per, `${amount(quantity)} ${noun} (${profile})`, what)];
    };

  return { monthly, hourly, used };
};

/** Ends of price bands with the price that holds up to them; the last one has no end. */
export type Bands = readonly (readonly [upTo: number, price: string])[];

/** One charge for every band that a quantity reaches: "the first 10 TB, the next 40 TB". */
export const chargeBands = (
  charge: ChargeMaker,
  bands: Bands,
  quantity: number | undefined,
  { said, what = "" }: { said: string; what?: string },
): (Charge | undefined)[] => {
  if (quantity === undefined) return [undefined];
  const charges: (Charge | undefined)[] = [];
  let from = 0;
  for (const [upTo, price] of bands) {
    if (from > 0 && quantity <= from) break;
    const inBand = Math.min(quantity, upTo) - from;
    const label = from === 0 ? what : `${what} above ${amount(from)}`.trim();
    charges.push(charge(price, inBand, from === 0 ? said : `${said}, above ${amount(from)}`, label || undefined));
    from = upTo;
  }
  return charges;
};
