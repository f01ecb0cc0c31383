import type { MermaidDirection } from "#engine/diagram";

const directions: ReadonlyMap<string, MermaidDirection> = new Map([
  ["LR", "RIGHT"],
  ["RL", "LEFT"],
  ["BT", "UP"],
  ["TB", "DOWN"],
  ["TD", "DOWN"],
]);

/** `LR` and such as a direction; undefined where the text does not say. */
export const toDirection = (written: string | undefined): MermaidDirection | undefined =>
  directions.get(written?.trim().toUpperCase() ?? "");
