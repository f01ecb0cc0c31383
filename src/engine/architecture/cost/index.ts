export { addressOf, deltaOf } from "./delta.ts";
export { priceDesign } from "./estimate.ts";
export type { CostEstimate } from "./estimate.ts";
export type { Profile } from "./usage.ts";
