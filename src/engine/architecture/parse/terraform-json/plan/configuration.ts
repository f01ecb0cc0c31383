import type { DocumentNode } from "../../document/node.ts";
import { entryOf, textOf } from "../../document/node.ts";
import type { ModulePath } from "./address.ts";
import { entriesOf, itemsOf, textsOf } from "./instance.ts";

/** What the configuration inside a plan says of one module. */
export class ConfigurationModule {
  private readonly node: DocumentNode;
  private readonly resources: ReadonlyMap<string, DocumentNode>;
  private readonly children = new Map<string, ConfigurationModule | undefined>();

  constructor(node: DocumentNode) {
    this.node = node;
    this.resources = new Map(
      itemsOf(entryOf(node, "resources")).flatMap((resource) => {
        const address = textOf(entryOf(resource, "address"));
        return address === undefined ? [] : [[address, resource] as const];
      }),
    );
  }

  /** By its address in the module: `aws_vpc.main`, `data.aws_ami.latest`. */
  resource(address: string): DocumentNode | undefined {
    return this.resources.get(address);
  }

  /** The call of a module: its arguments, and what repeats it. */
  call(name: string): DocumentNode | undefined {
    return entryOf(entryOf(this.node, "module_calls"), name);
  }

  output(name: string): DocumentNode | undefined {
    return entryOf(entryOf(entryOf(this.node, "outputs"), name), "expression");
  }

  /** Default of one of its variables. */
  variableDefault(name: string): DocumentNode | undefined {
    return entryOf(entryOf(entryOf(this.node, "variables"), name), "default");
  }

  /** The module at the end of a path of calls. */
  descend(path: ModulePath): ConfigurationModule | undefined {
    const [first, ...rest] = path;
    return first === undefined ? this : this.child(first.name)?.descend(rest);
  }

  private child(name: string): ConfigurationModule | undefined {
    if (this.children.has(name)) return this.children.get(name);
    const node = entryOf(this.call(name), "module");
    const child = node && new ConfigurationModule(node);
    this.children.set(name, child);
    return child;
  }
}

const known = new WeakMap<DocumentNode, readonly string[]>();

/** Everything that an expression refers to, those of nested blocks included, in the order of the file. */
export const referencesIn = (expression: DocumentNode | undefined): readonly string[] => {
  if (expression === undefined || expression.kind === "scalar") return [];
  const before = known.get(expression);
  if (before !== undefined) return before;
  const own = expression.kind === "map" ? textsOf(entryOf(expression, "references")) : [];
  const nested =
    expression.kind === "list"
      ? expression.items.flatMap((item) => referencesIn(item))
      : expression.entries
          .filter(({ key }) => key !== "constant_value" && key !== "references")
          .flatMap(({ value }) => referencesIn(value));
  const found = [...own, ...nested];
  known.set(expression, found);
  return found;
};

/** Value that an expression is written as. */
export const constantOf = (expression: DocumentNode | undefined): DocumentNode | undefined =>
  entryOf(expression, "constant_value");

const mostCompared = 50;

const contradicts = (block: DocumentNode, written: DocumentNode): boolean => {
  const values = entriesOf(block);
  return [...entriesOf(written)].some(([name, { value: expression }]) => {
    const constant = constantOf(expression);
    const value = values.get(name)?.value;
    return constant?.kind === "scalar" && value?.kind === "scalar" && textOf(constant) !== textOf(value);
  });
};

/**
 * What the configuration says of block number `index`. The blocks of a plan may stand in another order than those of the
 * code, and a dynamic one is not in it at all.
 */
export const writtenBlock = (
  expression: DocumentNode | undefined,
  block: DocumentNode,
  index: number,
): DocumentNode | undefined => {
  if (expression?.kind !== "list") return expression?.kind === "map" && !isLeaf(expression) ? expression : undefined;
  const { items } = expression;
  const [only] = items;
  if (items.length === 1) return only;
  if (items.length > mostCompared) return items[index];
  const first = items[index];
  if (first !== undefined && !contradicts(block, first)) return first;
  return items.find((item) => !contradicts(block, item));
};

/** `{ "constant_value": … }` or `{ "references": […] }`: the expression of an attribute, not the body of a block. */
export const isLeaf = (expression: DocumentNode): boolean =>
  expression.kind === "map" &&
  (entryOf(expression, "constant_value") !== undefined || entryOf(expression, "references")?.kind === "list");
