import { inspect } from "../parse/index.ts";
import { receive } from "../receive.ts";
import { addressOf, priceDesign } from "./index.ts";
import type { UsageWish } from "./index.ts";

type Figures = NonNullable<UsageWish["resources"]>[string];

/** The regions that the price lists are of. */
export const referenceProviders =
  'provider "aws" {\n region = "us-east-1"\n}\nprovider "google" {\n region = "us-central1"\n}\n';

/** A resource named x with a setting that is rarely written, what stands beside it, and what is used of it in a month. */
export interface Billed {
  says: string;
  type: string;
  body: string;
  beside?: string;
  used?: Figures;
  /** Dollars of each line, as prices of the table by the quantities that the code asks for. */
  lines: readonly number[];
}

/** Dollars of each line of its bill; `undefined` when it has no price. */
export const linesOf = ({ type, body, beside = "", used = {} }: Billed): number[] | undefined => {
  const text = `${referenceProviders}resource "${type}" "x" {\n${body}\n}\n${beside}`;
  const { model } = inspect(receive([{ name: "main.tf", text }]).files);
  const { items, unpriced } = priceDesign(model, { usage: { resources: { [`${type}.x`]: used } } });
  if (unpriced.includes(`${type}.x`)) return undefined;
  return items.filter(({ resource }) => addressOf(resource) === `${type}.x`).map(({ monthly }) => monthly);
};
