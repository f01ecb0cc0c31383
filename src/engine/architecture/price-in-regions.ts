import { priceDesign } from "./cost/index.ts";
import type { Profile } from "./cost/index.ts";
import type { Model, Platform } from "./model/index.ts";
import { inspect } from "./parse/index.ts";
import type { Hints, SourceFile } from "./parse/index.ts";
import { receive } from "./receive.ts";

/** A design that can be priced as if it stood elsewhere. */
export interface MovableDesign {
  cloud: Platform;
  region: string;
  resources: number;
  /** USD a month in a region of its cloud. */
  monthlyIn: (region: string) => number;
}

/** Reads code and answers what it costs in one region or another: its own prices, not an index of them. */
export const movableDesign = (
  files: readonly SourceFile[],
  { usage = "small", ...hints }: Hints & { usage?: Profile } = {},
): MovableDesign => {
  const { model } = inspect(receive(files).files, hints);
  const monthlyIn = (region: string): number => {
    const moved: Model = { ...model, region };
    return priceDesign(moved, { usage }).monthly;
  };
  return { cloud: model.cloud, region: model.region, resources: model.components.length, monthlyIn };
};
