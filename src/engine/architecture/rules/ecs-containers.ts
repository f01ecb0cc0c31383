import { isObject, isUnknown, read } from "../model/index.ts";
import type { Attributes, Component, Value } from "../model/index.ts";

/** One container of a task definition. */
export interface Container {
  attributes: Attributes;
  /** Where one of its fields stands: in JSON text only the whole text has a line. */
  at: (field: string) => string;
}

const attribute = "container_definitions";

const listOf = (value: Value | undefined): readonly Value[] | undefined =>
  Array.isArray(value) ? value : isObject(value) ? [value] : undefined;

const parseList = (text: string): readonly Value[] | undefined => {
  try {
    // JSON.parse answers `any`; JSON has no other values than these.
    return listOf(JSON.parse(text) as Value);
  } catch {
    return undefined;
  }
};

/** Containers of a task definition, given as JSON text, by `jsonencode` or as a list; `undefined` when they are not known. */
export const containersOf = (component: Component): readonly Container[] | undefined => {
  const value = read(component.attributes, attribute);
  if (value === undefined) return [];
  const known = isUnknown(value) ? value.shape : value;
  const isJson = typeof known === "string";
  const items = isJson ? parseList(known) : listOf(known);
  return items?.every(isObject)
    ? items.map((attributes, index) => ({
        attributes,
        at: (field) => (isJson ? attribute : `${attribute}[${index}]${field === "" ? "" : `.${field}`}`),
      }))
    : undefined;
};
