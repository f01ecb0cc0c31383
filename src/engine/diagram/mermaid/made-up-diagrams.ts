import type { Arrowhead, NodeShape } from "../types.ts";
import type { MermaidDiagram, MermaidDirection, SequenceDiagram, SequenceStep } from "./diagram.ts";

/** Picks one of several, at random but the same for the same seed. */
interface Dice {
  below: (limit: number) => number;
  pick: <T>(choices: readonly [T, ...T[]]) => T;
  chance: (oneIn: number) => boolean;
}

const diceOf = (seed: number): Dice => {
  let state = seed;
  // The multiplier and increment of Numerical Recipes' linear congruential generator.
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const pick = <T>(choices: readonly [T, ...T[]]): T => choices[below(choices.length)] ?? choices[0];
  return { below, pick, chance: (oneIn) => below(oneIn) === 0 };
};

const shapes: readonly [NodeShape, ...NodeShape[]] = [
  "rect",
  "rounded",
  "stadium",
  "subroutine",
  "cylinder",
  "queue",
  "circle",
  "double-circle",
  "diamond",
  "hexagon",
  "parallelogram",
  "parallelogram-alt",
  "trapezoid",
  "trapezoid-alt",
  "flag",
  "document",
  "cloud",
  "note",
  "person",
  "start",
  "end",
  "bar",
  "junction",
  "text",
];

const heads: readonly [Arrowhead, ...Arrowhead[]] = ["arrow", "none", "open", "circle", "cross", "triangle", "diamond"];
const feet: readonly [Arrowhead, ...Arrowhead[]] = ["one", "zero-or-one", "many", "zero-or-many"];
const directions: readonly [MermaidDirection, ...MermaidDirection[]] = ["DOWN", "RIGHT", "UP", "LEFT"];
const words: readonly [string, ...string[]] = [
  "Start",
  "Ship it",
  "Is the order valid?",
  "Validate the payload against the schema and reject it when a field is missing",
  "First line\nSecond line\nThird line",
  "com.example.service.OrderRepositoryImplementation",
  "注文を確認する",
  "Bezahlung geprüft",
  "x",
];
const labels: readonly [string | undefined, ...(string | undefined)[]] = [
  undefined,
  undefined,
  "yes",
  "after three attempts that all failed, give up",
  "two\nlines",
];
const fills: readonly [string, ...string[]] = ["#fde68a", "#111827", "tomato", "url(#x)", "#abc"];

const labelled = (label: string | undefined): { label?: string } => (label === undefined ? {} : { label });

const groupsOf = (dice: Dice, count: number): { id: string; label: string; parent?: string }[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `g${index}`,
    label: dice.pick(words),
    ...(index > 0 && dice.chance(2) && { parent: `g${dice.below(index)}` }),
  }));

const inGroup = (dice: Dice, groups: number): { group?: string } =>
  groups > 0 && !dice.chance(3) ? { group: `g${dice.below(groups)}` } : {};

const idsOf = (count: number): string[] => Array.from({ length: count }, (_, index) => `n${index}`);

const flowchart = (dice: Dice): MermaidDiagram => {
  const groups = dice.below(5);
  const ids = idsOf(2 + dice.below(16));
  const ends: [string, ...string[]] = [
    "n0",
    ...ids,
    ...ids,
    ...Array.from({ length: groups }, (_, index) => `g${index}`),
  ];
  return {
    kind: "flowchart",
    direction: dice.pick(directions),
    groups: groupsOf(dice, groups),
    nodes: ids.map((id) => ({
      id,
      label: dice.pick(words),
      shape: dice.pick(shapes),
      ...inGroup(dice, groups),
      ...(dice.chance(5) && { paint: { fill: dice.pick(fills) } }),
    })),
    edges: Array.from({ length: dice.below(2 * ids.length) }, () => ({
      from: dice.pick(ends),
      to: dice.pick(ends),
      stroke: dice.pick(["solid", "dotted", "thick", "invisible"]),
      start: dice.chance(3) ? dice.pick(heads) : ("none" as const),
      end: dice.pick(heads),
      ...labelled(dice.pick(labels)),
    })),
  };
};

