export type { WebSearch } from "./tavily.ts";
export { tavily } from "./tavily.ts";
