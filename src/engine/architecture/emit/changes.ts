import type { Edit } from "../design/edit.ts";
import type { Reason, Suggestion } from "../design/suggest.ts";
import { catalogue } from "../model/index.ts";
import { reasonId } from "./cost-of-reasons.ts";
import { splitAddress } from "../parse/evaluate/addresses.ts";

export interface Change {
  kind: "added" | "removed" | "changed";
  component: string;
  /** Id of the rule, or `requirement: …`; where several apply, the most severe one. */
  reason: string;
  description: string;
  monthly_delta: number;
}

const reasonText = (reason: Reason): string =>
  "rule" in reason ? reason.rule.fix : `Asked for: ${reason.goal.label.toLowerCase()}.`;

/** Variables, outputs and data sources carry a change; they are not one. */
const isComponent = (address: string): boolean =>
  !/^(?:variable|output|data|locals|terraform|provider)(?:\.|$)/.test(address);

/** One entry per block that was added or changed, with all reasons in words and what it costs or saves a month. */
export const listChanges = (suggestion: Suggestion, deltas: ReadonlyMap<string, number>): Change[] => {
  const byAddress = new Map<string, { edits: Edit[]; reasons: Map<string, string> }>();
  for (const { edit, reason } of suggestion.applied) {
    if (!isComponent(edit.address)) continue;
    const entry = byAddress.get(edit.address) ?? { edits: [] as Edit[], reasons: new Map<string, string>() };
    entry.edits.push(edit);
    entry.reasons.set(reasonId(reason), reasonText(reason));
    byAddress.set(edit.address, entry);
  }
  const changes = [...byAddress].map(([component, { edits, reasons }]): Change => {
    const [id = ""] = reasons.keys();
    return {
      kind: edits.some(({ op }) => op === "add") ? "added" : "changed",
      component,
      reason: id,
      description: [...reasons.values()].slice(0, 6).join(" "),
      monthly_delta: deltas.get(component) ?? 0,
    };
  });
  // A block may cost more because of another one, e.g. a service because of its task definition.
  for (const [component, delta] of deltas)
    if (delta !== 0 && !byAddress.has(component))
      changes.push({
        kind: suggestion.model.find(component) === undefined ? "removed" : "changed",
        component,
        reason: "follows",
        description: `${catalogue(splitAddress(component).local.split(".")[0] ?? "").label} follows from the other changes.`,
        monthly_delta: delta,
      });
  return changes;
};
