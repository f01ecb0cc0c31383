import type { DocumentNode } from "../../document/node.ts";
import { textOf } from "../../document/node.ts";
import type { Hcl } from "../../translate/terraform-writer.ts";
import { hclString } from "../../translate/terraform-writer.ts";
import { intrinsicOf } from "../intrinsics.ts";
import type { PropertyMapping, PropertyMappings, PropertyPlace } from "./mapping.ts";
import { findEntry, itemsOf } from "./reshaping.ts";

/** No counterpart that anything would miss. */
export const dropped: PropertyMapping = { drop: true };

/** A list that Terraform knows as the one value that is in it. */
export const firstOf = (attribute: string, member?: string): PropertyMapping => ({
  write: (list, at) => {
    const [first] = itemsOf(list);
    if (first === undefined) return;
    const value = member === undefined ? first : (findEntry(first, member)?.value ?? first);
    at.out.attribute(attribute, at.hcl(value), at.line);
  },
});

/** A list of maps as the list of what one member of each says: `[{Type: audit}]` → `["audit"]`. */
export const membersOf = (attribute: string, member: string): PropertyMapping => ({
  write: (list, at) => {
    const items = itemsOf(list).map((item) => {
      const value = findEntry(item, member)?.value ?? item;
      return { value: at.hcl(value), line: value.line };
    });
    at.out.attribute(attribute, { list: items }, at.line);
  },
});

/** A word of two as a switch: `internal` of a load balancer's scheme is `true`. */
export const switchOf = (attribute: string, on: string): PropertyMapping => ({
  write: (value, at) => {
    const text = intrinsicOf(value) === undefined ? textOf(value) : undefined;
    if (text !== undefined) at.out.attribute(attribute, String(text.toLowerCase() === on.toLowerCase()), at.line);
    else at.out.attribute(attribute, isEqual(at.hcl(value), on), at.line);
  },
});

/** What is no one-line code cannot stand in a comparison: it is compared after it was said, as a list of one. */
const isEqual = (value: Hcl, on: string): Hcl =>
  typeof value === "string"
    ? `${value} == ${hclString(on)}`
    : { call: "contains", args: [oneOf(value), hclString(on)] };

const oneOf = (value: Hcl): Hcl => ({ list: [{ value, line: 0 }] });

/** A block around the value of one property: `Weight: 3` → `weighted_routing_policy { weight = 3 }`. */
export const blockAround = (block: string, attribute: string): PropertyMapping => ({
  write: (value, at) =>
    at.out.block(block, [], { line: at.line, endLine: value.endLine }, () =>
      at.out.attribute(attribute, at.hcl(value), at.line),
    ),
});

/** A map whose keys are the user's own as blocks that name the key: `Parameters` of a parameter group. */
export const entryBlocks = (
  block: string,
  key: string,
  body: string | PropertyMappings,
  also: Readonly<Record<string, Hcl>> = {},
): PropertyMapping => ({
  write: (map, at) => {
    if (map.kind !== "map" || intrinsicOf(map) !== undefined) return;
    for (const entry of map.entries)
      at.out.block(block, [], { line: entry.keyLine, endLine: entry.value.endLine }, () => {
        at.out.attribute(key, hclString(entry.key), entry.keyLine);
        for (const [name, value] of Object.entries(also)) at.out.attribute(name, value, entry.keyLine);
        if (typeof body === "string") at.out.attribute(body, at.hcl(entry.value), entry.keyLine);
        else at.properties(entry.value, body);
      });
  },
});

/** A document that Terraform has in a resource of its own, which names its owner by `via`. */
export const documentBeside = (type: string, via: string, attribute = "policy", owner = "id"): PropertyMapping => ({
  write: (value, at) =>
    at.companion(type, at.logicalId, { line: at.line, endLine: value.endLine }, () => {
      at.out.attribute(via, at.reference(owner), at.line);
      at.out.attribute(attribute, documentOf(value, at), at.line);
    }),
});

/** A document as it is encoded; one that is text already stays that. */
export const documentOf = (value: DocumentNode, at: PropertyPlace): Hcl =>
  value.kind === "scalar" ? at.hcl(value) : { call: "jsonencode", args: [at.hcl(value)] };

/** Each item of a list as a resource of its own, whose properties `properties` say. */
export const resourcesBeside = (type: string, properties: PropertyMappings): PropertyMapping => ({
  write: (list, at) => {
    for (const item of itemsOf(list))
      at.companion(type, at.logicalId, { line: item.line, endLine: item.endLine }, () =>
        at.properties(item, properties),
      );
  },
});
