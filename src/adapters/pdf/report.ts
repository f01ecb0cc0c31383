import type { Scene } from "#engine/diagram";

/** What a report says, as plain content. How it looks is this folder's business; no field is ever fetched or run. */
export interface Report {
  /** What the report is about; it stands on the cover and at the foot of every page. */
  title: string;
  /** What kind of document it is, e.g. "Cloud architecture report". */
  subject: string;
  /** Short facts for the cover: cloud, region, date, engine. */
  facts: readonly string[];
  /** The creation date in the metadata. */
  madeAt: Date;
  score: number;
  /** Where the gauge shows that the score could go; nothing when that is no higher. */
  reachable: number | null;
  summary: string;
  /** The numbers that decide, before and after. */
  figures: readonly Figure[];
  pillars: readonly { name: string; score: number | null; reachable: number | null }[];
  /** The gravest of what was found, in a sentence each. */
  risks: readonly { severity: Severity; title: string; text: string }[];
  sections: readonly Section[];
}

export interface Section {
  title: string;
  /** `page`: begins a page, unless the one before is nearly empty. `flow`: follows the section before it. */
  start: "page" | "flow";
  blocks: readonly Block[];
}

/** A stretch of text that looks alike. */
export interface Span {
  text: string;
  bold?: true;
  italic?: true;
  struck?: true;
  code?: true;
  /** Anything but http, https and mailto is no link. */
  href?: string;
}

/** Text; as spans where something stands out of it. In plain text short code stands in backticks. */
export type Words = string | readonly Span[];

export type Block =
  /** `level`: from 1 on; only articles tell them apart. */
  | { kind: "heading"; text: string; level?: number }
  | { kind: "paragraph"; text: Words }
  | { kind: "note"; text: string }
  /** Somebody else's words; may run over pages. */
  | { kind: "quote"; text: Words }
  /** `level`: how many lists it is in. */
  | { kind: "bullets"; items: readonly Words[]; level?: number }
  /** Numbered from `first` on. */
  | { kind: "steps"; first: number; items: readonly Words[]; level?: number }
  | { kind: "findings"; severity: Severity; total: number; groups: readonly FindingGroup[] }
  | { kind: "recommendations"; items: readonly Recommendation[] }
  | { kind: "climb"; from: number; steps: readonly number[]; goal: number | null }
  | { kind: "figures"; items: readonly Figure[] }
  | { kind: "table"; columns: readonly Column[]; rows: readonly (readonly Words[])[]; total?: readonly string[] }
  | { kind: "code"; text: string; language: "terraform" | "json" | "yaml" | "text" }
  /** On a page of its own. */
  | { kind: "diagram"; scene: Scene; caption: string }
  /** Among the text, as large as that allows. */
  | { kind: "picture"; scene: Scene }
  /** A thin line between two thoughts. */
  | { kind: "rule" };

/** A conversation, as plain content like a report. */
export interface Conversation {
  title: string;
  subject: string;
  /** Short facts under the title: who answered, when, how many messages. */
  facts: readonly string[];
  madeAt: Date;
  messages: readonly { speaker: string; from: "person" | "assistant"; blocks: readonly Block[] }[];
}

/** An article, as plain content like a report. */
export interface Article {
  title: string;
  /** Short facts under the title: who wrote it, when. */
  facts: readonly string[];
  /** The creation date in the metadata. */
  madeAt: Date;
  author?: string;
  /** The language that it is written in, as BCP 47 has it. */
  language?: string;
  blocks: readonly Block[];
  /** What it rests on, listed at its end. */
  sources?: readonly { title: string; detail?: string; href?: string }[];
}

export type Severity = "critical" | "high" | "medium" | "low";

/** One fault and every place where it was found. */
export interface FindingGroup {
  title: string;
  pillar: string;
  why: string;
  fix: string;
  /** Ids of the same check elsewhere, e.g. "Checkov CKV_AWS_20". */
  references: readonly string[];
  /** Where to read more. Anything but http and https is dropped. */
  links: readonly string[];
  places: readonly { resource: string; where: string }[];
}

export interface Recommendation {
  title: string;
  text: string;
  severity?: Severity;
  /** What it is done to. */
  resources: readonly string[];
  /** The score before it and after it. */
  score?: { before: string; after: string };
  /** What it costs, how hard it is, what it closes: a few words each. */
  effects: readonly { text: string; mood: "better" | "worse" | "same" }[];
}

/** A number before and after. */
export interface Figure {
  label: string;
  before: string;
  after: string;
  change: string;
  mood: "better" | "worse" | "same";
}

export interface Column {
  title: string;
  /** Share of the table's width, relative to the other columns. */
  share: number;
  align?: "start" | "end";
  mono?: boolean;
}
