import type { Box, Point, Size } from "../geometry.ts";
import { known } from "../known.ts";
import { edgeLabel } from "./edge-label.ts";
import { groupPadding } from "./group.ts";
import type { ExactPlan } from "./plan.ts";
import type { GraphEdge, Side } from "../types.ts";
import { ancestorsOf } from "../tidy.ts";

/** Where things stand when their edges say at which side of each other: in the cells of a grid. */
export interface Grid {
  nodes: Map<string, Box>;
  groups: Map<string, Box>;
}

const steps: Readonly<Record<Side, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  top: { x: 0, y: -1 },
  bottom: { x: 0, y: 1 },
};

/** Between neighbouring cells, besides what frames and labels need. */
const gap = { across: 60, down: 46 } as const;
/** How far aside of its own cell something may stand. */
const farthest = 6;

/** Where an edge's other end lies, seen from this one: beside it, or round the corner. */
const offset = ({ from, to }: NonNullable<GraphEdge["sides"]>): Point => {
  const [out, into] = [steps[from], steps[to]];
  const isCorner = (out.x === 0) !== (into.x === 0);
  return isCorner ? { x: out.x - into.x, y: out.y - into.y } : out;
};

const keyOf = ({ x, y }: Point): string => `${x} ${y}`;

/** The cell itself, or the nearest free one beside it: below and above in a row, right and left in a column. */
const freeCell = ({ x, y }: Point, isInRow: boolean, taken: ReadonlySet<string>): Point | undefined => {
  for (let away = 0; away <= farthest; away += 1)
    for (const step of [away, -away]) {
      const cell = isInRow ? { x, y: y + step } : { x: x + step, y };
      if (!taken.has(keyOf(cell))) return cell;
    }
  return undefined;
};

/** Cells of everything that hangs together with `start`, walking along its edges. */
const cellsFrom = (start: string, edges: ReadonlyMap<string, [string, Point][]>): Map<string, Point> | undefined => {
  const cells = new Map<string, Point>([[start, { x: 0, y: 0 }]]);
  const taken = new Set([keyOf({ x: 0, y: 0 })]);
  for (const [id, cell] of cells)
    for (const [other, { x, y }] of edges.get(id) ?? []) {
      if (cells.has(other)) continue;
      const place = freeCell({ x: cell.x + x, y: cell.y + y }, y === 0, taken);
      if (place === undefined) return undefined;
      taken.add(keyOf(place));
      cells.set(other, place);
    }
  return cells;
};

