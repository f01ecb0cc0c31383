/** A value as YAML and JSON have them. CloudFormation's functions are maps in their long form: `{Ref: "Key"}`. */
export type DocumentValue =
  | string
  | number
  | boolean
  | null
  | readonly DocumentValue[]
  | { readonly [key: string]: DocumentValue };

export type DocumentMap = { readonly [key: string]: DocumentValue };
export type DocumentPath = readonly (string | number)[];

/**
 * One change to a file of documents. The path begins with the number of the document; further numbers pick an item of a
 * list, and the one after the last item adds one. Without a value, what stands there is taken out.
 */
export interface DocumentChange {
  path: DocumentPath;
  value?: DocumentValue;
}

/** All that is to change below one place of a document. */
export interface Branch {
  kind: "branch";
  parts: Map<string | number, Branch | Leaf>;
}

/** What is to stand at one place; nothing where it is taken out. */
export interface Leaf {
  kind: "leaf";
  value: DocumentValue | undefined;
}

export const emptyBranch = (): Branch => ({ kind: "branch", parts: new Map() });

export const isList = (value: DocumentValue | undefined): value is readonly DocumentValue[] => Array.isArray(value);

export const isMap = (value: DocumentValue | undefined): value is DocumentMap =>
  typeof value === "object" && value !== null && !isList(value);

/** The function of CloudFormation that a value is a use of: `{Ref: …}`, `{"Fn::Sub": …}`. */
export const functionOf = (value: DocumentValue): { name: string; argument: DocumentValue } | undefined => {
  if (!isMap(value)) return undefined;
  const [[name, argument] = [], ...others] = Object.entries(value);
  if (name === undefined || argument === undefined || others.length > 0) return undefined;
  return name === "Ref" || name.startsWith("Fn::") ? { name, argument } : undefined;
};

/** `["Key", "Arn"]` of `Fn::GetAtt` → `Key.Arn`. */
export const dotted = (parts: readonly DocumentValue[]): string =>
  parts.filter((part) => typeof part === "string").join(".");

/** A map is added member by member, so that two changes may each add some of it. */
const membersOf = (value: DocumentValue | undefined): [string, DocumentValue][] =>
  isMap(value) && functionOf(value) === undefined ? Object.entries(value) : [];

export const sameValue = (a: DocumentValue | undefined, b: DocumentValue | undefined): boolean => {
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  if (!isMap(a)) return a === b;
  if (!isMap(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameValue(a[name], b[name]))
  );
};

const branchFor = (branch: Branch, step: string | number): Branch | undefined => {
  const known = branch.parts.get(step);
  if (known?.kind === "leaf") return undefined;
  const inner = known ?? emptyBranch();
  branch.parts.set(step, inner);
  return inner;
};

/** Adds one change to what is to be done; false where something else is to stand there already. */
const addChange = (branch: Branch, { path, value }: DocumentChange): boolean => {
  const [step, ...rest] = path;
  if (step === undefined) return false;
  const members = rest.length === 0 ? membersOf(value) : [];
  if (members.length > 0) {
    const inner = branchFor(branch, step);
    return inner !== undefined && members.every(([name, member]) => addChange(inner, { path: [name], value: member }));
  }
  if (rest.length > 0) {
    const inner = branchFor(branch, step);
    return inner !== undefined && addChange(inner, { path: rest, ...(value !== undefined && { value }) });
  }
  const known = branch.parts.get(step);
  if (known !== undefined) return known.kind === "leaf" && sameValue(known.value, value);
  branch.parts.set(step, { kind: "leaf", value });
  return true;
};

/** Whether a change asks for nothing else of a place than what is to be done there already. */
const fits = (part: Branch | Leaf | undefined, path: DocumentPath, value: DocumentValue | undefined): boolean => {
  if (part === undefined) return true;
  const [step, ...rest] = path;
  if (step !== undefined) return part.kind === "branch" && fits(part.parts.get(step), rest, value);
  const members = membersOf(value);
  if (part.kind === "leaf" || members.length === 0) return part.kind === "leaf" && sameValue(part.value, value);
  return members.every(([name, member]) => fits(part.parts.get(name), [], member));
};

/** Adds changes that go with what is to be done; false, and nothing added, where they clash with it. */
export const addChanges = (branch: Branch, changes: readonly DocumentChange[]): boolean =>
  changes.every(({ path, value }) => fits(branch, path, value)) && changes.every((change) => addChange(branch, change));

/** The value that a branch makes where nothing stands yet. */
export const valueOfPart = (part: Branch | Leaf): DocumentValue | undefined => {
  if (part.kind === "leaf") return part.value;
  const made = [...part.parts].map(([step, inner]) => [step, valueOfPart(inner)] as const);
  if (made.some(([step]) => typeof step === "number")) return made.flatMap(([, value]) => value ?? []);
  return Object.fromEntries(made.flatMap(([step, value]) => (value === undefined ? [] : [[String(step), value]])));
};

/** What a document says once the changes are made: the changed text has to say the same. */
export const changedValue = (value: DocumentValue | undefined, part: Branch | Leaf): DocumentValue | undefined => {
  if (part.kind === "leaf") return part.value;
  if (isList(value)) {
    const items: (DocumentValue | undefined)[] = [...value];
    for (const [step, inner] of part.parts) items[Number(step)] = changedValue(items[Number(step)], inner);
    return items.filter((item) => item !== undefined);
  }
  if (!isMap(value)) return valueOfPart(part);
  const members = new Map<string, DocumentValue>(Object.entries(value));
  for (const [step, inner] of part.parts) {
    const next = changedValue(members.get(String(step)), inner);
    if (next === undefined) members.delete(String(step));
    else members.set(String(step), next);
  }
  return Object.fromEntries(members);
};
