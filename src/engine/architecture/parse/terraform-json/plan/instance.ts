import type { DocumentNode, MapNode } from "../../document/node.ts";
import { entryOf, textOf } from "../../document/node.ts";
import { isIdentifier, isResourceType } from "../identifier.ts";
import { modulePathOf, pathKey } from "./address.ts";
import type { ModulePath } from "./address.ts";

type Entry = MapNode["entries"][number];

/** One instance of one resource, as a plan or a state has it. */
export interface Instance {
  mode: "managed" | "data";
  type: string;
  name: string;
  key: string | number | undefined;
  module: ModulePath;
  /** Where it stands in the file. */
  place: { line: number; endLine: number };
  body: DocumentNode;
  values: ReadonlyMap<string, Entry>;
  /** Mirrors the values: true where one is sensitive. */
  sensitive: DocumentNode | undefined;
  /** Mirrors the values: true where one is only known after apply. */
  unknown: DocumentNode | undefined;
  /** Addresses that it depends on. */
  dependsOn: readonly string[];
}

export type Report = (line: number, message: string) => void;

/** The one data source that is made of its own text alone; what others answer stands in the values that use it. */
const policyDocument = "aws_iam_policy_document";

export const entriesOf = (node: DocumentNode | undefined): ReadonlyMap<string, Entry> =>
  new Map(node?.kind === "map" ? node.entries.map((entry) => [entry.key, entry]) : []);

export const itemsOf = (node: DocumentNode | undefined): readonly DocumentNode[] =>
  node?.kind === "list" ? node.items : [];

export const textsOf = (node: DocumentNode | undefined): string[] =>
  itemsOf(node).flatMap((item) => textOf(item) ?? []);

const keyOf = (node: DocumentNode | undefined): string | number | undefined => {
  const value = node?.kind === "scalar" ? node.value : undefined;
  return typeof value === "string" || typeof value === "number" ? value : undefined;
};

const valuesOf = (body: DocumentNode): Pick<Instance, "body" | "values"> => ({ body, values: entriesOf(body) });

/** The values under `key`; a listing without them says nothing of its resource but which it is. */
const valuesIn = (listing: DocumentNode, key: string): Pick<Instance, "body" | "values"> => {
  const { start, end, line, endLine } = listing;
  return valuesOf(entryOf(listing, key) ?? { kind: "map", start, end, line, endLine, entries: [] });
};

/** What all listings say of a resource alike; `undefined` when it is none that counts. */
const headOf = (node: DocumentNode, report: Report): Pick<Instance, "mode" | "type" | "name" | "place"> | undefined => {
  const [type, name, mode] = ["type", "name", "mode"].map((key) => textOf(entryOf(node, key)));
  if (mode === "data" ? type !== policyDocument : mode !== undefined && mode !== "managed") return undefined;
  if (type === undefined || name === undefined || !isResourceType(type) || !isIdentifier(name)) {
    report(node.line, "expected a resource with its type and its name: it is left out");
    return undefined;
  }
  // The line that says which resource it is tells more than that of its brace.
  const address = node.kind === "map" ? node.entries.find(({ key }) => key === "address") : undefined;
  const place = { line: address?.keyLine ?? node.line, endLine: node.endLine };
  return { mode: mode === "data" ? "data" : "managed", type, name, place };
};

/** What `resource_changes` adds to the planned values, by address. */
const changesOf = (root: DocumentNode): ReadonlyMap<string, DocumentNode> =>
  new Map(
    itemsOf(entryOf(root, "resource_changes")).flatMap((change) => {
      const address = textOf(entryOf(change, "address"));
      return address === undefined ? [] : [[address, change] as const];
    }),
  );

/** Resources of a plan or of a state as `terraform show -json` prints them. */
const shownInstances = (root: DocumentNode, values: DocumentNode, report: Report): Instance[] => {
  const changes = changesOf(root);
  const found: Instance[] = [];
  const visit = (module: DocumentNode | undefined): void => {
    const path = modulePathOf(textOf(entryOf(module, "address")) ?? "");
    for (const node of itemsOf(entryOf(module, "resources"))) {
      const head = headOf(node, report);
      if (head === undefined) continue;
      const change = entryOf(changes.get(textOf(entryOf(node, "address")) ?? ""), "change");
      found.push({
        ...head,
        key: keyOf(entryOf(node, "index")),
        module: path,
        ...valuesIn(node, "values"),
        sensitive: entryOf(node, "sensitive_values"),
        unknown: entryOf(change, "after_unknown"),
        dependsOn: textsOf(entryOf(node, "depends_on")),
      });
    }
    for (const child of itemsOf(entryOf(module, "child_modules"))) visit(child);
  };
  visit(entryOf(values, "root_module"));
  return found;
};

