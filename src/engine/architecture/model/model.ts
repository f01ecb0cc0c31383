import type { Architecture, Component } from "./types.ts";
import { read } from "./value.ts";

/** An architecture with the look-ups that rules, prices and drawings share. */
export interface Model extends Architecture {
  find: (idOrAddress: string) => Component | undefined;
  ofType: (...types: string[]) => readonly Component[];
  /** Components of `type` that point at `target` with attribute `via`, by reference or by the target's own name. */
  attached: (target: Component, type: string, via: string) => readonly Component[];
  /** Component that attribute `via` points at, if it is in the design. */
  target: (component: Component, via: string) => Component | undefined;
}

/** Attributes by which Terraform code names a thing that it does not refer to. */
const namingAttributes = ["id", "bucket", "name", "identifier", "function_name", "cluster_identifier", "arn"];

/** Type, attribute and what it points at → who points at it. */
const referrersIn = ({ components }: Architecture): ReadonlyMap<string, readonly Component[]> => {
  const referrers = new Map<string, Component[]>();
  for (const component of components)
    for (const { path, to } of component.references) {
      const key = `${component.type} ${path} ${to}`;
      const known = referrers.get(key);
      if (known === undefined) referrers.set(key, [component]);
      // Each component's references are told in one go: what is known already is the last one.
      else if (known.at(-1) !== component) known.push(component);
    }
  return referrers;
};

export const createModel = (architecture: Architecture): Model => {
  const byId = new Map<string, Component>();
  const byType = new Map<string, Component[]>();
  const { asides = [] } = architecture;
  for (const component of [...architecture.components, ...asides]) {
    if (!byId.has(component.address)) byId.set(component.address, component);
    byId.set(component.id, component);
    const peers = byType.get(component.type);
    if (peers === undefined) byType.set(component.type, [component]);
    else peers.push(component);
  }

  const find = (id: string): Component | undefined => byId.get(id) ?? byId.get(id.replace(/\[[^\]]*\]$/, ""));
  const ofType = (...types: string[]): readonly Component[] =>
    types.length === 1 ? (byType.get(types[0] ?? "") ?? []) : types.flatMap((type) => byType.get(type) ?? []);

  // Built on first use: looking through all components for each one would make a review quadratic.
  const indexes = new Map<string, Map<string, Component[]>>();
  const byAttribute = (type: string, via: string): Map<string, Component[]> => {
    const key = `${type} ${via}`;
    const known = indexes.get(key);
    if (known !== undefined) return known;
    const index = new Map<string, Component[]>();
    for (const component of ofType(type)) {
      const name = read(component.attributes, via);
      if (typeof name !== "string") continue;
      const namesakes = index.get(name);
      if (namesakes === undefined) index.set(name, [component]);
      else namesakes.push(component);
    }
    indexes.set(key, index);
    return index;
  };

  // On first use, too: not every model is asked who refers to what.
  let referrers: ReadonlyMap<string, readonly Component[]> | undefined;

  const attached = (target: Component, type: string, via: string): readonly Component[] => {
    // Most questions are about a type that the design has none of.
    if (!byType.has(type)) return [];
    referrers ??= referrersIn(architecture);
    const toInstance = referrers.get(`${type} ${via} ${target.id}`);
    const toBlock = target.id === target.address ? undefined : referrers.get(`${type} ${via} ${target.address}`);
    if (toInstance !== undefined && toBlock !== undefined) return [...new Set([...toInstance, ...toBlock])];
    if (toInstance !== undefined || toBlock !== undefined) return toInstance ?? toBlock ?? [];
    const named = byAttribute(type, via);
    for (const attribute of namingAttributes) {
      const name = read(target.attributes, attribute);
      const found = typeof name === "string" ? named.get(name) : undefined;
      if (found !== undefined) return found;
    }
    return [];
  };

  const target = (component: Component, via: string): Component | undefined => {
    const reference = component.references.find(({ path, to }) => path === via && find(to) !== undefined);
    return reference && find(reference.to);
  };

  return { ...architecture, find, ofType, attached, target };
};
