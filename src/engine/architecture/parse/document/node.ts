/**
 * A YAML or JSON document with the place of every part. Both formats are read into this one shape, so that what
 * reads CloudFormation, plans or manifests knows no parser.
 */
export type DocumentNode = MapNode | ListNode | ScalarNode;

interface Placed {
  /** Offsets in the text; `end` is exclusive. */
  start: number;
  end: number;
  /** Lines from 1. */
  line: number;
  endLine: number;
  /** Short tag of CloudFormation's YAML (`!Sub` → `Sub`), without the mark. */
  tag?: string;
}

export interface MapNode extends Placed {
  kind: "map";
  /** In source order; of two entries of one name the first counts. */
  entries: { key: string; keyStart: number; keyLine: number; value: DocumentNode }[];
}

export interface ListNode extends Placed {
  kind: "list";
  items: DocumentNode[];
}

export interface ScalarNode extends Placed {
  kind: "scalar";
  value: string | number | boolean | null;
  /** What older YAML takes an unquoted `yes` or `No` for, where a reader goes by that. */
  answer?: boolean;
}

/** A fault of the text itself. Never repeats input. */
export interface DocumentProblem {
  line: number;
  column: number;
  message: string;
}

export interface DocumentReading {
  /** One for each document of the text; empty when nothing could be read. */
  documents: DocumentNode[];
  problems: DocumentProblem[];
}

/** A text that may have been read already. */
export interface DocumentFile {
  name: string;
  text: string;
  /** What `readDocument` made of this very text. */
  reading?: DocumentReading;
}

/** Value of an entry of a map. */
export const entryOf = (node: DocumentNode | undefined, key: string): DocumentNode | undefined =>
  node?.kind === "map" ? node.entries.find((entry) => entry.key === key)?.value : undefined;

/** Entries of the map that an entry of a map is. */
export const entriesIn = (node: DocumentNode | undefined, key: string): MapNode["entries"] => {
  const held = entryOf(node, key);
  return held?.kind === "map" ? held.entries : [];
};

/** Text of a scalar; numbers and booleans as they are written in Terraform. */
export const textOf = (node: DocumentNode | undefined): string | undefined =>
  node?.kind === "scalar" && node.value !== null ? String(node.value) : undefined;
