/** A literal to write into Terraform code. A `Code` is written as it stands, e.g. a reference. */
export type Literal = string | number | boolean | Code | readonly Literal[] | { readonly [name: string]: Literal };

export class Code {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Terraform expression as code rather than as a string: `code("aws_kms_key.main.arn")`. */
export const code = (text: string): Code => new Code(text);

/**
 * One change to a Terraform project.
 * - `set`: gives the attribute at `path` a value; nested blocks on the way are made when missing.
 *   Path elements are block or attribute names; a number picks an occurrence of the block before it (0 when left out).
 *   With `from` the value is made from the one that stands there: another is left alone.
 * - `remove`: takes the attribute or block at `path` out.
 * - `block`: adds one nested block of that name with these attributes (an array of objects in it is a block inside).
 * - `add`: adds whole top-level blocks, unless `address` is declared already. `text` is complete HCL.
 */
export type Edit =
  | { op: "set"; address: string; path: readonly (string | number)[]; value: Literal; from?: string }
  | { op: "remove"; address: string; path: readonly (string | number)[] }
  | { op: "block"; address: string; path: readonly (string | number)[]; value: { readonly [name: string]: Literal } }
  | { op: "add"; address: string; text: string };

export const set = (address: string, path: string, value: Literal): Edit => ({
  op: "set",
  address,
  path: parsePath(path),
  value,
});
/** `db.t2.small` → `db.t3.small`: right only where that is what stands there. */
export const replace = (address: string, path: string, from: string, value: string): Edit => ({
  op: "set",
  address,
  path: parsePath(path),
  value,
  from,
});
export const remove = (address: string, path: string): Edit => ({ op: "remove", address, path: parsePath(path) });
export const addBlock = (address: string, path: string, value: { readonly [name: string]: Literal }): Edit => ({
  op: "block",
  address,
  path: parsePath(path),
  value,
});
export const add = (address: string, text: string): Edit => ({ op: "add", address, text });

/** `ingress[1].cidr_blocks` → `["ingress", 1, "cidr_blocks"]`. */
const parsePath = (path: string): (string | number)[] =>
  path
    .split(/\.|\[(\d+)\]/)
    .filter((part) => part !== undefined && part !== "")
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
