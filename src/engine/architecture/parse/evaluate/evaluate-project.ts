import type { Component } from "../../model/index.ts";
import type { Project, Warning } from "../project.ts";
import { maxElements } from "./budget.ts";
import { ComponentMaker } from "./components.ts";
import type { Declared } from "./declarations.ts";
import { attributeNamed } from "./declarations.ts";
import { ModuleEnvironment } from "./environment.ts";
import type { Expansion } from "./instances.ts";
import { ModuleTree } from "./module-tree.ts";
import { regionOf } from "./providers.ts";
import { ReferenceFinders } from "./references.ts";

/** Most components of one design. */
const maxComponents = 1_000;
const maxWarnings = 100;

/** What a project's code says: its components, the regions that its providers name, and what could not be taken in. */
export interface Evaluation {
  components: Component[];
  /** Data blocks and calls of modules: judged as they are written, and no part of what is built. */
  asides: Component[];
  /** Known regions of `aws` and `google` providers, each once: those of default providers first. */
  providerRegions: string[];
  warnings: Warning[];
}

/**
 * Evaluates a parsed project: each root folder, and the modules that it calls. Nothing outside the project is read: no
 * file, remote module, data source, clock or network. What is chosen by the region is chosen by that of the provider, else
 * by `awsRegion`.
 */
export const evaluateProject = (project: Project, awsRegion?: string): Evaluation => {
  const tree = new ModuleTree(project);
  const roots = ModuleEnvironment.ofRoots(tree, awsRegion);
  const { components, asides } = new Collector(tree, roots);
  const [firstDeclared] = roots.flatMap(({ declarations }) => declarations.components);
  const [first] = roots;
  if (first?.budget.isExhausted === true && firstDeclared !== undefined)
    tree.warn(
      firstDeclared,
      first.directory,
      `evaluation ended after ${first.budget.limit} steps: what came later is taken as unknown`,
    );
  return {
    components,
    asides,
    providerRegions: [...new Set(roots.flatMap(regionsOf))],
    warnings: tree.warnings.slice(0, maxWarnings),
  };
};

/** Gathers the components of modules, each before those of the modules that it calls. */
class Collector {
  readonly components: Component[] = [];
  readonly asides: Component[] = [];
  private readonly tree: ModuleTree;
  private readonly finders = new ReferenceFinders();
  private isFull = false;

  constructor(tree: ModuleTree, roots: readonly ModuleEnvironment[]) {
    this.tree = tree;
    for (const root of roots) this.collect(root);
  }

  private collect(environment: ModuleEnvironment): void {
    const { components, data, modules } = environment.declarations;
    const maker = new ComponentMaker(environment, this.finders.of(environment));
    for (const declared of [...data.values(), ...modules.values()]) this.takeAside(declared, environment, maker);
    for (const declared of components) {
      if (this.isFull || !this.take(declared, environment, maker)) return;
    }
    for (const call of modules.values()) this.collectModule(call, environment);
  }

  /** Takes the components of one block; false when there is no room for any. */
  private take(declared: Declared, environment: ModuleEnvironment, maker: ComponentMaker): boolean {
    const room = maxComponents - this.components.length;
    if (room === 0) {
      this.isFull = true;
      const message = `more than ${maxComponents} resources: from here on they are left out`;
      this.tree.warn(declared, environment.directory, message);
      return false;
    }
    const expansion = environment.expansionOf(declared);
    if (expansion === undefined) return true;
    if (!this.warnOfClamp(expansion, environment) && expansion.instances.length > room)
      this.tree.warn(declared, environment.directory, `more than ${maxComponents} resources: the rest is left out`);
    for (const component of maker.make(expansion, room)) this.components.push(component);
    return true;
  }

  private takeAside(declared: Declared, environment: ModuleEnvironment, maker: ComponentMaker): void {
    const room = maxComponents - this.asides.length;
    const expansion = room === 0 ? undefined : environment.expansionOf(declared);
    if (expansion !== undefined) this.asides.push(...maker.make(expansion, room));
  }

  private collectModule(call: Declared, environment: ModuleEnvironment): void {
    const expansion = this.isFull ? undefined : environment.expansionOf(call);
    if (expansion === undefined) return;
    this.warnOfClamp(expansion, environment);
    for (const instance of expansion.instances) {
      if (this.isFull) return;
      const child = environment.childOf(instance, expansion);
      if (child === undefined) return;
      this.collect(child);
    }
  }

  private warnOfClamp({ declared, isClamped }: Expansion, { directory }: ModuleEnvironment): boolean {
    if (isClamped) this.tree.warn(declared, directory, `count and for_each make at most ${maxElements} instances here`);
    return isClamped;
  }
}

/** The default provider's region is that of the design: an aliased one is often there for a single resource. */
const regionsOf = (environment: ModuleEnvironment): string[] => {
  const { providers } = environment.declarations;
  const regional = providers.filter(({ block }) => ["aws", "google", "google-beta"].includes(block.labels[0] ?? ""));
  const isAliased = ({ block }: Declared): boolean => attributeNamed(block, "alias") !== undefined;
  const ordered = [...regional.filter((provider) => !isAliased(provider)), ...regional.filter(isAliased)];
  const regions = ordered.map((provider) => regionOf(provider, environment));
  return [...new Set(regions.filter((region) => region !== undefined))];
};
