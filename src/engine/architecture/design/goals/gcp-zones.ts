import type { Model } from "../../model/index.ts";

/** Regions with zones that do not go a, b, c; every region has at least a zone b and a zone c. */
const letters: Readonly<Record<string, readonly string[]>> = {
  "europe-west1": ["b", "c", "d"],
  "us-east1": ["b", "c", "d"],
};
const usualLetters = ["a", "b", "c"];

/** The region's other zones, in order. */
export const otherZones = ({ region }: Model, zone: string | undefined): string[] =>
  (letters[region] ?? usualLetters).map((letter) => `${region}-${letter}`).filter((other) => other !== zone);

/** Where copies go: far enough for a regional outage, near enough for the same law. */
const partners: Readonly<Record<string, string>> = {
  "us-central1": "us-east1",
  "us-east1": "us-central1",
  "us-east4": "us-central1",
  "us-east5": "us-central1",
  "us-south1": "us-central1",
  "us-west1": "us-central1",
  "us-west2": "us-west1",
  "us-west3": "us-west1",
  "us-west4": "us-west1",
  "northamerica-northeast1": "northamerica-northeast2",
  "northamerica-northeast2": "northamerica-northeast1",
  "southamerica-east1": "southamerica-west1",
  "southamerica-west1": "southamerica-east1",
  "europe-west1": "europe-west4",
  "europe-west2": "europe-west1",
  "europe-west3": "europe-west4",
  "europe-west4": "europe-west1",
  "europe-west6": "europe-west3",
  "europe-west8": "europe-west3",
  "europe-west9": "europe-west1",
  "europe-north1": "europe-west4",
  "europe-central2": "europe-west3",
  "europe-southwest1": "europe-west9",
  "asia-east1": "asia-northeast1",
  "asia-east2": "asia-east1",
  "asia-northeast1": "asia-northeast2",
  "asia-northeast2": "asia-northeast1",
  "asia-northeast3": "asia-northeast1",
  "asia-south1": "asia-south2",
  "asia-south2": "asia-south1",
  "asia-southeast1": "asia-southeast2",
  "asia-southeast2": "asia-southeast1",
  "australia-southeast1": "australia-southeast2",
  "australia-southeast2": "australia-southeast1",
  "me-west1": "europe-west1",
};

/** A region for copies of data; for one that is not known, a large one elsewhere on its continent. */
export const partnerRegion = ({ region }: Model): string => {
  const known = partners[region];
  if (known !== undefined) return known;
  if (region.startsWith("europe")) return "europe-west1";
  return region.startsWith("asia") || region.startsWith("australia") ? "asia-northeast1" : "us-central1";
};
