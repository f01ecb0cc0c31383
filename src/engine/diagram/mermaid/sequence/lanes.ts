import type { TextStyle } from "../../measure.ts";
import type { Row } from "../../node/label.ts";
import { rowsOf, sizeOfRows } from "../../node/label.ts";
import type { SequenceDiagram } from "../diagram.ts";
import type { Item, MessageStep, NoteStep } from "./tree.ts";

const nameStyle: TextStyle = { size: 13, weight: 600 };
const messageStyle: TextStyle = { size: 12, weight: 400 };
const noteStyle: TextStyle = { size: 12, weight: 400 };
const lineHeight = 16;

const widestName = 170;
const widestMessage = 260;
const widestNote = 220;

/** Around texts and between lanes, in px. */
export const room = {
  betweenHeads: 32,
  besideText: 26,
  selfLoop: 36,
  besideLoop: 8,
  noteGap: 10,
  notePadX: 16,
  notePadY: 8,
  besideLane: 16,
  boxFrame: 14,
} as const;

/** Half a bar of activity, and how far bars on top of it stand out. */
export const bar = { half: 5, step: 5 } as const;

export type ParticipantType = SequenceDiagram["participants"][number]["type"];

/** A participant's head, measured, and where its life line runs. */
export interface Lane {
  id: string;
  type: ParticipantType;
  rows: Row[];
  width: number;
  height: number;
  x: number;
}

/** Room that each kind of glyph needs above the name. */
export const glyphHeight: Readonly<Record<ParticipantType, number>> = {
  participant: 0,
  collections: 0,
  queue: 0,
  database: 0,
  actor: 46,
  boundary: 36,
  control: 36,
  entity: 36,
};

const measured = ({ id, label, type }: SequenceDiagram["participants"][number]): Lane => {
  const rows = rowsOf(label, nameStyle, 17, widestName);
  const text = sizeOfRows(rows);
  const glyph = glyphHeight[type];
  if (glyph > 0) return { id, type, rows, width: Math.max(56, text.width), height: glyph + 4 + text.height, x: 0 };
  const extra = type === "queue" ? 14 : type === "collections" ? 6 : 0;
  const tall = type === "database" ? 22 : type === "collections" ? 6 : 0;
  return {
    id,
    type,
    rows,
    width: Math.max(92, text.width + 32 + extra),
    height: Math.max(42, text.height + 22) + tall,
    x: 0,
  };
};

export const messageRows = (text: string): Row[] => rowsOf(text, messageStyle, lineHeight, widestMessage);
export const noteRows = (text: string, width = widestNote): Row[] => rowsOf(text, noteStyle, lineHeight, width);

export const noteSize = (rows: readonly Row[]): { width: number; height: number } => {
  const text = sizeOfRows(rows);
  return { width: Math.max(64, text.width + 2 * room.notePadX), height: text.height + 2 * room.notePadY };
};

/** A distance that two lanes must at least keep. */
interface Need {
  from: number;
  to: number;
  least: number;
}

const depthRoom = 12;

class Needs {
  readonly list: Need[] = [];
  readonly #index: ReadonlyMap<string, number>;
  readonly #count: number;

  constructor(lanes: readonly Lane[]) {
    this.#index = new Map(lanes.map(({ id }, index) => [id, index]));
    this.#count = lanes.length;
  }

  walk(items: readonly Item[]): void {
    for (const item of items)
      if (item.kind === "message") this.#message(item);
      else if (item.kind === "note") this.#note(item);
      else if (item.kind === "fragment") for (const section of item.sections) this.walk(section.items);
  }

  #add(from: number, to: number, least: number): void {
    if (from >= 0 && to < this.#count && from < to) this.list.push({ from, to, least });
  }

  #message({ from, to, text, number }: MessageStep): void {
    const [start, end] = [this.#index.get(from), this.#index.get(to)];
    if (start === undefined || end === undefined) return;
    const width = sizeOfRows(messageRows(text)).width;
    if (start === end) {
      this.#add(start, start + 1, room.selfLoop + room.besideLoop + width + room.besideText + bar.step);
      return;
    }
    const badge = number === undefined ? 0 : 18;
    this.#add(Math.min(start, end), Math.max(start, end), width + 2 * room.besideText + badge);
  }

  #note({ participants, side, text }: NoteStep): void {
    const lanes = participants.flatMap((id) => this.#index.get(id) ?? []);
    const [first, last] = [Math.min(...lanes), Math.max(...lanes)];
    if (lanes.length === 0) return;
    const { width } = noteSize(noteRows(text));
    const beside = width + 2 * room.besideLane + depthRoom;
    if (side === "right") this.#add(last, last + 1, beside);
    else if (side === "left") this.#add(first - 1, first, beside);
    else if (first === last) {
      this.#add(first, first + 1, width / 2 + room.besideLane);
      this.#add(first - 1, first, width / 2 + room.besideLane);
    } else this.#add(first, last, width - 2 * room.besideText);
  }
}

/** Every participant's head and life line, as far apart as the texts between them need. */
export const lanesOf = (diagram: SequenceDiagram, items: readonly Item[]): Lane[] => {
  const lanes = diagram.participants.map(measured);
  const boxOf = new Map(diagram.boxes.flatMap(({ participants }, box) => participants.map((id) => [id, box] as const)));
  const gaps = lanes.slice(1).map((lane, index) => {
    const before = lanes[index] ?? lane;
    const sides = new Set([boxOf.get(before.id), boxOf.get(lane.id)]);
    // Each box that ends or begins between two lanes needs room for its frame.
    const frames = sides.size < 2 ? 0 : [...sides].filter((box) => box !== undefined).length;
    return (before.width + lane.width) / 2 + room.betweenHeads + frames * room.boxFrame;
  });
  const needs = new Needs(lanes);
  needs.walk(items);
  for (const { from, to, least } of needs.list.toSorted(
    (left, right) => left.to - left.from - (right.to - right.from),
  )) {
    const present = gaps.slice(from, to).reduce((total, gap) => total + gap, 0);
    const lacking = Math.max(0, least - present) / (to - from);
    for (let index = from; index < to; index += 1) gaps[index] = (gaps[index] ?? 0) + lacking;
  }
  let x = (lanes[0]?.width ?? 0) / 2;
  return lanes.map((lane, index) => {
    if (index > 0) x += Math.ceil(gaps[index - 1] ?? 0);
    return { ...lane, x };
  });
};
