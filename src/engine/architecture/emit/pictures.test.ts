import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { arrange } from "../../../adapters/layout/index.ts";
import type { Box } from "../../diagram/geometry.ts";
import { lineBoxes, overlaps } from "../../diagram/geometry.ts";
import { headBox, headIndent } from "../../diagram/frame.ts";
import { place } from "../../diagram/place.ts";
import type { Plan } from "../../diagram/plan.ts";
import { planOf } from "../../diagram/plan.ts";
import { arrowsOverHeads, detourOf } from "../../diagram/quality.ts";
import type { Placement } from "../../diagram/routes.ts";
import type { DesignInput } from "../analyze.ts";
import { analyzeDesign } from "../analyze.ts";
import { designFromRequest } from "../from-request.ts";
import { toGraph } from "./graph.ts";

const folder = resolve(import.meta.dirname, "../../../../examples/architectures");
const samples = readdirSync(folder).filter((name) => name.endsWith(".tf"));

const read = samples.map((name): [string, DesignInput] => [
  name,
  { files: [{ name, text: readFileSync(resolve(folder, name), "utf8") }], generated: false, goals: [] },
]);

const asked = ["aws", "azure", "gcp"].flatMap((cloud) =>
  ["web-app", "ecommerce", "microservices", "data-pipeline"].map((project_type): [string, DesignInput] => {
    const { files, goals } = designFromRequest({ cloud, project_type, requirements: ["high_availability"] });
    return [`${project_type} asked of ${cloud}`, { files, goals, generated: true }];
  }),
);

const designs = [...read, ...asked].flatMap(([name, input]) => {
  const { architecture, suggested, findings, changes } = analyzeDesign(input);
  return [
    [name, toGraph(architecture, { title: name, findings })],
    [`${name}, as suggested`, toGraph(suggested.architecture, { title: name, changes })],
  ] as const;
});

const tolerance = 0.6;
/** Times its shortest way, with some px granted, that an arrow may take. */
const longestDetour = 2.5;

const isWithin = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x - tolerance &&
  inner.y >= outer.y - tolerance &&
  inner.x + inner.width <= outer.x + outer.width + tolerance &&
  inner.y + inner.height <= outer.y + outer.height + tolerance;

const overlapping = (boxes: readonly (readonly [string, Box])[]): string[] =>
  boxes.flatMap(([id, box], index) =>
    boxes
      .slice(index + 1)
      .flatMap(([other, otherBox]) => (overlaps(box, otherBox, -tolerance) ? [`${id} and ${other}`] : [])),
  );

describe.each(designs)("the picture of %s", (_, graph) => {
  let plan: Plan;
  let placed: Placement;
  beforeAll(async () => {
    const arranged = await arrange(graph);
    plan = planOf(arranged.graph);
    placed = place(plan, arranged.laidOut);
  });
  const boxOf = (id: string): Box =>
    placed.cards.get(id) ?? placed.groups.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };

  it("keeps cards and sibling groups apart and inside their groups", () => {
    const all = [...placed.cards, ...placed.groups];
    const strays = all.filter(([id, box]) => {
      const parent = plan.parents.get(id);
      return parent !== undefined && !isWithin(box, boxOf(parent));
    });
    expect(strays.map(([id]) => id)).toEqual([]);
    expect(overlapping([...placed.cards])).toEqual([]);
    expect([...Map.groupBy(all, ([id]) => plan.parents.get(id)).values()].flatMap(overlapping)).toEqual([]);
  });

  it("keeps the labels of groups and arrows off each other and off cards that are not theirs", () => {
    const heads = [...placed.groups].flatMap(([id, box]) => {
      const group = plan.groups.get(id);
      return group === undefined ? [] : [[`head of ${id}`, headBox(group, box, headIndent(true))] as const];
    });
    const pills = placed.routes.flatMap(({ edge, label }) =>
      label === undefined ? [] : [[`label from ${edge.from} to ${edge.to}`, label.box] as const],
    );
    expect(overlapping([...heads, ...pills])).toEqual([]);
    const covered = [...heads, ...pills].filter(([, box]) =>
      [...placed.cards.values()].some((card) => overlaps(card, box, -tolerance)),
    );
    expect(covered.map(([name]) => name)).toEqual([]);
  });

  it("leads arrows around cards and off the heads of groups", () => {
    const crossing = placed.routes.flatMap(({ edge, points }) =>
      [...placed.cards]
        .filter(
          ([id, card]) =>
            id !== edge.from && id !== edge.to && lineBoxes(points, 0.05).some((line) => overlaps(line, card)),
        )
        .map(([id]) => `${edge.from} → ${edge.to} crosses ${id}`),
    );
    expect(crossing).toEqual([]);
    expect(arrowsOverHeads(plan, placed)).toEqual([]);
  });

  it("leads no arrow a long way round", () => {
    const long = placed.routes.filter(
      (route) =>
        route.edge.peer !== true && detourOf(route, boxOf(route.edge.from), boxOf(route.edge.to)) > longestDetour,
    );
    expect(long.map(({ edge }) => `${edge.from} → ${edge.to}`)).toEqual([]);
  });

  it("draws zones that stand above each other as equals", () => {
    const zones = graph.groups.filter(({ kind }) => kind === "zone");
    for (const twins of Map.groupBy(zones, ({ parent }) => parent).values()) {
      const [first, ...others] = twins.map(({ id }) => boxOf(id));
      for (const { x, width } of others) expect({ x, width }).toEqual({ x: first?.x, width: first?.width });
    }
  });

  it("keeps zones, and regions, in their order", () => {
    const twins = graph.groups.filter(({ kind }) => kind === "zone" || kind === "region");
    for (const siblings of Map.groupBy(twins, ({ parent }) => parent).values()) {
      const tops = siblings.map(({ id }) => boxOf(id).y);
      expect(tops).toEqual(tops.toSorted((one, other) => one - other));
    }
  });

  it("is of a shape that fits a page or a slide, and holds all of itself", () => {
    expect(placed.width / placed.height).toBeGreaterThan(0.75);
    expect(placed.width / placed.height).toBeLessThan(3);
    const whole = { x: 0, y: 0, width: placed.width, height: placed.height };
    const parts = [
      ...placed.cards.values(),
      ...placed.groups.values(),
      ...placed.routes.flatMap(({ points, label }) => [...lineBoxes(points, 0), ...(label ? [label.box] : [])]),
    ];
    expect(parts.filter((part) => !isWithin(part, whole))).toEqual([]);
  });

  it("shows every box, and an arrow only where both ends are shown", () => {
    expect([...placed.cards.keys()].toSorted()).toEqual(graph.nodes.map(({ id }) => id).toSorted());
    expect(placed.routes.length).toBe(planOf(graph).graph.edges.length);
  });
});
