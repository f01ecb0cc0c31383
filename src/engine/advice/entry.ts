import compliance from "./knowledge/compliance.json" with { type: "json" };
import containers from "./knowledge/containers.json" with { type: "json" };
import cost from "./knowledge/cost.json" with { type: "json" };
import data from "./knowledge/data.json" with { type: "json" };
import devops from "./knowledge/devops.json" with { type: "json" };
import disasterRecovery from "./knowledge/disaster-recovery.json" with { type: "json" };
import highAvailability from "./knowledge/high-availability.json" with { type: "json" };
import kubernetes from "./knowledge/kubernetes.json" with { type: "json" };
import migration from "./knowledge/migration.json" with { type: "json" };
import multiCloud from "./knowledge/multi-cloud.json" with { type: "json" };
import networking from "./knowledge/networking.json" with { type: "json" };
import observability from "./knowledge/observability.json" with { type: "json" };
import patterns from "./knowledge/patterns.json" with { type: "json" };
import security from "./knowledge/security.json" with { type: "json" };
import serverless from "./knowledge/serverless.json" with { type: "json" };

/** One piece of the advisor's own knowledge. */
export interface Entry {
  id: string;
  /** What it is about; the file that it stands in, save for the patterns. */
  theme: string;
  title: string;
  /** How people ask for it. */
  question_forms: readonly string[];
  /** Clouds that it speaks of; none: it holds anywhere. */
  clouds: readonly string[];
  /** Markdown; its first paragraph answers. */
  body: string;
  steps: readonly string[];
  code?: { language: string; text: string } | undefined;
  related: readonly string[];
  sources: readonly { title: string; url: string }[];
  /** Rules of the engine that check it in code. */
  rules: readonly string[];
}

/** The knowledge base, file by file. */
export const knowledge: Readonly<Record<string, readonly Entry[]>> = {
  compliance,
  containers,
  cost,
  data,
  devops,
  "disaster-recovery": disasterRecovery,
  "high-availability": highAvailability,
  kubernetes,
  migration,
  "multi-cloud": multiCloud,
  networking,
  observability,
  patterns,
  security,
  serverless,
};

let byId: Map<string, Entry> | undefined;

/** Every entry by its id, in the order of the files. */
export const entries = (): ReadonlyMap<string, Entry> =>
  (byId ??= new Map(
    Object.values(knowledge)
      .flat()
      .map((entry) => [entry.id, entry]),
  ));

/** An entry by its id. */
export const findEntry = (id: string): Entry | undefined => entries().get(id);
