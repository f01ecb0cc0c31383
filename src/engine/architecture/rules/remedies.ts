import { add, code, set } from "../design/edit.ts";
import type { Edit, Literal } from "../design/edit.ts";
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
  /** Meta-argument that gives a resource one instance for each instance of the component; empty when it has only one. */
  repeat: string;
  /** Expression for the instance that it belongs to. */
  reference: string;
}

/** How a resource added beside the component follows its `count` or `for_each`; nothing inside a module, which the root cannot look into. */
export const partnerOf = ({ id, address }: Component): Partner | undefined => {
  if (address.startsWith("module.")) return undefined;
  if (id === address) return { repeat: "", reference: address };
  return id.endsWith('"]')
    ? { repeat: `  for_each = ${address}\n\n`, reference: "each.value" }
    : { repeat: `  count = length(${address})\n\n`, reference: `${address}[count.index]` };
};

/** Adds a resource of `type` that belongs to the component, one for each of its instances; `body` gets the reference to the instance. */
export const addCompanion = (
  component: Component,
  model: Model,
  type: string,
  body: (reference: string) => string,
): readonly Edit[] => {
  const partner = partnerOf(component);
  if (partner === undefined) return [];
  const label = freshLabel(model, type, labelOf(component));
  return [add(`${type}.${label}`, `resource "${type}" "${label}" {\n${partner.repeat}${body(partner.reference)}}\n`)];
};

/** A key of the stack's own for what needs a customer-managed one. Every remedy adds the same, so it is added once. */
export const stackKey: Edit = add(
  "aws_kms_key.stackstage",
  `resource "aws_kms_key" "stackstage" {
  description             = "Encrypts what this stack stores"
  deletion_window_in_days = 30
  enable_key_rotation     = true
}
`,
);

/** Remedy for a resource of the root module alone: what it adds or refers to stands in the root, where a module cannot see it. */
export const inRoot =
  (remedy: (component: Component, model: Model) => readonly Edit[]) =>
  (component: Component, model: Model): readonly Edit[] =>
    component.address.startsWith("module.") ? [] : remedy(component, model);

/** Reference to the key that `stackKey` adds. */
export const stackKeyArn = code("aws_kms_key.stackstage.arn");

/** Remedy that has the stack's own key used at `path`. */
export const useStackKey = (path: string) => inRoot(({ address }) => [stackKey, set(address, path, stackKeyArn)]);
