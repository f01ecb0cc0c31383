import { drawArrowhead } from "../../arrow-heads.ts";
import { measureText } from "../../measure.ts";
import type { Row } from "../../node/label.ts";
import { baselineIn, sizeOfRows } from "../../node/label.ts";
import { pathOf, straight } from "../../node/curve.ts";
import { shapeForms } from "../../node/shape.ts";
import { roundedLine, toward } from "../../outline.ts";
import type { Arrowhead, Shape } from "../../types.ts";
import { noteExtent } from "./extent.ts";
import { drawLaneHead } from "./heads.ts";
import { messageRows, noteRows, noteSize, room } from "./lanes.ts";
import type { Stage } from "./stage.ts";
import { deactivate, depthOf, edgeOf, reach } from "./stage.ts";
import type { MessageStep, NoteStep } from "./tree.ts";

const lineWidth = 1.35;
const gap = { aboveText: 12, textToLine: 5, belowLine: 12 } as const;
const badgeRadius = 9;
const numberStyle = { size: 10, weight: 600 } as const;
const corner = 8;

const headOf: Readonly<Record<MessageStep["head"], Arrowhead>> = {
  none: "none",
  arrow: "arrow",
  open: "open",
  cross: "cross",
};

const textRows = (rows: readonly Row[], x: number, top: number, anchor: "start" | "middle", fill: string): Shape[] => {
  let y = top;
  return rows.map((row): Shape => {
    const baseline = baselineIn(y, row);
    y += row.height;
    return { kind: "text", x, y: baseline, text: row.text, ...row.style, anchor, fill };
  });
};

/** Life lines stop short of text instead of running through it. */
const keepClear = (stage: Stage, x: number, top: number, width: number, height: number): void => {
  if (width > 0) stage.clear.push({ x: x - 3, y: top, width: width + 6, height });
};

const drawNumber = (stage: Stage, number: number | undefined, x: number, y: number): Shape[] => {
  if (number === undefined) return [];
  const { palette } = stage;
  const width = Math.max(2 * badgeRadius, measureText(String(number), numberStyle) + 10);
  const text = String(number);
  return [
    {
      kind: "rect",
      x: x - width / 2,
      y: y - badgeRadius,
      width,
      height: 2 * badgeRadius,
      radius: badgeRadius,
      paint: { fill: palette.edge },
    },
    { kind: "text", x, y: y + 3.6, text, ...numberStyle, anchor: "middle", fill: palette.background },
  ];
};

const drawLine = (stage: Stage, step: MessageStep, points: { x: number; y: number }[]): Shape[] => {
  const [start, second] = points;
  const [beforeLast, tip] = points.slice(-2);
  if (start === undefined || second === undefined || beforeLast === undefined || tip === undefined) return [];
  const ink = { colour: stage.palette.edge, ground: stage.palette.background, width: lineWidth };
  const end = drawArrowhead(headOf[step.head], beforeLast, tip, ink);
  const begin = step.both ? drawArrowhead(headOf[step.head], second, start, ink) : { shapes: [], inset: 0 };
  const line = [toward(start, second, begin.inset), ...points.slice(1, -1), toward(tip, beforeLast, end.inset)];
  return [
    {
      kind: "path",
      d: roundedLine(line, corner),
      paint: { stroke: ink.colour, strokeWidth: lineWidth, ...(step.dashed && { dash: "5 4" }) },
    },
    ...end.shapes,
    ...begin.shapes,
  ];
};

const selfMessage = (stage: Stage, step: MessageStep, depthAtEnd: number): void => {
  const rows = messageRows(step.text);
  const text = sizeOfRows(rows);
  const height = Math.max(28, text.height + 4);
  const top = stage.y + gap.aboveText;
  const start = edgeOf(stage, step.from, "right", depthOf(stage, step.from));
  const end = edgeOf(stage, step.from, "right", depthAtEnd);
  const side = Math.max(start, end) + room.selfLoop - 4;
  const points = [
    { x: start, y: top },
    { x: side, y: top },
    { x: side, y: top + height },
    { x: end, y: top + height },
  ];
  const textX = side + room.besideLoop;
  const textTop = top + (height - text.height) / 2;
  keepClear(stage, textX, textTop, text.width, text.height);
  stage.front.push(
    ...drawLine(stage, step, points),
    ...textRows(rows, textX, textTop, "start", stage.palette.text),
    ...drawNumber(stage, step.number, start, top),
  );
  reach(stage, start - badgeRadius, textX + text.width);
  stage.lineY = top + height;
  stage.y = top + height + gap.belowLine;
};

