export { maskCode } from "./code.ts";
export { maskDocument } from "./document.ts";
export { maskMarker, maskSecrets } from "./mask.ts";
