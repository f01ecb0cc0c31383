import type { CostEstimate } from "../cost/index.ts";
import type { Edit } from "../design/edit.ts";
import type { Reason, Suggestion } from "../design/suggest.ts";
import type { Component, Model } from "../model/index.ts";

type Price = (model: Model) => CostEstimate;

/** Id of the rule, or `requirement: …`. */
export const reasonId = (reason: Reason): string =>
  "rule" in reason ? reason.rule.id : `requirement: ${reason.goal.label}`;

/**
 * What each reason for changing the design adds to its monthly price. Where several reasons changed one block, each is
 * priced with its own attributes alone, and what only they together cost goes to the one that costs most.
 */
export const costOfReasons = (
  current: Model,
  suggestion: Suggestion,
  deltas: ReadonlyMap<string, number>,
  price: Price,
): Map<string, number> => {
  const costs = new Map<string, number>();
  const add = (id: string, amount: number): void => void costs.set(id, (costs.get(id) ?? 0) + amount);
  const before = instancesByAddress(current);
  const after = instancesByAddress(suggestion.model);
  for (const [address, reasons] of changesByAddress(suggestion)) {
    const delta = deltas.get(address);
    if (delta === undefined) continue;
    const [first = ""] = reasons.keys();
    const shares =
      reasons.size === 1
        ? []
        : sharesOf(before.get(address) ?? [], after.get(address) ?? [], {
            reasons,
            priceOf: (components) => price({ ...current, components }).monthly,
          });
    for (const { id, amount } of shares) add(id, amount);
    const dearest = shares.toSorted((a, b) => Math.abs(b.amount) - Math.abs(a.amount))[0]?.id ?? first;
    add(dearest, delta - shares.reduce((sum, { amount }) => sum + amount, 0));
  }
  return costs;
};

/** Names of the attributes and blocks that each reason touched, by block. */
const changesByAddress = ({ applied }: Suggestion): Map<string, Map<string, Set<string>>> => {
  const byAddress = new Map<string, Map<string, Set<string>>>();
  for (const { edit, reason } of applied) {
    const reasons = byAddress.get(edit.address) ?? new Map<string, Set<string>>();
    const names = reasons.get(reasonId(reason)) ?? new Set<string>();
    for (const name of touchedBy(edit)) names.add(name);
    reasons.set(reasonId(reason), names);
    byAddress.set(edit.address, reasons);
  }
  return byAddress;
};

const touchedBy = (edit: Edit): string[] => (edit.op === "add" ? [] : edit.path.slice(0, 1).map(String));

const sharesOf = (
  before: Component[],
  after: readonly Component[],
  {
    reasons,
    priceOf,
  }: { reasons: ReadonlyMap<string, ReadonlySet<string>>; priceOf: (components: Component[]) => number },
): { id: string; amount: number }[] => {
  if (before.length === 0) return [];
  const changedById = new Map(after.map((component) => [component.id, component]));
  const base = priceOf(before);
  return Array.from(reasons, ([id, names]) => {
    const changed = before.map((component) => withAttributes(component, changedById.get(component.id), names));
    return { id, amount: priceOf(changed) - base };
  });
};

const instancesByAddress = ({ components }: Model): Map<string, Component[]> => {
  const byAddress = new Map<string, Component[]>();
  for (const component of components) {
    const instances = byAddress.get(component.address);
    if (instances === undefined) byAddress.set(component.address, [component]);
    else instances.push(component);
  }
  return byAddress;
};

const withAttributes = (
  component: Component,
  changed: Component | undefined,
  names: ReadonlySet<string>,
): Component => {
  if (changed === undefined) return component;
  const taken = Object.entries(changed.attributes).filter(([name]) => names.has(name));
  const kept = Object.entries(component.attributes).filter(([name]) => !names.has(name));
  return { ...component, attributes: Object.fromEntries([...kept, ...taken]) };
};
