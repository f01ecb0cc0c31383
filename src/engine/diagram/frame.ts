import type { Box, Size } from "./geometry.ts";
import type { TextStyle } from "./measure.ts";
import { ellipsise, measureText } from "./measure.ts";
import { cleanText } from "./text.ts";
import type { GraphGroup } from "./types.ts";

/** Sizes of a group's frame in px: a head with icon, label and sub line, and room around what it holds. */
export const frame = {
  radius: 14,
  padding: 20,
  head: 44,
  headWithSub: 54,
  icon: 22,
  textAfterIcon: 42,
  textAlone: 14,
} as const;

export const groupLabelStyle: TextStyle = { size: 12, weight: 600 };
export const groupSubStyle: TextStyle = { size: 10.5, weight: 400 };

/** A label may widen its group up to this; what is longer is cut, unless what the group holds gives it more room. */
const widestLabel = 300;

const sub = (group: GraphGroup): string => cleanText(group.sub ?? "");

/** Room behind the label for a count of findings. */
const badgeRoom = ({ findings }: GraphGroup): number => (findings === undefined ? 0 : 32);

export const headHeight = (group: GraphGroup): number => (sub(group) === "" ? frame.head : frame.headWithSub);

/** The least that a group's frame may measure: room for its head, with an icon. */
export const leastFrame = (group: GraphGroup): Size => {
  const label = measureText(cleanText(group.label), groupLabelStyle);
  const widest = Math.min(Math.max(label, measureText(sub(group), groupSubStyle)), widestLabel);
  return {
    width: Math.ceil(frame.textAfterIcon + widest + badgeRoom(group) + frame.padding),
    height: headHeight(group) + frame.padding,
  };
};

/** The head's lines, cut to the width that the frame ended up with. */
export const headText = (group: GraphGroup, width: number, indent: number): { label: string; sub: string } => {
  const room = width - indent - badgeRoom(group) - frame.textAlone;
  return {
    label: ellipsise(cleanText(group.label), groupLabelStyle, room),
    sub: ellipsise(sub(group), groupSubStyle, room),
  };
};

/** The part of a frame that its icon and label are drawn on. */
export const headBox = (group: GraphGroup, { x, y, width }: Box, indent: number): Box => {
  const text = headText(group, width, indent);
  const textWidth = Math.max(measureText(text.label, groupLabelStyle), measureText(text.sub, groupSubStyle));
  return { x: x + 8, y: y + 8, width: indent - 8 + textWidth + badgeRoom(group) + 6, height: headHeight(group) - 15 };
};

/** How far the text of a head stands from its frame. */
export const headIndent = (hasIcon: boolean): number => (hasIcon ? frame.textAfterIcon : frame.textAlone);