interface Span {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const spanOf = (cells: readonly Point[]): Span => ({
  left: Math.min(...cells.map(({ x }) => x)),
  right: Math.max(...cells.map(({ x }) => x)),
  top: Math.min(...cells.map(({ y }) => y)),
  bottom: Math.max(...cells.map(({ y }) => y)),
});

const holds = (span: Span, { x, y }: Point): boolean =>
  x >= span.left && x <= span.right && y >= span.top && y <= span.bottom;

const meet = (one: Span, other: Span): boolean =>
  one.left <= other.right && other.left <= one.right && one.top <= other.bottom && other.top <= one.bottom;

/** The cells that each group covers; undefined when a group would cover what is not its own. */
const spansOf = (plan: ExactPlan, cells: ReadonlyMap<string, Point>): Map<string, Span> | undefined => {
  const inside = new Map<string, Point[]>();
  for (const [id, cell] of cells)
    for (const group of ancestorsOf(id, plan.parents)) inside.set(group, [...(inside.get(group) ?? []), cell]);
  const spans = new Map([...inside].map(([id, members]) => [id, spanOf(members)]));
  for (const [group, span] of spans) {
    for (const [id, cell] of cells)
      if (holds(span, cell) && !ancestorsOf(id, plan.parents).includes(group)) return undefined;
    for (const [other, otherSpan] of spans) {
      const isKin =
        other === group ||
        ancestorsOf(other, plan.parents).includes(group) ||
        ancestorsOf(group, plan.parents).includes(other);
      if (!isKin && meet(span, otherSpan)) return undefined;
    }
  }
  return spans;
};

/** What frames need before and after a row or column of cells: the most that begin or end there in each other. */
const frameRoom = (
  plan: ExactPlan,
  spans: ReadonlyMap<string, Span>,
  side: keyof Span,
  line: number,
  roomOf: (group: string) => number,
): number => {
  const here = new Set([...spans].filter(([, span]) => span[side] === line).map(([id]) => id));
  const chain = (id: string): number =>
    [id, ...ancestorsOf(id, plan.parents)].reduce((total, group) => total + (here.has(group) ? roomOf(group) : 0), 0);
  return Math.max(0, ...[...here].map(chain));
};

interface Track {
  start: number;
  size: number;
}

const tracks = (
  lines: readonly number[],
  sizeOf: (line: number) => number,
  before: (line: number) => number,
  after: (line: number) => number,
  space: (line: number) => number,
): Map<number, Track> => {
  const found = new Map<number, Track>();
  let at = 0;
  for (const [index, line] of lines.entries()) {
    if (index > 0) at += space(line);
    at += before(line);
    const size = sizeOf(line);
    found.set(line, { start: at, size });
    at += size + after(line);
  }
  return found;
};

const inRow = (values: Iterable<number>): number[] => [...new Set(values)].toSorted((left, right) => left - right);

const layOutCells = (plan: ExactPlan, cells: ReadonlyMap<string, Point>, spans: ReadonlyMap<string, Span>): Grid => {
  const sizeOf = (id: string): Size => known(plan.layouts, id);
  const labels = plan.layered.map(({ edge }) => edgeLabel(edge.label));
  const widest = Math.max(0, ...labels.map((label) => label?.width ?? 0));
  const tallest = Math.max(0, ...labels.map((label) => label?.height ?? 0));
  const padding = (): number => groupPadding;
  const headOf = (group: string): number => known(plan.heads, group).height;
  const columns = tracks(
    inRow([...cells.values()].map(({ x }) => x)),
    (line) => Math.max(0, ...[...cells].flatMap(([id, { x }]) => (x === line ? [sizeOf(id).width] : []))),
    (line) => frameRoom(plan, spans, "left", line, padding),
    (line) => frameRoom(plan, spans, "right", line, padding),
    () => Math.max(gap.across, widest + 36),
  );
  const rows = tracks(
    inRow([...cells.values()].map(({ y }) => y)),
    (line) => Math.max(0, ...[...cells].flatMap(([id, { y }]) => (y === line ? [sizeOf(id).height] : []))),
    (line) => frameRoom(plan, spans, "top", line, headOf),
    (line) => frameRoom(plan, spans, "bottom", line, padding),
    () => Math.max(gap.down, tallest + 34),
  );
  const nodes = new Map<string, Box>();
  for (const [id, { x, y }] of cells) {
    const [column, row, { width, height }] = [known(columns, x), known(rows, y), sizeOf(id)];
    const at = { x: column.start + (column.size - width) / 2, y: row.start + (row.size - height) / 2 };
    nodes.set(id, { ...at, width, height });
  }
  return { nodes, groups: framesOf(plan, spans, columns, rows) };
};

/** Frames around whole cells and the frames in them, the innermost first to be known. */
const framesOf = (
  plan: ExactPlan,
  spans: ReadonlyMap<string, Span>,
  columns: ReadonlyMap<number, Track>,
  rows: ReadonlyMap<number, Track>,
): Map<string, Box> => {
  const depth = (id: string): number => ancestorsOf(id, plan.parents).length;
  const frames = new Map<string, Box>();
  for (const [id, span] of [...spans].toSorted(([left], [right]) => depth(right) - depth(left))) {
    const [first, last] = [known(columns, span.left), known(columns, span.right)];
    const [upper, lower] = [known(rows, span.top), known(rows, span.bottom)];
    const head = known(plan.heads, id);
    const children = [...frames].flatMap(([child, box]) => (plan.parents.get(child) === id ? [box] : []));
    const left = Math.min(first.start, ...children.map(({ x }) => x)) - groupPadding;
    const top = Math.min(upper.start, ...children.map(({ y }) => y)) - head.height;
    const right = Math.max(last.start + last.size, ...children.map(({ x, width }) => x + width)) + groupPadding;
    const bottom = Math.max(lower.start + lower.size, ...children.map(({ y, height }) => y + height)) + groupPadding;
    const width = Math.max(right - left, head.least.width);
    frames.set(id, { x: left, y: top, width, height: bottom - top });
  }
  return new Map([...frames].toSorted(([left], [right]) => depth(left) - depth(right)));
};

/**
 * Places a graph whose edges all say at which sides their ends lie, as architecture diagrams do.
 * Undefined where that cannot be had: the layout engine then places it.
 */
export const gridOf = (plan: ExactPlan): Grid | undefined => {
  const { graph, layered, components, groups } = plan;
  if (layered.length === 0 || plan.own.length > 0 || components.length !== 1) return undefined;
  const sided = layered.flatMap(({ edge: { from, to, sides } }) =>
    sides === undefined || from === to ? [] : [{ from, to, sides }],
  );
  if (sided.length < layered.length) return undefined;
  if (layered.some(({ edge }) => groups.has(edge.from) || groups.has(edge.to))) return undefined;
  const edges = new Map<string, [string, Point][]>();
  for (const { from, to, sides } of sided) {
    const { x, y } = offset(sides);
    edges.set(from, [...(edges.get(from) ?? []), [to, { x, y }]]);
    edges.set(to, [...(edges.get(to) ?? []), [from, { x: -x, y: -y }]]);
  }
  const [first] = graph.nodes;
  const cells = first && cellsFrom(first.id, edges);
  if (cells === undefined || cells.size !== graph.nodes.length) return undefined;
  const spans = spansOf(plan, cells);
  if (spans === undefined || spans.size !== graph.groups.length) return undefined;
  const grid = layOutCells(plan, cells, spans);
  return isSound(plan, grid) ? grid : undefined;
};

/** A label wider than its group's cells may push a frame into its neighbour. */
const isSound = (plan: ExactPlan, { nodes, groups }: Grid): boolean => {
  const all = [...nodes, ...groups];
  const touches = (one: Box, other: Box): boolean =>
    one.x < other.x + other.width + 8 &&
    other.x < one.x + one.width + 8 &&
    one.y < other.y + other.height + 8 &&
    other.y < one.y + one.height + 8;
  return all.every(([id, box], index) =>
    all.slice(index + 1).every(([other, otherBox]) => {
      const isKin = ancestorsOf(id, plan.parents).includes(other) || ancestorsOf(other, plan.parents).includes(id);
      return isKin || !touches(box, otherBox);
    }),
  );
};
