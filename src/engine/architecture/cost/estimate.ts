import { asText, catalogue, read } from "../model/index.ts";
import type { Cloud, Component, Model } from "../model/index.ts";
import { awsPricers } from "./aws/index.ts";
import { azurePricers } from "./azure/index.ts";
import type { Charge, Context, Pricers } from "./charge.ts";
import { isFree } from "./free-types.ts";
import { gcpPricers } from "./gcp/index.ts";
import { hasOwnLists, placeFinder, referenceNote } from "./place.ts";
import type { Place } from "./place.ts";
import { ownUsage, readWish, usageOf } from "./usage.ts";
import type { Profile, UsageWish } from "./usage.ts";
import { whyUnpriced } from "./why-unpriced.ts";
import { count, phrase } from "./words.ts";

/** One line of the estimate. */
interface CostItem {
  /** Component id; for several instances that cost the same, `address ×count`. */
  resource: string;
  service: string;
  unit: string;
  quantity: number;
  /** USD per unit in the region, to six significant digits. */
  unit_price: number;
  /** USD a month, to the cent. */
  monthly: number;
  assumption: string;
  /** "YYYY-MM" of the price. */
  as_of: string;
}

export interface CostEstimate {
  /** Sum of the items as shown. */
  monthly: number;
  currency: "USD";
  /** "YYYY-MM" of the oldest price used: the whole is no fresher than that. "" when nothing was priced. */
  as_of: string;
  items: CostItem[];
  /** Ids of components that cost something but have no price here, or whose size is not known. They are not in the sum. */
  unpriced: string[];
  /** By id, why each of them has no price. */
  unpriced_reasons: Record<string, string>;
}

const pricers: Readonly<Record<Cloud, Pricers>> = { aws: awsPricers, azure: azurePricers, gcp: gcpPricers };

const prefixes: readonly (readonly [prefix: string, cloud: Cloud])[] = [
  ["aws_", "aws"],
  ["azurerm_", "azure"],
  ["google_", "gcp"],
];

const cloudOf = (type: string): Cloud | undefined => prefixes.find(([prefix]) => type.startsWith(prefix))?.[1];

interface Priced {
  component: Component;
  cloud: Cloud;
  place: Place;
  charges: readonly Charge[];
  instances: number;
}

interface PriceOptions {
  usage?: Profile | UsageWish;
  /** Prices what stands in the design's main region as if it stood here. */
  region?: string;
}

/** List price of a design for a month of 730 hours, with figures of a usage profile, or one's own, where code cannot say them. */
export const priceDesign = (model: Model, options: PriceOptions = {}): CostEstimate => {
  const { priced, unpriced } = priceComponents(model, options);
  const items = priced.flatMap((one) => one.charges.map((charge) => toItem(one, charge)));
  return {
    monthly: roundCents(items.reduce((sum, item) => sum + item.monthly, 0)),
    currency: "USD",
    as_of: items.reduce((oldest, { as_of }) => (oldest === "" || as_of < oldest ? as_of : oldest), ""),
    items,
    unpriced: unpriced.map(({ component }) => component.id),
    unpriced_reasons: Object.fromEntries(unpriced.map(({ component, why }) => [component.id, why])),
  };
};

/** What a component's price is worked out from: its own usage figures where a wish gives some, and where it stands. */
const contextFinder = (model: Model, usage: PriceOptions["usage"]) => {
  const wish = readWish(usage);
  const base = usageOf(wish.profile);
  const profile = `${wish.profile} usage profile`;
  const hasOwn = Object.keys(wish.resources).length > 0;
  return (component: Component, region: string): Context => {
    const own = hasOwn ? ownUsage(component, wish, base) : undefined;
    return own === undefined
      ? { model, region, usage: base, profile }
      : { model, region, usage: own, profile: `own usage figures, else ${profile}` };
  };
};

/** Tells apart what instances of one block cost. */
const keyOf = (charges: readonly Charge[]): string =>
  charges.map(({ unit, price, quantity }) => `${unit}=${price.usd}×${quantity}`).join("|");

interface Unpriced {
  component: Component;
  why: string;
}

/** The charges of a component of a cloud where it stands, or why there are none. */
const chargeThere = (
  component: Component,
  cloud: Cloud,
  place: Place,
  context: Context,
): readonly Charge[] | string => {
  const charges = chargesOf(component, cloud, context);
  if (charges === undefined) return whyUnpriced(component, Object.hasOwn(pricers[cloud], component.type));
  if (charges.length > 0 && hasOwnLists(place)) return `${place.region} has price lists of its own, which are not here`;
  return charges;
};

