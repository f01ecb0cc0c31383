import { describe, expect, it } from "vitest";
import { sceneFaults } from "../../exact/faults.ts";
import type { Scene } from "../../types.ts";
import type { SequenceDiagram, SequenceStep } from "../diagram.ts";
import { madeUp } from "../made-up-diagrams.ts";
import { sequenceScene } from "./scene.ts";
import { message, sequenceOf } from "./sequence-fixture.ts";

const sequence = (steps: SequenceStep[], more: Partial<SequenceDiagram> = {}): SequenceDiagram =>
  sequenceOf(["a", "b", "c"], steps, more);

const textOf = (scene: Scene, text: string): { x: number; y: number } => {
  const found = scene.shapes.find((shape) => shape.kind === "text" && shape.text === text);
  if (found?.kind !== "text") throw new Error(`no "${text}"`);
  return found;
};

const count = (scene: Scene, text: string): number =>
  scene.shapes.filter((shape) => shape.kind === "text" && shape.text === text).length;

describe("made-up sequences", () => {
  it.each(Array.from({ length: 24 }, (_, seed) => seed))(
    "keep all their texts apart and in the picture (%i)",
    (seed) => {
      const diagram = madeUp("sequence", seed);
      if (diagram.kind !== "sequence") throw new Error("not a sequence");
      for (const theme of ["light", "dark"] as const) expect(sceneFaults(sequenceScene(diagram, theme))).toEqual([]);
    },
  );
});

it("moves lanes apart for long messages, wherever they are said", () => {
  const distance = (steps: SequenceStep[]): number => {
    const scene = sequenceScene(sequence(steps), "light");
    return textOf(scene, "B").x - textOf(scene, "A").x;
  };
  const long = "a message that is so long that the lanes have to move";
  const short = distance([message("a", "b", "hi")]);
  expect(distance([message("a", "b", long)])).toBeGreaterThan(short);
  expect(distance([message("a", "a", long)])).toBeGreaterThan(short);
  const framed: SequenceStep[] = [
    { kind: "open", fragment: "loop", label: "" },
    message("b", "a", long),
    { kind: "close" },
  ];
  expect(distance(framed)).toBeGreaterThan(short);
});

it("says everything in the order of the text, top to bottom", () => {
  const scene = sequenceScene(
    sequence([
      message("a", "b", "first"),
      { kind: "note", side: "over", participants: ["a", "b"], text: "second" },
      { kind: "open", fragment: "alt", label: "third" },
      message("b", "b", "fourth"),
      { kind: "divide", label: "fifth" },
      message("b", "a", "sixth"),
      { kind: "close" },
    ]),
    "dark",
  );
  const heights = ["first", "second", "[third]", "fourth", "[fifth]", "sixth"].map((text) => textOf(scene, text).y);
  expect(heights).toEqual(heights.toSorted((left, right) => left - right));
  expect(new Set(heights).size).toBe(6);
});

it("repeats the heads at the foot of a tall picture only", () => {
  expect(count(sequenceScene(sequence([message("a", "b", "x")]), "light"), "A")).toBe(1);
  const many = Array.from({ length: 16 }, (_, index) => message("a", "b", `x${index}`));
  expect(count(sequenceScene(sequence(many), "light"), "A")).toBe(2);
});

it("draws a created participant where its first message ends, and none of it after its last", () => {
  const steps: SequenceStep[] = [
    message("a", "b", "first"),
    { kind: "create", participant: "c" },
    message("a", "c", "born"),
    { kind: "destroy", participant: "c" },
    message("a", "c", "dead"),
    ...Array.from({ length: 16 }, (_, index) => message("a", "b", `x${index}`)),
  ];
  const scene = sequenceScene(sequence(steps), "light");
  expect(textOf(scene, "C").y).toBeGreaterThan(textOf(scene, "first").y);
  expect(count(scene, "C")).toBe(1);
});

it("shows an activation as a bar between its messages", () => {
  const bars = (steps: SequenceStep[]): number =>
    sequenceScene(sequence(steps), "light").shapes.filter((shape) => shape.kind === "rect" && shape.width === 10)
      .length;
  const steps: SequenceStep[] = [
    message("a", "b", "x"),
    { kind: "activate", participant: "b" },
    message("a", "b", "y"),
    { kind: "activate", participant: "b" },
    { kind: "deactivate", participant: "b" },
  ];
  expect(bars([message("a", "b")])).toBe(0);
  expect(bars(steps)).toBe(2);
});

it.each(["none", "arrow", "open", "cross"] as const)("draws the head %s unlike the others", (head) => {
  const draw = (other: string): string =>
    JSON.stringify(sequenceScene(sequence([message("a", "b", "x", { head: other })]), "light").shapes);
  for (const other of ["none", "arrow", "open", "cross"]) expect(draw(other) === draw(head)).toBe(other === head);
});

it("gives every type of participant a look of its own", () => {
  const types = ["participant", "actor", "boundary", "control", "entity", "database", "collections", "queue"] as const;
  const pictures = types.map((type) =>
    JSON.stringify(sequenceScene(sequence([], { participants: [{ id: "a", label: "A", type }] }), "light").shapes),
  );
  expect(new Set(pictures).size).toBe(types.length);
});

it("draws steps of unknown participants and unbalanced fragments without a fault", () => {
  const steps: SequenceStep[] = [
    message("a", "nobody", "lost"),
    { kind: "close" },
    { kind: "divide", label: "x" },
    { kind: "deactivate", participant: "a" },
    { kind: "destroy", participant: "b" },
    ...Array.from({ length: 40 }, (): SequenceStep => ({ kind: "open", fragment: "loop", label: "deep" })),
    message("a", "c", "inside"),
  ];
  expect(sceneFaults(sequenceScene(sequence(steps), "light"))).toEqual([]);
  expect(sceneFaults(sequenceScene(sequence([], { participants: [] }), "light"))).toEqual([]);
});
