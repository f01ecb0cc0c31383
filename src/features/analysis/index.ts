export { analysis } from "./routes.ts";
export { Analysis } from "./schema.ts";
export { withLegibleTexts } from "./legible.ts";
export { drawScenes } from "./pictures.ts";
export { readAnalysis, readSource, sweepExpired } from "./service.ts";
export { understand } from "./design.ts";
