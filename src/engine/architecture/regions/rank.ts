import type { Cloud } from "../model/index.ts";
import { latencyBetween, nearestMeasured } from "./latency.ts";
import type { Latency } from "./latency.ts";
import { offersAll } from "./offers.ts";
import { findCountry, findRegionPlace } from "./place.ts";
import type { Point } from "./place.ts";
import { regionsOf } from "./region.ts";
import type { Region } from "./region.ts";

/** Where some of the users are: a country (ISO code or English name) or a region code of any cloud. */
export interface Users {
  country?: string | undefined;
  region?: string | undefined;
  /** Part of all users, in any unit: the shares are scaled to one. */
  share: number;
}

interface Weights {
  latency: number;
  cost: number;
  carbon: number;
}

type GivenWeights = { [Criterion in keyof Weights]?: number | undefined };

interface RankRequest {
  cloud: Cloud;
  users: readonly Users[];
  /** "EU", "EEA" or a country; of several, one is enough. */
  residency?: string | readonly string[] | undefined;
  weights?: GivenWeights | undefined;
  /** Service ids (`aws.apprunner`) and `availability-zones`: regions known to lack one are left out. */
  services?: readonly string[] | undefined;
}

export interface RankedRegion {
  region: string;
  /** Mean round trip to the users, by share; 0 when no place of users is known. */
  latency_ms: number;
  /** Published round trips, or fitted to the distance; null when no place of users is known. */
  latency: "measured" | "estimated" | null;
  /** Compute prices against the cloud's reference region. */
  cost_index: number;
  carbon_g_per_kwh: number | null;
  /** Rules of residency that it meets: its country, and EU and EEA. */
  residency: string[];
  /** Availability zones; 0 where it offers none. */
  zones: number;
  score: number;
  why: string;
}

/** Users notice latency first; price differs by tens of percent; carbon breaks ties. */
const defaultWeights: Weights = { latency: 0.7, cost: 0.25, carbon: 0.05 };

/** Each criterion falls in a straight line from 100 points at `best` to none at `worst`. */
const scales: Readonly<Record<keyof Weights, { best: number; worst: number }>> = {
  latency: { best: 0, worst: 250 },
  cost: { best: 1, worst: 2 },
  carbon: { best: 0, worst: 800 },
};

const euCountries = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split(" ");
const eeaCountries = [...euCountries, "IS", "LI", "NO"];

interface Candidate {
  region: Region;
  latency: Latency | undefined;
  priceIndex: number;
  carbon: number;
}

/** Rules of residency that name no country that is known: nothing could ever meet them. */
export const unknownResidency = (residency: string | readonly string[] | undefined): string[] =>
  wantedResidency(residency).filter((rule) => rule !== "EU" && rule !== "EEA" && findCountry(rule) === undefined);

/** Regions of a cloud, the best for these users first. Regions that need a special account are left out. */
export const rankRegions = ({ cloud, users, residency, weights, services = [] }: RankRequest): RankedRegion[] => {
  const wanted = wantedResidency(residency);
  const places = placesOf(users);
  const all = regionsOf(cloud);
  // A figure that a region lacks is taken as the median of its cloud, and `why` says so.
  const usualPrice = median(all.flatMap(({ priceIndex }) => priceIndex ?? []));
  const usualCarbon = median(all.flatMap(({ carbon }) => carbon ?? []));
  const parts = normalise(weights, places.length > 0);
  return all
    .filter(
      (region) =>
        isOpen(region, wanted) &&
        offersAll(region, services) &&
        (wanted.length === 0 || wanted.some((rule) => residencyOf(region).includes(rule))),
    )
    .map((region) => ({
      region,
      latency: meanLatency(places, region),
      priceIndex: region.priceIndex ?? usualPrice,
      carbon: region.carbon ?? usualCarbon,
    }))
    .map((candidate) => ({ candidate, points: scoreOf(candidate, parts) }))
    .sort((a, b) => b.points - a.points || (a.candidate.region.code < b.candidate.region.code ? -1 : 1))
    .map(({ candidate, points }) => toAnswer(candidate, points, users.length > 0));
};

const wantedResidency = (residency: string | readonly string[] | undefined): string[] => {
  const rules = residency === undefined ? [] : typeof residency === "string" ? [residency] : residency;
  return rules
    .map((rule) => rule.trim().toUpperCase())
    .filter((rule) => rule !== "")
    .map((rule) => (rule === "EU" || rule === "EEA" ? rule : (findCountry(rule)?.code ?? rule)));
};

