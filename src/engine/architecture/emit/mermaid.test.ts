import { expect, test } from "vitest";
import { toMermaid } from "./mermaid.ts";

test("a graph becomes a flowchart with groups, labels and dashed arrows", () => {
  expect(
    toMermaid({
      title: "x",
      groups: [
        { id: "cloud", kind: "cloud", label: "AWS" },
        { id: "vpc", kind: "network", label: "VPC", parent: "cloud" },
      ],
      nodes: [
        { id: "a", label: "ALB", icon: "aws.alb", group: "vpc" },
        { id: "b", label: "RDS", sub: "orders", icon: "aws.rds", group: "vpc" },
        { id: "u", label: "Users", icon: "generic.users" },
      ],
      edges: [
        { from: "u", to: "a", label: "HTTPS" },
        { from: "a", to: "b", style: "dashed" },
      ],
    }),
  ).toBe(`flowchart LR
  n3["Users"]
  subgraph g1["AWS"]
    subgraph g2["VPC"]
      n1["ALB"]
      n2["RDS – orders"]
    end
  end
  n3 -->|"HTTPS"| n1
  n1 -.-> n2
`);
});

test("no name can become syntax or markup", () => {
  const hostile = '"]; click n1 "javascript:x" %%{init}%% <script>\n`x` #quot; end';
  const text = toMermaid({ title: "x", groups: [], nodes: [{ id: "a", label: hostile, icon: "x" }], edges: [] });
  expect(text.split("\n")).toHaveLength(3);
  expect(text).not.toMatch(/<script|"\]; |`/);
});

test("a graph that runs down is a flowchart from top to bottom, without arrows to what it does not hold", () => {
  expect(
    toMermaid({
      title: "x",
      direction: "DOWN",
      groups: [{ id: "lost", kind: "plain", label: "Lost", parent: "nowhere" }],
      nodes: [
        { id: "a", label: "A", icon: "x" },
        { id: "b", label: "B", icon: "x" },
      ],
      edges: [
        { from: "a", to: "b" },
        { from: "a", to: "gone" },
        { from: "gone", to: "b" },
      ],
    }),
  ).toBe(`flowchart TB
  n1["A"]
  n2["B"]
  n1 --> n2
`);
});
