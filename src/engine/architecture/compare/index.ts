export { compareDesigns } from "./compare.ts";
export type { ComparedDesign, DesignComparison } from "./compare.ts";
