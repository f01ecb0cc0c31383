// Icons of our own: where no vendor has artwork, and the blank tile on which an unknown service's initial is written.
import type { Icon } from "../src/engine/diagram/icons.ts";
import { parsePath, writePath } from "./build-path.ts";

const path = (data: string): string => writePath(parsePath(data));
const tile = path("M12 0H52A12 12 0 0 1 64 12V52A12 12 0 0 1 52 64H12A12 12 0 0 1 0 52V12A12 12 0 0 1 12 0Z");

export const ownIcons: Readonly<Record<string, Icon>> = {
  "generic.blank": { paths: [{ d: tile, fill: "#64748b" }] },
  "generic.service": {
    paths: [
      { d: tile, fill: "#64748b" },
      {
        d: path("M32 13L48 22V42L32 51L16 42V22ZM16 22L32 31L48 22M32 31V51"),
        stroke: "#ffffff",
        strokeWidth: 2.6,
      },
    ],
  },
};
