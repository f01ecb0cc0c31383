export { maskMarker, maskSecrets } from "./mask.ts";
export type { Masked } from "./mask.ts";
