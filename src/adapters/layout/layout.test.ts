import { expect, it } from "vitest";
import type { Graph } from "#engine/diagram";
import { toSvg } from "#engine/diagram";
import { layOut } from "./index.ts";

const graph: Graph = {
  title: "Shop",
  groups: [{ id: "vpc", kind: "network", label: "VPC" }],
  nodes: [
    { id: "web", label: "web", icon: "aws.alb", group: "vpc" },
    { id: "db", label: "orders", icon: "aws.rds", group: "vpc" },
    { id: "key", label: "key", icon: "aws.kms" },
  ],
  edges: [{ from: "web", to: "db", label: "5432" }],
};

it("lays out and draws a graph in the Worker's runtime", async () => {
  const scene = await layOut(graph, "light");
  const texts = scene.shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));
  expect(texts).toEqual(expect.arrayContaining(["Shop", "VPC", "web", "orders", "key", "5432"]));
  expect(scene.width).toBeGreaterThan(400);
});

it("draws the same graph twice to the same bytes", async () => {
  expect(toSvg(await layOut(graph, "dark"))).toBe(toSvg(await layOut(graph, "dark")));
});

it("draws at most 300 nodes and closes groups past that", async () => {
  const nodes = Array.from({ length: 400 }, (_, index) => ({
    id: `n${index}`,
    label: "n",
    icon: "aws.ec2",
    group: "vpc",
  }));
  const scene = await layOut({ ...graph, nodes }, "light");
  const texts = scene.shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));
  expect(texts).toContain("400 resources");
});
