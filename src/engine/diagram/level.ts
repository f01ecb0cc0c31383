import { frame } from "./frame.ts";
import type { Box } from "./geometry.ts";
import { overlaps } from "./geometry.ts";

/** Frames whose sides differ by no more than this are meant to be one column. */
const nearlySame = 48;

interface Frames {
  groups: Map<string, Box>;
  cards: ReadonlyMap<string, Box>;
  parentOf: (id: string) => string | undefined;
  /** Frames that an edge ends on: they stay, or the edge would end beside them. */
  fixed: ReadonlySet<string>;
  /** Frames that are to be equally wide however much they differ. */
  zones: ReadonlySet<string>;
}

type Entry = readonly [id: string, box: Box];

const isStacked = (left: Box, right: Box, areZones: boolean): boolean => {
  const isAbove = left.y + left.height <= right.y || right.y + right.height <= left.y;
  const [leftEnd, rightEnd] = [left.x + left.width, right.x + right.width];
  if (areZones) return isAbove && left.x < rightEnd && right.x < leftEnd;
  return isAbove && Math.abs(left.x - right.x) <= nearlySame && Math.abs(leftEnd - rightEnd) <= nearlySame;
};

const isInside = (box: Box, parent: Box): boolean =>
  box.x >= parent.x + 8 && box.x + box.width <= parent.x + parent.width - 8;

/** The boxes with the leftmost left side and the rightmost right side of them all. */
const widened = (column: readonly Entry[]): Entry[] => {
  const x = Math.min(...column.map(([, box]) => box.x));
  const right = Math.max(...column.map(([, box]) => box.x + box.width));
  return column.map(([id, box]) => [id, { ...box, x, width: right - x }]);
};

/** Makes sibling frames that stand above each other equally wide where nothing is in the way: zones and subnets then read as one set. */
export const levelWidths = ({ groups, cards, parentOf, fixed, zones }: Frames): void => {
  const siblings = Map.groupBy([...groups], ([id]) => parentOf(id));
  const cardsIn = Map.groupBy([...cards], ([id]) => parentOf(id));
  for (const [parent, entries] of siblings) {
    const parentBox = parent === undefined ? undefined : groups.get(parent);
    const done = new Set<string>();
    for (const [id, box] of entries) {
      if (done.has(id)) continue;
      const column = entries.filter(
        ([other, otherBox]) => other === id || isStacked(box, otherBox, zones.has(id) && zones.has(other)),
      );
      for (const [other] of column) done.add(other);
      if (column.length < 2 || column.some(([other]) => fixed.has(other))) continue;
      const members = new Set(column.map(([other]) => other));
      const others = [...entries.filter(([other]) => !members.has(other)), ...(cardsIn.get(parent) ?? [])];
      const wide = widened(column);
      const isFree = wide.every(
        ([, candidate]) =>
          (parentBox === undefined || isInside(candidate, parentBox)) &&
          !others.some(([, other]) => overlaps(candidate, other, frame.padding / 2)),
      );
      if (isFree) for (const [other, candidate] of wide) groups.set(other, candidate);
    }
  }
};
