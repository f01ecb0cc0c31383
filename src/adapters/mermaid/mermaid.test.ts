import { expect, it } from "vitest";
import { readMermaid } from "./index.ts";

it("reads in the Worker's runtime", async () => {
  expect(await readMermaid("flowchart LR\nA-->|hi|B")).toMatchObject({ kind: "flowchart" });
  expect(await readMermaid("architecture-beta\nservice a(server)[A]\n")).toMatchObject({ kind: "architecture" });
});
