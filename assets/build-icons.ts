// Vendors' SVG icons → one JSON that an SVG writer and a PDF writer can both draw: filled paths in a box of 64 × 64.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import type { Gradient, Icon, IconPath } from "../src/engine/diagram/icons.ts";
import { resolveGradient } from "./build-gradient.ts";
import { awsFiles, likec4Files } from "./build-icon-names.ts";
import { kubernetesIcons } from "./build-kubernetes-icons.ts";
import { ownIcons } from "./build-own-icons.ts";
import type { Matrix, Segment } from "./build-path.ts";
import { multiply, parsePath, parseTransform, rounded, scaleOf, transformPath, writePath } from "./build-path.ts";
import { outlineOf } from "./build-shapes.ts";
import type { Element } from "./build-svg-tree.ts";
import { elementsById, parseMarkup, resolveStyles } from "./build-svg-tree.ts";

const side = 64;
const packages = `${import.meta.dirname}/node_modules`;

/** What a child takes over from its parents. */
interface Inherited {
  paint: Record<string, string>;
  opacity: number;
  matrix: Matrix;
}

const inheritable = new Set([
  "fill",
  "fill-opacity",
  "fill-rule",
  "stroke",
  "stroke-opacity",
  "stroke-width",
  "clip-rule",
  "color",
]);

/** Their content is drawn, if at all, through the element that refers to it. */
const notDrawn = new Set([
  "defs",
  "clipPath",
  "mask",
  "filter",
  "title",
  "desc",
  "style",
  "linearGradient",
  "radialGradient",
]);

const inherit = (parent: Inherited, { attributes }: Element): Inherited => {
  const own = Object.entries(attributes).filter(([name]) => inheritable.has(name));
  const transform = attributes["transform"];
  return {
    paint: { ...parent.paint, ...Object.fromEntries(own) },
    opacity: parent.opacity * Number(attributes["opacity"] ?? 1),
    matrix: transform === undefined ? parent.matrix : multiply(parent.matrix, parseTransform(transform)),
  };
};

const names: Readonly<Record<string, string>> = { white: "#ffffff", black: "#000000", red: "#ff0000" };

