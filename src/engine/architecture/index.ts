export { analyzeDesign } from "./analyze.ts";
export type { DesignAnalysis, DesignInput } from "./analyze.ts";
export { designFromRequest, goalsFor } from "./from-request.ts";
export { toGraph } from "./emit/graph.ts";
export { toMermaid } from "./emit/mermaid.ts";
export { maskSecrets } from "./secrets/index.ts";
export { describeFormat, splitFiles, uniqueNames } from "./parse/index.ts";
export type { SourceFile } from "./parse/index.ts";
