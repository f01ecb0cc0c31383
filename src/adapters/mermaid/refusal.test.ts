import { expect, it } from "vitest";
import { MermaidError, readMermaid } from "./index.ts";

const refusalOf = async (text: string): Promise<MermaidError> => {
  try {
    await readMermaid(text);
  } catch (error) {
    if (error instanceof MermaidError) return error;
    throw error;
  }
  throw new Error("it was read");
};

it.each([
  ["an arrow without an end", "flowchart LR\n  A --> B\n  A -->\n  C[[\n", 5, 1],
  ["a bracket too many", "---\ntitle: x\n---\n%% comment\nflowchart LR\n  A --> B]\n", 6, 10],
  ["a directive over lines before it", '%%{init: {\n"theme": "dark"\n}}%%\nflowchart LR\n  A --> B]\n', 5, 10],
  ["a message without text", "sequenceDiagram\n  A->>B\n", 2, 8],
  ["a class that does not end", "classDiagram\n  class A {\n    +x\n", 3, 7],
  ["a group without an id", "architecture-beta\n  group\n", 2, 8],
  ["a foot that does not exist", "erDiagram\n  A ||--x B : y\n", 2, 9],
])("says where it stopped: %s", async (_name, text, line, column) => {
  const { message, ...place } = await refusalOf(text);
  expect(place).toMatchObject({ line, column });
  expect(message).toBe("The text does not follow Mermaid's grammar from here on.");
});

it.each([
  ["a letter that no grammar of its kind has", "architecture-beta\n  service a(server)[A]\n  ?!\n", 3],
  ["an end where more was to come", "architecture-beta\n  service a(server)[A] in", 2],
  ["an arrow to nowhere", "stateDiagram-v2\n  a -->\n", 2],
  ["a participant without a name", "C4Context\n  Person(\n", 2],
])("says at least in which line it stopped: %s", async (_name, text, line) => {
  const refusal = await refusalOf(text);
  expect(refusal.line).toBeGreaterThanOrEqual(1);
  expect(refusal.line).toBeLessThanOrEqual(line + 1);
  expect(refusal.column).toBeGreaterThanOrEqual(1);
});

it("explains the word that ends a group", async () => {
  expect((await refusalOf("flowchart LR\n  A --> end\n")).message).toContain('A node called "end" needs quotes');
});

it.each([
  "gantt\n  title A\n",
  "pie\n  title A\n",
  "mindmap\n  root\n",
  "gitGraph\n  commit\n",
  "",
  "hello",
  "---\n---\n",
])("names the kinds that are drawn when it gets %j", async (text) => {
  expect((await refusalOf(text)).message).toMatch(/^Only flowchart, sequence, class, state, .* are drawn\.$/);
});

it.each([
  ["an unknown shape", "flowchart LR\n  A@{ shape: secret }\n", /no node shape/],
  ["YAML that is not", "flowchart LR\n  A@{ label: [secret }\n", /not valid YAML/],
  ["a participant put to rest twice", "sequenceDiagram\n  A->>B: x\n  deactivate A\n", /not active/],
  ["a service in no group", "architecture-beta\n  service a(server)[A] in secret\n", /declared later or not at all/],
  ["an edge to no service", "architecture-beta\n  service a(server)[A]\n  a:R -- L:secret\n", /not declared/],
  [
    "a participant in two boxes",
    "sequenceDiagram\n  box a\n  participant A\n  end\n  box b\n  participant A\n  end\n",
    /two boxes/,
  ],
])("refuses %s without repeating it", async (_name, text, message) => {
  const refusal = await refusalOf(text);
  expect(refusal.message).toMatch(message);
  expect(refusal.message).not.toContain("secret");
});

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");

it.each([
  ["too much text", `flowchart LR\n${"%% x\n".repeat(12_000)}A`, /longer than 50000 characters/],
  ["a long line", `flowchart LR\nA["${"x".repeat(6_000)}"]`, /line is longer than 5000/],
  ["many nodes", `flowchart LR\n${lines(501, (index) => `n${index}`)}`, /more than 500 nodes/],
  ["many arrows", `flowchart LR\n${lines(501, () => "A-->B")}`, /more arrows than are drawn/],
  [
    "many arrows between many",
    `flowchart LR\n${lines(60, (i) => `a${i} &`).replaceAll("\n", " ")} z --> ${lines(60, (i) => `b${i} &`).replaceAll("\n", " ")} y`,
    /more arrows than/,
  ],
  ["many steps", `sequenceDiagram\n${lines(2_001, () => "A->>B: x")}`, /more than 2000 steps/],
  [
    "many participants",
    `sequenceDiagram\n${lines(101, (index) => `participant p${index}`)}`,
    /more than 100 participants/,
  ],
  [
    "groups deep in each other",
    `flowchart LR\n${lines(40, (index) => `subgraph s${index}`)}\nA\n${lines(40, () => "end")}`,
    /more than 30 deep/,
  ],
  [
    "states deep in each other",
    `stateDiagram-v2\n${lines(40, (index) => `state s${index} {`)}\nA\n${lines(40, () => "}")}`,
    /more than 30 deep/,
  ],
  [
    "fragments deep in each other",
    `sequenceDiagram\n${lines(40, () => "loop x")}\nA->>B: x\n${lines(40, () => "end")}`,
    /more than 30 deep/,
  ],
])("refuses %s", async (_name, text, message) => {
  expect((await refusalOf(text)).message).toMatch(message);
});

it("does not mix two diagrams that are read at the same time", async () => {
  const texts = [
    'C4Context\ntitle one\nPerson(a, "A")\n',
    'C4Context\nPerson(b, "B")\n',
    "sequenceDiagram\ntitle three\nA->>B: x\n",
    "architecture-beta\nservice d(server)[D]\n",
    "architecture-beta\ntitle five\nservice e(server)[E]\n",
  ];
  const together = await Promise.all(texts.map((text) => readMermaid(text)));
  const apart = [];
  for (const text of texts) apart.push(await readMermaid(text));
  expect(together).toEqual(apart);
  expect(together.map(({ title }) => title)).toEqual(["one", undefined, "three", undefined, "five"]);
});

it("forgets a diagram that failed", async () => {
  await refusalOf('C4Context\ntitle broken\nPerson(a, "A")\nPerson(\n');
  expect(await readMermaid('C4Context\nPerson(b, "B")\n')).toEqual({
    kind: "c4",
    elements: [{ id: "b", label: "B", type: "person" }],
    groups: [],
    relations: [],
  });
});
