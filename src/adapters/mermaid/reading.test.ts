import { expect, it } from "vitest";
import { readMermaid } from "./index.ts";

it("reads a flowchart: shapes, arrows, groups, colours", async () => {
  const text = `---
title: "Orders"
---
flowchart LR
  A["<b>Web</b><br/>shop"]:::hot -->|yes| B{{ok?}} & C@{ shape: cyl, label: "Orders" }
  subgraph out [Outer]
    subgraph in
      direction TB
      C x-. no .-x D
    end
  end
  out ==> A
  D ~~~ A
  classDef hot fill:#f00;color:white;
  linkStyle 0 stroke:blue
  click A "https://example.com"
`;
  expect(await readMermaid(text)).toEqual({
    kind: "flowchart",
    title: "Orders",
    direction: "RIGHT",
    nodes: [
      { id: "A", label: "Web\nshop", shape: "rect", paint: { fill: "#ff0000", text: "#ffffff" } },
      { id: "B", label: "ok?", shape: "hexagon" },
      { id: "C", label: "Orders", shape: "cylinder", group: "in" },
      { id: "D", label: "D", shape: "rect", group: "in" },
    ],
    edges: [
      { from: "A", to: "B", label: "yes", stroke: "solid", start: "none", end: "arrow", color: "#0000ff" },
      { from: "A", to: "C", label: "yes", stroke: "solid", start: "none", end: "arrow" },
      { from: "C", to: "D", label: "no", stroke: "dotted", start: "cross", end: "cross" },
      { from: "out", to: "A", stroke: "thick", start: "none", end: "arrow" },
      { from: "D", to: "A", stroke: "invisible", start: "none", end: "none" },
    ],
    groups: [
      { id: "out", label: "Outer" },
      { id: "in", label: "in", parent: "out", direction: "DOWN" },
    ],
  });
});

it("reads states: scopes, regions, notes", async () => {
  const text = `stateDiagram-v2
  direction LR
  [*] --> A : go
  state A {
    [*] --> x
    --
    y --> [*]
  }
  state c <<choice>>
  A --> c
  note left of c : which?
`;
  expect(await readMermaid(text)).toEqual({
    kind: "state",
    direction: "RIGHT",
    nodes: [
      { id: "root_start", label: "", kind: "start" },
      { id: "region 1_start", label: "", kind: "start", group: "region 1" },
      { id: "x", label: "x", kind: "state", group: "region 1" },
      { id: "y", label: "y", kind: "state", group: "region 2" },
      { id: "region 2_end", label: "", kind: "end", group: "region 2" },
      { id: "c", label: "", kind: "choice" },
    ],
    edges: [
      { from: "root_start", to: "A", label: "go" },
      { from: "region 1_start", to: "x" },
      { from: "y", to: "region 2_end" },
      { from: "A", to: "c" },
    ],
    groups: [
      { id: "A", label: "A", direction: "DOWN" },
      { id: "region 1", label: "", parent: "A", direction: "DOWN" },
      { id: "region 2", label: "", parent: "A", direction: "DOWN" },
    ],
    notes: [{ of: "c", side: "left", text: "which?" }],
  });
});

it("reads a sequence: numbers, creation, fragments, boxes", async () => {
  const text = `sequenceDiagram
  autonumber 10 5
  box rgb(255,0,0) Staff
    actor A as Ann
  end
  A->>+B: hi
  create participant C
  B-)C: make
  destroy C
  C--xB: bye
  alt yes
    B-->>-A: ok
  else no
    Note over A,B: hm
  end
`;
  expect(await readMermaid(text)).toEqual({
    kind: "sequence",
    participants: [
      { id: "A", label: "Ann", type: "actor" },
      { id: "B", label: "B", type: "participant" },
      { id: "C", label: "C", type: "participant" },
    ],
    boxes: [{ label: "Staff", fill: "#ff0000", participants: ["A"] }],
    autonumber: true,
    steps: [
      { kind: "message", from: "A", to: "B", text: "hi", dashed: false, head: "arrow", both: false, number: 10 },
      { kind: "activate", participant: "B" },
      { kind: "create", participant: "C" },
      { kind: "message", from: "B", to: "C", text: "make", dashed: false, head: "open", both: false, number: 15 },
      { kind: "destroy", participant: "C" },
      { kind: "message", from: "C", to: "B", text: "bye", dashed: true, head: "cross", both: false, number: 20 },
      { kind: "open", fragment: "alt", label: "yes" },
      { kind: "message", from: "B", to: "A", text: "ok", dashed: true, head: "arrow", both: false, number: 25 },
      { kind: "deactivate", participant: "B" },
      { kind: "divide", label: "no" },
      { kind: "note", side: "over", participants: ["A", "B"], text: "hm" },
      { kind: "close" },
    ],
  });
});

