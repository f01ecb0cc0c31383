import type { SequenceDb, SequenceMessage } from "#assets/mermaid-parsers.js";
import type { SequenceDiagram, SequenceStep } from "#engine/diagram";
import { toColour } from "./colours.ts";
import { plainText } from "./label.ts";

type Message = Extract<SequenceStep, { kind: "message" }>;
type Participant = SequenceDiagram["participants"][number];

/** Look of a message by the name of its line type; `back`: the head is at the sender's end. */
interface Look {
  head: Message["head"];
  both?: true;
  back?: true;
}

const looks: Readonly<Record<string, Look>> = {
  SOLID: { head: "arrow" },
  DOTTED: { head: "arrow" },
  SOLID_OPEN: { head: "none" },
  DOTTED_OPEN: { head: "none" },
  SOLID_CROSS: { head: "cross" },
  DOTTED_CROSS: { head: "cross" },
  SOLID_POINT: { head: "open" },
  DOTTED_POINT: { head: "open" },
  BIDIRECTIONAL_SOLID: { head: "arrow", both: true },
  BIDIRECTIONAL_DOTTED: { head: "arrow", both: true },
};

/** Half heads, drawn as whole ones: `SOLID_TOP`, `STICK_BOTTOM_DOTTED`, `SOLID_ARROW_TOP_REVERSE` … */
const halfLook = (name: string): Look | undefined => {
  const [, kind, reverse] = /^(SOLID|STICK)(?:_ARROW)?_(?:TOP|BOTTOM)(_REVERSE)?(?:_DOTTED)?$/.exec(name) ?? [];
  if (kind === undefined) return undefined;
  return { head: kind === "STICK" ? "open" : "arrow", ...(reverse !== undefined && { back: true }) };
};

const fragments: Readonly<Record<string, string>> = {
  LOOP_START: "loop",
  ALT_START: "alt",
  OPT_START: "opt",
  PAR_START: "par",
  PAR_OVER_START: "par",
  CRITICAL_START: "critical",
  BREAK_START: "break",
};

const wordsOf = ({ message }: SequenceMessage): string =>
  plainText(typeof message === "string" ? message.replace(/^:?(no)?wrap:/, "") : "");

/** Counts the messages the way `autonumber` asks: every message is counted, but only some show their number. */
const numbering = () => {
  let next = 1;
  let step = 1;
  let isShown = false;
  return {
    adjust: ({ message }: SequenceMessage): void => {
      if (typeof message === "string") return;
      next = message.start || next;
      step = message.step || step;
      isShown = message.visible;
    },
    take: (): number | undefined => {
      const number = next;
      // Two decimals, as mermaid counts, so that steps of a tenth stay what they are.
      next = Math.round((next + step) * 100) / 100;
      return isShown ? number : undefined;
    },
  };
};

const sides = ["left", "right", "over"] as const;

const toNote = (message: SequenceMessage): SequenceStep => {
  const participants = [message.from, message.to].filter((id) => id !== undefined);
  return {
    kind: "note",
    side: sides[message.placement ?? 2] ?? "over",
    participants: [...new Set(participants)],
    text: wordsOf(message),
  };
};

const toMessage = (name: string, look: Look, message: SequenceMessage, number: number | undefined): SequenceStep => {
  const [from, to] = [message.from ?? "", message.to ?? ""];
  return {
    kind: "message",
    ...(look.back === true ? { from: to, to: from } : { from, to }),
    text: wordsOf(message),
    dashed: name.includes("DOTTED"),
    head: look.head,
    both: look.both === true,
    ...(number !== undefined && { number }),
  };
};

const toFrame = (name: string, message: SequenceMessage): SequenceStep | undefined => {
  const fragment = fragments[name];
  if (fragment !== undefined) return { kind: "open", fragment, label: wordsOf(message) };
  if (name === "RECT_START") {
    const fill = toColour(wordsOf(message));
    return { kind: "open", fragment: "rect", label: "", ...(fill !== undefined && { fill }) };
  }
  if (/_(ELSE|AND|OPTION)$/.test(name)) return { kind: "divide", label: wordsOf(message) };
  return name.endsWith("_END") ? { kind: "close" } : undefined;
};

