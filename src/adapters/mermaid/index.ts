import type * as Parsers from "#assets/mermaid-parsers.js";
import type { MermaidDiagram } from "#engine/diagram";
import { toArchitectureDiagram } from "./architecture.ts";
import { toC4Diagram } from "./c4.ts";
import { toClassDiagram } from "./class.ts";
import { cleanSource } from "./clean.ts";
import { toErDiagram } from "./er.ts";
import { MermaidError, toMermaidError } from "./fault.ts";
import { toFlowchart } from "./flowchart.ts";
import { plainText } from "./label.ts";
import { fillDb, loadParsers } from "./library.ts";
import { refuseLargeDiagram } from "./limits.ts";
import { toSequenceDiagram, withoutBrowser } from "./sequence.ts";
import type { Source } from "./source.ts";
import { prepareSource } from "./source.ts";
import { toStateDiagram } from "./state.ts";

export { MermaidError } from "./fault.ts";

type Kind = MermaidDiagram["kind"];

/** First word of the text → kind, as mermaid itself tells them apart. */
const openings: readonly [RegExp, Kind][] = [
  [/^(flowchart|graph)(-elk)?\b/, "flowchart"],
  [/^sequenceDiagram\b/, "sequence"],
  [/^classDiagram\b/, "class"],
  [/^stateDiagram\b/, "state"],
  [/^erDiagram\b/, "er"],
  [/^C4(Context|Container|Component|Dynamic|Deployment)\b/, "c4"],
  [/^architecture(-beta)?\b/, "architecture"],
];

const kindOf = ({ text, lineOf }: Source): Kind => {
  const kind = openings.find(([opening]) => opening.test(text.trimStart()))?.[1];
  if (kind !== undefined) return kind;
  throw new MermaidError(
    "Only flowchart, sequence, class, state, entity-relationship (erDiagram), C4 and architecture diagrams are drawn.",
    lineOf(1),
  );
};

/** Some kinds have a statement for their title, besides the front matter. */
const titled = <D extends MermaidDiagram>(diagram: D, db: { getDiagramTitle?: () => string }): D => {
  const title = plainText(db.getDiagramTitle?.());
  return title === "" ? diagram : { ...diagram, title };
};

const readAs: Record<Kind, (parsers: typeof Parsers, text: string) => MermaidDiagram> = {
  flowchart: (parsers, text) => toFlowchart(fillDb(parsers.flowchart, text)),
  state: (parsers, text) => toStateDiagram(fillDb(parsers.state, text)),
  class: (parsers, text) => toClassDiagram(fillDb(parsers.class, text)),
  er: (parsers, text) => {
    const db = fillDb(parsers.er, text);
    return titled(toErDiagram(db), db);
  },
  c4: (parsers, text) => {
    const db = fillDb(parsers.c4, text);
    return titled(toC4Diagram(db), { getDiagramTitle: db.getTitle });
  },
  architecture: (parsers, text) => {
    const db = fillDb(parsers.architecture, text);
    return titled(toArchitectureDiagram(db), db);
  },
  sequence: (parsers, text) => {
    const db = fillDb(parsers.sequence, text, withoutBrowser);
    return titled(toSequenceDiagram(db), db);
  },
};

const read = (parsers: typeof Parsers, source: Source): MermaidDiagram => {
  try {
    const diagram = readAs[kindOf(source)](parsers, source.text);
    refuseLargeDiagram(diagram);
    const title = plainText(source.title);
    return title === "" ? diagram : { ...diagram, title };
  } catch (error) {
    throw toMermaidError(error, source.lineOf);
  }
};

/**
 * Mermaid text → what it says, by mermaid's own parsers: labels as plain text, colours checked, nothing that acts.
 * Throws a `MermaidError` with line and column for text that is not Mermaid, is of a kind that is not drawn, or too large.
 */
export const readMermaid = async (text: string): Promise<MermaidDiagram> => {
  const source = prepareSource(text);
  return read(await loadParsers(), source);
};

/** Throws where a statement was so entangled with what acts that taking that out has broken it. */
const refuseBroken = (parsers: typeof Parsers, clean: string): void => {
  try {
    read(parsers, prepareSource(clean));
  } catch {
    throw new MermaidError(
      "The diagram is no longer whole without its clicks, links and active markup: take them out first.",
    );
  }
};

/**
 * The same Mermaid text without front matter but for its title, directives, comments, and all that acts: clicks, links,
 * callbacks, active markup. Throws as `readMermaid` does.
 */
export const cleanMermaid = async (text: string, title?: string): Promise<string> => {
  const source = prepareSource(text);
  const parsers = await loadParsers();
  read(parsers, source);
  const clean = cleanSource(source, title ?? source.title);
  refuseBroken(parsers, clean);
  return clean;
};
