import { cachedFonts } from "./cached-fonts.ts";

/** Gets font files from the static assets. They are kept for the isolate's life: four of them, 5.4 MB, and most isolates never need one. */
export const fontLoader = cachedFonts();
