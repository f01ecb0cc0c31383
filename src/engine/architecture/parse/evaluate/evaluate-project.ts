import type { Component } from "../../model/index.ts";
import type { Project, Warning } from "../project.ts";
import { maxElements } from "./budget.ts";
import { ComponentMaker } from "./components.ts";
import type { Declarations, Declared } from "./declarations.ts";
import { attributeNamed, collectDeclarations } from "./declarations.ts";
import { ProjectEnvironment } from "./environment.ts";
import { ReferenceFinder } from "./references.ts";

/** Most components of one design. */
const maxComponents = 1_000;
const maxWarnings = 100;

/** What a project's code says: its components, the regions that its providers name, and what could not be taken in. */
export interface Evaluation {
  components: Component[];
  /** Known regions of `aws` and `google` providers, each once: those of default providers first. */
  providerRegions: string[];
  warnings: Warning[];
}

/** Evaluates a parsed project. Nothing outside it is read: no file, module, data source, clock or network. */
export const evaluateProject = (project: Project): Evaluation => {
  const declarations = collectDeclarations(project);
  const environment = new ProjectEnvironment(declarations);
  const maker = new ComponentMaker(declarations, environment, new ReferenceFinder(declarations, environment));
  const warnings = [...declarations.warnings];
  const warn = (declared: Declared, message: string): void => {
    const position = declarations.positionIn(declared.file, declared.block.start);
    warnings.push({ file: declared.file.name, ...position, message });
  };

  const components: Component[] = [];
  for (const declared of declarations.components) {
    if (components.length === maxComponents) {
      warn(declared, `more than ${maxComponents} resources: from here on they are left out`);
      break;
    }
    const expansion = environment.expansionOf(declared);
    if (expansion === undefined) continue;
    const room = maxComponents - components.length;
    if (expansion.isClamped) warn(declared, `count and for_each make at most ${maxElements} instances here`);
    else if (expansion.instances.length > room)
      warn(declared, `more than ${maxComponents} resources: the rest is left out`);
    for (const component of maker.make(expansion, room)) components.push(component);
  }
  const [firstDeclared] = declarations.components;
  if (environment.budget.isExhausted && firstDeclared !== undefined)
    warn(
      firstDeclared,
      `evaluation ended after ${environment.budget.limit} steps: what came later is taken as unknown`,
    );
  return {
    components,
    providerRegions: regionsOf(declarations, environment),
    warnings: warnings.slice(0, maxWarnings),
  };
};

/** The default provider's region is that of the design: an aliased one is often there for a single resource. */
const regionsOf = ({ providers }: Declarations, environment: ProjectEnvironment): string[] => {
  const regional = providers.filter(({ block }) => ["aws", "google", "google-beta"].includes(block.labels[0] ?? ""));
  const isAliased = ({ block }: Declared): boolean => attributeNamed(block, "alias") !== undefined;
  const ordered = [...regional.filter((provider) => !isAliased(provider)), ...regional.filter(isAliased)];
  const regions = ordered.map((provider) => {
    const expansion = environment.expansionOf(provider);
    const [instance] = expansion?.instances ?? [];
    return expansion && instance && environment.ownValue(instance, expansion, "region");
  });
  return [...new Set(regions.filter((region) => typeof region === "string"))];
};
