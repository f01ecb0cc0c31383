import type { Component, Model } from "../model/index.ts";
import type { Failure } from "../rules/index.ts";
import { rootPrefix, splitAddress } from "../parse/evaluate/addresses.ts";
import { directoryOf } from "../parse/evaluate/directories.ts";
import type { Edit } from "./edit.ts";
import type { Goal } from "./goal.ts";
import type { Layout } from "./layout.ts";
import { isForRoot, keepAttached, keepInScope, readEdit, withoutRepeats } from "./placed.ts";
import type { PlacedEdit, Reason, Written } from "./placed.ts";
import { placementOf, scopesOf, viewFrom } from "./scopes.ts";
import type { Scope, View } from "./scopes.ts";
import { distinctionOf, isNamedForOne, withDistinction } from "./unique-names.ts";

/** Modules whose code is mended in one round: each is looked at with a model of its own. */
const mostScopes = 60;

/** A design with the folders that it is written in, as the one who mends it looks at it. */
export interface Situation {
  failures: readonly Failure[];
  goals: readonly Goal[];
  model: Model;
  layout: Layout;
  /** What was tried before, and is now: keys of failures and goals. */
  tried: Set<string>;
}

const isNew = (key: string, tried: Set<string>): boolean => !tried.has(key) && tried.add(key) !== undefined;

const newFailures = ({ failures, goals, tried }: Situation): Failure[] =>
  failures.filter(({ rule, resource }) => !isSpared(rule, goals) && isNew(`${rule.id} ${resource}`, tried));

/** Left as it is for what was asked. */
const isSpared = ({ id, severity }: Failure["rule"], goals: readonly Goal[]): boolean =>
  severity !== "critical" && severity !== "high" && goals.some(({ spares }) => spares?.(id) === true);

const newGoals = ({ goals, model, tried }: Situation): Goal[] =>
  goals.filter((goal) => !tried.has(goal.id) && goal.isMet(model) === false && isNew(goal.id, tried));

/** Edits for what is wrong and what is asked, each with the folder that it is made in. */
export const collectEdits = (situation: Situation): PlacedEdit[] =>
  situation.layout.isFlat ? collectFlat(situation) : new ModuleEdits(situation).collect();

/** In one folder every block can refer to every other. */
const collectFlat = (situation: Situation): PlacedEdit[] => {
  const [directory = ""] = situation.layout.directories.keys();
  // Remedies share edits: each is made once, for the last of its reasons.
  const placed = new Map<Edit, PlacedEdit>();
  const place = (edits: readonly Edit[], reason: Reason): void => {
    for (const edit of edits) placed.set(edit, { edit, directory, reason });
  };
  for (const { rule, edits } of newFailures(situation)) place(edits, { rule });
  for (const goal of newGoals(situation)) place(goal.edits(situation.model), { goal });
  return [...placed.values()];
};

const blockKey = (directory: string, local: string): string => `${directory}\n${local}`;

/** Edits for a project of several folders: what is written into one can only name what stands there. */
class ModuleEdits {
  private readonly situation: Situation;
  private readonly scopes: ReadonlyMap<string, Scope>;
  private readonly views = new Map<Scope, View>();
  /** Folder → how often its module is used. */
  private readonly uses = new Map<string, number>();
  /** Block in a folder → the addresses that its components have in the design. */
  private readonly addresses = new Map<string, Set<string>>();
  private readonly edits = new Map<string, PlacedEdit>();
  /** Edits of one folder, as text → what is written for them: uses of a module mostly ask for the same. */
  private readonly readings = new Map<string, Written>();
  private readonly distinctions = new Map<string, string | undefined>();

  constructor(situation: Situation) {
    this.situation = situation;
    this.scopes = scopesOf(situation.model, situation.layout.roots);
    for (const { directory } of this.scopes.values()) this.uses.set(directory, (this.uses.get(directory) ?? 0) + 1);
    for (const component of situation.model.components) {
      const key = blockKey(directoryOf(component.source.file), placementOf(component).local);
      this.addresses.set(key, (this.addresses.get(key) ?? new Set()).add(component.address));
    }
  }

  collect(): PlacedEdit[] {
    this.addRemedies();
    for (const goal of newGoals(this.situation)) this.addGoal(goal);
    return [...this.edits.values()];
  }

  /** The same edit for several uses of a module is one edit to its code. */
  private keep(written: readonly Written[]): void {
    for (const { placed } of written) {
      const key = `${placed.directory}\n${JSON.stringify(placed.edit)}`;
      if (!this.edits.has(key)) this.edits.set(key, placed);
    }
  }

  private viewOf(scope: Scope): View | undefined {
    const known = this.views.get(scope);
    if (known !== undefined || this.views.size >= mostScopes) return known;
    const { model, layout } = this.situation;
    const view = viewFrom(scope, model, (directory, address) => layout.blockAt(directory, address));
    this.views.set(scope, view);
    return view;
  }

