import type { SequenceDiagram, SequenceStep } from "../diagram.ts";

export const message = (from: string, to: string, text = "", more: object = {}): SequenceStep => ({
  kind: "message",
  from,
  to,
  text,
  dashed: false,
  head: "arrow",
  both: false,
  ...more,
});

/** A sequence diagram of participants with these ids. */
export const sequenceOf = (
  ids: readonly string[],
  steps: SequenceStep[],
  more: Partial<SequenceDiagram> = {},
): SequenceDiagram => ({
  kind: "sequence",
  participants: ids.map((id) => ({ id, label: id.toUpperCase(), type: "participant" })),
  boxes: [],
  autonumber: false,
  steps,
  ...more,
});
