// Icons of our own: where no vendor has artwork, and the blank tile on which an unknown service's initial is written.
import type { Icon } from "../src/engine/diagram/icons.ts";
import { parsePath, writePath } from "./build-path.ts";

const path = (data: string): string => writePath(parsePath(data));
const tile = path("M12 0H52A12 12 0 0 1 64 12V52A12 12 0 0 1 52 64H12A12 12 0 0 1 0 52V12A12 12 0 0 1 12 0Z");

/** Vendors' ink, which turns light on a dark ground. */
const ink = "#232f3e";
const drawn = (data: string): Icon["paths"][number] => ({ d: path(data), stroke: ink, strokeWidth: 2.4 });

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
  "generic.cloud": {
    paths: [drawn("M20 48A11 11 0 0 1 18.5 26.1A15 15 0 0 1 47 23.6A12.3 12.3 0 0 1 46 48Z")],
  },
  "generic.database": {
    paths: [
      drawn("M12 15C12 10.6 21 7 32 7S52 10.6 52 15S43 23 32 23S12 19.4 12 15Z"),
      drawn("M12 15V49C12 53.4 21 57 32 57S52 53.4 52 49V15"),
      drawn("M12 26.3C12 30.7 21 34.3 32 34.3S52 30.7 52 26.3M12 37.6C12 42 21 45.6 32 45.6S52 42 52 37.6"),
    ],
  },
  "generic.disk": {
    paths: [
      drawn("M15 12H49A3 3 0 0 1 51.9 14.3L57 37V49A4 4 0 0 1 53 53H11A4 4 0 0 1 7 49V37L12.1 14.3A3 3 0 0 1 15 12Z"),
      drawn("M7 37H57M15 45H31"),
      { d: path("M50 45A2.6 2.6 0 1 1 44.8 45A2.6 2.6 0 1 1 50 45Z"), fill: ink },
    ],
  },
};
