import { drawHeading, margin } from "../../heading.ts";
import { measureText } from "../../measure.ts";
import { pathOf, straight } from "../../node/curve.ts";
import { rowsOf, sizeOfRows } from "../../node/label.ts";
import { toneOf } from "../../node/tones.ts";
import { cleanText } from "../../text.ts";
import { paletteOf, tintOf } from "../../themes.ts";
import type { Scene, Shape, Theme } from "../../types.ts";
import type { SequenceDiagram } from "../diagram.ts";
import type { Lanes } from "./extent.ts";
import { drawFragment } from "./fragments.ts";
import { drawLaneHead } from "./heads.ts";
import type { Lane } from "./lanes.ts";
import { lanesOf } from "./lanes.ts";
import { buryRest, drawMessage, drawNote } from "./messages.ts";
import type { Stage } from "./stage.ts";
import { activate, deactivate, depthOf, paled } from "./stage.ts";
import type { Item } from "./tree.ts";
import { treeOf } from "./tree.ts";

/** Heads are repeated at the foot of pictures taller than this. */
const tall = 420;
const footGap = 18;
const boxPad = 14;
const boxLabelStyle = { size: 12, weight: 600 } as const;
const boxShare = { light: 0.16, dark: 0.14 } as const;

const createdIn = (items: readonly Item[]): string[] =>
  items.flatMap((item) => {
    if (item.kind === "create") return [item.participant];
    return item.kind === "fragment" ? item.sections.flatMap((section) => createdIn(section.items)) : [];
  });

const drawItems = (stage: Stage, items: readonly Item[]): void => {
  for (const [index, item] of items.entries()) {
    const next = items[index + 1];
    switch (item.kind) {
      case "message": {
        const begins = next?.kind === "activate" && next.participant === item.to;
        drawMessage(stage, item, begins);
        // A bar begins and ends at the message's line, not under it.
        stage.barY = stage.lineY;
        break;
      }
      case "note":
        drawNote(stage, item);
        stage.barY = stage.y;
        break;
      case "activate":
        activate(stage, item.participant, stage.barY);
        break;
      case "deactivate":
        deactivate(stage, item.participant, stage.barY);
        break;
      case "create":
        stage.creating.add(item.participant);
        break;
      case "destroy":
        stage.ending.add(item.participant);
        break;
      case "fragment":
        drawFragment(stage, item, (inner) => drawItems(stage, inner));
        stage.barY = stage.y;
    }
  }
};

const stageFor = (lanes: Lanes, top: number, theme: Theme): Stage => {
  const palette = paletteOf(theme);
  const sides = [...lanes.values()];
  return {
    lanes,
    theme,
    palette,
    noteTone: toneOf("note", undefined, theme, palette),
    barTone: toneOf("stadium", undefined, theme, palette),
    y: top,
    barY: top,
    lineY: top,
    left: Math.min(0, ...sides.map(({ x, width }) => x - width / 2)),
    right: Math.max(0, ...sides.map(({ x, width }) => x + width / 2)),
    grounds: [],
    frames: [],
    bars: [],
    front: [],
    heads: [],
    active: new Map(),
    creating: new Set(),
    ending: new Set(),
    born: new Map(),
    died: new Map(),
    clear: [],
  };
};

/** A life line, left out where a text lies across it. */
const lifeLine = ({ x }: Lane, top: number, bottom: number, { palette, clear }: Stage): Shape[] => {
  const across = clear
    .filter((text) => text.x < x + 2 && text.x + text.width > x - 2)
    .toSorted((left, right) => left.y - right.y);
  const pieces: [number, number][] = [];
  let from = top;
  for (const { y, height } of across) {
    if (y > from && from < bottom) pieces.push([from, Math.min(y, bottom)]);
    from = Math.max(from, y + height);
  }
  if (from < bottom) pieces.push([from, bottom]);
  return pieces.map(([start, end]): Shape => ({
    kind: "path",
    d: pathOf(straight({ x, y: start }, { x, y: end }), "open"),
    paint: { stroke: palette.edge, strokeOpacity: 0.55, strokeWidth: 1.1, dash: "4 4" },
  }));
};

interface BoxArea {
  left: number;
  right: number;
  label: string;
  fill: string | undefined;
}

const boxAreas = (diagram: SequenceDiagram, lanes: Lanes): BoxArea[] =>
  diagram.boxes.flatMap(({ label, fill, participants }) => {
    const inside = participants.flatMap((id) => lanes.get(id) ?? []);
    if (inside.length === 0) return [];
    const left = Math.min(...inside.map(({ x, width }) => x - width / 2)) - boxPad;
    const right = Math.max(...inside.map(({ x, width }) => x + width / 2)) + boxPad;
    const missing = Math.max(0, Math.min(260, measureText(cleanText(label), boxLabelStyle)) + 24 - (right - left)) / 2;
    return [{ left: left - missing, right: right + missing, label: cleanText(label), fill }];
  });