/** A participant that a message creates gets its head where the message ends. */
const bear = (stage: Stage, participant: string, y: number): void => {
  const lane = stage.lanes.get(participant);
  stage.creating.delete(participant);
  if (lane === undefined) return;
  stage.heads.push(...drawLaneHead(lane, y - lane.height / 2, stage.theme, stage.palette));
  stage.born.set(participant, y + lane.height / 2);
};

const crossSize = 9;

const bury = (stage: Stage, participant: string, y: number): void => {
  stage.ending.delete(participant);
  const lane = stage.lanes.get(participant);
  if (lane === undefined) return;
  while (depthOf(stage, participant) > 0) deactivate(stage, participant, y);
  stage.died.set(participant, y);
  const mark = (from: number, to: number): Shape => ({
    kind: "path",
    d: pathOf(straight({ x: lane.x - crossSize, y: y + from }, { x: lane.x + crossSize, y: y + to }), "open"),
    paint: { stroke: stage.palette.text, strokeWidth: 2 },
  });
  stage.front.push(mark(-crossSize, crossSize), mark(crossSize, -crossSize));
};

/** Ends the participants that were to end with a message which never came. */
export const buryRest = (stage: Stage): void => {
  for (const participant of stage.ending) {
    stage.y += 14;
    bury(stage, participant, stage.y);
    stage.y += 14;
  }
};

/** Draws a message; `activatesTarget` when a bar of the target begins with it. */
export const drawMessage = (stage: Stage, step: MessageStep, activatesTarget: boolean): void => {
  const [from, to] = [stage.lanes.get(step.from), stage.lanes.get(step.to)];
  if (from === undefined || to === undefined) return;
  const depthAtEnd = depthOf(stage, step.to) + (activatesTarget ? 1 : 0);
  if (from === to) {
    selfMessage(stage, step, depthAtEnd);
    return;
  }
  const rows = messageRows(step.text);
  const text = sizeOfRows(rows);
  const isBorn = stage.creating.has(step.to);
  const headHalf = isBorn ? to.height / 2 : 0;
  const top = stage.y + gap.aboveText;
  const y = top + Math.max(text.height + gap.textToLine, rows.length === 0 ? 8 : 0, headHalf - 4);
  const goesRight = from.x < to.x;
  const start = edgeOf(stage, step.from, goesRight ? "right" : "left", depthOf(stage, step.from));
  const atHead = to.x + (goesRight ? -to.width / 2 : to.width / 2);
  const dies = stage.ending.has(step.to) ? (goesRight ? -2 : 2) : 0;
  const end = isBorn ? atHead : edgeOf(stage, step.to, goesRight ? "left" : "right", depthAtEnd) + dies;
  const points = [
    { x: start, y },
    { x: end, y },
  ];
  const inset = step.number === undefined ? 0 : badgeRadius;
  const middle = (start + end + (goesRight ? inset : -inset)) / 2;
  const textTop = y - gap.textToLine - text.height;
  keepClear(stage, middle - text.width / 2, textTop, text.width, text.height);
  stage.front.push(
    ...drawLine(stage, step, points),
    ...textRows(rows, middle, textTop, "middle", stage.palette.text),
    ...drawNumber(stage, step.number, start, y),
  );
  reach(stage, middle - text.width / 2, middle + text.width / 2);
  stage.lineY = y;
  stage.y = y + gap.belowLine;
  if (isBorn) {
    bear(stage, step.to, y);
    stage.y = Math.max(stage.y, y + headHalf + 6);
  }
  for (const participant of [step.from, step.to])
    if (stage.ending.has(participant)) {
      bury(stage, participant, y);
      stage.y = Math.max(stage.y, y + crossSize + 8);
    }
};

/** Draws a note beside or over its participants. */
export const drawNote = (stage: Stage, step: NoteStep): void => {
  const extent = noteExtent(step, stage.lanes);
  if (extent === undefined) return;
  const width = extent.right - extent.left;
  const rows = noteRows(step.text, Math.max(220, width - 2 * room.notePadX));
  const { height } = noteSize(rows);
  const top = stage.y + room.noteGap;
  const box = { x: extent.left, y: top, width, height };
  const { fill, stroke, text } = stage.noteTone;
  const { outline, lines = [] } = shapeForms.note.draw(box);
  stage.front.push(
    { kind: "path", d: pathOf(outline), paint: { fill, stroke, strokeWidth: 1.1 } },
    ...lines.map((line): Shape => ({ kind: "path", d: pathOf(line, "open"), paint: { stroke, strokeWidth: 1.1 } })),
    ...textRows(rows, extent.left + width / 2, top + (height - sizeOfRows(rows).height) / 2, "middle", text),
  );
  reach(stage, extent.left, extent.right);
  stage.y = top + height + 6;
};
