export { suppress } from "./suppress.ts";
export type { Suppressed } from "./suppress.ts";