const residencyOf = ({ country }: Region): string[] => [
  country,
  ...(euCountries.includes(country) ? ["EU"] : []),
  ...(eeaCountries.includes(country) ? ["EEA"] : []),
];

/** China's regions count when data has to stay in China; government regions never do. */
const isOpen = (region: Region, wanted: readonly string[]): boolean =>
  region.open || (region.country === "CN" && wanted.includes("CN"));

interface Place {
  point: Point;
  measuredAs: string | undefined;
  share: number;
}

/** Whether it is known where these users are; a region's place goes before a country's. */
export const isKnownPlace = (users: Pick<Users, "country" | "region">): boolean => pointOf(users) !== undefined;

const pointOf = ({ country, region }: Pick<Users, "country" | "region">): Point | undefined =>
  (region && findRegionPlace(region)) || (country && findCountry(country)) || undefined;

const placesOf = (users: readonly Users[]): Place[] => {
  const places = users.flatMap(({ country, region, share }) => {
    const point = pointOf({ country, region });
    return point === undefined || !(share > 0) ? [] : [{ point, measuredAs: nearestMeasured(point), share }];
  });
  const total = places.reduce((sum, { share }) => sum + share, 0);
  return places.map((place) => ({ ...place, share: place.share / total }));
};

const meanLatency = (places: readonly Place[], region: Region): Latency | undefined => {
  if (places.length === 0) return undefined;
  const each = places.map(({ point, measuredAs, share }) => ({ share, ...latencyBetween(point, measuredAs, region) }));
  return {
    ms: each.reduce((sum, { share, ms }) => sum + share * ms, 0),
    measured: each.every(({ measured }) => measured),
  };
};

/** The weights that count for these users: they sum to one, and without a known place of users latency has none. */
export const weightsFor = (users: readonly Users[], given: GivenWeights | undefined): Weights => {
  const { latency, cost, carbon } = normalise(given, placesOf(users).length > 0);
  const rounded = (part: number): number => Number(part.toFixed(3));
  return { latency: rounded(latency), cost: rounded(cost), carbon: rounded(carbon) };
};

const normalise = (weights: GivenWeights | undefined, hasUsers: boolean): Weights => {
  const given = { ...defaultWeights, ...dropUndefined(weights) };
  const latency = hasUsers ? Math.max(0, given.latency) : 0;
  const cost = Math.max(0, given.cost);
  const carbon = Math.max(0, given.carbon);
  const total = latency + cost + carbon;
  return total > 0
    ? { latency: latency / total, cost: cost / total, carbon: carbon / total }
    : normalise(undefined, hasUsers);
};

const dropUndefined = (weights: GivenWeights = {}): Partial<Weights> => ({
  ...(weights.latency !== undefined && { latency: weights.latency }),
  ...(weights.cost !== undefined && { cost: weights.cost }),
  ...(weights.carbon !== undefined && { carbon: weights.carbon }),
});

const points = (criterion: keyof Weights, value: number): number => {
  const { best, worst } = scales[criterion];
  return 100 * Math.min(1, Math.max(0, (worst - value) / (worst - best)));
};

const scoreOf = ({ latency, priceIndex, carbon }: Candidate, parts: Weights): number =>
  parts.latency * points("latency", latency?.ms ?? 0) +
  parts.cost * points("cost", priceIndex) +
  parts.carbon * points("carbon", carbon);

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

const toAnswer = (candidate: Candidate, score: number, hasUsers: boolean): RankedRegion => ({
  region: candidate.region.code,
  latency_ms: Math.round(candidate.latency?.ms ?? 0),
  latency: candidate.latency === undefined ? null : candidate.latency.measured ? "measured" : "estimated",
  cost_index: candidate.priceIndex,
  carbon_g_per_kwh: candidate.region.carbon ?? null,
  residency: residencyOf(candidate.region),
  zones: candidate.region.zones,
  score: Math.round(score),
  why: explain(candidate, hasUsers),
});

const explain = ({ region, latency, priceIndex }: Candidate, hasUsers: boolean): string => {
  const trip =
    latency === undefined
      ? `${hasUsers ? "no place of users is known" : "no users given"}, so latency does not count`
      : `${Math.round(latency.ms)} ms to the users (${latency.measured ? "measured" : "approximate, from the distance"})`;
  const price =
    region.priceIndex === undefined ? `price index not known, ${priceIndex} assumed` : `price × ${priceIndex}`;
  const carbon = region.carbon === undefined ? "carbon of the grid not known" : `${region.carbon} g CO2/kWh`;
  const zones = region.zones === 0 ? ", no availability zones" : "";
  return `${region.name}, ${region.country}: ${trip}, ${price}, ${carbon}${zones}.`;
};
