import type { DocumentNode } from "../../document/node.ts";
import { intrinsicOf } from "../intrinsics.ts";
import type { PropertyMapping, PropertyPlace } from "./mapping.ts";
import { itemsOf, mapOf } from "./reshaping.ts";

type Write = (item: DocumentNode, at: PropertyPlace, position: number) => void;

/** Calls `write` for each item of a list; under its condition where one stands on a condition. */
export const eachItem = (list: DocumentNode, at: PropertyPlace, write: Write): void => {
  for (const [position, item] of itemsOf(list).entries()) {
    const entry = { key: "Item", keyStart: item.start, keyLine: item.line, value: item };
    at.properties(mapOf([entry]), { Item: { write: (one, place) => write(one, place, position) } });
  }
};

/** Is the list a value that is only known later, such as a parameter? */
export const isComputed = (list: DocumentNode): boolean => intrinsicOf(list) !== undefined;

/** Each item as a resource of its own that joins it with its owner: a policy's ARN that is attached to a role. */
export const joinsBeside = (type: string, via: string, attribute: string, owner: string): PropertyMapping => ({
  write: (list, at) => {
    if (isComputed(list)) {
      at.companion(type, at.logicalId, { line: at.line, endLine: list.endLine }, () => {
        at.out.attribute("for_each", { call: "toset", args: [at.hcl(list)] }, at.line);
        at.out.attribute(via, at.reference(owner), at.line);
        at.out.attribute(attribute, "each.value", at.line);
      });
      return;
    }
    eachItem(list, at, (item, place) =>
      place.companion(type, at.logicalId, { line: item.line, endLine: item.endLine }, () => {
        place.out.attribute(via, at.reference(owner), item.line);
        place.out.attribute(attribute, at.hcl(item), item.line);
      }),
    );
  },
});

/** The list as an attribute of a resource beside its owner: the groups that a user is in. */
export const listBeside = (type: string, via: string, attribute: string, owner: string): PropertyMapping => ({
  write: (list, at) =>
    at.companion(type, at.logicalId, { line: at.line, endLine: list.endLine }, () => {
      at.out.attribute(via, at.reference(owner), at.line);
      at.out.attribute(attribute, at.hcl(list), at.line);
    }),
});