const state = (dice: Dice): MermaidDiagram => {
  const groups = dice.below(3);
  const ids = idsOf(3 + dice.below(9));
  const ends: [string, ...string[]] = ["n0", ...ids];
  return {
    kind: "state",
    direction: dice.pick(directions),
    groups: groupsOf(dice, groups),
    nodes: ids.map((id) => ({
      id,
      label: dice.pick(words),
      kind: dice.pick(["state", "state", "state", "start", "end", "fork", "choice"]),
      ...inGroup(dice, groups),
    })),
    edges: ids.map(() => ({ from: dice.pick(ends), to: dice.pick(ends), ...labelled(dice.pick(labels)) })),
    notes: [{ of: dice.pick(ends), side: dice.pick(["left", "right"]), text: dice.pick(words) }],
  };
};

const classes = (dice: Dice): MermaidDiagram => {
  const groups = dice.below(3);
  const ids = idsOf(2 + dice.below(8));
  const ends: [string, ...string[]] = ["n0", ...ids];
  const members = (): string[] => Array.from({ length: dice.below(5) }, () => `+ ${dice.pick(words)}`);
  return {
    kind: "class",
    direction: dice.pick(directions),
    groups: groupsOf(dice, groups),
    classes: ids.map((id) => ({
      id,
      label: dice.pick(words),
      annotations: dice.chance(3) ? ["interface"] : [],
      attributes: members(),
      methods: members(),
      ...inGroup(dice, groups),
    })),
    relations: ids.map(() => ({
      from: dice.pick(ends),
      to: dice.pick(ends),
      dashed: dice.chance(2),
      start: dice.pick(["none", "triangle", "diamond", "lollipop"]),
      end: dice.pick(["open", "diamond-open", "triangle", "none"]),
      ...labelled(dice.pick(labels)),
      ...(dice.chance(2) && { startLabel: "1", endLabel: "0..*" }),
    })),
    notes: [{ text: dice.pick(words) }, { of: dice.pick(ends), text: dice.pick(words) }],
  };
};

const entities = (dice: Dice): MermaidDiagram => {
  const ids = idsOf(2 + dice.below(9));
  const ends: [string, ...string[]] = ["n0", ...ids];
  return {
    kind: "er",
    title: "Entities",
    direction: dice.pick(directions),
    entities: ids.map((id) => ({
      id,
      label: dice.pick(words),
      attributes: Array.from({ length: dice.below(6) }, () => ({
        type: dice.pick(["string", "int", "timestamp with time zone"]),
        name: dice.pick(["id", "customer_reference_number", "name"]),
        keys: dice.chance(2) ? ["PK", "FK"] : [],
        ...(dice.chance(3) && { comment: dice.pick(words) }),
      })),
    })),
    relations: ids.map(() => ({
      from: dice.pick(ends),
      to: dice.pick(ends),
      dashed: dice.chance(2),
      start: dice.pick(feet),
      end: dice.pick(feet),
      ...labelled(dice.pick(labels)),
    })),
  };
};

const c4 = (dice: Dice): MermaidDiagram => {
  const groups = dice.below(4);
  const ids = idsOf(2 + dice.below(8));
  const ends: [string, ...string[]] = ["n0", ...ids];
  return {
    kind: "c4",
    title: "Context",
    groups: groupsOf(dice, groups).map((group) => ({ ...group, type: "system" })),
    elements: ids.map((id) => ({
      id,
      label: dice.pick(words),
      type: dice.pick([
        "person",
        "external_person",
        "system",
        "system_db",
        "container_queue",
        "component",
        "external_system",
      ]),
      ...(dice.chance(2) && { technology: "Java and Spring MVC" }),
      ...(dice.chance(2) && { description: dice.pick(words) }),
      ...inGroup(dice, groups),
    })),
    relations: ids.map(() => ({
      from: dice.pick(ends),
      to: dice.pick(ends),
      both: dice.chance(3),
      ...labelled(dice.pick(labels)),
      ...(dice.chance(2) && { technology: "HTTPS" }),
    })),
  };
};

