import type { Draft, Properties } from "./cfn.ts";
import { asText } from "./cfn.ts";
import type { Handle, Mapping } from "./mapping.ts";
import type { Reader } from "./reader.ts";

/** Where a property comes from: the attribute of this name, with the same value, or whatever a function reads. */
export type Source = string | ((from: Reader) => Draft);
export type Table = Readonly<Record<string, Source>>;

const readSource = (source: Source, from: Reader): Draft =>
  typeof source === "string" ? from.plain(source) : source(from);

/** The properties that a table names, read from one resource or block. */
export const fill = (table: Table, from: Reader): Properties =>
  Object.fromEntries(Object.entries(table).map(([name, source]) => [name, readSource(source, from)]));

/** A mapping that is no more than a table. Attributes that are `ignored` say nothing that a template would. */
export const tabled = (
  type: string,
  table: Table,
  { ignored = [], ...rest }: Omit<Mapping, "type" | "properties"> & { ignored?: readonly string[] } = {},
): Mapping => ({
  ...rest,
  type,
  properties: (from) => {
    for (const path of ["name_prefix", ...ignored]) from.raw(path);
    return fill(table, from);
  },
});

const reading =
  (handle: Handle) =>
  (path: string): Source =>
  (from) =>
    from.value(path, handle);

export const id = reading("id");
export const arn = reading("arn");
export const named = reading("name");
export const host = reading("host");

const readingList =
  (handle: Handle) =>
  (path: string): Source =>
  (from) =>
    from.list(path, handle);

export const texts = readingList("text");
export const ids = readingList("id");
export const arns = readingList("arn");
export const names = readingList("name");
export const groups = readingList("group");

/** Text, also where Terraform has a number or a switch. */
export const text =
  (path: string): Source =>
  (from) => {
    const value = from.plain(path);
    return typeof value === "boolean" ? String(value) : asText(value);
  };

/** A number, also where Terraform has its digits. */
export const number =
  (path: string): Source =>
  (from) => {
    const value = from.plain(path);
    return typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
  };

/** What CloudFormation insists on: it becomes a parameter where it is not known. */
export const must =
  (source: Source): Source =>
  (from) =>
    readSource(source, from.must);

/** What CloudFormation wants to be told and Terraform takes for granted. */
export const orElse =
  (source: Source, value: Draft): Source =>
  (from) =>
    readSource(source, from) ?? value;

/** The only block of this name. */
export const block =
  (path: string, table: Table): Source =>
  (from) =>
    from.within(path, (inner) => fill(table, inner));

/** All blocks of this name. */
export const blocks =
  (path: string, table: Table): Source =>
  (from) =>
    from.each(path, (inner) => fill(table, inner));

/** One value of the only block of this name. */
export const valueIn =
  (path: string, source: Source): Source =>
  (from) =>
    from.within(path, (inner) => readSource(source, inner));

/** Attributes that CloudFormation keeps together in a part of its own. */
export const part =
  (table: Table): Source =>
  (from) =>
    fill(table, from);

/** A document, such as a policy, as an object. */
export const document =
  (path: string): Source =>
  (from) =>
    from.document(path);

/** A list of one. */
export const alone =
  (source: Source): Source =>
  (from) => {
    const value = readSource(source, from);
    return value === undefined ? undefined : [value];
  };

/** A list of which each item stands in a part of its own: `["source"]` → `[{Name: source}]`. */
export const each =
  (property: string, source: Source): Source =>
  (from) => {
    const items = readSource(source, from);
    return Array.isArray(items) ? items.map((item: Draft) => ({ [property]: item })) : undefined;
  };

/** A map as a list of pairs: `{Team: shop}` → `[{Key: Team, Value: shop}]`. */
export const pairs =
  (path: string, key = "Key", value = "Value"): Source =>
  (from) => {
    const found = from.names(path).map((name) => ({ [key]: name, [value]: asText(from.plain(`${path}.${name}`)) }));
    return found.length === 0 ? undefined : found;
  };

export const tags: Source = (from) => from.tags();
export const tagMap: Source = (from) => from.tagMap();

/** ARN of something that CloudFormation only gives the name of. */
export const arnOf = (service: string, resource: string): string =>
  `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`;
