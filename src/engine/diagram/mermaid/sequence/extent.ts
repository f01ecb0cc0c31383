import { measureText } from "../../measure.ts";
import { sizeOfRows } from "../../node/label.ts";
import type { Lane } from "./lanes.ts";
import { bar, messageRows, noteRows, noteSize, room } from "./lanes.ts";
import type { Fragment, Item, MessageStep, NoteStep } from "./tree.ts";

/** How far something reaches across the lanes. */
export interface Extent {
  left: number;
  right: number;
}

export type Lanes = ReadonlyMap<string, Lane>;

/** A frame keeps this far from what is in it. */
const framePad = 10;
/** What a lane takes up in a frame to either side of its line. */
const laneHalf = 24;

export const sectionStyle = { size: 11, weight: 500 } as const;
export const tagStyle = { size: 11, weight: 700 } as const;
/** Conditions of fragments are wrapped at this width, or at their frame's. */
export const widestCondition = 300;

export const tagWidth = (name: string): number => Math.ceil(measureText(name, tagStyle)) + 24;

const union = (extents: readonly Extent[]): Extent | undefined =>
  extents.length === 0
    ? undefined
    : { left: Math.min(...extents.map(({ left }) => left)), right: Math.max(...extents.map(({ right }) => right)) };

/** Where a note stands beside or over its participants. */
export const noteExtent = ({ participants, side, text }: NoteStep, lanes: Lanes): Extent | undefined => {
  const xs = participants.flatMap((id) => lanes.get(id)?.x ?? []);
  if (xs.length === 0) return undefined;
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const { width } = noteSize(noteRows(text));
  if (side === "right") return { left: last + room.besideLane, right: last + room.besideLane + width };
  if (side === "left") return { left: first - room.besideLane - width, right: first - room.besideLane };
  const half = Math.max(width, first === last ? 0 : last - first + 2 * room.besideText) / 2;
  const middle = (first + last) / 2;
  return { left: middle - half, right: middle + half };
};

const messageExtent = ({ from, to, text }: MessageStep, lanes: Lanes): Extent | undefined => {
  const [start, end] = [lanes.get(from)?.x, lanes.get(to)?.x];
  if (start === undefined || end === undefined) return undefined;
  const { width } = sizeOfRows(messageRows(text));
  if (from === to) {
    const right = start + bar.half + bar.step + room.selfLoop + room.besideLoop + width + 4;
    return { left: start - laneHalf, right };
  }
  const [left, right] = [Math.min(start, end), Math.max(start, end)];
  const over = Math.max(0, width - (right - left)) / 2;
  return { left: Math.min(left - laneHalf, left - over), right: Math.max(right + laneHalf, right + over) };
};

const extentOf = (item: Item, lanes: Lanes): Extent | undefined => {
  switch (item.kind) {
    case "fragment":
      return fragmentExtent(item, lanes);
    case "message":
      return messageExtent(item, lanes);
    case "note":
      return noteExtent(item, lanes);
    case "activate":
    case "deactivate":
    case "create":
    case "destroy": {
      const x = lanes.get(item.participant)?.x;
      return x === undefined ? undefined : { left: x - laneHalf, right: x + laneHalf };
    }
  }
};

/** A fragment's frame: around everything in it, and wide enough for its tag. */
export const fragmentExtent = ({ name, sections }: Fragment, lanes: Lanes): Extent | undefined => {
  const inner =
    union(sections.flatMap(({ items }) => items.flatMap((item) => extentOf(item, lanes) ?? []))) ??
    union([...lanes.values()].map(({ x }) => ({ left: x - laneHalf, right: x + laneHalf })));
  if (inner === undefined) return undefined;
  const { left, right } = { left: inner.left - framePad, right: inner.right + framePad };
  const longest = Math.max(0, ...sections.map(({ label }) => measureText(label, sectionStyle)));
  const isBare = name === "rect";
  const least = isBare ? 0 : tagWidth(name) + Math.min(longest, 140) + 36;
  return { left, right: Math.max(right, left + least) };
};