const colour = (text: string): string => {
  const known = names[text] ?? text;
  if (/^#[\da-f]{3}$/i.test(known)) return known.replace(/[\da-f]/gi, "$&$&").toLowerCase();
  if (!/^#[\da-f]{6}$/i.test(known)) throw new Error(`unknown colour ${text}`);
  return known.toLowerCase();
};

const gradientId = (paint: string): string | undefined => /^url\(#(.+)\)$/.exec(paint)?.[1];

/** A gradient's colour where only one can be had: the middle of its stops, as a PDF without shadings shows it. */
const flatColour = ({ stops }: Gradient): string => {
  const channels = [1, 3, 5].map((start) => {
    const sum = stops.reduce((total, [, stop]) => total + Number.parseInt(stop.slice(start, start + 2), 16), 0);
    return Math.round(sum / stops.length);
  });
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
};

const fillOf = (
  paint: string,
  ids: Map<string, Element>,
  segments: Segment[],
  matrix: Matrix,
): Pick<IconPath, "fill" | "gradient"> => {
  if (paint === "none") return {};
  const id = gradientId(paint);
  if (id === undefined) return { fill: colour(paint === "currentColor" ? "black" : paint) };
  const gradient = resolveGradient(id, ids, segments, matrix, colour);
  return gradient === undefined ? {} : { fill: flatColour(gradient), gradient };
};

const drawShape = (
  element: Element,
  { paint, opacity, matrix }: Inherited,
  ids: Map<string, Element>,
): IconPath | undefined => {
  const outline = outlineOf(element);
  if (outline === undefined) return undefined;
  const segments = parsePath(outline);
  if (segments.length === 0) return undefined;
  const placed = transformPath(segments, matrix);
  const fill = fillOf(paint["fill"] ?? "#000", ids, segments, matrix);
  const strokePaint = paint["stroke"] ?? "none";
  const stroke = strokePaint === "none" ? {} : fillOf(strokePaint, ids, segments, matrix);
  if (fill.fill === undefined && stroke.fill === undefined) return undefined;
  const alpha = opacity * Number(paint[fill.fill === undefined ? "stroke-opacity" : "fill-opacity"] ?? 1);
  if (alpha === 0) return undefined;
  return {
    d: writePath(placed),
    ...fill,
    ...(paint["fill-rule"] === "evenodd" && { evenOdd: true }),
    ...(stroke.fill !== undefined && {
      stroke: stroke.fill,
      strokeWidth: rounded(Number(paint["stroke-width"] ?? 1) * scaleOf(matrix)),
    }),
    ...(alpha < 1 && { opacity: rounded(alpha) }),
  };
};

const flatten = (element: Element, parent: Inherited, ids: Map<string, Element>): IconPath[] => {
  if (notDrawn.has(element.tag)) return [];
  const own = inherit(parent, element);
  if (element.tag === "use") {
    const { x = "0", y = "0", href, "xlink:href": oldHref } = element.attributes;
    const target = ids.get((href ?? oldHref ?? "").slice(1));
    const shifted = { ...own, matrix: multiply(own.matrix, [1, 0, 0, 1, Number(x), Number(y)]) };
    return target === undefined ? [] : flatten(target, shifted, ids);
  }
  const shape = drawShape(element, own, ids);
  return [...(shape === undefined ? [] : [shape]), ...element.children.flatMap((child) => flatten(child, own, ids))];
};

const viewBoxOf = ({ attributes }: Element): [number, number, number, number] => {
  const text = attributes["viewBox"] ?? `0 0 ${attributes["width"] ?? ""} ${attributes["height"] ?? ""}`;
  const [x = 0, y = 0, width = side, height = side] = text.split(/[\s,]+/).map(Number.parseFloat);
  return [x, y, width, height];
};

/** Brings an icon of any size into the middle of the common box. */
const fit = (svg: Element): Matrix => {
  const [x, y, width, height] = viewBoxOf(svg);
  const scale = side / Math.max(width, height);
  return multiply([scale, 0, 0, scale, (side - width * scale) / 2, (side - height * scale) / 2], [1, 0, 0, 1, -x, -y]);
};

/** The whole square that AWS paints behind a service becomes a tile with round corners, as the icons sit on our cards. */
const roundTile = (path: IconPath): IconPath =>
  /^M0 0(L64 0L64 64L0 64(L0 0)?Z)$/.test(path.d)
    ? {
        ...path,
        d: writePath(
          parsePath("M12 0H52A12 12 0 0 1 64 12V52A12 12 0 0 1 52 64H12A12 12 0 0 1 0 52V12A12 12 0 0 1 12 0Z"),
        ),
      }
    : path;

/** Neighbours painted alike become one path, which is shorter and paints the same unless they overlap with transparency. */
const isSame = (left: IconPath, right: IconPath): boolean =>
  left.fill === right.fill &&
  left.gradient === undefined &&
  right.gradient === undefined &&
  left.opacity === undefined &&
  right.opacity === undefined &&
  left.stroke === undefined &&
  right.stroke === undefined &&
  left.evenOdd === undefined &&
  right.evenOdd === undefined;

const merge = (paths: IconPath[]): IconPath[] => {
  const merged: IconPath[] = [];
  for (const path of paths) {
    const last = merged.at(-1);
    if (last !== undefined && isSame(last, path)) merged[merged.length - 1] = { ...last, d: last.d + path.d };
    else merged.push(path);
  }
  return merged;
};

/** One vendor icon as plain paths. */
const toIcon = (svg: Element): Icon => {
  const styled = resolveStyles(svg);
  const start = { paint: {}, opacity: 1, matrix: fit(styled) };
  const paths = flatten(
    { ...styled, attributes: { ...styled.attributes, transform: "" } },
    start,
    elementsById(styled),
  );
  if (paths.length === 0) throw new Error("an icon without a path");
  return { paths: merge(paths.map(roundTile)) };
};

/** Vendors' icons as they come, before any of our treatment. */
const readVendorIcons = async (): Promise<Map<string, Element>> => {
  // The modules of @likec4/icons ask for React; ours makes a tree instead.
  const jsxRuntime = new URL("build-jsx-runtime.ts", import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "react/jsx-runtime" ? { url: jsxRuntime, shortCircuit: true } : next(specifier, context),
  });
  const icons = new Map<string, Element>();
  for (const [id, file] of Object.entries(awsFiles))
    icons.set(id, parseMarkup(readFileSync(`${packages}/aws-icons/icons/${file}.svg`, "utf8")));
  for (const [id, file] of Object.entries(likec4Files)) {
    // The package has no types: each module's default export is a function from React properties to elements.
    const module = (await import(`${packages}/@likec4/icons/${file}.js`)) as { default: (props: object) => Element };
    icons.set(id, module.default({}));
  }
  return icons;
};

/** Every icon by id, in the order of their ids. */
export const buildIcons = async (): Promise<Record<string, Icon>> => {
  const made = new Map<string, Icon>(Object.entries({ ...ownIcons, ...kubernetesIcons }));
  for (const [id, svg] of await readVendorIcons())
    try {
      made.set(id, toIcon(svg));
    } catch (error) {
      throw new Error(`icon ${id}`, { cause: error });
    }
  return Object.fromEntries([...made].toSorted(([left], [right]) => (left < right ? -1 : 1)));
};
