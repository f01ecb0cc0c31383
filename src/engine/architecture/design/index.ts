export { suggest } from "./suggest.ts";
export type { Goal } from "./goal.ts";
export { goalOf } from "./goals/index.ts";
