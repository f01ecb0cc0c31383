import type { DocumentNode, MapNode } from "../document/node.ts";
import { entryOf } from "../document/node.ts";
import type { Frame } from "./frame.ts";
import type { KnownTexts } from "./known-text.ts";
import { isWhole } from "./known-text.ts";
import type { ResourceFacts } from "./resources/mapping.ts";
import { walk } from "./walk.ts";

/** What a resource says of itself, as far as the template holds it. */
export const factsOf = (node: MapNode, frame: Frame, texts: KnownTexts): ResourceFacts => {
  const textOf = (value: DocumentNode | undefined, inner: Frame): string | undefined => {
    if (value?.kind !== "scalar" || value.value === null) return undefined;
    const text = texts.of(value, inner);
    return isWhole(text) ? text : undefined;
  };
  return {
    apiVersion: textOf(entryOf(node, "apiVersion"), frame) ?? "",
    at: (path) => walk({ node, frame }, path)?.node,
    text: (path) => {
      const found = walk({ node, frame }, path);
      return found && textOf(found.node, found.frame);
    },
  };
};
