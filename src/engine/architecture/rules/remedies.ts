import { add, set } from "../design/edit.ts";
import type { Edit, Literal } from "../design/edit.ts";
import { quote } from "../design/literal.ts";
import { asText, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";

/** Remedy that gives one attribute a value, in the block that declares the component. */
export const setTo =
  (path: string, value: Literal) =>
  ({ address }: Component): readonly Edit[] => [set(address, path, value)];

/** Label of the block that declares the component: `orders` of `aws_sqs_queue.orders`. */
export const labelOf = ({ address }: Component): string => address.slice(address.lastIndexOf(".") + 1);

/** Label for a resource of `type` added beside the component; another one when the design has a resource of that name already. */
export const freshLabel = (model: Model, type: string, wanted: string): string =>
  model.find(`${type}.${wanted}`) === undefined ? wanted : `${wanted}_stackstage`;

export interface Partner {
  /**
   * Meta-arguments that give a resource one instance for each instance of the component and send it to the same
   * region; empty when there is one instance and the default provider.
   */
  repeat: string;
  /** Expression for the instance that it belongs to. */
  reference: string;
}

/** The provider that a resource names, where it is not the default one: what is added beside it has to stand in the same region. */
const ownProvider = ({ attributes }: Component): string | undefined => {
  const name = asText(read(attributes, "provider"));
  return name?.includes(".") === true ? name : undefined;
};

/** What is added without a provider of its own can only serve resources of the default region. */
export const isInDefaultRegion = (component: Component): boolean => ownProvider(component) === undefined;

const metaArguments = (component: Component, repeat: Readonly<Record<string, string>> = {}): string => {
  const provider = ownProvider(component);
  const entries = Object.entries({ ...repeat, ...(provider !== undefined && { provider }) });
  if (entries.length === 0) return "";
  const width = Math.max(...entries.map(([name]) => name.length));
  return `${entries.map(([name, value]) => `  ${name.padEnd(width)} = ${value}\n`).join("")}\n`;
};

/** How a resource added beside the component follows its `count` or `for_each`; nothing inside a module, which the root cannot look into. */
export const partnerOf = (component: Component): Partner | undefined => {
  const { id, address } = component;
  if (address.startsWith("module.")) return undefined;
  if (id === address) return { repeat: metaArguments(component), reference: address };
  return isKeyed(component)
    ? { repeat: metaArguments(component, { for_each: address }), reference: "each.value" }
    : { repeat: metaArguments(component, { count: `length(${address})` }), reference: `${address}[count.index]` };
};

const isKeyed = ({ id }: Component): boolean => id.endsWith('"]');

/** `1` of `aws_s3_bucket.zone[1]`, `raw` of `aws_s3_bucket.zone["raw"]`. */
const keyOf = ({ id, address }: Component): string => id.slice(address.length + 1, -1).replaceAll(/^"|"$/g, "");

/** The same for some of the instances alone. */
const partnerOfSome = (component: Component, instances: readonly Component[]): Partner => ({
  repeat: metaArguments(component, { for_each: `toset([${instances.map((one) => quote(keyOf(one))).join(", ")}])` }),
  reference: `${component.address}[${isKeyed(component) ? "each.key" : "tonumber(each.key)"}]`,
});

/** What is asked of a design again and again: made once for each, or the remedies of a large one would be quadratic. */
interface Lookups {
  /** Type → address of a block → its instances. */
  instances: Map<string, ReadonlyMap<string, readonly Component[]>>;
  /** Type → ids that resources of it refer to. */
  referredBy: Map<string, ReadonlySet<string>>;
}

const lookups = new WeakMap<Model, Lookups>();

const lookupsOf = (model: Model): Lookups => {
  const known = lookups.get(model) ?? { instances: new Map(), referredBy: new Map() };
  lookups.set(model, known);
  return known;
};

const instancesOf = ({ type, address }: Component, model: Model): readonly Component[] => {
  const { instances } = lookupsOf(model);
  const known = instances.get(type) ?? Map.groupBy(model.ofType(type), (one) => one.address);
  instances.set(type, known);
  return known.get(address) ?? [];
};

const referredBy = (model: Model, type: string): ReadonlySet<string> => {
  const { referredBy: all } = lookupsOf(model);
  const known =
    all.get(type) ?? new Set(model.ofType(type).flatMap(({ references }) => references.map(({ to }) => to)));
  all.set(type, known);
  return known;
};

/** Instances of the component's block that no resource of `type` belongs to yet. */
const bareInstances = (component: Component, model: Model, type: string): [bare: readonly Component[], all: number] => {
  const taken = referredBy(model, type);
  const instances = instancesOf(component, model);
  return [instances.filter(({ id }) => !taken.has(id)), instances.length];
};

/** Adds a resource of `type` that belongs to the component, one for each of its instances that has none; `body` gets the reference to the instance. */
export const addCompanion = (
  component: Component,
  model: Model,
  type: string,
  body: (reference: string) => string,
): readonly Edit[] => {
  const partner = partnerOf(component);
  if (partner === undefined) return [];
  const [bare, all] = bareInstances(component, model, type);
  const { repeat, reference } = bare.length === 0 || bare.length === all ? partner : partnerOfSome(component, bare);
  const label = freshLabel(model, type, labelOf(component));
  return [add(`${type}.${label}`, `resource "${type}" "${label}" {\n${repeat}${body(reference)}}\n`)];
};

/**
 * Remedy for a resource of the root module and its default region alone: what it adds or refers to stands there, where
 * a module cannot see it and a resource of another region cannot use it.
 */
export const inRoot =
  (remedy: (component: Component, model: Model) => readonly Edit[]) =>
  (component: Component, model: Model): readonly Edit[] =>
    component.address.startsWith("module.") || !isInDefaultRegion(component) ? [] : remedy(component, model);
