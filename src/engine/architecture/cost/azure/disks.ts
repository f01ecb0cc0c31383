import type { Charge } from "../charge.ts";
import { charge } from "./prices.ts";

/** Managed disks are sold in sizes: a disk costs what the next size up costs. */
const tiers: readonly (readonly [gigabytes: number, tier: number])[] = [
  [4, 1],
  [8, 2],
  [16, 3],
  [32, 4],
  [64, 6],
  [128, 10],
  [256, 15],
  [512, 20],
  [1024, 30],
  [2048, 40],
  [4096, 50],
];

/** Only locally redundant disks have prices here. */
const families: ReadonlyMap<string | undefined, string> = new Map([
  ["Standard_LRS", "s"],
  ["StandardSSD_LRS", "e"],
  ["Premium_LRS", "p"],
]);

export const chargeDisk = (
  storage: string | undefined,
  gigabytes: number | undefined,
  what: string,
  copies: number | undefined = 1,
): Charge | undefined => {
  const family = families.get(storage);
  const tier = gigabytes === undefined ? undefined : tiers.find(([size]) => size >= gigabytes)?.[1];
  if (family === undefined || tier === undefined) return undefined;
  const name = `${family.toUpperCase()}${tier}`;
  const said = `${gigabytes ?? 0} GB ${storage ?? ""}, billed as ${name}`;
  return charge(`disk.${family}${tier}_month`, copies, copies === 1 ? said : `${copies} × ${said}`, `${name} ${what}`);
};
