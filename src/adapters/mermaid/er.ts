import type { ErDb } from "#assets/mermaid-parsers.js";
import type { Arrowhead, ErDiagram } from "#engine/diagram";
import { toDirection } from "./direction.ts";
import { plainCode, plainText } from "./label.ts";
import { withPaint } from "./paint.ts";

type Entity = ErDiagram["entities"][number];
type Values<M> = M extends Map<string, infer V> ? V : never;

const feet: Readonly<Record<string, Arrowhead>> = {
  ONLY_ONE: "one",
  ZERO_OR_ONE: "zero-or-one",
  ONE_OR_MORE: "many",
  ZERO_OR_MORE: "zero-or-many",
  MD_PARENT: "diamond",
};

const toEntity = (db: ErDb, item: Values<ReturnType<ErDb["getEntities"]>>): Entity => {
  const classes = db.getClasses();
  const declarations = item.cssClasses.split(" ").flatMap((name) => classes.get(name)?.styles ?? []);
  return {
    id: item.id,
    label: plainText(item.alias === "" ? item.label : item.alias, "markdown"),
    attributes: item.attributes.map(({ type, name, keys, comment }) => {
      const words = plainText(comment);
      return { type: plainCode(type), name: plainCode(name), keys, ...(words !== "" && { comment: words }) };
    }),
    ...withPaint([...declarations, ...item.cssStyles]),
  };
};

const toRelation = ({
  entityA,
  entityB,
  roleA,
  relSpec,
}: ReturnType<ErDb["getRelationships"]>[number]): ErDiagram["relations"][number] => {
  const label = plainText(roleA, "markdown");
  return {
    from: entityA,
    to: entityB,
    ...(label !== "" && { label }),
    dashed: relSpec.relType !== "IDENTIFYING",
    // Mermaid names the sides the other way round: B is the foot at the first entity.
    start: feet[relSpec.cardB] ?? "one",
    end: feet[relSpec.cardA] ?? "one",
  };
};

/** A filled entity-relationship database → our diagram; a subgraph that a relation leads to stands as an entity. */
export const toErDiagram = (db: ErDb): ErDiagram => {
  const relations = db.getRelationships().map(toRelation);
  const ends = new Set(relations.flatMap(({ from, to }) => [from, to]));
  const subgraphs = db.getSubGraphs().filter(({ id }) => ends.has(id));
  const subgraphIds = new Set(subgraphs.map(({ id }) => id));
  const entities = [...db.getEntities()].filter(([name]) => !subgraphIds.has(name)).map(([, item]) => item);
  return {
    kind: "er",
    direction: toDirection(db.direction) ?? "DOWN",
    entities: [
      ...entities.map((item) => toEntity(db, item)),
      ...subgraphs.map(({ id, title }): Entity => ({ id, label: plainText(title), attributes: [] })),
    ],
    relations,
  };
};
