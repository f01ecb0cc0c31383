import type { iconPaths } from "#engine/diagram";
import type { PDFContext, PDFDict, PDFRef } from "pdf-lib";
import { parseColour } from "./operators.ts";

type Gradient = NonNullable<ReturnType<typeof iconPaths>["paths"][number]["gradient"]>;

/** A run with translucent stops would need a mask: its flat stand-in is drawn instead. */
export const isOpaque = ({ stops }: Gradient): boolean =>
  stops.length > 1 && stops.every(([, colour, opacity = 1]) => opacity === 1 && parseColour(colour) !== undefined);

/** A gradient as PDF writes it; its colours go on at both ends. */
export const shadingOf = (context: PDFContext, gradient: Gradient): PDFRef => {
  const shared = { ColorSpace: "DeviceRGB", Function: colourRun(context, gradient.stops), Extend: [true, true] };
  if (gradient.kind === "linear")
    return context.register(context.obj({ ShadingType: 2, Coords: [...gradient.from, ...gradient.to], ...shared }));
  const { centre, focus, radius } = gradient;
  return context.register(context.obj({ ShadingType: 3, Coords: [...focus, 0, ...centre, radius], ...shared }));
};

/** From stop to stop in straight lines. */
const colourRun = (context: PDFContext, stops: Gradient["stops"]): PDFDict => {
  const colours = stops.map(([, colour]) => (parseColour(colour) ?? "0 0 0").split(" ").map(Number));
  const pieces = colours
    .slice(1)
    .map((colour, index) =>
      context.obj({ FunctionType: 2, Domain: [0, 1], N: 1, C0: colours[index] ?? colour, C1: colour }),
    );
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  return context.obj({
    FunctionType: 3,
    Domain: [0, 1],
    Functions: pieces,
    Bounds: stops.slice(1, -1).map(([at]) => at),
    Encode: pieces.flatMap(() => [0, 1]),
  });
};
