import type { StateDb } from "#assets/mermaid-parsers.js";
import type { StateDiagram } from "#engine/diagram";
import { toDirection } from "./direction.ts";
import { plainText } from "./label.ts";
import { withPaint } from "./paint.ts";

type Data = ReturnType<StateDb["getData"]>;
type Item = Data["nodes"][number];
type Node = StateDiagram["nodes"][number];

const kinds: Readonly<Record<string, Node["kind"]>> = {
  stateStart: "start",
  stateEnd: "end",
  fork: "fork",
  join: "fork",
  choice: "choice",
};

/** Regions between `--` lines get ids by the clock and by chance: they are counted instead. */
const countRegions = (items: readonly Item[]): ((id: string) => string) => {
  const regions = items.filter(({ shape }) => shape === "divider");
  const names = new Map(regions.map(({ id }, index) => [id, `region ${index + 1}`]));
  return (id) => {
    const [, region = id, end = ""] = /^(.*)(_start|_end)$/.exec(id) ?? [];
    const name = names.get(id);
    if (name !== undefined) return name;
    const around = names.get(region);
    return around === undefined ? id : around + end;
  };
};

const wordsOf = ({ label, description = [] }: Item): string =>
  [label ?? ""]
    .concat(description)
    .map((line) => plainText(Array.isArray(line) ? line.join("\n") : line, "markdown"))
    .filter((line) => line !== "")
    .join("\n");

const toNode = (item: Item, rename: (id: string) => string): Node => {
  const kind = kinds[item.shape] ?? "state";
  return {
    id: rename(item.id),
    label: kind === "state" ? wordsOf(item) : "",
    kind,
    ...(item.parentId !== undefined && { group: rename(item.parentId) }),
    ...withPaint([...item.cssCompiledStyles, ...item.cssStyles]),
  };
};

const toGroup = (item: Item, rename: (id: string) => string): StateDiagram["groups"][number] => {
  const direction = toDirection(item.dir);
  return {
    id: rename(item.id),
    label: wordsOf(item),
    ...(item.parentId !== undefined && { parent: rename(item.parentId) }),
    ...(direction !== undefined && { direction }),
  };
};

const noteMark = "----note-";

/** A note's id starts with that of the state it is about. */
const toNote = ({ id, label, position }: Item): StateDiagram["notes"][number] => ({
  of: id.slice(0, id.lastIndexOf(noteMark)),
  side: position === "left of" ? "left" : "right",
  text: plainText(label, "markdown"),
});

/** A filled state database → our state diagram; a note is no node, and its line no edge. */
export const toStateDiagram = (db: StateDb): StateDiagram => {
  const { nodes, edges } = db.getData();
  const rename = countRegions(nodes);
  const isNote = ({ shape, id }: Item): boolean => shape === "note" && id.includes(noteMark);
  const states = nodes.filter((item) => !isNote(item) && item.shape !== "noteGroup");
  return {
    kind: "state",
    direction: toDirection(db.getDirection()) ?? "DOWN",
    nodes: states.filter(({ isGroup }) => !isGroup).map((item) => toNode(item, rename)),
    edges: edges
      .filter(({ arrowhead }) => arrowhead !== "none")
      .map(({ start, end, label }) => {
        const words = plainText(label, "markdown");
        return { from: rename(start), to: rename(end), ...(words !== "" && { label: words }) };
      }),
    groups: states.filter(({ isGroup }) => isGroup).map((item) => toGroup(item, rename)),
    notes: nodes.filter(isNote).map(toNote),
  };
};
