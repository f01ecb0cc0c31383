import { compositeAvailability } from "../architecture/availability/index.ts";
import type { Availability } from "../architecture/availability/index.ts";
import { priceDesign } from "../architecture/cost/index.ts";
import type { CostEstimate } from "../architecture/cost/index.ts";
import type { Cloud, Model } from "../architecture/model/index.ts";
import { inspect } from "../architecture/parse/index.ts";
import { defaultRegion } from "../architecture/parse/form/places.ts";
import { amount } from "./markdown.ts";
import { findProduct, withCount } from "./things/index.ts";
import type { Amounts, KindId, Product } from "./things/index.ts";

/** A thing as the engine prices it: the Terraform that stands for it, and what it comes to. */
export interface Priced {
  kind: KindId;
  cloud: Cloud;
  product: Product;
  region: string;
  /** Service id of its main resource: `aws.rds`. */
  service: string;
  amounts: Amounts;
  terraform: string;
  cost: CostEstimate;
  /** What the question did not say, in words. */
  assumed: readonly string[];
  /** What of the question the price of this thing does not depend on, in words. */
  unused: readonly string[];
  monthlyIn: (region: string) => number;
  availability: () => Availability;
}

const nothing: Amounts = {
  count: 1,
  gb: 0,
  requests: 0,
  durationMs: 0,
  memoryMb: 0,
  vcpu: 0,
  size: "",
  nodes: 0,
  multiZone: false,
};

/** A quantity in words. */
const words: Readonly<Record<keyof Amounts, (amounts: Amounts) => string>> = {
  count: ({ count }) => `${count} of them`,
  gb: ({ gb }) => `${amount(gb)} GB`,
  requests: ({ requests }) => `${amount(requests)} requests a month`,
  durationMs: ({ durationMs }) => `${amount(durationMs)} ms a request`,
  memoryMb: ({ memoryMb }) => `${amount(memoryMb)} MB of memory`,
  vcpu: ({ vcpu }) => `${amount(vcpu)} vCPU`,
  size: ({ size }) => size,
  nodes: ({ nodes }) => `${nodes} ${nodes === 1 ? "node" : "nodes"}`,
  multiZone: ({ multiZone }) => `${multiZone ? "a" : "no"} standby in another zone`,
};

// Object.keys forgets the key type of a Record.
const names = Object.keys(words) as (keyof Amounts)[];

/** Seconds of a month of 730 hours. */
const secondsOfMonth = 730 * 3600;
/** The peak against the mean, how busy CPUs may be, and the fewest tasks that survive a zone. */
const sizing = { peak: 3, busy: 0.6, least: 2 };

/** How many always-on containers a load needs; a stated rule of thumb, since their price knows no requests. */
const containersFor = ({ requests, durationMs, vcpu }: Amounts): number =>
  Math.max(
    sizing.least,
    Math.ceil((requests * (durationMs / 1000) * sizing.peak) / secondsOfMonth / vcpu / sizing.busy),
  );

/** "EKS with 3 m5.large": the machines of one cluster. */
const ofCluster = ({ usual }: Product, said: Partial<Amounts>): Partial<Amounts> => {
  const { count, ...rest } = said;
  const counts =
    usual.nodes !== undefined && said.nodes === undefined && said.size !== undefined && count !== undefined;
  return counts ? { ...rest, nodes: count } : said;
};

const paysForRequests = (product: Product): boolean => product.usual.requests !== undefined;

/** Prices a kind of thing in a cloud; `undefined` where the cloud has none that can be priced. */
export const priceThing = (
  kind: KindId,
  cloud: Cloud,
  said: Partial<Amounts>,
  region = defaultRegion(cloud),
): Priced | undefined => {
  const product = findProduct(kind, cloud);
  if (product === undefined) return undefined;
  const asked = ofCluster(product, said);
  const known = { ...nothing, ...product.usual, ...asked };
  const scaled =
    kind === "container" && !paysForRequests(product) && asked.requests !== undefined && asked.count === undefined;
  const amounts: Amounts = scaled
    ? {
        ...known,
        durationMs: known.durationMs || 100,
        count: containersFor({ ...known, durationMs: known.durationMs || 100 }),
      }
    : known;
  const terraform = withCount(product.write(amounts), amounts.count);
  const { model } = inspect([{ name: "main.tf", text: terraform }], { cloud, region });
  const located: Model = { ...model, region };
  const usage = { resources: product.usage?.(amounts) ?? {} };
  const depends = (name: keyof Amounts): boolean => product.usual[name] !== undefined;
  return {
    kind,
    cloud,
    product,
    region,
    service: model.components[0]?.service ?? "",
    amounts,
    terraform,
    cost: priceDesign(located, { usage }),
    assumed: [
      ...names.filter((name) => depends(name) && asked[name] === undefined).map((name) => words[name](amounts)),
      ...(scaled
        ? [
            `${amounts.count} always on: enough for ${amount(amounts.requests)} requests × ${amounts.durationMs} ms with peaks of ${sizing.peak} times the mean and CPUs ${sizing.busy * 100} % busy, never fewer than ${sizing.least}`,
          ]
        : []),
    ],
    unused: names
      .filter((name) => asked[name] !== undefined && asked[name] !== false && !depends(name) && name !== "count")
      .filter((name) => !(scaled && (name === "requests" || name === "durationMs")))
      .map((name) => words[name](amounts)),
    monthlyIn: (elsewhere) => priceDesign({ ...model, region: elsewhere }, { usage }).monthly,
    availability: () => compositeAvailability(located),
  };
};

/** Whether all of it has a price. */
export const isPriced = ({ cost }: Priced): boolean => cost.items.length > 0 && cost.unpriced.length === 0;
