export { addressOf } from "./address.ts";
export { deltaOf } from "./delta.ts";
export { priceDesign } from "./estimate.ts";
export type { CostEstimate } from "./estimate.ts";
export { unmatchedUsage } from "./usage.ts";
export type { Profile, UsageWish } from "./usage.ts";
export { describeUsage } from "./usage-keys.ts";
