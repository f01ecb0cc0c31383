import type { Cloud, Component, Model } from "../model/index.ts";
import { findRegion } from "../regions/index.ts";
import { awsPricers } from "./aws/index.ts";
import { azurePricers } from "./azure/index.ts";
import type { Charge, Context, Pricers } from "./charge.ts";
import { isFree } from "./free-types.ts";
import { gcpPricers } from "./gcp/index.ts";
import { usageOf } from "./usage.ts";
import type { Profile } from "./usage.ts";
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

/** List price of a design for a month of 730 hours, with usage figures of a profile where Terraform code cannot say them. */
export const priceDesign = (model: Model, options: { usage?: Profile } = {}): CostEstimate => {
  const profile = options.usage ?? "small";
  const context: Context = { model, usage: usageOf(profile), profile: `${profile} usage profile` };
  const { priced, unpriced } = priceComponents(model, context);
  const items = priced.flatMap((one) => one.charges.map((charge) => toItem(one, charge, model)));
  const [first] = items;
  if (first !== undefined && indexOf(model, cloudOf(priced[0]?.component.type ?? "")) === undefined)
    first.assumption = phrase(
      first.assumption,
      `no price index for region "${model.region}": reference prices for all`,
    );
  return {
    monthly: roundCents(items.reduce((sum, item) => sum + item.monthly, 0)),
    currency: "USD",
    as_of: items.reduce((oldest, { as_of }) => (oldest === "" || as_of < oldest ? as_of : oldest), ""),
    items,
    unpriced,
  };
};

const priceComponents = (model: Model, context: Context): { priced: Priced[]; unpriced: string[] } => {
  const groups = new Map<string, Priced>();
  const unpriced: string[] = [];
  for (const component of model.components) {
    const charges = chargesOf(component, context);
    if (charges === undefined) unpriced.push(component.id);
    else if (charges.length > 0) {
      // Instances of one block that cost the same are one entry.
      const key = `${component.address} ${JSON.stringify(charges)}`;
      const known = groups.get(key);
      if (known === undefined) groups.set(key, { component, charges, instances: 1 });
      else known.instances += 1;
    }
  }
  return { priced: [...groups.values()], unpriced };
};

/** Charges of one component: none when it is free, `undefined` when one of them is not known. */
const chargesOf = (component: Component, context: Context): readonly Charge[] | undefined => {
  const cloud = cloudOf(component.type);
  if (cloud === undefined) return [];
  const table = pricers[cloud];
  const pricer = Object.hasOwn(table, component.type) ? table[component.type] : undefined;
  if (pricer === undefined) return isFree(component.type) ? [] : undefined;
  const charges = pricer(component, context);
  if (charges === undefined) return undefined;
  const known = charges.filter((charge) => charge !== undefined);
  return known.length === charges.length ? known : undefined;
};

const indexOf = (model: Model, cloud: Cloud | undefined): number | undefined =>
  cloud && findRegion(cloud, model.region)?.priceIndex;

/** Only what the table holds: a caller may write of a region called "constructor". */
const ratioOf = ({ ratios }: Charge["price"], region: string): number | undefined =>
  ratios !== undefined && Object.hasOwn(ratios, region) ? ratios[region] : undefined;

const toItem = ({ component, instances }: Priced, charge: Charge, model: Model): CostItem => {
  const index = charge.price.global
    ? 1
    : (ratioOf(charge.price, model.region) ?? indexOf(model, cloudOf(component.type)) ?? 1);
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
      index !== 1 && `price × ${index} for ${model.region}`,
    ),
    as_of: charge.price.asOf,
  };
};

/** Half a cent goes up; the nudge undoes what binary fractions lose (1.005). */
const roundCents = (dollars: number): number => Math.round(dollars * 100 + 1e-7) / 100;
