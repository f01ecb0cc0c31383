import type { Scene } from "#engine/diagram";
import type { Row } from "./flow.ts";
import { gap } from "./flow.ts";
import { drawScene } from "./scene.ts";
import type { Typesetter } from "./text.ts";

/** A picture of one or two things would shout. */
const largestScale = 1.1;
const mostHeight = 420;

/** A laid-out picture in the middle of the text's width. */
export const picture = (typesetter: Typesetter, scene: Scene, width: number): Row[] => {
  const scale = Math.min(largestScale, width / scene.width, mostHeight / scene.height);
  const height = scene.height * scale;
  return [
    gap(4),
    {
      height,
      draw: ({ canvas, x, y }) => drawScene(canvas, typesetter, scene, { area: { x, y, width, height }, scale }),
    },
    gap(12),
  ];
};
