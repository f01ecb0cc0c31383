export { collapse } from "./collapse.ts";
export { toElk } from "./elk-graph.ts";
export type { ElkNode } from "./elk-graph.ts";
export { iconPaths } from "./icons.ts";
export { toScene } from "./scene.ts";
export { mostEdges, thinOut } from "./thin-out.ts";
export { toSvg } from "./svg.ts";
export type * from "./types.ts";
