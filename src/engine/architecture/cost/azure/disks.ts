import { numberAt } from "../attributes.ts";
import { discounted } from "../charge.ts";
import type { Charge, Charges } from "../charge.ts";
import type { Component } from "../../model/index.ts";
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

const families: ReadonlyMap<string, string> = new Map([
  ["Standard_LRS", "s"],
  ["StandardSSD_LRS", "e"],
  ["StandardSSD_ZRS", "e"],
  ["Premium_LRS", "p"],
  ["Premium_ZRS", "p"],
]);

/** Disks that are kept in three zones cost half as much again. */
const zonalFactor = 1.5;

export const chargeDisk = (
  storage: string | undefined,
  gigabytes: number | undefined,
  what: string,
  copies: number | undefined = 1,
): Charge | undefined => {
  if (storage === undefined || gigabytes === undefined) return undefined;
  const family = families.get(storage);
  const tier = tiers.find(([size]) => size >= gigabytes)?.[1];
  if (family === undefined || tier === undefined) return undefined;
  const name = `${family.toUpperCase()}${tier}`;
  const said = `${gigabytes} GB ${storage}, billed as ${name}`;
  const one = charge(
    `disk.${family}${tier}_month`,
    copies,
    copies === 1 ? said : `${copies} × ${said}`,
    `${name} ${what}`,
  );
  return storage.endsWith("_ZRS") ? discounted(one, zonalFactor, "zone-redundant, half as much again") : one;
};

/** IOPS and MB/s that come with every Premium SSD v2. */
const included = { iops: 3000, throughput: 125 };

/** Ultra disks and Premium SSD v2 are paid for by size, IOPS and throughput, each on its own. */
export const chargeFreeDisk = (component: Component, kind: "ultra" | "premiumv2"): Charges => {
  const free = kind === "ultra" ? { iops: 0, throughput: 0 } : included;
  const iops = numberAt(component, "disk_iops_read_write", free.iops);
  const throughput = numberAt(component, "disk_mbps_read_write", free.throughput);
  const above = (value: number | undefined, from: number): number | undefined =>
    value === undefined ? undefined : Math.max(0, value - from);
  const note = kind === "ultra" ? "provisioned" : "beyond those included";
  return [
    charge(`disk.${kind}_gib_month`, numberAt(component, "disk_size_gb"), "provisioned"),
    charge(`disk.${kind}_iops_month`, above(iops, free.iops), `IOPS ${note}`),
    charge(`disk.${kind}_mbps_month`, above(throughput, free.throughput), `MB/s ${note}`),
  ];
};
