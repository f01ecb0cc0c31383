import { frame, headHeight, leastFrame } from "./frame.ts";
import type { Box, Point, Size } from "./geometry.ts";
import { shifted } from "./geometry.ts";
import { known } from "./known.ts";
import type { Block } from "./pack.ts";
import { idealWidth, pack } from "./pack.ts";
import type { Plan } from "./plan.ts";
import type { GraphGroup } from "./types.ts";

/** Between a group's linked contents and what stands aside. */
const asideGap = 24;

/** Boxes of cards and groups as they are being placed. */
interface Boxes extends Size {
  cards: Map<string, Box>;
  groups: Map<string, Box>;
}

/** Room that a group keeps for its aside: at its foot, or on its right, as in a drawing that goes down, where edges cross its foot. */
export const roomFor = (plan: Plan, group: GraphGroup): { right: number; bottom: number; least: Size } => {
  const aside = plan.asides.get(group.id);
  const least = leastFrame(group);
  const padding = frame.padding;
  if (aside === undefined) return { right: padding, bottom: padding, least };
  if (plan.asideRight.has(group.id)) {
    const height = Math.max(least.height, headHeight(group) + aside.height + padding);
    return { right: padding + asideGap + aside.width, bottom: padding, least: { width: least.width, height } };
  }
  const width = Math.max(least.width, aside.width + 2 * padding);
  return { right: padding, bottom: padding + asideGap + aside.height, least: { width, height: least.height } };
};

/** Puts a packed block's cards and groups where the block stands. */
export const unpack = (block: Block, at: Point, boxes: Boxes): void => {
  for (const [id, box] of block.cards) boxes.cards.set(id, shifted(box, at.x, at.y));
  for (const [id, box] of block.groups) boxes.groups.set(id, shifted(box, at.x, at.y));
};

/** At the foot, an aside stands in line with the leftmost of what is above it, if there is room. */
const leftFor = (plan: Plan, container: string, box: Box, aside: Block, { cards, groups }: Boxes): number => {
  const { nodes, groups: inner } = known(plan.linked, container);
  const above = [...nodes.flatMap((id) => cards.get(id) ?? []), ...inner.flatMap((id) => groups.get(id) ?? [])];
  const left = Math.min(...above.map(({ x }) => x));
  const fits = left + aside.width <= box.x + box.width - frame.padding;
  return fits && left < box.x + 3 * frame.padding ? left : box.x + frame.padding;
};

const placeInGroup = (plan: Plan, group: GraphGroup, box: Box, aside: Block, boxes: Boxes): void => {
  if (plan.asideRight.has(group.id))
    unpack(aside, { x: box.x + box.width - frame.padding - aside.width, y: box.y + headHeight(group) }, boxes);
  else {
    const y = box.y + box.height - frame.padding - aside.height;
    unpack(aside, { x: leftFor(plan, group.id, box, aside, boxes), y }, boxes);
  }
};

/** What stands in no group and has no edges goes under the drawing, in line with its leftmost group. */
const placeUnderDrawing = (plan: Plan, boxes: Boxes): void => {
  const loose = known(plan.loose, undefined);
  if (loose.nodes.length + loose.groups.length === 0) return;
  const block = pack(loose, plan.packing, Math.max(boxes.width, idealWidth(loose, plan.packing)));
  const { groups } = known(plan.linked, undefined);
  const left = Math.min(...groups.flatMap((id) => boxes.groups.get(id)?.x ?? []));
  const x = left + block.width <= boxes.width ? left : 0;
  const y = boxes.height === 0 ? 0 : boxes.height + asideGap;
  unpack(block, { x, y }, boxes);
  boxes.height = y + block.height;
  boxes.width = Math.max(boxes.width, x + block.width);
};

/** Places everything that has no edges. */
export const placeAsides = (plan: Plan, boxes: Boxes): void => {
  for (const [id, aside] of plan.asides) {
    const [group, box] = [plan.groups.get(id), boxes.groups.get(id)];
    if (group !== undefined && box !== undefined) placeInGroup(plan, group, box, aside, boxes);
  }
  placeUnderDrawing(plan, boxes);
};
