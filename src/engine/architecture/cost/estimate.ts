import { asText, catalogue, read } from "../model/index.ts";
import type { Cloud, Component, Model } from "../model/index.ts";
import { findRegion } from "../regions/index.ts";
import { awsPricers } from "./aws/index.ts";
import { azurePricers } from "./azure/index.ts";
import type { Charge, Context, Pricers } from "./charge.ts";
import { isFree } from "./free-types.ts";
import { gcpPricers } from "./gcp/index.ts";
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
  charges: readonly Charge[];
  instances: number;
}

/** Ratios of the design's region, looked up once. */
interface Locality {
  region: string;
  indexes: Readonly<Record<Cloud, number | undefined>>;
}

/** List price of a design for a month of 730 hours, with figures of a usage profile, or one's own, where code cannot say them. */
export const priceDesign = (model: Model, options: { usage?: Profile | UsageWish } = {}): CostEstimate => {
  const wish = readWish(options.usage);
  const base = usageOf(wish.profile);
  const context: Context = { model, usage: base, profile: `${wish.profile} usage profile` };
  const hasOwn = Object.keys(wish.resources).length > 0;
  const contextOf = (component: Component): Context => {
    const usage = hasOwn ? ownUsage(component, wish, base) : undefined;
    return usage === undefined ? context : { model, usage, profile: `own usage figures, else ${context.profile}` };
  };
  const { priced, unpriced } = priceComponents(model, contextOf);
  const here: Locality = { region: model.region, indexes: indexesOf(model.region) };
  const items = priced.flatMap((one) => one.charges.map((charge) => toItem(one, charge, here)));
  const [first] = items;
  const cloud = cloudOf(priced[0]?.component.type ?? "");
  if (first !== undefined && (cloud === undefined || here.indexes[cloud] === undefined))
    first.assumption = phrase(
      first.assumption,
      `no price index for region "${model.region}": reference prices for all`,
    );
  return {
    monthly: roundCents(items.reduce((sum, item) => sum + item.monthly, 0)),
    currency: "USD",
    as_of: items.reduce((oldest, { as_of }) => (oldest === "" || as_of < oldest ? as_of : oldest), ""),
    items,
    unpriced: unpriced.map(({ id }) => id),
    unpriced_reasons: Object.fromEntries(unpriced.map((component) => [component.id, whyUnpriced(component)])),
  };
};

const indexesOf = (region: string): Locality["indexes"] => ({
  aws: findRegion("aws", region)?.priceIndex,
  azure: findRegion("azure", region)?.priceIndex,
  gcp: findRegion("gcp", region)?.priceIndex,
});

/** Tells apart what instances of one block cost. */
const keyOf = (charges: readonly Charge[]): string =>
  charges.map(({ unit, price, quantity }) => `${unit}=${price.usd}×${quantity}`).join("|");

const priceComponents = (
  model: Model,
  contextOf: (component: Component) => Context,
): { priced: Priced[]; unpriced: Component[] } => {
  const priced: Priced[] = [];
  const groups = new Map<string, Priced>();
  const unpriced: Component[] = [];
  for (const component of model.components) {
    const charges = chargesOf(component, contextOf(component));
    if (charges === undefined) unpriced.push(component);
    else if (charges.length > 0) {
      // Instances of one block that cost the same are one entry.
      const key = component.id === component.address ? undefined : `${component.address} ${keyOf(charges)}`;
      const known = key === undefined ? undefined : groups.get(key);
      if (known !== undefined) known.instances += 1;
      else {
        const one = { component, charges, instances: 1 };
        priced.push(one);
        if (key !== undefined) groups.set(key, one);
      }
    }
  }
  return { priced, unpriced };
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
const chargesOf = (component: Component, context: Context): readonly Charge[] | undefined => {
  const cloud = cloudOf(component.type);
  if (cloud === undefined) return isPaidElsewhere(component, context.model) ? undefined : [];
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

const toItem = ({ component, instances }: Priced, charge: Charge, here: Locality): CostItem => {
  const cloud = cloudOf(component.type);
  const index = charge.price.global
    ? 1
    : (ratioOf(charge.price, here.region) ?? (cloud === undefined ? undefined : here.indexes[cloud]) ?? 1);
  const unitPrice = Number((charge.price.usd * index).toPrecision(6));
  const quantity = Number((charge.quantity * instances).toPrecision(12));
  return {
    resource: instances === 1 ? component.id : `${component.address} ×${instances}`,
    service: component.service,
    unit: charge.unit,
    quantity,
    unit_price: unitPrice,
    monthly: roundCents(quantity * unitPrice),
    assumption: phrase(
      instances > 1 && count(instances, "instance"),
      charge.assumption,
      index !== 1 && `price × ${index} for ${here.region}`,
    ),
    as_of: charge.price.asOf,
  };
};

/** Half a cent goes up; the nudge undoes what binary fractions lose (1.005). */
const roundCents = (dollars: number): number => Math.round(dollars * 100 + 1e-7) / 100;