/** Instances of one block that cost the same in one place are one entry; a block without instances is always its own. */
const entryKey = ({ component: { id, address }, place, charges }: Priced): string =>
  id === address ? id : `${address} ${place.region} ${keyOf(charges)}`;

const priceComponents = (model: Model, { usage, region }: PriceOptions): { priced: Priced[]; unpriced: Unpriced[] } => {
  const contextOf = contextFinder(model, usage);
  const placeOf = placeFinder(model, region);
  const entries = new Map<string, Priced>();
  const unpriced: Unpriced[] = [];
  for (const component of model.components) {
    const cloud = cloudOf(component.type);
    if (cloud === undefined) {
      if (isPaidElsewhere(component, model)) unpriced.push({ component, why: whyUnpriced(component, false) });
      continue;
    }
    const place = placeOf(component, cloud);
    const charges = chargeThere(component, cloud, place, contextOf(component, place.region));
    if (typeof charges === "string") unpriced.push({ component, why: charges });
    else if (charges.length > 0) {
      const entry = { component, cloud, place, charges, instances: 1 };
      const known = entries.get(entryKey(entry));
      if (known === undefined) entries.set(entryKey(entry), entry);
      else known.instances += 1;
    }
  }
  return { priced: [...entries.values()], unpriced };
};

/**
 * Volumes and balancers that a cluster orders from its cloud, and what runs on machines that the design does not show:
 * they cost something, and nothing here says what.
 */
const isPaidElsewhere = ({ type, service, kind, attributes }: Component, { cloud }: Model): boolean => {
  if (!/^(?:kubernetes|docker)_/.test(type)) return false;
  if (service === "k8s.service") return asText(read(attributes, "spec.type")) === "LoadBalancer";
  if (type.startsWith("kubernetes_persistent_volume_claim")) return true;
  return kind === "container" && (cloud === "kubernetes" || cloud === "docker") && catalogue(type).role === "node";
};

/** Charges of one component: none when it is free, `undefined` when one of them is not known. */
const chargesOf = (component: Component, cloud: Cloud, context: Context): readonly Charge[] | undefined => {
  const table = pricers[cloud];
  const pricer = Object.hasOwn(table, component.type) ? table[component.type] : undefined;
  if (pricer === undefined) return isFree(component.type) ? [] : undefined;
  const charges = pricer(component, context);
  if (charges === undefined) return undefined;
  const known = charges.filter((charge) => charge !== undefined);
  return known.length === charges.length ? known : undefined;
};

/** Only what the table holds: a caller may write of a region called "constructor". */
const ratioOf = ({ ratios }: Charge["price"], region: string): number | undefined =>
  ratios !== undefined && Object.hasOwn(ratios, region) ? ratios[region] : undefined;

/** The price in a region as a multiple of that in the reference region, and what to say of it. */
const localise = (
  price: Charge["price"],
  cloud: Cloud,
  { region, index, apart }: Place,
): [ratio: number, note: string] => {
  if (price.global) return [1, apart ? "list price outside government regions" : ""];
  const ratio = ratioOf(price, region) ?? index;
  if (ratio === undefined) return [1, referenceNote(cloud, region)];
  return [ratio, ratio === 1 ? "" : `price × ${ratio} for ${region}`];
};

const toItem = ({ component, cloud, place, instances }: Priced, charge: Charge): CostItem => {
  const [ratio, note] = localise(charge.price, cloud, place);
  const unitPrice = Number((charge.price.usd * ratio).toPrecision(6));
  const quantity = Number((charge.quantity * instances).toPrecision(12));
  return {
    resource: instances === 1 ? component.id : `${component.address} ×${instances}`,
    service: component.service,
    unit: charge.unit,
    quantity,
    unit_price: unitPrice,
    monthly: roundCents(quantity * unitPrice),
    assumption: phrase(instances > 1 && count(instances, "instance"), charge.assumption, note),
    as_of: charge.price.asOf,
  };
};

/** Half a cent goes up; the nudge undoes what binary fractions lose (1.005). */
const roundCents = (dollars: number): number => Math.round(dollars * 100 + 1e-7) / 100;
