export { suggest } from "./suggest.ts";
export type { Goal } from "./goal.ts";
export { goalOf, goalsOf } from "./goals/index.ts";
