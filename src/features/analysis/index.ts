export { analysis } from "./routes.ts";
export { Analysis } from "./schema.ts";
export { drawScenes } from "./pictures.ts";
export { readAnalysis, sweepExpired } from "./service.ts";
