import type { SequenceDiagram, SequenceStep } from "../diagram.ts";

export type MessageStep = Extract<SequenceStep, { kind: "message" }>;
export type NoteStep = Extract<SequenceStep, { kind: "note" }>;
type PlainStep = Exclude<SequenceStep, { kind: "open" | "divide" | "close" }>;

/** A `loop`, `alt`, `rect` and the like, with what happens in each of its sections. */
export interface Fragment {
  kind: "fragment";
  name: string;
  fill?: string;
  sections: { label: string; items: Item[] }[];
}

export type Item = PlainStep | Fragment;

/** Fragments deeper in each other than this are drawn without a frame. */
const depthLimit = 24;

/** The steps with every fragment's own inside it; a fragment that is never closed ends with the diagram. */
export const treeOf = ({ steps }: SequenceDiagram): Item[] => {
  const root: Item[] = [];
  const open: Fragment[] = [];
  let unframed = 0;
  const add = (item: Item): void => {
    const items = open.at(-1)?.sections.at(-1)?.items ?? root;
    items.push(item);
  };
  for (const step of steps)
    switch (step.kind) {
      case "open": {
        if (open.length >= depthLimit) {
          unframed += 1;
          break;
        }
        const { fragment, label, fill } = step;
        const opened: Fragment = {
          kind: "fragment",
          name: fragment,
          sections: [{ label, items: [] }],
          ...(fill !== undefined && { fill }),
        };
        add(opened);
        open.push(opened);
        break;
      }
      case "divide":
        if (unframed === 0) open.at(-1)?.sections.push({ label: step.label, items: [] });
        break;
      case "close":
        if (unframed > 0) unframed -= 1;
        else open.pop();
        break;
      case "message":
      case "note":
      case "activate":
      case "deactivate":
      case "create":
      case "destroy":
        add(step);
    }
  return root;
};
