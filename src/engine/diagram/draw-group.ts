import { frame, groupLabelStyle, groupSubStyle, headBox, headIndent, headText } from "./frame.ts";
import type { Box } from "./geometry.ts";
import { overlaps } from "./geometry.ts";
import { countText, findingBadge } from "./draw-card.ts";
import { hasIcon, iconOnDark } from "./icons.ts";
import { measureText } from "./measure.ts";
import type { TidyGraph } from "./tidy.ts";
import { ancestorsOf } from "./tidy.ts";
import type { Palette } from "./themes.ts";
import { tintOf } from "./themes.ts";
import type { GraphGroup, GraphGroupKind, Shape, Theme } from "./types.ts";

type Cloud = "aws" | "azure" | "gcp";
const clouds: readonly Cloud[] = ["aws", "azure", "gcp"];

type Icons = Partial<Record<Cloud, string>>;
const privateSubnet: Icons = { aws: "group.private-subnet", azure: "group.azure-subnet", gcp: "gcp.subnet" };

/** The icon that each vendor has for a kind of group. */
const kindIcons: Partial<Record<GraphGroupKind, Icons>> = {
  cloud: { aws: "group.cloud-aws", azure: "group.cloud-azure", gcp: "group.cloud-gcp" },
  region: { aws: "group.region" },
  network: { aws: "group.vpc", azure: "group.vnet", gcp: "group.vpc-gcp" },
  subnet: privateSubnet,
  private: privateSubnet,
  public: { aws: "group.public-subnet", azure: "group.azure-subnet", gcp: "gcp.subnet" },
  data: privateSubnet,
  namespace: { aws: "k8s.cluster", azure: "k8s.cluster", gcp: "k8s.cluster" },
};

/** Kinds that are subnets inside a network, and only a tint elsewhere. */
const subnetKinds = new Set<GraphGroupKind>(["public", "private", "data"]);

/** For every group, the icon of its head: its own, or the one its vendor has for its kind. */
export const groupIcons = (graph: TidyGraph, parents: ReadonlyMap<string, string | undefined>): Map<string, string> => {
  const tally = new Map<string, Map<string, number>>();
  for (const { id, icon } of graph.nodes) {
    const vendor = icon.replace(/\..*/s, "");
    for (const ancestor of ancestorsOf(id, parents)) {
      const counts = tally.get(ancestor) ?? new Map<string, number>();
      counts.set(vendor, (counts.get(vendor) ?? 0) + 1);
      tally.set(ancestor, counts);
    }
  }
  const mostOf = (counts: ReadonlyMap<string, number> | undefined): Cloud | undefined =>
    clouds
      .map((cloud) => ({ cloud, count: counts?.get(cloud) ?? 0 }))
      .filter(({ count }) => count > 0)
      .toSorted((left, right) => right.count - left.count)[0]?.cloud;
  // An empty group goes with the clouds around it.
  const cloudOf = (id: string): Cloud =>
    [id, ...ancestorsOf(id, parents)].map((group) => mostOf(tally.get(group))).find((cloud) => cloud !== undefined) ??
    "aws";

  const kinds = new Map(graph.groups.map(({ id, kind }) => [id, kind]));
  const isInNetwork = (id: string): boolean => ancestorsOf(id, parents).some((group) => kinds.get(group) === "network");
  const icons = new Map<string, string>();
  for (const { id, kind, icon } of graph.groups) {
    const byKind = subnetKinds.has(kind) && !isInNetwork(id) ? undefined : kindIcons[kind]?.[cloudOf(id)];
    const chosen = icon !== undefined && hasIcon(icon) ? icon : byKind;
    if (chosen !== undefined) icons.set(id, chosen);
  }
  return icons;
};

/** A group's tinted frame. */
export const drawFrame = (group: GraphGroup, box: Box, theme: Theme, palette: Palette): Shape[] => {
  const { line, fill, dash } = tintOf(group.kind, theme);
  const paint = { fill, stroke: line, strokeOpacity: palette.frameOpacity, strokeWidth: 1.2 };
  return [{ kind: "rect", ...box, radius: frame.radius, paint: dash === undefined ? paint : { ...paint, dash } }];
};

/** A head that a line would run through moves behind the line where the frame is wide enough. */
const headShift = (head: Box, box: Box, lines: readonly Box[]): number => {
  const room = box.x + box.width - frame.textAlone - head.width;
  const crossing = lines.filter((line) => overlaps(line, { ...head, x: box.x, width: box.width }));
  const places = [head.x, ...crossing.map(({ x, width }) => x + width + 6)].toSorted((left, right) => left - right);
  const free = places.find((x) => x >= head.x && x <= room && !crossing.some((line) => overlaps(line, { ...head, x })));
  return (free ?? head.x) - head.x;
};

/** A group's icon and label, on a ground of its own where a line passes behind. */
export const drawHead = (
  group: GraphGroup,
  icon: string | undefined,
  box: Box,
  lines: readonly Box[],
  theme: Theme,
  palette: Palette,
): Shape[] => {
  const { line, fill } = tintOf(group.kind, theme);
  const indent = headIndent(icon !== undefined);
  const text = headText(group, box.width, indent);
  const head = headBox(group, box, indent);
  const shift = headShift(head, box, lines);
  const placed = { ...head, x: head.x + shift };
  const x = box.x + shift;
  const { y } = box;
  const shapes: Shape[] = [];
  if (lines.some((crossing) => overlaps(crossing, placed)))
    shapes.push({ kind: "rect", ...placed, radius: 6, paint: { fill } });
  if (icon !== undefined)
    shapes.push({
      kind: "icon",
      icon: theme === "dark" ? iconOnDark(icon) : icon,
      x: x + 12,
      y: y + 11,
      size: frame.icon,
    });
  const labelY = y + (text.sub === "" ? 26.5 : 20.5);
  shapes.push({
    kind: "text",
    x: x + indent,
    y: labelY,
    text: text.label,
    ...groupLabelStyle,
    anchor: "start",
    fill: line,
  });
  if (group.findings !== undefined) {
    const { worst, count } = group.findings;
    const left = x + indent + measureText(text.label, groupLabelStyle) + 8;
    shapes.push(...findingBadge(worst, countText(count), left, labelY - 4.3, palette).shapes);
  }
  if (text.sub !== "")
    shapes.push({
      kind: "text",
      x: x + indent,
      y: y + 34.5,
      text: text.sub,
      ...groupSubStyle,
      anchor: "start",
      fill: palette.muted,
    });
  return shapes;
};
