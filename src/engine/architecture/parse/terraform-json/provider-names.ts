import names from "./provider-names.json" with { type: "json" };

/** JSON does not say what is a nested block and what a map: that is for the provider's schema to say. */
const blocks: ReadonlySet<string> = new Set(names.blocks);
const computed: ReadonlySet<string> = new Set(names.computed);

type TypesByName = ReadonlyMap<string, readonly string[]>;
const blocksOnlyIn: TypesByName = new Map(Object.entries(names.blocksOnlyIn));
const computedIn: TypesByName = new Map(Object.entries(names.computedIn));
const settableIn: TypesByName = new Map(Object.entries(names.settableIn));

/** Whether objects under `name` are nested blocks in a resource of `type`, at any depth of it. */
export const isBlockName = (type: string, name: string): boolean =>
  blocks.has(name) || (blocksOnlyIn.get(name)?.some((known) => known === type || isPrefixOf(known, type)) ?? false);

/** `kubernetes_` stands for all types of that provider. */
const isPrefixOf = (known: string, type: string): boolean => known.endsWith("_") && type.startsWith(known);

/** Whether nobody but the provider sets attribute `name` of a resource of `type`: it belongs to a state, not to code. */
export const isComputed = (type: string, name: string): boolean => {
  if (computed.has(name)) return true;
  const settable = settableIn.get(name);
  return settable === undefined ? (computedIn.get(name)?.includes(type) ?? false) : !settable.includes(type);
};