/** Resources of a plan of which only the changes are there. */
const changedInstances = (root: DocumentNode, report: Report): Instance[] =>
  itemsOf(entryOf(root, "resource_changes")).flatMap((node) => {
    const change = entryOf(node, "change");
    const after = entryOf(change, "after");
    const head = after?.kind === "map" ? headOf(node, report) : undefined;
    if (after === undefined || head === undefined) return [];
    return {
      ...head,
      key: keyOf(entryOf(node, "index")),
      module: modulePathOf(textOf(entryOf(node, "module_address")) ?? ""),
      ...valuesOf(after),
      sensitive: entryOf(change, "after_sensitive"),
      unknown: entryOf(change, "after_unknown"),
      dependsOn: [],
    };
  });

/** Names of the attributes that a state file marks as sensitive, as a node that mirrors the values. */
const sensitivePaths = (instance: DocumentNode): DocumentNode => {
  const { start, end, line, endLine } = instance;
  const marked = { kind: "scalar", value: true, start, end, line, endLine } as const;
  const names = itemsOf(entryOf(instance, "sensitive_attributes")).flatMap((path) => {
    const [first] = itemsOf(path);
    return textOf(entryOf(first, "value")) ?? [];
  });
  return {
    kind: "map",
    start,
    end,
    line,
    endLine,
    entries: names.map((key) => ({ key, keyStart: start, keyLine: line, value: marked })),
  };
};

/** Resources of a `terraform.tfstate`. */
const storedInstances = (root: DocumentNode, report: Report): Instance[] =>
  itemsOf(entryOf(root, "resources")).flatMap((node) => {
    const head = headOf(node, report);
    if (head === undefined) return [];
    return itemsOf(entryOf(node, "instances")).map((instance) => ({
      ...head,
      key: keyOf(entryOf(instance, "index_key")),
      module: modulePathOf(textOf(entryOf(node, "module")) ?? ""),
      place: { line: instance.line, endLine: instance.endLine },
      ...valuesIn(instance, "attributes"),
      sensitive: sensitivePaths(instance),
      unknown: undefined,
      dependsOn: textsOf(entryOf(instance, "dependencies")),
    }));
  });

/** The resources of a plan or a state, those to be destroyed left out, in the order of the file. */
export const instancesOf = (root: DocumentNode, report: Report): Instance[] => {
  const shown = entryOf(root, "planned_values") ?? entryOf(root, "values");
  if (shown !== undefined) return shownInstances(root, shown, report);
  return entryOf(root, "resource_changes") === undefined
    ? storedInstances(root, report)
    : changedInstances(root, report);
};

/** Labels for blocks: `module.vpc.aws_subnet.private[0]` is `vpc_private_0`. No two of one type are the same. */
export const labelsFor = (instances: readonly Instance[]): ReadonlyMap<Instance, string> => {
  const sizes = new Map<string, number>();
  for (const { mode, module, type, name } of instances) {
    const block = blockKey(mode, module, type, name);
    sizes.set(block, (sizes.get(block) ?? 0) + 1);
  }
  const taken = new Set<string>();
  const labels = new Map<Instance, string>();
  const times = new Map<string, number>();
  for (const instance of instances) {
    const { mode, module, type, name, key } = instance;
    // `count = var.is_wanted ? 1 : 0` is a condition: there is nothing to count.
    const isOnly = key === 0 && sizes.get(blockKey(mode, module, type, name)) === 1;
    const wanted = wantedLabel(module, name, isOnly ? undefined : key);
    const scope = `${mode} ${type}`;
    let label = wanted;
    for (let number = times.get(`${scope} ${wanted}`) ?? 2; taken.has(`${scope} ${label}`); number++) {
      label = `${wanted}_${number}`;
      times.set(`${scope} ${wanted}`, number + 1);
    }
    taken.add(`${scope} ${label}`);
    labels.set(instance, label);
  }
  return labels;
};

const longestLabel = 120;

const wantedLabel = (module: ModulePath, name: string, key: Instance["key"]): string =>
  [...module.flatMap((call) => [call.name, call.key]), name, key]
    .filter((part) => part !== undefined)
    .map((part) => String(part).replaceAll(/[^A-Za-z0-9_-]+/g, "_"))
    .join("_")
    .replace(/^(?![A-Za-z_])/, "_")
    .slice(0, longestLabel);

/** Module and address of the block an instance belongs to: instances of one block share it. */
export const blockKey = (mode: Instance["mode"], module: ModulePath, type: string, name: string): string =>
  `${pathKey(module)} ${mode} ${type}.${name}`;

/** The address that its owner knows it by: `module.vpc.aws_subnet.private[0]`. */
export const addressOf = ({ mode, module, type, name, key }: Instance): string => {
  const indexed = (text: string, index: string | number | undefined): string =>
    index === undefined ? text : `${text}[${JSON.stringify(index)}]`;
  const calls = module.map((call) => `module.${indexed(call.name, call.key)}.`).join("");
  return `${calls}${mode === "data" ? "data." : ""}${type}.${indexed(name, key)}`;
};
