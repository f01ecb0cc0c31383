import type { Cloud, Platform } from "../model/index.ts";
import file from "./regions.json" with { type: "json" };

/** A cloud region and what is known of it. */
export interface Region {
  cloud: Cloud;
  code: string;
  /** City, or the provider's own name for it (Azure). */
  name: string;
  /** ISO 3166 alpha-2. */
  country: string;
  lat: number;
  lon: number;
  /** 0: the region offers no availability zones. */
  zones: number;
  /** Compute list prices against us-east-1, eastus or us-central1; `undefined` when no list was found. */
  priceIndex: number | undefined;
  /** Grams of CO2 per kWh of its grid; `undefined` when there is no figure. */
  carbon: number | undefined;
  /** The measured Azure region that stands for it: itself, or one within 300 km. */
  measuredAs: string | undefined;
  /** False for regions that need an account of their own: US government, China. */
  open: boolean;
}

const clouds: readonly Cloud[] = ["aws", "azure", "gcp"];

const numberOf = (value: string | number | null | undefined): number | undefined =>
  typeof value === "number" ? value : undefined;

const toRegion = (row: readonly (string | number | null)[]): Region | undefined => {
  const [cloudId, code, name, country, lat, lon, zones, price, carbon, azure, partition] = row;
  const cloud = clouds.find((known) => known === cloudId);
  if (cloud === undefined) return undefined;
  return {
    cloud,
    code: String(code),
    name: String(name),
    country: String(country),
    lat: Number(lat),
    lon: Number(lon),
    zones: Number(zones),
    priceIndex: numberOf(price),
    carbon: numberOf(carbon),
    measuredAs: typeof azure === "string" ? azure : undefined,
    open: partition === "public",
  };
};

// Built on first use: a Worker must not do work when it starts.
let table: Map<string, Region> | undefined;

const regions = (): Map<string, Region> => {
  table ??= new Map(
    file.regions.flatMap((row) => {
      const region = toRegion(row);
      return region === undefined ? [] : [[`${region.cloud} ${region.code}`, region]];
    }),
  );
  return table;
};

/** All regions of a cloud, in the order of the table. */
export const regionsOf = (cloud: Cloud): Region[] => [...regions().values()].filter((region) => region.cloud === cloud);

/** A region by its code; Azure's display names ("West Europe") are understood too. */
export const findRegion = (cloud: Platform, code: string): Region | undefined =>
  regions().get(`${cloud} ${code}`) ?? regions().get(`${cloud} ${code.toLowerCase().replaceAll(" ", "")}`);

/** Codes of partitions, of which the table need not hold every region. */
const apart = /^(?:cn-|us-gov-|us-iso|eu-isoe-|eusc-|china|usgov|usdod|ussec|usnat)/;

/** Whether a region has accounts and price lists of its own: China, governments, the sovereign cloud. */
export const isApart = (cloud: Platform, code: string): boolean =>
  findRegion(cloud, code)?.open === false || apart.test(code.toLowerCase());

/** Where a region is, in words: "N. Virginia"; nothing for a code that is not in the table. */
export const placeOfRegion = (cloud: Platform, code: string): string | undefined => findRegion(cloud, code)?.name;