const architecture = (dice: Dice): MermaidDiagram => {
  const groups = dice.below(3);
  const ids = idsOf(2 + dice.below(8));
  const ends: [string, ...string[]] = ["n0", ...ids];
  const across = (): { fromSide: "L" | "R" | "T" | "B"; toSide: "L" | "R" | "T" | "B" } => {
    const [fromSide = "R", toSide = "L"] = dice.pick<readonly ("L" | "R" | "T" | "B")[]>([
      ["R", "L"],
      ["L", "R"],
      ["B", "T"],
      ["T", "B"],
      ["R", "T"],
      ["B", "L"],
    ]);
    return { fromSide, toSide };
  };
  return {
    kind: "architecture",
    groups: groupsOf(dice, groups),
    services: ids.map((id) => ({
      id,
      label: dice.chance(5) ? "" : dice.pick(words),
      icon: dice.pick(["database", "cloud", "logos:aws-s3", "mdi:whatever"]),
      junction: dice.chance(6),
      ...inGroup(dice, groups),
    })),
    edges: ids.slice(1).map((to, index) => ({
      from: dice.chance(4) ? dice.pick(ends) : (ids[index] ?? to),
      to,
      ...across(),
      start: dice.chance(3),
      end: dice.chance(2),
      fromGroup: dice.chance(6),
      toGroup: false,
      ...labelled(dice.pick(labels)),
    })),
  };
};

const participantTypes: readonly [ParticipantType, ...ParticipantType[]] = [
  "participant",
  "actor",
  "database",
  "queue",
  "collections",
  "boundary",
  "control",
  "entity",
];
type ParticipantType = SequenceDiagram["participants"][number]["type"];

const sequence = (dice: Dice): SequenceDiagram => {
  const ids = idsOf(2 + dice.below(5));
  const ends: [string, ...string[]] = ["n0", ...ids];
  const steps: SequenceStep[] = [];
  let open = 0;
  for (let index = 0; index < 4 + dice.below(16); index += 1) {
    const roll = dice.below(10);
    if (roll < 5) {
      const to = dice.pick(ends);
      steps.push({
        kind: "message",
        from: dice.pick(ends),
        to,
        text: dice.pick(words),
        dashed: dice.chance(2),
        head: dice.pick(["arrow", "none", "open", "cross"]),
        both: dice.chance(6),
        number: index + 1,
      });
      const after = dice.below(5);
      if (after === 0) steps.push({ kind: "activate", participant: to });
      if (after === 1) steps.push({ kind: "deactivate", participant: to });
    } else if (roll < 7) {
      const participants = [dice.pick(ends), dice.pick(ends)].slice(0, 1 + dice.below(2));
      steps.push({ kind: "note", side: dice.pick(["left", "right", "over"]), participants, text: dice.pick(words) });
    } else if (roll === 7) {
      const fragment = dice.pick(["loop", "alt", "opt", "par", "critical", "break", "rect"]);
      steps.push({ kind: "open", fragment, label: dice.pick(words), ...(fragment === "rect" && { fill: "#dbeafe" }) });
      open += 1;
    } else if (open > 0 && roll === 8) steps.push({ kind: "divide", label: dice.pick(words) });
    else if (open > 0) {
      steps.push({ kind: "close" });
      open -= 1;
    }
  }
  return {
    kind: "sequence",
    autonumber: true,
    participants: ids.map((id) => ({ id, label: dice.pick(words), type: dice.pick(participantTypes) })),
    boxes: dice.chance(2) ? [{ label: dice.pick(words), fill: "aqua", participants: ids.slice(0, 2) }] : [],
    steps,
  };
};

const makers = { flowchart, state, class: classes, er: entities, c4, architecture, sequence };

/** A diagram without rhyme or reason, the same for the same kind and seed. */
export const madeUp = (kind: MermaidDiagram["kind"], seed: number): MermaidDiagram =>
  makers[kind](diceOf(seed * 7919 + 17));
