import { priceDesign, unmatchedUsage } from "./cost/index.ts";
import type { Profile, UsageWish } from "./cost/index.ts";
import type { Platform } from "./model/index.ts";
import { inspect } from "./parse/index.ts";
import type { Hints, SourceFile } from "./parse/index.ts";
import { receive } from "./receive.ts";

/** A design that can be priced as if it stood elsewhere. */
export interface MovableDesign {
  cloud: Platform;
  region: string;
  resources: number;
  /** What of the usage that was sent says nothing about the design. */
  unmatched: string[];
  /** USD a month in a region of its cloud. */
  monthlyIn: (region: string) => number;
}

/** Reads code and answers what it costs in one region or another: its own prices, not an index of them. */
export const movableDesign = (
  files: readonly SourceFile[],
  { usage = "small", ...hints }: Hints & { usage?: Profile | UsageWish } = {},
): MovableDesign => {
  const { model } = inspect(receive(files).files, hints);
  const monthlyIn = (region: string): number => priceDesign(model, { usage, region }).monthly;
  const { cloud, region, components } = model;
  return { cloud, region, resources: components.length, unmatched: unmatchedUsage(model, usage), monthlyIn };
};
