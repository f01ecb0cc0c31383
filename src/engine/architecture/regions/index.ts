export { rankRegions } from "./rank.ts";
export type { RankedRegion, Users } from "./rank.ts";
export { findRegion, regionsOf } from "./region.ts";