  private addRemedies(): void {
    const { model } = this.situation;
    const found = newFailures(this.situation).flatMap((failure) => {
      const component = model.find(failure.resource);
      return component === undefined ? [] : [{ failure, component }];
    });
    const failing = new Map<string, Set<string>>();
    for (const { failure, component } of found) {
      const key = `${failure.rule.id}\n${blockKey(directoryOf(component.source.file), placementOf(component).local)}`;
      if (failure.resource === failure.address)
        failing.set(key, (failing.get(key) ?? new Set()).add(component.address));
    }
    for (const { failure, component } of found) {
      const { local } = placementOf(component);
      const block = blockKey(directoryOf(component.source.file), local);
      const failed = failing.get(`${failure.rule.id}\n${block}`)?.size ?? 0;
      const isEverywhere = failed === (this.addresses.get(block)?.size ?? 0);
      this.addRemedy(failure, component, isEverywhere);
    }
  }

  /** A remedy is made whole or not at all. A number that mends one use of a module may be too small for another. */
  private addRemedy({ rule }: Failure, component: Component, isEverywhere: boolean): void {
    const { prefix, local } = placementOf(component);
    const scope = this.scopes.get(prefix);
    const view = scope && this.viewOf(scope);
    const seen = view?.whole.find(component.id.slice(prefix.length));
    if (scope === undefined || view === undefined || seen === undefined) return;
    const edits = rule.remedy?.(seen, view.whole) ?? [];
    const isSafe = (edit: Edit): boolean =>
      isEverywhere || edit.op !== "set" || edit.address !== local || typeof edit.value !== "number";
    const written = this.write(edits.filter(isSafe), scope, { rule });
    const kept = this.keepPossible(written, scope);
    if (kept.length === written.length) this.keep(kept);
  }

  /** Code that is used more than once must not give the same name twice. */
  private write(edits: readonly Edit[], { directory }: Scope, reason: Reason): Written[] {
    return edits.map((edit) => {
      const key = `${directory}\n${JSON.stringify(edit)}`;
      const known = this.readings.get(key);
      if (known !== undefined) return { ...known, placed: { ...known.placed, reason } };
      const distinction = this.distinctionIn(directory);
      const named = distinction === undefined ? edit : withDistinction(edit, distinction);
      const written = readEdit({ edit: named, directory, reason });
      this.readings.set(key, written);
      return written;
    });
  }

  private distinctionIn(directory: string): string | undefined {
    if (!this.distinctions.has(directory))
      this.distinctions.set(
        directory,
        this.isShared(directory) ? distinctionOf(directory, this.situation.layout) : undefined,
      );
    return this.distinctions.get(directory);
  }

  /** Used more than once, or one of several roots: those have not to stand in one account, but they may. */
  private isShared(directory: string): boolean {
    const { layout } = this.situation;
    return (this.uses.get(directory) ?? 0) > 1 || (layout.roots.has(directory) && layout.applied.length > 1);
  }

  /** Without what the folder's code cannot hold: because it is used more than once, because it is a module, or because it cannot name it. */
  private keepPossible(edits: readonly Written[], { directory, isRoot }: Scope): Written[] {
    const isRepeated = (this.uses.get(directory) ?? 0) > 1;
    const isPossible = (edit: Written): boolean =>
      !(isRepeated && isNamedForOne(edit.placed.edit)) && (isRoot || !isForRoot(edit));
    const possible = edits.filter(isPossible);
    return keepInScope(possible, this.situation.layout.namesIn(directory));
  }

  private addGoal(goal: Goal): void {
    const applied = new Set(this.situation.layout.applied);
    const done = new Set<string>();
    for (const root of this.scopes.values()) {
      const view = root.isRoot ? this.viewOf(root) : undefined;
      if (view === undefined || goal.isMet(view.whole) !== false) continue;
      const taken = new Set<string>();
      for (const scope of this.scopes.values()) {
        if (scope.root !== root.root || done.has(scope.directory)) continue;
        done.add(scope.directory);
        this.addGoalIn(scope, goal, taken, scope === root && applied.has(root.directory));
      }
    }
  }

  /** What a goal asks of a module's own resources; what it asks of the deployment as a whole stands in the root that is applied. */
  private addGoalIn(scope: Scope, goal: Goal, taken: Set<string>, isApplied: boolean): void {
    const view = this.viewOf(scope);
    if (view === undefined || goal.isMet(view.own) !== false) return;
    const possible = this.keepPossible(this.write(goal.edits(view.whole), scope, { goal }), scope);
    const own = isApplied ? possible : keepAttached(possible, this.situation.layout.namesIn(scope.directory));
    const kept = withoutRepeats(own, taken);
    for (const { placed } of kept) if (placed.edit.op === "add") taken.add(placed.edit.address);
    this.keep(kept);
  }
}

/** Addresses, in the whole design, of the block that an edit is made to: one for each call of its module. */
export const addressesOf = ({ edit, directory }: PlacedEdit, scopes: ReadonlyMap<string, Scope>): string[] => {
  const found = new Set<string>();
  for (const scope of scopes.values())
    if (scope.directory === directory) found.add(`${withoutKeys(scope)}${edit.address}`);
  return found.size === 0 ? [edit.address] : [...found];
};

/** `module.app["a"].` → `module.app.`: what addresses begin with. */
const withoutKeys = ({ prefix }: Scope): string => {
  const { root, modules } = splitAddress(`${prefix}x`);
  return `${rootPrefix(root)}${modules.replaceAll(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]\./g, ".")}`;
};