const byStep = (participants: ReadonlyMap<string, number>): Map<number, string[]> => {
  const found = new Map<number, string[]>();
  for (const [id, index] of participants) found.set(index, [...(found.get(index) ?? []), id]);
  return found;
};

/** A participant is created or destroyed by the message that follows, as in the text. */
const toSteps = (db: SequenceDb): SequenceStep[] => {
  const names = new Map(Object.entries(db.LINETYPE).map(([name, type]) => [type, name]));
  const [created, destroyed] = [byStep(db.getCreatedActors()), byStep(db.getDestroyedActors())];
  const numbers = numbering();
  const toStep = (message: SequenceMessage): SequenceStep | undefined => {
    const name = names.get(message.type ?? -1) ?? "";
    const look = looks[name] ?? halfLook(name);
    if (look !== undefined) return toMessage(name, look, message, numbers.take());
    if (name === "AUTONUMBER") numbers.adjust(message);
    if (name === "NOTE") return toNote(message);
    if (name === "ACTIVE_START") return { kind: "activate", participant: message.from ?? "" };
    if (name === "ACTIVE_END") return { kind: "deactivate", participant: message.from ?? "" };
    return toFrame(name, message);
  };
  const messages = db.getMessages();
  // One more than there are messages: a participant may be destroyed after the last.
  return [...messages, undefined].flatMap((message, index): SequenceStep[] => {
    const step = message === undefined ? undefined : toStep(message);
    return [
      ...(created.get(index) ?? []).map((participant) => ({ kind: "create" as const, participant })),
      ...(destroyed.get(index) ?? []).map((participant) => ({ kind: "destroy" as const, participant })),
      ...(step === undefined ? [] : [step]),
    ];
  });
};

const types: readonly Participant["type"][] = [
  "participant",
  "actor",
  "boundary",
  "control",
  "entity",
  "database",
  "collections",
  "queue",
];

/** A filled sequence database → our diagram. */
export const toSequenceDiagram = (db: SequenceDb): SequenceDiagram => {
  const steps = toSteps(db);
  return {
    kind: "sequence",
    participants: [...db.getActors()].map(([id, { description, type }]) => ({
      id,
      label: plainText(description),
      type: types.find((known) => known === type) ?? "participant",
    })),
    boxes: db.getBoxes().map(({ name, fill, actorKeys }) => {
      const colour = toColour(fill);
      return { label: plainText(name), ...(colour !== undefined && { fill: colour }), participants: actorKeys };
    }),
    autonumber: steps.some((step) => step.kind === "message" && step.number !== undefined),
    steps,
  };
};

/** `box Aqua Back office`: a colour first, where it is one, then the title. Mermaid asks the browser what a colour is. */
const parseBox = (text: string): { text: string | undefined; color: string; wrap: undefined } => {
  const line = text.trim();
  const [, first = "", rest = ""] = /^((?:rgb|hsl)a?\s*\([^)]*\)|\S*)(.*)$/.exec(line) ?? [];
  const isColour = first.toLowerCase() === "transparent" || toColour(first.replaceAll(/\s+\(/g, "(")) !== undefined;
  const title = (isColour ? rest.trim() : line).replace(/^:?(no)?wrap:/, "").trim();
  return { text: title === "" ? undefined : title, color: isColour ? first : "transparent", wrap: undefined };
};

/** Links, properties and details would need a page around the picture; a box's colour would ask a browser. */
export const withoutBrowser = (db: SequenceDb): void => {
  const ignore = (): void => undefined;
  Object.assign(db, {
    parseBoxData: parseBox,
    addLinks: ignore,
    addALink: ignore,
    addProperties: ignore,
    addDetails: ignore,
  });
};