it("reads classes: members, heads, cardinalities, namespaces", async () => {
  const text = `classDiagram
  namespace N {
    class Animal~T~ {
      <<interface>>
      +List~int~ ages
      +eat(Food f)* bool
    }
  }
  Animal "1" <|.. "many" Duck : is
  foo ()-- Duck
  note for Duck "can fly"
`;
  expect(await readMermaid(text)).toEqual({
    kind: "class",
    direction: "DOWN",
    classes: [
      {
        id: "Animal",
        label: "Animal<T>",
        annotations: ["interface"],
        attributes: ["+List<int> ages"],
        methods: ["+eat(Food f) : bool"],
        group: "namespace N",
      },
      { id: "Duck", label: "Duck", annotations: [], attributes: [], methods: [] },
      { id: "interface0", label: "foo", annotations: [], attributes: [], methods: [] },
    ],
    relations: [
      {
        from: "Animal",
        to: "Duck",
        label: "is",
        dashed: true,
        start: "triangle",
        end: "none",
        startLabel: "1",
        endLabel: "many",
      },
      { from: "interface0", to: "Duck", dashed: false, start: "lollipop", end: "none" },
    ],
    groups: [{ id: "namespace N", label: "N" }],
    notes: [{ of: "Duck", text: "can fly" }],
  });
});

it("reads entities: keys, comments, crow's feet", async () => {
  const text =
    'erDiagram\n  direction LR\n  A ||..o{ B : has\n  B["Big B"] {\n    string id PK, FK "the <i>key</i>"\n  }\n';
  expect(await readMermaid(text)).toEqual({
    kind: "er",
    direction: "RIGHT",
    entities: [
      { id: "entity-A-0", label: "A", attributes: [] },
      {
        id: "entity-B-1",
        label: "Big B",
        attributes: [{ type: "string", name: "id", keys: ["PK", "FK"], comment: "the key" }],
      },
    ],
    relations: [
      { from: "entity-A-0", to: "entity-B-1", label: "has", dashed: true, start: "one", end: "zero-or-many" },
    ],
  });
});

it("reads C4: boundaries, technologies, relations of every direction", async () => {
  const text = `C4Container
  title Bank
  Person_Ext(p, "Ann", "a customer")
  System_Boundary(s, "System") {
    ContainerDb(db, "Data", "Postgres", "all of it")
  }
  Rel_Back(db, p, "reads", "HTTPS")
  BiRel(p, s, "uses")
  Rel(p, ghost, "seeks")
`;
  expect(await readMermaid(text)).toEqual({
    kind: "c4",
    title: "Bank",
    elements: [
      { id: "p", label: "Ann", type: "external_person", description: "a customer" },
      { id: "db", label: "Data", type: "container_db", technology: "Postgres", description: "all of it", group: "s" },
      { id: "ghost", label: "ghost", type: "system" },
    ],
    relations: [
      { from: "p", to: "db", label: "reads", technology: "HTTPS", both: false },
      { from: "p", to: "s", label: "uses", both: true },
      { from: "p", to: "ghost", label: "seeks", both: false },
    ],
    groups: [{ id: "s", label: "System", type: "SYSTEM" }],
  });
});

it("reads an architecture: sides, junctions, edges of groups", async () => {
  const text = `architecture-beta
  group g(cloud)[Cloud]
  service a(logos:aws-s3)[Store] in g
  service b(server)[Server]
  junction j
  a{group}:R --> L:b
  b:T -[to]- B:j
`;
  expect(await readMermaid(text)).toEqual({
    kind: "architecture",
    services: [
      { id: "a", label: "Store", icon: "logos:aws-s3", group: "g", junction: false },
      { id: "b", label: "Server", icon: "server", junction: false },
      { id: "j", label: "", junction: true },
    ],
    edges: [
      { from: "a", to: "b", fromSide: "R", toSide: "L", start: false, end: true, fromGroup: true, toGroup: false },
      {
        from: "b",
        to: "j",
        fromSide: "T",
        toSide: "B",
        start: false,
        end: false,
        label: "to",
        fromGroup: false,
        toGroup: false,
      },
    ],
    groups: [{ id: "g", label: "Cloud", icon: "cloud" }],
  });
});

it("gives every shape name of mermaid's an outline", async () => {
  const { toShape } = await import("./shapes.ts");
  const plain = [
    "rect",
    "bolt",
    "hourglass",
    "cloud",
    "person",
    "docs",
    "h-cyl",
    "flip-tri",
    "constructor",
    "toString",
  ];
  expect(plain.map(toShape)).toEqual([
    "rect",
    "text",
    "text",
    "cloud",
    "person",
    "document",
    "queue",
    "trapezoid-alt",
    "rect",
    "rect",
  ]);
});
