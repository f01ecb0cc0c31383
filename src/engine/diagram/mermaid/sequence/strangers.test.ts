import { describe, expect, it } from "vitest";
import { sceneFaults } from "../../exact/faults.ts";
import type { Scene } from "../../types.ts";
import type { SequenceDiagram, SequenceStep } from "../diagram.ts";
import { sequenceScene } from "./scene.ts";
import { message, sequenceOf } from "./sequence-fixture.ts";

const sequence = (steps: SequenceStep[], more: Partial<SequenceDiagram> = {}): SequenceDiagram =>
  sequenceOf(["a", "b"], steps, more);

const textsOf = (scene: Scene): string[] =>
  scene.shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));

describe("a sequence that speaks of participants that it does not have", () => {
  const stranger: SequenceStep[] = [
    message("a", "ghost", "to nobody"),
    message("ghost", "a", "from nobody"),
    { kind: "note", side: "over", participants: ["ghost"], text: "of nobody" },
    { kind: "activate", participant: "ghost" },
    { kind: "deactivate", participant: "ghost" },
    { kind: "create", participant: "ghost" },
    { kind: "destroy", participant: "ghost" },
    { kind: "open", fragment: "loop", label: "only strangers" },
    message("ghost", "ghost", "to itself"),
    { kind: "activate", participant: "ghost" },
    { kind: "close" },
  ];

  it.each(["light", "dark"] as const)("draws what it has (%s)", (theme) => {
    const boxes = [
      { label: "Nobody's", participants: ["ghost"] },
      { label: "Ours", fill: "not a colour", participants: ["a", "ghost"] },
    ];
    const scene = sequenceScene(sequence([...stranger, message("a", "b", "hello")], { boxes }), theme);
    expect(sceneFaults(scene)).toEqual([]);
    expect(textsOf(scene).toSorted()).toEqual(["A", "B", "Ours", "[only strangers]", "hello", "loop"]);
  });

  it("draws nothing where there are no participants at all", () => {
    const scene = sequenceScene(sequence(stranger, { participants: [] }), "light");
    expect(textsOf(scene)).toEqual([]);
    expect(sceneFaults(scene)).toEqual([]);
  });
});

describe("a sequence out of order", () => {
  it("divides and closes only what is open, and frames only so many fragments in each other", () => {
    const deep = 26;
    const steps: SequenceStep[] = [
      { kind: "divide", label: "of nothing" },
      { kind: "close" },
      ...Array.from({ length: deep }, (): SequenceStep => ({ kind: "open", fragment: "opt", label: "" })),
      { kind: "divide", label: "too deep" },
      message("a", "b", "inside"),
      ...Array.from({ length: deep }, (): SequenceStep => ({ kind: "close" })),
      message("b", "a", "after"),
    ];
    const texts = textsOf(sequenceScene(sequence(steps), "light"));
    expect(texts.filter((text) => text === "opt")).toHaveLength(24);
    expect(texts).toEqual(expect.arrayContaining(["inside", "after"]));
    expect(texts.join()).not.toMatch(/of nothing|too deep/);
  });

  it("ends who was to end with a message that never came, and never begins who was not called", () => {
    const steps: SequenceStep[] = [
      { kind: "create", participant: "c" },
      { kind: "destroy", participant: "b" },
      message("a", "a", "alone"),
    ];
    const participants: SequenceDiagram["participants"] = ["a", "b", "c"].map((id) => ({
      id,
      label: id.toUpperCase(),
      type: "participant",
    }));
    const scene = sequenceScene(sequence(steps, { participants }), "dark");
    expect(textsOf(scene).toSorted()).toEqual(["A", "B", "alone"]);
    expect(sceneFaults(scene)).toEqual([]);
  });

  it("lets a participant die at an arrow from either side, and paints a ground that is no fragment's", () => {
    const steps: SequenceStep[] = [
      { kind: "open", fragment: "rect", label: "", fill: "#ffeecc" },
      { kind: "destroy", participant: "a" },
      message("b", "a", "from the right", { head: "cross", both: true, dashed: true, number: 7 }),
      { kind: "close" },
      { kind: "open", fragment: "rect", label: "" },
      { kind: "note", side: "left", participants: ["b"], text: "beside" },
      { kind: "close" },
    ];
    const scene = sequenceScene(sequence(steps, { autonumber: true }), "light");
    expect(textsOf(scene)).toEqual(expect.arrayContaining(["from the right", "7", "beside"]));
    expect(sceneFaults(scene)).toEqual([]);
  });
});
