import { iconPaths } from "#engine/diagram";
import type { PDFContext, PDFRef } from "pdf-lib";
import { paintOperator, parseColour, pathOperators, short } from "./operators.ts";
import { isOpaque, shadingOf } from "./shading.ts";
import { deflated } from "./stream.ts";

type IconPath = ReturnType<typeof iconPaths>["paths"][number];

/** Length of a side of the square in which every icon is drawn here. */
export const iconSide = 64;

/** An icon as a drawing of its own that pages show by name. */
export const writeIcon = (context: PDFContext, id: string): PDFRef => {
  const { viewBox, paths } = iconPaths(id);
  const [left = 0, top = 0, side = iconSide] = viewBox.split(" ").map(Number);
  const shadings: Record<string, PDFRef> = {};
  const opacities: Record<string, { ca: number; CA: number }> = {};
  const draw = (path: IconPath): string => {
    const { opacity = 1, gradient } = path;
    const faint = opacity < 1 ? `G${Object.keys(opacities).length}` : undefined;
    if (faint !== undefined) opacities[faint] = { ca: opacity, CA: opacity };
    const shading = gradient !== undefined && isOpaque(gradient) ? `S${Object.keys(shadings).length}` : undefined;
    if (shading !== undefined && gradient !== undefined) shadings[shading] = shadingOf(context, gradient);
    const matrix = gradient?.kind === "radial" ? `${gradient.matrix.map(short).join(" ")} cm ` : "";
    const painted =
      shading === undefined
        ? paintPath(path)
        : `${pathOperators(path.d)}${path.evenOdd === true ? "W*" : "W"} n\n${matrix}/${shading} sh\n`;
    return `q\n${faint === undefined ? "" : `/${faint} gs\n`}${painted}Q\n`;
  };
  const content = paths.map(draw).join("");
  const scale = iconSide / side;
  return context.register(
    deflated(context, content, {
      Type: "XObject",
      Subtype: "Form",
      // Half a side more all around: an outline may reach over the edge.
      BBox: [left - side / 2, top - side / 2, left + 1.5 * side, top + 1.5 * side],
      Matrix: [scale, 0, 0, scale, -left * scale, -top * scale],
      Resources: context.obj({ Shading: shadings, ExtGState: opacities }),
    }),
  );
};

const paintPath = ({ d, fill, evenOdd, stroke, strokeWidth = 1 }: IconPath): string => {
  const filled = parseColour(fill);
  const stroked = parseColour(stroke);
  if (filled === undefined && stroked === undefined) return "";
  const colours = `${filled === undefined ? "" : `${filled} rg\n`}${stroked === undefined ? "" : `${stroked} RG ${short(strokeWidth)} w\n`}`;
  const painted = paintOperator(filled !== undefined, stroked !== undefined, evenOdd === true ? "evenodd" : "nonzero");
  return `${colours}${pathOperators(d)}${painted}\n`;
};
