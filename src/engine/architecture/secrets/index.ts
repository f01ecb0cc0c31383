export { maskMarker, maskSecrets } from "./mask.ts";
