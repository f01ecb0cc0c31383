import type { Scene } from "#engine/diagram";
import type { Box, Canvas } from "./canvas.ts";
import type { Typesetter } from "./text.ts";
import { clean } from "./text.ts";

/** Paints a laid-out picture as vectors in the middle of an area. */
export const drawScene = (
  canvas: Canvas,
  typesetter: Typesetter,
  scene: Scene,
  { area, scale }: { area: Box; scale: number },
): void => {
  const x = area.x + (area.width - scene.width * scale) / 2;
  const y = area.y + (area.height - scene.height * scale) / 2;
  canvas.within({ x, y, scale }, () => {
    for (const shape of scene.shapes) drawShape(canvas, typesetter, shape);
  });
};

const drawShape = (canvas: Canvas, typesetter: Typesetter, shape: Scene["shapes"][number]): void => {
  switch (shape.kind) {
    case "rect":
      return canvas.rect(shape, shape.paint, shape.radius);
    case "path":
      return canvas.path(shape.d, shape.paint);
    case "icon":
      return canvas.icon(shape.icon, shape.x, shape.y, shape.size);
    case "text": {
      const set = { weight: shape.weight, size: shape.size, colour: shape.fill };
      const text = clean(shape.text);
      const back = { start: 0, middle: 0.5, end: 1 }[shape.anchor];
      canvas.text(text, shape.x - back * typesetter.measure(text, set), shape.y, set);
    }
  }
};
