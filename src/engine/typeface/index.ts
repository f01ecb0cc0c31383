export { isBundled } from "./bundled.ts";
export { facesFor, fontFamily, splitByFace } from "./faces.ts";
export type { FetchedFace } from "./faces.ts";
export { loadFaces } from "./load.ts";
export type { LoadFont } from "./load.ts";
