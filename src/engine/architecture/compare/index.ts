export { compareDesigns } from "./compare.ts";
