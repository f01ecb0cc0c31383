import file from "./countries.json" with { type: "json" };
import { regionsOf } from "./region.ts";
import type { Cloud } from "../model/index.ts";

export interface Point {
  lat: number;
  lon: number;
}

const clouds: readonly Cloud[] = ["aws", "azure", "gcp"];
const earthRadiusKm = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in km (haversine). */
export const distanceKm = (a: Point, b: Point): number => {
  const lat = Math.sin(radians(b.lat - a.lat) / 2) ** 2;
  const lon = Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  const chord = lat + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * lon;
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(chord)));
};

const aliases: Readonly<Record<string, string>> = {
  UK: "GB",
  USA: "US",
  "UNITED STATES OF AMERICA": "US",
  "GREAT BRITAIN": "GB",
  UAE: "AE",
  KOREA: "KR",
  "CZECH REPUBLIC": "CZ",
};

interface Country extends Point {
  code: string;
}

// Built on first use, like every table of the engine.
let countries: Map<string, Country> | undefined;

const countryTable = (): Map<string, Country> => {
  if (countries !== undefined) return countries;
  countries = new Map();
  for (const row of file.countries) {
    const [code, name, lat, lon] = row;
    const country = { code: String(code), lat: Number(lat), lon: Number(lon) };
    countries.set(country.code, country);
    countries.set(String(name).toUpperCase(), country);
  }
  for (const region of clouds.flatMap(regionsOf))
    if (!countries.has(region.country))
      countries.set(region.country, { code: region.country, lat: region.lat, lon: region.lon });
  return countries;
};

/** A country by ISO code or English name, with its representative city. */
export const findCountry = (codeOrName: string): Country | undefined => {
  const key = codeOrName.trim().toUpperCase();
  return countryTable().get(aliases[key] ?? key);
};

/** The place of a region code of any cloud. */
export const findRegionPlace = (code: string): Point | undefined => {
  const wanted = code.trim().toLowerCase();
  return clouds.flatMap(regionsOf).find((region) => region.code === wanted);
};
