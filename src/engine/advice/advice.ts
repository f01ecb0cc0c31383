/** What an answer stands on: an entry of the knowledge base, a rule, a price table, or the caller's own analysis. */
export interface Citation {
  id: string;
  title: string;
  url?: string;
}

/** As much of an analysis as an answer about it needs. Its shape is that of `POST /api/analyze`. */
export interface AnalysedDesign {
  analysis_id: string;
  title: string;
  score: number;
  scores: Record<string, number | null>;
  findings: readonly {
    rule: string;
    severity: string;
    pillar: string;
    resource: string;
    file: string | null;
    line: number | null;
    title: string;
    why: string;
    fix: string;
  }[];
  priorities: readonly {
    title: string;
    why: string;
    score_after: number;
    monthly_delta: number;
    effort: string;
  }[];
  cost: {
    monthly: number;
    as_of: string;
    items: readonly { resource: string; service: string; monthly: number; assumption: string }[];
    unpriced: readonly string[];
  };
  cloud: string;
  region: string;
  components: readonly string[];
  diagram: string;
}

export type Persona = "CTO" | "DevOps" | "Architect";

export interface Question {
  text: string;
  /** What was said before, oldest first, without the question. */
  history: readonly { role: "user" | "assistant"; content: string }[];
  persona: Persona | undefined;
  analysis: AnalysedDesign | undefined;
}

/** An answer from knowledge and engine alone: the same question gets the same bytes. */
export interface Advice {
  /** Markdown. Says plainly what is not known. */
  answer: string;
  /** Three questions that follow from this one. */
  suggestions: readonly string[];
  citations: readonly Citation[];
}
