/** As much of a tree of Markdown or HTML as a walk through it needs. */
export interface Node {
  type: string;
  value?: string;
  tagName?: string;
  properties?: Record<string, unknown>;
  children?: Node[];
}

/** Visits every node, a parent before its children. */
export const visit = (tree: Node, see: (node: Node) => void): void => {
  see(tree);
  for (const child of tree.children ?? []) visit(child, see);
};

/** What a tree says, without its marks. */
export const textOf = ({ value = "", children = [] }: Node): string => value + children.map(textOf).join("");
