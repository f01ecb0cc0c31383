import { lift } from "./direction.ts";
import type { ElkNode } from "./elk-graph.ts";
import { elkBox } from "./geometry.ts";
import type { TidyEdge, TidyGraph } from "./tidy.ts";
import { ancestorsOf } from "./tidy.ts";
import type { Graph, GraphGroupKind } from "./types.ts";

type Parents = ReadonlyMap<string, string | undefined>;

/** Zones, or regions, that stand in one group. */
const twinsIn = (graph: Graph, ...kinds: readonly GraphGroupKind[]): string[][] => {
  const zones = graph.groups.filter(({ kind }) => kinds.includes(kind));
  return [...Map.groupBy(zones, ({ parent }) => parent).values()]
    .filter((twins) => twins.length > 1)
    .map((twins) => twins.map(({ id }) => id));
};

/** The zone that a node or group stands in. */
export const zoneFinder = (graph: TidyGraph, parents: Parents): ((id: string) => string | undefined) => {
  const zones = new Set(graph.groups.filter(({ kind }) => kind === "zone").map(({ id }) => id));
  return (id) => [id, ...ancestorsOf(id, parents)].find((ancestor) => zones.has(ancestor));
};

/** Unseen edges by which zones come out alike: what leads from tier to tier in one does so in the others, and what leads into one leads into all. */
export const zoneShadows = (graph: TidyGraph, layered: readonly TidyEdge[], parents: Parents): TidyEdge[] => {
  const sets = twinsIn(graph, "zone");
  if (sets.length === 0) return [];
  const labels = new Map(graph.groups.map(({ id, label }) => [id, label]));
  const tierOf = new Map<string, Map<string, string>>();
  for (const { id, label, parent } of graph.groups)
    if (parent !== undefined) tierOf.set(parent, (tierOf.get(parent) ?? new Map<string, string>()).set(label, id));
  const zoneOf = zoneFinder(graph, parents);
  const lifted = layered.map((edge) => ({ edge, ...lift(edge, parents) }));

  return sets.flatMap((zones) => {
    const twins = new Set(zones);
    const inside = lifted.filter(({ container }) => container !== undefined && twins.has(container));
    const joined = new Set(inside.map(({ from, to }) => `${from} ${to}`));
    const shadows: TidyEdge[] = [];
    for (const { edge, container, from, to } of inside)
      for (const zone of zones) {
        const tiers = tierOf.get(zone);
        const [start, end] = [tiers?.get(labels.get(from) ?? ""), tiers?.get(labels.get(to) ?? "")];
        if (zone === container || start === undefined || end === undefined || joined.has(`${start} ${end}`)) continue;
        joined.add(`${start} ${end}`).add(`${end} ${start}`);
        shadows.push({ ...edge, from: start, to: end });
      }
    const entered = new Set([...layered, ...shadows].flatMap(({ from, to }) => [zoneOf(from), zoneOf(to)]));
    const entrance = layered.find(({ from, to }) => !twins.has(zoneOf(from) ?? "") && twins.has(zoneOf(to) ?? ""));
    for (const zone of zones) if (entrance !== undefined && !entered.has(zone)) shadows.push({ ...entrance, to: zone });
    return shadows;
  });
};

/** How many pairs of zones, or regions, that follow each other stand the other way round in a layout. */
export const twinsUpsideDown = (graph: Graph, laidOut: ElkNode): number => {
  const sets = twinsIn(graph, "zone", "region");
  if (sets.length === 0) return 0;
  const tops = new Map<string, number>();
  const collect = (node: ElkNode): void => {
    tops.set(node.id, elkBox(node).y);
    for (const child of node.children ?? []) collect(child);
  };
  collect(laidOut);
  return sets.reduce((sum, zones) => {
    const heights = zones.map((zone) => tops.get(zone) ?? 0);
    return sum + heights.filter((top, index) => top > (heights[index + 1] ?? Infinity)).length;
  }, 0);
};
