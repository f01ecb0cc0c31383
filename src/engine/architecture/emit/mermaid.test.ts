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