const drawBox = ({ left, right, label, fill }: BoxArea, top: number, bottom: number, stage: Stage): Shape[] => {
  const { line, fill: plain } = tintOf("plain", stage.theme);
  const ground = paled(fill, boxShare[stage.theme], stage) ?? plain;
  const rows = rowsOf(label, boxLabelStyle, 16, right - left - 16);
  let y = top + 8;
  const box = { kind: "rect", x: left, y: top, width: right - left, height: bottom - top, radius: 14 } as const;
  return [
    { ...box, paint: { fill: ground, stroke: line, strokeOpacity: 0.35, strokeWidth: 1.1 } },
    ...rows.map((row): Shape => {
      y += row.height;
      const baseline = y - 4;
      return {
        kind: "text",
        x: (left + right) / 2,
        y: baseline,
        text: row.text,
        ...row.style,
        anchor: "middle",
        fill: line,
      };
    }),
  ];
};

const boxHeadHeight = (areas: readonly BoxArea[]): number =>
  Math.max(
    0,
    ...areas.map(
      ({ left, right, label }) => sizeOfRows(rowsOf(label, boxLabelStyle, 16, right - left - 16)).height + 20,
    ),
  );

const moved = (shapes: readonly Shape[], dx: number, dy: number): Shape[] =>
  shapes.map((shape) =>
    shape.kind === "path"
      ? { ...shape, d: movedPath(shape.d, dx, dy) }
      : { ...shape, x: shape.x + dx, y: shape.y + dy },
  );

/** Path data of ours has absolute pairs only. */
const movedPath = (d: string, dx: number, dy: number): string =>
  d.replace(
    /(-?[\d.]+) (-?[\d.]+)/g,
    (_, x: string, y: string) => `${Math.round((Number(x) + dx) * 10) / 10} ${Math.round((Number(y) + dy) * 10) / 10}`,
  );

/** A sequence diagram as a finished picture. */
export const sequenceScene = (diagram: SequenceDiagram, theme: Theme): Scene => {
  const palette = paletteOf(theme);
  const items = treeOf(diagram);
  const lanes = new Map(lanesOf(diagram, items).map((lane) => [lane.id, lane]));
  const created = new Set(createdIn(items));
  const areas = boxAreas(diagram, lanes);
  const headTop = boxHeadHeight(areas);
  const atTop = [...lanes.values()].filter(({ id }) => !created.has(id));
  const headHeight = Math.max(0, ...atTop.map(({ height }) => height));
  const headBottom = headTop + headHeight;

  const stage = stageFor(lanes, headBottom + 6, theme);
  for (const { left, right } of areas) {
    stage.left = Math.min(stage.left, left);
    stage.right = Math.max(stage.right, right);
  }
  drawItems(stage, items);
  buryRest(stage);
  const end = stage.y + footGap;
  for (const id of lanes.keys()) while (depthOf(stage, id) > 0) deactivate(stage, id, end - footGap / 2);

  const isRepeated = end - headBottom > tall;
  const remaining = [...lanes.values()].filter(
    ({ id }) => !stage.died.has(id) && (!created.has(id) || stage.born.has(id)),
  );
  const footHeight = isRepeated ? Math.max(0, ...remaining.map(({ height }) => height)) : 0;
  const bottom = end + footHeight;
  const boxBottom = bottom + (areas.length > 0 ? boxPad : 0);
  const shapes = [
    ...areas.flatMap((area) => drawBox(area, 0, boxBottom, stage)),
    ...stage.grounds,
    ...[...lanes.values()].flatMap((lane) => {
      const start = stage.born.get(lane.id) ?? (created.has(lane.id) ? undefined : headBottom);
      return start === undefined ? [] : lifeLine(lane, start, stage.died.get(lane.id) ?? end, stage);
    }),
    ...stage.frames,
    ...stage.bars.toSorted((left, right) => left.depth - right.depth).map(({ shape }) => shape),
    ...stage.front,
    ...atTop.flatMap((lane) => drawLaneHead(lane, headBottom - lane.height, theme, palette)),
    ...stage.heads,
    ...(isRepeated ? remaining.flatMap((lane) => drawLaneHead(lane, end, theme, palette)) : []),
  ];
  const width = stage.right - stage.left;
  const heading = drawHeading(diagram, width, palette);
  return {
    width: Math.ceil(Math.max(width, heading.width) + 2 * margin),
    height: Math.ceil(heading.bottom + boxBottom + margin),
    background: palette.background,
    label: cleanText(diagram.title ?? "") || "Sequence diagram",
    shapes: [...heading.shapes, ...moved(shapes, margin - stage.left, heading.bottom)],
  };
};
