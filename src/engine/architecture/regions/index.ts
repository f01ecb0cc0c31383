export { notFilteredBy } from "./offers.ts";
export { partnerOfAws } from "./partners.ts";
export { isKnownPlace, rankRegions, unknownResidency, weightsFor } from "./rank.ts";
export type { RankedRegion, Users } from "./rank.ts";
export { findRegion, isApart, placeOfRegion, regionsOf } from "./region.ts";
