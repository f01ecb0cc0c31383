import type { Box } from "../../geometry.ts";
import { blend, safeColour } from "../../node/colour.ts";
import type { Tone } from "../../node/tones.ts";
import type { Palette } from "../../themes.ts";
import type { Shape, Theme } from "../../types.ts";
import type { Lanes } from "./extent.ts";
import { bar } from "./lanes.ts";

/** What has been drawn so far of a sequence, in layers from back to front, and what is still going on in it. */
export interface Stage {
  lanes: Lanes;
  theme: Theme;
  palette: Palette;
  noteTone: Tone;
  barTone: Tone;
  /** Where the next step begins, where the last message's line lies, and where a bar would begin or end. */
  y: number;
  lineY: number;
  barY: number;
  left: number;
  right: number;
  grounds: Shape[];
  frames: Shape[];
  bars: { depth: number; shape: Shape }[];
  front: Shape[];
  heads: Shape[];
  /** For each participant, where its bars of activity began, the outermost first. */
  active: Map<string, number[]>;
  /** Participants that begin with their next message, and those that end with it. */
  creating: Set<string>;
  ending: Set<string>;
  /** Where life lines begin and end, for those that do so between others. */
  born: Map<string, number>;
  died: Map<string, number>;
  /** Texts that no life line may run through. */
  clear: Box[];
}

/** A colour that the text asks for, paled so that lines and letters on it can be read in either theme. */
export const paled = (
  colour: string | undefined,
  share: number,
  { palette }: Pick<Stage, "palette">,
): string | undefined => {
  const safe = safeColour(colour);
  return safe === undefined ? undefined : blend(palette.background, safe, share);
};

export const reach = (stage: Stage, left: number, right: number): void => {
  stage.left = Math.min(stage.left, left);
  stage.right = Math.max(stage.right, right);
};

export const depthOf = ({ active }: Stage, participant: string): number => active.get(participant)?.length ?? 0;

/** Where an arrow meets a participant: its life line, or the edge of its topmost bar. */
export const edgeOf = (stage: Stage, participant: string, toward: "left" | "right", depth: number): number => {
  const x = stage.lanes.get(participant)?.x ?? 0;
  if (depth === 0) return x;
  return toward === "left" ? x - bar.half : x + bar.half + (depth - 1) * bar.step;
};

export const activate = (stage: Stage, participant: string, y: number): void => {
  if (stage.lanes.has(participant)) stage.active.set(participant, [...(stage.active.get(participant) ?? []), y]);
};

/** Ends a participant's topmost bar and draws it. */
export const deactivate = (stage: Stage, participant: string, y: number): void => {
  const open = stage.active.get(participant) ?? [];
  const start = open.at(-1);
  const lane = stage.lanes.get(participant);
  if (start === undefined || lane === undefined) return;
  stage.active.set(participant, open.slice(0, -1));
  const depth = open.length - 1;
  const { fill, stroke } = stage.barTone;
  const shape: Shape = {
    kind: "rect",
    x: lane.x - bar.half + depth * bar.step,
    y: start,
    width: 2 * bar.half,
    height: Math.max(12, y - start),
    radius: 3,
    paint: { fill, stroke, strokeWidth: 1.1 },
  };
  stage.bars.push({ depth, shape });
};
