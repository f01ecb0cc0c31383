import type { C4Db } from "#assets/mermaid-parsers.js";
import type { C4Diagram } from "#engine/diagram";
import { plainText } from "./label.ts";

type Element = C4Diagram["elements"][number];

/** The boundary around everything, which mermaid adds and does not draw. */
const outermost = "global";

const toElement = ({
  alias,
  label,
  descr,
  techn,
  typeC4Shape,
  parentBoundary,
}: ReturnType<C4Db["getC4ShapeArray"]>[number]): Element => {
  const [technology, description] = [plainText(techn?.text), plainText(descr?.text)];
  return {
    id: alias,
    label: plainText(label.text),
    type: typeC4Shape.text,
    ...(technology !== "" && { technology }),
    ...(description !== "" && { description }),
    ...(parentBoundary !== outermost && parentBoundary !== "" && { group: parentBoundary }),
  };
};

const toRelation = ({
  type,
  from,
  to,
  label,
  techn,
}: ReturnType<C4Db["getRels"]>[number]): C4Diagram["relations"][number] => {
  const [words, technology] = [plainText(label.text), plainText(techn?.text)];
  // `Rel_Back` writes the ends the other way round.
  const ends = type === "rel_b" ? { from: to, to: from } : { from, to };
  return {
    ...ends,
    ...(words !== "" && { label: words }),
    ...(technology !== "" && { technology }),
    both: type === "birel",
  };
};

/** A filled C4 database → our diagram. What only a relation names is drawn as a system of that name. */
export const toC4Diagram = (db: C4Db): C4Diagram => {
  const elements = db.getC4ShapeArray().map(toElement);
  const groups = db
    .getBoundaries()
    .filter(({ alias }) => alias !== outermost)
    .map(({ alias, label, type, parentBoundary }) => {
      const kind = plainText(type.text);
      return {
        id: alias,
        label: plainText(label.text),
        ...(kind !== "" && { type: kind }),
        ...(parentBoundary !== outermost && parentBoundary !== "" && { parent: parentBoundary }),
      };
    });
  const relations = db.getRels().map(toRelation);
  const known = new Set([...elements, ...groups].map(({ id }) => id));
  const strangers = new Set(relations.flatMap(({ from, to }) => [from, to]).filter((id) => !known.has(id)));
  return {
    kind: "c4",
    elements: [...elements, ...[...strangers].map((id): Element => ({ id, label: plainText(id), type: "system" }))],
    relations,
    groups,
  };
};
