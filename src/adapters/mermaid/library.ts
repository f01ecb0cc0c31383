import type * as Parsers from "#assets/mermaid-parsers.js";

/** Arrows of one diagram, as many as mermaid itself draws: the layout of as many, tangled, takes a second or two. */
export const mostEdges = 500;

let library: Promise<typeof Parsers> | undefined;

const load = async (): Promise<typeof Parsers> => {
  const loaded = await import("#assets/mermaid-parsers.js");
  loaded.setSiteConfig({ maxEdges: mostEdges, securityLevel: "strict" });
  return loaded;
};

/** Mermaid's parsers, loaded with the first diagram: they are a third of the Worker's code. */
export const loadParsers = (): Promise<typeof Parsers> => (library ??= load());

/**
 * Parses `text` into a fresh database. Mermaid keeps the C4 database, titles and the place of the database in globals:
 * nothing here may wait, or two requests would meet in them.
 */
export const fillDb = <Db extends { clear: () => void }>(
  diagram: Parsers.Diagram<Db>,
  text: string,
  prepare?: (db: Db) => void,
): Db => {
  const { db, parser } = diagram;
  db.clear();
  prepare?.(db);
  parser.parser.yy = db;
  parser.parse(text);
  return db;
};
