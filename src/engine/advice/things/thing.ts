import type { Cloud } from "../../architecture/model/index.ts";

/** What a priced thing can be told; a product uses those that its price depends on. */
export interface Amounts {
  /** How many of it. */
  count: number;
  gb: number;
  /** In a month. */
  requests: number;
  durationMs: number;
  memoryMb: number;
  vcpu: number;
  /** A machine type, database class or tier of the product's own cloud. */
  size: string;
  /** Machines of a cluster. */
  nodes: number;
  /** Copies in a second zone: Multi-AZ, zone redundant, regional. */
  multiZone: boolean;
}

/** Figures of a month by Terraform type, under the names that the price estimate takes. */
type Usage = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** One cloud's product for a kind of thing, and the Terraform that stands for it. */
export interface Product {
  name: string;
  /** What people call it, separated by commas. */
  words: string;
  /** What is assumed where the question does not say; only what is named here is used. */
  usual: Partial<Amounts>;
  write: (amounts: Amounts) => string;
  usage?: (amounts: Amounts) => Usage;
}

export interface Kind {
  /** Plain English, singular: "relational database (PostgreSQL)". */
  label: string;
  /** Names that say no product, separated by commas. */
  words: string;
  products: Partial<Record<Cloud, Product>>;
}

export const clouds: readonly Cloud[] = ["aws", "azure", "gcp"];

/** Terraform's first block is the thing itself; more of it are one argument. */
export const withCount = (terraform: string, count: number): string =>
  count === 1 ? terraform : terraform.replace(/(resource "\w+" "example" \{)/, `$1\n  count = ${count}`);
