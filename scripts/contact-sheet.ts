import type { Scene, Shape, Theme } from "#engine/diagram";

/** A cell holds one picture, as large as fits. */
const cell = { width: 900, height: 620, gap: 28 } as const;
const columns = 4;
const grounds: Readonly<Record<Theme, string>> = { light: "#eef2f7", dark: "#04070f" };

/** Paths of a scene have absolute coordinates only, x and y by turns. */
const movedPath = (path: string, dx: number, dy: number, scale: number): string => {
  let isX = false;
  return path.replace(/-?\d+(?:\.\d+)?/g, (number) => {
    isX = !isX;
    return String(Math.round((Number(number) * scale + (isX ? dx : dy)) * 100) / 100);
  });
};

const movedShape = (shape: Shape, dx: number, dy: number, scale: number): Shape => {
  const strokeWidth = "paint" in shape && shape.paint.strokeWidth !== undefined ? shape.paint.strokeWidth * scale : 0;
  if (shape.kind === "path")
    return { ...shape, d: movedPath(shape.d, dx, dy, scale), paint: { ...shape.paint, strokeWidth } };
  const at = { x: shape.x * scale + dx, y: shape.y * scale + dy };
  if (shape.kind === "rect") {
    const size = { width: shape.width * scale, height: shape.height * scale, radius: shape.radius * scale };
    return { ...shape, ...at, ...size, paint: { ...shape.paint, strokeWidth } };
  }
  return { ...shape, ...at, size: shape.size * scale };
};

/** All pictures on one sheet, small, in rows. */
export const contactSheet = (scenes: readonly Scene[], theme: Theme): Scene => {
  const rows = Math.max(1, Math.ceil(scenes.length / columns));
  const shapes = scenes.flatMap((scene, index) => {
    const scale = Math.min(cell.width / scene.width, cell.height / scene.height);
    const [width, height] = [scene.width * scale, scene.height * scale];
    const left = cell.gap + (index % columns) * (cell.width + cell.gap) + (cell.width - width) / 2;
    const top = cell.gap + Math.floor(index / columns) * (cell.height + cell.gap) + (cell.height - height) / 2;
    const ground: Shape = {
      kind: "rect",
      x: left,
      y: top,
      width,
      height,
      radius: 6,
      paint: { fill: scene.background },
    };
    return [ground, ...scene.shapes.map((shape) => movedShape(shape, left, top, scale))];
  });
  return {
    width: cell.gap + columns * (cell.width + cell.gap),
    height: cell.gap + rows * (cell.height + cell.gap),
    background: grounds[theme],
    label: "Sample architectures",
    shapes,
  };
};
