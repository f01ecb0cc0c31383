import Elk from "elkjs/lib/elk.bundled.js";
import { beforeAll, describe, expect, it } from "vitest";
import { collapse } from "./collapse.ts";
import { toElk } from "./elk-graph.ts";
import type { Box, Point } from "./geometry.ts";
import { boxAround, centreOf, lineBoxes, overlaps } from "./geometry.ts";
import type { Weight } from "./measure.ts";
import { measureText } from "./measure.ts";
import type { Placement } from "./routes.ts";
import { place } from "./place.ts";
import type { Plan } from "./plan.ts";
import { planOf } from "./plan.ts";
import { samples } from "./sample-graphs.ts";
import { toScene } from "./scene.ts";
import { toSvg } from "./svg.ts";
import type { Scene } from "./types.ts";

const tolerance = 0.6;

const isWithin = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x - tolerance &&
  inner.y >= outer.y - tolerance &&
  inner.x + inner.width <= outer.x + outer.width + tolerance &&
  inner.y + inner.height <= outer.y + outer.height + tolerance;

const isOnBorder = ({ x, y }: Point, box: Box): boolean => {
  const onX = Math.abs(x - box.x) < tolerance || Math.abs(x - box.x - box.width) < tolerance;
  const onY = Math.abs(y - box.y) < tolerance || Math.abs(y - box.y - box.height) < tolerance;
  return isWithin({ x, y, width: 0, height: 0 }, box) && (onX || onY);
};

/** Pairs of the boxes that overlap by more than rounding. */
const overlapping = (boxes: readonly (readonly [string, Box])[]): string[] =>
  boxes.flatMap(([id, box], index) =>
    boxes
      .slice(index + 1)
      .flatMap(([other, otherBox]) => (overlaps(box, otherBox, -tolerance) ? [`${id} and ${other}`] : [])),
  );

const textBox = (shape: Scene["shapes"][number]): { text: string; box: Box } | undefined => {
  if (shape.kind !== "text") return undefined;
  const width = measureText(shape.text, { size: shape.size, weight: shape.weight satisfies Weight });
  const left = shape.anchor === "start" ? 0 : shape.anchor === "middle" ? width / 2 : width;
  return { text: shape.text, box: { x: shape.x - left, y: shape.y - shape.size * 0.75, width, height: shape.size } };
};

describe.each(Object.entries(samples))("the picture of %s", (_, graph) => {
  let plan: Plan;
  let placed: Placement;
  let scene: Scene;
  beforeAll(async () => {
    const drawn = collapse(graph, 300);
    const laidOut = await new Elk().layout(toElk(drawn));
    plan = planOf(drawn);
    placed = place(plan, laidOut);
    scene = toScene(drawn, laidOut, "light");
  });

  const boxOf = (id: string): Box | undefined => placed.cards.get(id) ?? placed.groups.get(id);

  it("shows every node, group and edge", () => {
    expect([...placed.cards.keys()].toSorted()).toEqual(plan.graph.nodes.map(({ id }) => id).toSorted());
    expect([...placed.groups.keys()].toSorted()).toEqual(plan.graph.groups.map(({ id }) => id).toSorted());
    expect(placed.routes.length).toBe(plan.graph.edges.length);
  });

  it("keeps cards apart", () => {
    expect(overlapping([...placed.cards])).toEqual([]);
  });

  it("keeps cards and groups inside their groups, and siblings apart", () => {
    const strays = [...placed.cards, ...placed.groups].filter(([id, box]) => {
      const parent = plan.parents.get(id);
      return parent !== undefined && !isWithin(box, placed.groups.get(parent) ?? { x: 0, y: 0, width: 0, height: 0 });
    });
    expect(strays.map(([id]) => id)).toEqual([]);
    const siblings = Map.groupBy([...placed.cards, ...placed.groups], ([id]) => plan.parents.get(id));
    expect([...siblings.values()].flatMap(overlapping)).toEqual([]);
  });

  it("ends each edge on the borders of what it joins", () => {
    const loose = placed.routes.filter(({ edge, points }) => {
      const [from, to] = [boxOf(edge.from), boxOf(edge.to)];
      const [start, end] = [points[0], points.at(-1)];
      return !(from && to && start && end && isOnBorder(start, from) && isOnBorder(end, to));
    });
    expect(loose.map(({ edge }) => `${edge.from} → ${edge.to}`)).toEqual([]);
  });

  it("draws edges at right angles and around all cards", () => {
    const faults = placed.routes.flatMap(({ edge, points }) => {
      const name = `${edge.from} → ${edge.to}`;
      const isSlanted = points.slice(1).some((point, index) => {
        const before = points[index] ?? point;
        return before.x !== point.x && before.y !== point.y;
      });
      const crossed = lineBoxes(points, 0).some((line) =>
        [...placed.cards].some(
          ([id, card]) =>
            id !== edge.from &&
            id !== edge.to &&
            overlaps({ ...line, width: line.width + 0.1, height: line.height + 0.1 }, card),
        ),
      );
      return [...(isSlanted ? [`${name} is slanted`] : []), ...(crossed ? [`${name} crosses a card`] : [])];
    });
    expect(faults).toEqual([]);
  });

  it("puts every label on a pill of its own that covers no card", () => {
    const labelled = placed.routes.filter(({ edge }) => (edge.label ?? "") !== "");
    expect(labelled.filter(({ label }) => label === undefined).map(({ edge }) => edge.label)).toEqual([]);
    const pills = labelled.flatMap(({ edge, label }) =>
      label ? [[`${edge.from} ${edge.to}`, label.box] as const] : [],
    );
    expect(overlapping(pills)).toEqual([]);
    const covering = pills.filter(([, pill]) =>
      [...placed.cards.values()].some((card) => overlaps(pill, card, -tolerance)),
    );
    expect(covering.map(([name]) => name)).toEqual([]);
  });

  it("cuts no text: all of it lies inside the picture, its card or its group", () => {
    const picture = { x: 0, y: 0, width: scene.width, height: scene.height };
    const texts = scene.shapes.flatMap((shape) => textBox(shape) ?? []);
    expect(texts.filter(({ box }) => !isWithin(box, picture)).map(({ text }) => text)).toEqual([]);
    const boxes = scene.shapes.flatMap((shape) => (shape.kind === "rect" ? [shape] : []));
    const tooWide = texts.filter(({ box }) => {
      const middle = boxAround(centreOf(box), centreOf(box), 0);
      const around = boxes.filter((candidate) => isWithin(middle, candidate));
      const [smallest] = around.toSorted((left, right) => left.width - right.width);
      return smallest !== undefined && !isWithin(box, smallest);
    });
    expect(tooWide.map(({ text }) => text)).toEqual([]);
  });

  it("stays inside its own bounds", () => {
    const picture = { x: 0, y: 0, width: placed.width, height: placed.height };
    const parts = [
      ...placed.cards.values(),
      ...placed.groups.values(),
      ...placed.routes.flatMap(({ points }) => points.map((point) => boxAround(point, point, 0))),
    ];
    expect(parts.filter((part) => !isWithin(part, picture))).toEqual([]);
  });

  it("has only finite numbers and is the same every time", async () => {
    const drawn = collapse(graph, 300);
    const svg = toSvg(scene);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(toSvg(toScene(drawn, await new Elk().layout(toElk(drawn)), "light"))).toBe(svg);
  });
});
