import type { DocumentNode } from "../../document/node.ts";
import { entryOf, textOf } from "../../document/node.ts";
import { intrinsicOf } from "../intrinsics.ts";
import type { PropertyMapping, PropertyPlace } from "./mapping.ts";
import { itemsOf, throughConditions } from "./reshaping.ts";

/** One item of a list such as `[{Key: …, Value: …}]`. */
interface Setting {
  name: string;
  value: DocumentNode;
  line: number;
}

/** What the settings of a list are called in a template. */
interface Names {
  name: string;
  value: string;
}

const keyAndValue: Names = { name: "Key", value: "Value" };

/** The first map that a condition may choose. */
const likeliest = (node: DocumentNode): DocumentNode => {
  let found = node;
  throughConditions(node, (value) => {
    if (found === node && value.kind === "map") found = value;
    return value;
  });
  return found;
};

/** `"true"` as the switch and `"60"` as the number that Terraform has for it. */
const plain = (node: DocumentNode): DocumentNode => {
  if (node.kind !== "scalar" || typeof node.value !== "string" || intrinsicOf(node) !== undefined) return node;
  if (node.value === "true" || node.value === "false") return { ...node, value: node.value === "true" };
  return /^\d{1,9}$/.test(node.value) ? { ...node, value: Number(node.value) } : node;
};

/** Settings of a list by name; where a condition decides on one, its value is that condition's. */
const settingsOf = (list: DocumentNode, names: Names = keyAndValue): Setting[] =>
  itemsOf(list).flatMap((item) => {
    const name = textOf(entryOf(likeliest(item), names.name));
    if (name === undefined) return [];
    const value = throughConditions(item, (one) => plain(entryOf(one, names.value) ?? one));
    return [{ name, value, line: item.line }];
  });

/** `{Name: …, Value: …}` items as a map: the dimensions of a metric, the variables of a service. */
export const namedValues = (attribute: string, names: Names = { name: "Name", value: "Value" }): PropertyMapping => ({
  write: (list, at) => {
    const object = settingsOf(list, names).map(({ name, value, line }) => ({ key: name, value: at.hcl(value), line }));
    at.out.attribute(attribute, object.length > 0 ? { object } : at.hcl(list), at.line);
  },
});

/**
 * Attributes that CloudFormation has in a list, by their names there: `"idle_timeout"`, or `"access_logs.bucket"` for one
 * that stands in a block.
 */
export const settings = (attributes: Readonly<Record<string, string>>): PropertyMapping => ({
  write: (list, at) => {
    const blocks = new Map<string, [attribute: string, setting: Setting][]>();
    for (const setting of settingsOf(list)) {
      const path = Object.hasOwn(attributes, setting.name) ? attributes[setting.name] : undefined;
      if (path === undefined) continue;
      const dot = path.indexOf(".");
      if (dot < 0) {
        at.out.attribute(path, at.hcl(setting.value), setting.line);
        continue;
      }
      const block = path.slice(0, dot);
      blocks.set(block, [...(blocks.get(block) ?? []), [path.slice(dot + 1), setting]]);
    }
    for (const [block, members] of blocks) writeSettings(block, members, at);
  },
});

const writeSettings = (block: string, members: readonly [string, Setting][], at: PropertyPlace): void => {
  const lines = members.map(([, { line }]) => line);
  at.out.block(block, [], { line: Math.min(...lines), endLine: Math.max(...lines) }, () => {
    for (const [attribute, { value, line }] of members) at.out.attribute(attribute, at.hcl(value), line);
  });
};
