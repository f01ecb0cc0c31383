import { expect, it } from "vitest";
import { hasIcon } from "../icons.ts";
import { contrast } from "../node/colour.ts";
import { toneOf } from "../node/tones.ts";
import { paletteOf } from "../themes.ts";
import type { MermaidDiagram } from "./diagram.ts";
import { mermaidGraph } from "./graph.ts";
import { iconFor } from "./icon-names.ts";
import { madeUp } from "./made-up-diagrams.ts";

it.each([
  ["database", "generic.database"],
  ["cloud", "generic.cloud"],
  ["disk", "generic.disk"],
  ["internet", "generic.internet"],
  ["server", "generic.server"],
  ["logos:aws-s3", "aws.s3"],
  ["aws:s3", "aws.s3"],
  ["logos:aws-lambda", "aws.lambda"],
  ["aws:arch-amazon-simple-storage-service", "aws.s3"],
  ["logos:aws-api-gateway", "aws.apigateway"],
  ["logos:kubernetes", "k8s.cluster"],
  ["gcp:bigquery", "gcp.bigquery"],
  ["azure:functions", "azure.functions"],
])("finds the catalogue's icon for %s", (name, icon) => {
  expect(iconFor(name)).toBe(icon);
  expect(hasIcon(icon)).toBe(true);
});

it.each(["", "mdi:weather-sunny", "constructor", "aws:", "fa:fa-car"])("finds no icon for %s", (name) => {
  expect(iconFor(name)).toBeUndefined();
});

const kinds = ["flowchart", "state", "class", "er", "c4", "architecture"] as const;

const edgesOf = (diagram: MermaidDiagram): number => {
  switch (diagram.kind) {
    case "flowchart":
    case "state":
    case "architecture":
      return diagram.edges.length;
    case "class":
    case "er":
    case "c4":
      return diagram.relations.length;
    case "sequence":
      return 0;
  }
};

it.each(kinds)("keeps every edge of a %s diagram", (kind) => {
  for (const seed of [1, 2, 3]) {
    const diagram = madeUp(kind, seed);
    if (diagram.kind === "sequence") continue;
    expect(mermaidGraph(diagram).edges).toHaveLength(edgesOf(diagram));
  }
});

it("lines up the columns of an entity with tabs, and leaves out those that are empty throughout", () => {
  const graph = mermaidGraph({
    kind: "er",
    direction: "DOWN",
    entities: [
      {
        id: "a",
        label: "A",
        attributes: [
          { type: "int", name: "id", keys: ["PK"] },
          { type: "text", name: "name", keys: [] },
        ],
      },
    ],
    relations: [],
  });
  expect(graph.nodes[0]?.sections).toEqual([["int\tid\tPK", "text\tname\t"]]);
});

it.each(["#000000", "#ffffff", "tomato", "gold", "#7f7f7f"])(
  "writes readably on a fill of %s in both themes",
  (fill) => {
    for (const theme of ["light", "dark"] as const)
      for (const text of [undefined, "#000000", "#ffffff", fill]) {
        const tone = toneOf("rect", { fill, ...(text !== undefined && { text }) }, theme, paletteOf(theme));
        expect(contrast(tone.text, tone.fill)).toBeGreaterThanOrEqual(3);
        expect(contrast(tone.muted, tone.fill)).toBeGreaterThanOrEqual(3);
      }
  },
);
