/** A value of a template: what YAML can say. */
export type Cfn = string | number | boolean | readonly Cfn[] | { readonly [name: string]: Cfn };

/** A value under way: what is `undefined` is left out in the end. */
export type Draft = string | number | boolean | undefined | readonly Draft[] | { readonly [name: string]: Draft };
export type Properties = Readonly<Record<string, Draft>>;

/** How deep a value may nest; what lies below is left out. CloudFormation itself refuses more than this. */
export const deepest = 40;

export type Ref = Readonly<Record<"Ref", string>>;
type GetAtt = Readonly<Record<"Fn::GetAtt", readonly [id: string, attribute: string]>>;
type Sub = Readonly<Record<"Fn::Sub", string>>;

/** What a resource is known by: a reference to it, or a name that was written out. */
export type Located = string | Ref | GetAtt | Sub;

export const ref = (id: string): Ref => ({ Ref: id });
export const getAtt = (id: string, attribute: string): GetAtt => ({ "Fn::GetAtt": [id, attribute] });
export const sub = (text: string): Sub => ({ "Fn::Sub": text });

/** Known text inside `Fn::Sub`, where `${` would begin a reference. */
export const escapeSub = (text: string): string => text.replaceAll("${", "${!");

/** A number where CloudFormation wants its digits as text. */
export const asText = (value: Draft): Draft => (typeof value === "number" ? String(value) : value);

const isList = (value: Draft | Cfn): value is readonly Draft[] => Array.isArray(value);

/**
 * The value without what is `undefined`. An object of which nothing is left goes too; one that was written `{}` is
 * meant to be empty and stays.
 */
export const prune = (draft: Draft, depth = 0): Cfn | undefined => {
  if (draft === undefined || depth > deepest) return undefined;
  if (isList(draft)) {
    const items = draft.map((item) => prune(item, depth + 1)).filter((item) => item !== undefined);
    return items.length > 0 || draft.length === 0 ? items : undefined;
  }
  if (typeof draft !== "object") return draft;
  const written = Object.entries(draft);
  const kept: [string, Cfn][] = [];
  for (const [name, value] of written) {
    const item = prune(value, depth + 1);
    if (item !== undefined) kept.push([name, item]);
  }
  return kept.length > 0 || written.length === 0 ? Object.fromEntries(kept) : undefined;
};

const namesIn = (text: string): string[] =>
  Array.from(text.matchAll(/(?<=\$\{)[A-Za-z0-9]+(?=[.}])/g), ([name]) => name);

const targetsOf = (name: string, value: Cfn): string[] => {
  if (name === "Ref" && typeof value === "string") return [value];
  if (name === "Fn::GetAtt" && Array.isArray(value) && typeof value[0] === "string") return [value[0]];
  return name === "Fn::Sub" && typeof value === "string" ? namesIn(value) : [];
};

/** Logical ids that a value refers to by `Ref`, `Fn::GetAtt` or `Fn::Sub`. */
export const referencedBy = (value: Cfn | undefined): string[] => {
  const found: string[] = [];
  collect(value, found);
  return found;
};

const collect = (value: Cfn | undefined, found: string[]): void => {
  if (typeof value !== "object") return;
  if (isList(value)) {
    for (const item of value) collect(item as Cfn, found);
    return;
  }
  for (const [name, item] of Object.entries(value)) {
    found.push(...targetsOf(name, item));
    collect(item, found);
  }
};
