import { addressOf } from "./address.ts";
import type { CostEstimate } from "./estimate.ts";

const monthlyByAddress = ({ items }: CostEstimate): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const { resource, monthly } of items) {
    const address = addressOf(resource);
    sums.set(address, (sums.get(address) ?? 0) + monthly);
  }
  return sums;
};

/** What each block of a design costs more (or less, below zero) a month in the suggested one; blocks that cost the same are left out. */
export const deltaOf = (current: CostEstimate, suggested: CostEstimate): Map<string, number> => {
  const before = monthlyByAddress(current);
  const after = monthlyByAddress(suggested);
  const deltas = new Map<string, number>();
  for (const address of new Set([...before.keys(), ...after.keys()])) {
    const delta = Math.round(((after.get(address) ?? 0) - (before.get(address) ?? 0)) * 100) / 100;
    if (delta !== 0) deltas.set(address, delta);
  }
  return deltas;
};
