import type { MermaidPaint } from "#engine/diagram";
import { toColour } from "./colours.ts";

const properties: ReadonlyMap<string, keyof MermaidPaint> = new Map([
  ["fill", "fill"],
  ["background", "fill"],
  ["background-color", "fill"],
  ["stroke", "stroke"],
  ["border-color", "stroke"],
  ["color", "text"],
]);

/** Declarations like `fill:#f9f` → the colours among them; a later one wins. Nothing but a colour gets through. */
export const paintOf = (declarations: readonly string[]): MermaidPaint | undefined => {
  const paint: MermaidPaint = {};
  for (const declaration of declarations) {
    const colon = declaration.indexOf(":");
    const property = properties.get(declaration.slice(0, colon).trim().toLowerCase());
    const colour = toColour(declaration.slice(colon + 1).replace(/!important/, ""));
    if (colon > 0 && property !== undefined && colour !== undefined) paint[property] = colour;
  }
  return Object.keys(paint).length === 0 ? undefined : paint;
};

/** The same as a field to spread into an object: nothing where no colour is asked for. */
export const withPaint = (declarations: readonly string[]): { paint?: MermaidPaint } => {
  const paint = paintOf(declarations);
  return paint === undefined ? {} : { paint };
};
