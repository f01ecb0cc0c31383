import file from "./latency.json" with { type: "json" };
import { distanceKm } from "./place.ts";
import type { Point } from "./place.ts";
import { findRegion } from "./region.ts";
import type { Region } from "./region.ts";

export interface Latency {
  /** Round trip in milliseconds. */
  ms: number;
  /** False: from the distance alone. */
  measured: boolean;
}

/** A point this near to a measured region is taken to be there. */
const nearKm = 300;

/** Linear fit of the measured round trips over distance: ms = a + b × km, r² 0.78, mean error 28 ms. */
const fit = { base: 24, perKm: 0.01558 };

/** Round trip inside one metropolitan network, which the published pairs leave out. */
const localMs = 2;

let indexes: Map<string, number> | undefined;

const indexOf = (region: string): number | undefined => {
  indexes ??= new Map(file.regions.map((name, index) => [name, index]));
  return indexes.get(region);
};

const measuredBetween = (a: string, b: string): number | undefined => {
  const [i, j] = [indexOf(a), indexOf(b)];
  if (i === undefined || j === undefined) return undefined;
  const ms = file.rtt_ms[Math.max(i, j)]?.[Math.min(i, j)];
  // 0 stands for a pair that was not published.
  return ms === 0 ? undefined : ms;
};

/** The measured Azure region that a point stands for. */
export const nearestMeasured = (point: Point): string | undefined => {
  let nearest: string | undefined;
  let least = nearKm;
  for (const name of file.regions) {
    const region = findRegion("azure", name);
    const km = region === undefined ? Number.POSITIVE_INFINITY : distanceKm(point, region);
    if (km < least) [nearest, least] = [name, km];
  }
  return nearest;
};

/** Round trip between a place (and the measured region it stands for) and a region. */
export const latencyBetween = (place: Point, measuredAs: string | undefined, region: Region): Latency => {
  const km = distanceKm(place, region);
  if (measuredAs !== undefined && region.measuredAs !== undefined) {
    if (measuredAs === region.measuredAs) return { ms: localMs + fit.perKm * km, measured: false };
    const ms = measuredBetween(measuredAs, region.measuredAs);
    if (ms !== undefined) return { ms, measured: true };
  }
  return km <= nearKm
    ? { ms: localMs + fit.perKm * km, measured: false }
    : { ms: fit.base + fit.perKm * km, measured: false };
};
