import { createModel } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import type { Block } from "../parse/hcl/ast.ts";
import { rootPrefix, splitAddress } from "../parse/evaluate/addresses.ts";
import { attributeNamed } from "../parse/evaluate/declarations.ts";
import { directoryOf } from "../parse/evaluate/directories.ts";
import { writtenName } from "../parse/evaluate/written-names.ts";

/** One instance of a module: what its folder's code can name. */
export interface Scope {
  directory: string;
  /** Label of the root that it belongs to. */
  root: string;
  /** What ids of its components begin with. */
  prefix: string;
  isRoot: boolean;
}

/** Where an edit for a component goes, and what the component is called there. */
export interface Placement {
  prefix: string;
  /** What the addresses of its module's components begin with. */
  addressPrefix: string;
  /** Address as the module's own code writes it. */
  local: string;
}

export const placementOf = ({ id, address }: Component): Placement => {
  const { local } = splitAddress(address);
  return {
    prefix: id.slice(0, id.length - splitAddress(id).local.length),
    addressPrefix: address.slice(0, address.length - local.length),
    local,
  };
};

/** What stands for a component that code of the scope cannot name. */
const outside = "module.outside.";

const relativeTo = (scope: Scope): ((id: string) => string) => {
  const rootStart = rootPrefix(scope.root);
  const known = new Map<string, string>();
  const nameOf = (id: string): string => {
    if (id.startsWith(scope.prefix)) return id.slice(scope.prefix.length);
    return `${outside}${id.startsWith(rootStart) ? id.slice(rootStart.length) : id}`;
  };
  return (id) => {
    const name = known.get(id) ?? nameOf(id);
    known.set(id, name);
    return name;
  };
};

/** Address in a module's own code → its block, for each folder. */
export type BlockFinder = (directory: string, address: string) => Block | undefined;

/** The provider as the module's own code names it: in the model it is what the root calls it. */
const withWrittenProvider = (component: Component, local: string, { directory }: Scope, findBlock: BlockFinder) => {
  if (component.attributes["provider"] === undefined) return component.attributes;
  const written = findBlock(directory, local);
  const argument = written && attributeNamed(written, "provider");
  return { ...component.attributes, provider: (argument && writtenName(argument.value)) ?? null };
};

/** A deployment as code of one of its modules sees it. */
export interface View {
  scope: Scope;
  /** All of it: the module's own components under the names that it gives them, first of all, and the others under names that no code of it can write. */
  whole: Model;
  /** The module's own components alone. */
  own: Model;
}

/** What code of a scope sees of the design. Other roots are left out. */
export const viewFrom = (scope: Scope, model: Model, findBlock: BlockFinder): View => {
  const relative = relativeTo(scope);
  const own: Component[] = [];
  const others: Component[] = [];
  for (const component of model.components) {
    if (splitAddress(component.id).root !== scope.root) continue;
    const { prefix, local } = placementOf(component);
    const references = component.references.map(({ path, to }) => ({ path, to: relative(to) }));
    const seen = { ...component, id: relative(component.id), references };
    const address = component.id.startsWith(scope.prefix) ? blockOf(seen.id) : `${outside}${component.address}`;
    if (prefix !== scope.prefix) others.push({ ...seen, address });
    else own.push({ ...seen, address: local, attributes: withWrittenProvider(component, local, scope, findBlock) });
  }
  let ownModel: Model | undefined;
  return {
    scope,
    whole: createModel({ ...model, components: [...own, ...others] }),
    // Only goals ask for it.
    get own() {
      return (ownModel ??= createModel({ ...model, components: own }));
    },
  };
};

const blockOf = (id: string): string => id.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]$/, "");

/** The scopes of a design, each root first and then its modules, by what ids in them begin with. */
export const scopesOf = (model: Model, roots: ReadonlyMap<string, string>): ReadonlyMap<string, Scope> => {
  const scopes = new Map<string, Scope>();
  for (const [directory, root] of roots) {
    const prefix = rootPrefix(root);
    scopes.set(prefix, { directory, root, prefix, isRoot: true });
  }
  for (const component of model.components) {
    const { prefix } = placementOf(component);
    if (scopes.has(prefix)) continue;
    const { root } = splitAddress(component.id);
    scopes.set(prefix, { directory: directoryOf(component.source.file), root, prefix, isRoot: false });
  }
  return scopes;
};
