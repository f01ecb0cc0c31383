import type { ClassDb } from "#assets/mermaid-parsers.js";
import type { Arrowhead, ClassDiagram } from "#engine/diagram";
import { toDirection } from "./direction.ts";
import { plainCode, plainText } from "./label.ts";
import { withPaint } from "./paint.ts";

type Class = ClassDiagram["classes"][number];
type Values<M> = M extends Map<string, infer V> ? V : never;

const heads: Readonly<Record<string, Arrowhead>> = {
  aggregation: "diamond-open",
  extension: "triangle",
  composition: "diamond",
  dependency: "arrow",
  lollipop: "lollipop",
};

/** A namespace and a class may have the same name. */
const groupId = (namespace: string): string => `namespace ${namespace}`;

const membersOf = (members: readonly { getDisplayDetails: () => { displayText: string } }[]): string[] =>
  members.map((member) => plainCode(member.getDisplayDetails().displayText));

const toClass = (db: ClassDb, item: Values<ReturnType<ClassDb["getClasses"]>>): Class => {
  const declarations = item.cssClasses.split(" ").flatMap((name) => db.styleClasses.get(name)?.styles ?? []);
  const generic = item.type === "" ? "" : `<${plainCode(item.type)}>`;
  return {
    id: item.id,
    label: plainText(item.label, "markdown") + generic,
    annotations: item.annotations.map((annotation) => plainText(annotation)),
    attributes: membersOf(item.members),
    methods: membersOf(item.methods),
    ...(item.parent !== undefined && { group: groupId(item.parent) }),
    ...withPaint([...item.styles, ...declarations]),
  };
};

const endLabel = (written: string): string => (written === "none" ? "" : plainText(written));

const toRelation = (
  db: ClassDb,
  { id1, id2, title, relation, relationTitle1, relationTitle2 }: ReturnType<ClassDb["getRelations"]>[number],
): ClassDiagram["relations"][number] => {
  const label = plainText(title, "markdown");
  const [startLabel, lastLabel] = [endLabel(relationTitle1), endLabel(relationTitle2)];
  return {
    from: id1,
    to: id2,
    ...(label !== "" && { label }),
    dashed: relation.lineType === 1,
    start: heads[db.getArrowMarker(relation.type1)] ?? "none",
    end: heads[db.getArrowMarker(relation.type2)] ?? "none",
    ...(startLabel !== "" && { startLabel }),
    ...(lastLabel !== "" && { endLabel: lastLabel }),
  };
};

/** A filled class database → our class diagram; the interface at the end of a lollipop is a class with a name only. */
export const toClassDiagram = (db: ClassDb): ClassDiagram => {
  const classes = db.getClasses();
  const interfaces = db.interfaces.map(({ id, label }): Class => ({
    id,
    label: plainText(label),
    annotations: [],
    attributes: [],
    methods: [],
  }));
  return {
    kind: "class",
    direction: toDirection(db.getDirection()) ?? "DOWN",
    classes: [...[...classes.values()].map((item) => toClass(db, item)), ...interfaces],
    relations: db.getRelations().map((relation) => toRelation(db, relation)),
    groups: [...db.getNamespaces().values()].map(({ id, label, parent }) => ({
      id: groupId(id),
      label: plainText(label),
      ...(parent !== undefined && { parent: groupId(parent) }),
    })),
    notes: [...db.getNotes().values()].map(({ class: of, text }) => ({
      ...(of !== undefined && classes.has(of) && { of }),
      text: plainText(text, "markdown"),
    })),
  };
};
