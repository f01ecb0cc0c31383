export { maskCode } from "./code.ts";
export { maskMarker, maskSecrets } from "./mask.ts";
