import type { CardText } from "./card.ts";
import { card, labelStyle, subStyle } from "./card.ts";
import type { Box } from "./geometry.ts";
import { hasIcon, iconOnDark } from "./icons.ts";
import type { TextStyle } from "./measure.ts";
import { measureText } from "./measure.ts";
import { rounded } from "./outline.ts";
import { cleanText } from "./text.ts";
import type { Palette } from "./themes.ts";
import { changeColour, changeWords, severityColour } from "./themes.ts";
import type { GraphNode, Shape, Theme } from "./types.ts";

const badge = { height: 18, overhang: 5 } as const;
const badgeStyle: TextStyle = { size: 10.5, weight: 700 };
const mark = { height: 16, indent: 9 } as const;
const markStyle: TextStyle = { size: 9.5, weight: 600 };

/** Text on a filled pill, its left end at x and its middle at y. */
const filledPill = (
  text: string,
  x: number,
  y: number,
  height: number,
  style: TextStyle,
  fill: string,
  ink: string,
): Shape[] => {
  const width = pillWidth(text, height, style);
  return [
    { kind: "rect", x, y: y - height / 2, width, height, radius: height / 2, paint: { fill } },
    { kind: "text", x: x + width / 2, y: y + style.size * 0.36, text, ...style, anchor: "middle", fill: ink },
  ];
};

const pillWidth = (text: string, height: number, style: TextStyle): number =>
  Math.max(height, rounded(measureText(text, style)) + height * (text.length < 3 ? 0.5 : 0.75));

/** The count of findings as it stands on a badge. */
export const countText = (count: number): string => (count > 99 ? "99+" : String(count));

/** A change's mark, on a card's upper edge or in the legend. */
export const changeMark = (
  change: NonNullable<GraphNode["change"]>,
  x: number,
  y: number,
  { onColour }: Palette,
): { shapes: Shape[]; width: number } => ({
  shapes: filledPill(changeWords[change], x, y, mark.height, markStyle, changeColour(change), onColour),
  width: pillWidth(changeWords[change], mark.height, markStyle),
});

/** A badge for findings with its left end at x. */
export const findingBadge = (
  worst: NonNullable<GraphNode["findings"]>["worst"],
  text: string,
  x: number,
  y: number,
  { onColour }: Palette,
): { shapes: Shape[]; width: number } => ({
  shapes: filledPill(text, x, y, badge.height, badgeStyle, severityColour(worst), onColour),
  width: pillWidth(text, badge.height, badgeStyle),
});

/** The service's icon; one we do not have is a neutral tile with the service's initial. */
const iconShapes = (node: GraphNode, x: number, y: number, theme: Theme, { onColour }: Palette): Shape[] => {
  if (hasIcon(node.icon)) {
    const icon = theme === "dark" ? iconOnDark(node.icon) : node.icon;
    return [{ kind: "icon", icon, x, y, size: card.icon }];
  }
  const name = cleanText(node.icon.replace(/^\w+\./, "")) || cleanText(node.label) || "?";
  const [initial = "?"] = name;
  return [
    { kind: "icon", icon: "generic.blank", x, y, size: card.icon },
    {
      kind: "text",
      x: x + card.icon / 2,
      y: y + 29.5,
      text: initial.toUpperCase(),
      size: 21,
      weight: 600,
      anchor: "middle",
      fill: onColour,
    },
  ];
};

const borderOf = (node: GraphNode, palette: Palette): { stroke: string; strokeWidth: number } => {
  if (node.change !== undefined) return { stroke: changeColour(node.change), strokeWidth: 1.8 };
  if (node.findings !== undefined) return { stroke: severityColour(node.findings.worst), strokeWidth: 1.8 };
  return { stroke: palette.cardStroke, strokeWidth: 1 };
};

/** A card: shadow, box, icon, label, sub line, and its marks. */
export const drawCard = (node: GraphNode, text: CardText, box: Box, theme: Theme, palette: Palette): Shape[] => {
  const { x, y, width, height } = box;
  const radius = card.radius;
  const centre = x + width / 2;
  // A card made taller than its text, to match its neighbours, keeps its content in the middle.
  const top = y + (height - text.height) / 2;
  const firstLine = top + card.top + card.icon + 20;
  const firstSub = firstLine + text.label.length * card.labelLine - 1;
  const line = (content: string, baseline: number, style: TextStyle, fill: string): Shape => ({
    kind: "text",
    x: centre,
    y: baseline,
    text: content,
    ...style,
    anchor: "middle",
    fill,
  });
  const shapes: Shape[] = [
    {
      kind: "rect",
      x,
      y: y + 1.5,
      width,
      height,
      radius,
      paint: { fill: palette.shadow, fillOpacity: palette.shadowOpacity },
    },
    { kind: "rect", x, y, width, height, radius, paint: { fill: palette.card, ...borderOf(node, palette) } },
    ...iconShapes(node, centre - card.icon / 2, top + card.top, theme, palette),
    ...text.label.map((content, index) => line(content, firstLine + index * card.labelLine, labelStyle, palette.text)),
    ...text.sub.map((content, index) => line(content, firstSub + index * card.subLine, subStyle, palette.muted)),
  ];
  if (node.findings !== undefined) {
    const count = countText(node.findings.count);
    const left = x + width + badge.overhang - pillWidth(count, badge.height, badgeStyle);
    shapes.push(...findingBadge(node.findings.worst, count, left, y + 4, palette).shapes);
  }
  if (node.change !== undefined) shapes.push(...changeMark(node.change, x + mark.indent, y, palette).shapes);
  return shapes;
};
