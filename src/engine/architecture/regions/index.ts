export { notFilteredBy } from "./offers.ts";
export { isKnownPlace, rankRegions } from "./rank.ts";
export type { RankedRegion, Users } from "./rank.ts";
export { findRegion, placeOfRegion, regionsOf } from "./region.ts";
