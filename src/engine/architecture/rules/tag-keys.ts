import { isObject, read } from "../model/index.ts";
import type { Attributes, Component, Value } from "../model/index.ts";

const paths = ["tags", "default_tags.tags", "labels", "default_labels", "resource_labels", "settings.user_labels"];

/** Scaling groups write each tag as a block. */
const fromBlocks = (value: Value | undefined): Attributes | undefined => {
  if (!Array.isArray(value)) return undefined;
  const tags: Record<string, Value> = {};
  for (const block of value)
    if (isObject(block) && typeof block["key"] === "string") tags[block["key"]] = block["value"] ?? "";
  return tags;
};

/** Tags of a resource, or labels as Google calls them; `undefined` when it has none or they are not known. */
export const tagsOf = ({ attributes }: Component): Attributes | undefined => {
  for (const path of paths) {
    const value = read(attributes, path);
    if (isObject(value)) return value;
  }
  return fromBlocks(read(attributes, "tag"));
};

/** Does it say anything about tags, be it only after apply? */
export const isTagged = (component: Component): boolean => {
  const tags = tagsOf(component);
  if (tags !== undefined) return Object.keys(tags).length > 0;
  return paths.some((path) => read(component.attributes, path) !== undefined);
};
