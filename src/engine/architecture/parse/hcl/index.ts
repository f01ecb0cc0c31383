export { lineIndex } from "./line-index.ts";
export type { Position } from "./line-index.ts";
export { parseHcl } from "./parse-hcl.ts";
export { childrenOf } from "./walk.ts";
