import { fontFamily } from "../typeface/index.ts";
import type { Gradient, IconPath } from "./icons.ts";
import { iconPaths, iconSide } from "./icons.ts";
import { escapeXml } from "./text.ts";
import type { Paint, Scene, Shape } from "./types.ts";

const number = (value: number): string => String(Math.round(value * 100) / 100 + 0);

const attributes = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .filter((entry) => entry[1] !== undefined)
    .map(([name, value]) => ` ${name}="${typeof value === "number" ? number(value) : escapeXml(String(value))}"`)
    .join("");

const paintAttributes = (paint: Paint): string =>
  attributes({
    fill: paint.fill ?? "none",
    "fill-opacity": paint.fillOpacity,
    stroke: paint.stroke,
    "stroke-opacity": paint.strokeOpacity,
    "stroke-width": paint.strokeWidth,
    "stroke-dasharray": paint.dash,
  });

const gradientElement = (id: string, gradient: Gradient): string => {
  const stops = gradient.stops
    .map(
      ([at, colour, opacity]) => `<stop${attributes({ offset: at, "stop-color": colour, "stop-opacity": opacity })}/>`,
    )
    .join("");
  const units = { id, gradientUnits: "userSpaceOnUse" };
  if (gradient.kind === "linear") {
    const [[x1, y1], [x2, y2]] = [gradient.from, gradient.to];
    return `<linearGradient${attributes({ ...units, x1, y1, x2, y2 })}>${stops}</linearGradient>`;
  }
  const [[cx, cy], [fx, fy]] = [gradient.centre, gradient.focus];
  const gradientTransform = `matrix(${gradient.matrix.join(" ")})`;
  return `<radialGradient${attributes({ ...units, cx, cy, r: gradient.radius, fx, fy, gradientTransform })}>${stops}</radialGradient>`;
};

const pathElement = (path: IconPath, fill: string | undefined): string =>
  `<path${attributes({
    d: path.d,
    fill: fill ?? "none",
    "fill-rule": path.evenOdd === true ? "evenodd" : undefined,
    opacity: path.opacity,
    stroke: path.stroke,
    "stroke-width": path.strokeWidth,
  })}/>`;

/** An icon's definition under `id`, its gradients before it. */
const iconDefinition = (icon: string, id: string): string => {
  const gradients: string[] = [];
  const paths = iconPaths(icon).paths.map((path) => {
    if (path.gradient === undefined) return pathElement(path, path.fill);
    const gradientId = `${id}g${gradients.length}`;
    gradients.push(gradientElement(gradientId, path.gradient));
    return pathElement(path, `url(#${gradientId})`);
  });
  return `${gradients.join("")}<g${attributes({ id })}>${paths.join("")}</g>`;
};

const shapeElement = (shape: Shape, iconIds: ReadonlyMap<string, string>): string => {
  switch (shape.kind) {
    case "rect": {
      const { x, y, width, height, radius } = shape;
      return `<rect${attributes({ x, y, width, height, rx: radius })}${paintAttributes(shape.paint)}/>`;
    }
    case "path":
      return `<path${attributes({ d: shape.d })}${paintAttributes(shape.paint)}/>`;
    case "text": {
      const { x, y, size, weight, fill, anchor } = shape;
      const style = {
        x,
        y,
        "font-size": size,
        "font-weight": weight,
        "text-anchor": anchor === "start" ? undefined : anchor,
        fill,
      };
      return `<text${attributes(style)}>${escapeXml(shape.text)}</text>`;
    }
    case "icon": {
      const scale = shape.size / iconSide;
      const transform = `translate(${number(shape.x)} ${number(shape.y)}) scale(${Math.round(scale * 100_000) / 100_000})`;
      return `<use${attributes({ href: `#${iconIds.get(shape.icon) ?? ""}`, transform })}/>`;
    }
  }
};

/** A scene as SVG of plain shapes: no scripts, styles, filters or references out of the file. */
export const toSvg = (scene: Scene): string => {
  const icons = new Set(scene.shapes.flatMap((shape) => (shape.kind === "icon" ? [shape.icon] : [])));
  const iconIds = new Map([...icons].map((icon, index) => [icon, `i${index}`]));
  const definitions = [...iconIds].map(([icon, id]) => iconDefinition(icon, id)).join("");
  const { width, height } = scene;
  const root = {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${number(width)} ${number(height)}`,
    "font-family": fontFamily,
    role: "img",
    "aria-label": scene.label,
  };
  const background = `<rect${attributes({ width, height, fill: scene.background })}/>`;
  const shapes = scene.shapes.map((shape) => shapeElement(shape, iconIds)).join("");
  return `<svg${attributes(root)}><defs>${definitions}</defs>${background}${shapes}</svg>`;
};
