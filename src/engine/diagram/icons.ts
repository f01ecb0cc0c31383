import iconData from "../../../assets/out/icons.json" with { type: "json" };

/** A colour run in the icon's own coordinates. A stop is where it stands (0–1), its colour, and its opacity when not 1. */
export type Gradient =
  | { kind: "linear"; from: [number, number]; to: [number, number]; stops: Stop[] }
  | {
      kind: "radial";
      centre: [number, number];
      focus: [number, number];
      radius: number;
      /** From the gradient's coordinates to the icon's. */
      matrix: number[];
      stops: Stop[];
    };
type Stop = [at: number, colour: string, opacity?: number];

/** `d` holds only M, L, C and Z with absolute coordinates. Where there is a gradient, `fill` is its flat stand-in. */
export interface IconPath {
  d: string;
  fill?: string;
  gradient?: Gradient;
  evenOdd?: boolean;
  opacity?: number;
  stroke?: string;
  strokeWidth?: number;
}

export interface Icon {
  paths: IconPath[];
}

/** Length of a side of the square that every icon is drawn in. */
export const iconSide = 64;

// The file is written by assets/build.ts from values of this type; JSON widens its tuples to arrays.
const icons = iconData as unknown as Readonly<Record<string, Icon | undefined>>;

/** Only what the file holds: a caller may ask for an icon called "constructor". */
const iconOf = (id: string): Icon | undefined => (Object.hasOwn(icons, id) ? icons[id] : undefined);

const blank: Icon = { paths: [] };
const onDark = "#dark";
const ink = "#e2e8f0";
/** Vendors' near-black, and darkest colours of marks of one colour, which would be lost on a dark card. */
const inks = new Set([
  "#242f3e",
  "#232f3e",
  "#242f3d",
  "#232f3d",
  "#000000",
  "#464342",
  "#00546b",
  "#1a1919",
  "#020a47",
]);

export const hasIcon = (id: string): boolean => iconOf(id) !== undefined;

/** The id under which an icon is drawn on a dark ground: near-black line art turns light there. */
export const iconOnDark = (id: string): string => (isLineArt(iconOf(id)) ? id + onDark : id);

const isLineArt = (icon: Icon | undefined): boolean =>
  icon?.paths.every(({ fill, stroke }) => inks.has(fill ?? stroke ?? "")) === true;

/** What to draw for an icon id: a box and plain paths. An unknown id is a neutral tile, for an initial to be written on. */
export const iconPaths = (id: string): { viewBox: string; paths: readonly IconPath[] } => {
  const viewBox = `0 0 ${iconSide} ${iconSide}`;
  const dark = id.endsWith(onDark);
  const { paths } = iconOf(dark ? id.slice(0, -onDark.length) : id) ?? iconOf("generic.blank") ?? blank;
  if (!dark) return { viewBox, paths };
  return {
    viewBox,
    paths: paths.map((path) => ({
      ...path,
      ...(path.fill !== undefined && { fill: ink }),
      ...(path.stroke !== undefined && { stroke: ink }),
    })),
  };
};
