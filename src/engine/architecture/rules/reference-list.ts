import { code } from "../design/edit.ts";
import { printLiteral } from "../design/literal.ts";
import type { Component } from "../model/index.ts";

/** All instances of a block with `count` or `for_each`, however many there will be. */
const splat = ({ id, address }: Component, attribute: string): string =>
  id.endsWith('"]') ? `values(${address})[*].${attribute}` : `${address}[*].${attribute}`;

/** Expression for the list of one attribute of all these components; of several instances of one block the first will do. */
export const referenceList = (components: readonly Component[], attribute: string): string => {
  const blocks = new Map<string, Component>();
  for (const component of components) if (!blocks.has(component.address)) blocks.set(component.address, component);
  const all = [...blocks.values()];
  const singles = all.filter(({ id, address }) => id === address);
  const single = printLiteral(
    singles.map(({ address }) => code(`${address}.${attribute}`)),
    "  ",
  );
  const lists = [
    ...(singles.length > 0 ? [single] : []),
    ...all.filter(({ id, address }) => id !== address).map((component) => splat(component, attribute)),
  ];
  return lists.length === 1 ? lists.join("") : `concat(${lists.join(", ")})`;
};
