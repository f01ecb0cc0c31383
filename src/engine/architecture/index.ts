export { analyzeDesign, analyzeInSteps } from "./analyze.ts";
export type { AnalysisStep, DesignAnalysis, DesignInput } from "./analyze.ts";
export { describeUsage } from "./cost/index.ts";
export { compareDesigns } from "./compare/index.ts";
export { fixCode, isFixable } from "./fix.ts";
export type { FixedCode } from "./fix.ts";
export { designFromRequest, goalsFor } from "./from-request.ts";
export { toGraph } from "./emit/graph.ts";
export { toSarif } from "./emit/sarif.ts";
export { toMermaid } from "./emit/mermaid.ts";
export { maskSecrets } from "./secrets/index.ts";
export { describeFormat, isRead, rejoinFiles, splitFiles, uniqueNames } from "./parse/index.ts";
export type { SourceFile } from "./parse/index.ts";
export { movableDesign } from "./price-in-regions.ts";
export {
  isKnownPlace,
  notFilteredBy,
  placeOfRegion,
  rankRegions,
  unknownResidency,
  weightsFor,
} from "./regions/index.ts";
