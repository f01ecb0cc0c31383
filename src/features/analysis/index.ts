export { analysis } from "./routes.ts";
export { AnalyzeQuery, AnalyzeRequest } from "./input.ts";
export type { PictureWish } from "./input.ts";
export { Analysis, Availability, RegionChoice } from "./schema.ts";
export { withLegibleTexts } from "./legible.ts";
export { dataUris, drawScenes, keepPictures, keysOf, pictureUrls } from "./pictures.ts";
export { expiryOf, readAnalysis, readSource, sweepExpired, toAnalysis } from "./service.ts";
export { writeAnalysis } from "./store.ts";
export { understand } from "./design.ts";
