import { TerraformWriter } from "../translate/terraform-writer.ts";
import type { Hcl } from "../translate/terraform-writer.ts";

interface Span {
  line: number;
  endLine: number;
}

interface BlockItem {
  kind: "block";
  type: string;
  labels: readonly string[];
  span: Span;
  items: Item[];
  /** Code of the condition on which the block is there. */
  guard?: string;
}

type Item =
  | { kind: "attribute"; name: string; value: Hcl; line: number }
  | { kind: "comment"; text: string; line: number }
  | BlockItem;

/** Both conditions; either may be missing. */
export const both = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || b === undefined ? (a ?? b) : `${a} && ${b}`;

const isPlainNumber = (value: string): boolean => /^"(?:0|[1-9]\d{0,6})"$/.test(value);
const isPlainBool = (value: string): boolean => value === '"true"' || value === '"false"';
/** Attributes whose digits are a name. */
const isNaming = (name: string): boolean => /(?:version|_id|identifier|account|name|family|description)$/.test(name);

/** CloudFormation writes numbers and bools as it likes, in quotes or without; Terraform writes them without. */
const plain = (name: string, value: Hcl): Hcl => {
  if (typeof value !== "string") {
    if (!("condition" in value)) return value;
    return { ...value, yes: plain(name, value.yes), no: plain(name, value.no) };
  }
  if (/^-?\d+$/.test(value) && isNaming(name)) return `"${value}"`;
  return isPlainBool(value) || (isPlainNumber(value) && !isNaming(name)) ? value.slice(1, -1) : value;
};

/**
 * A body under way. It is written down only when it is whole, so that no name is given twice and what a condition
 * decides between stands in one place.
 */
export class Draft extends TerraformWriter {
  private items: Item[] = [];

  override block(type: string, labels: readonly string[], span: Span, body: () => void): void {
    this.items.push({ kind: "block", type, labels, span, items: this.collect(body) });
  }

  override attribute(name: string, value: Hcl, line: number): void {
    this.items.push({ kind: "attribute", name, value: plain(name, value), line });
  }

  override comment(text: string, line: number): void {
    this.items.push({ kind: "comment", text, line });
  }

  /** Items that `body` writes, kept apart from what is written so far. */
  collect(body: () => void): Item[] {
    const outer = this.items;
    this.items = [];
    body();
    const collected = this.items;
    this.items = outer;
    return collected;
  }

  add(items: readonly Item[]): void {
    this.items.push(...items);
  }

  /** What stands there when a condition holds, and what when it does not. */
  either(condition: string, yes: readonly Item[], no: readonly Item[]): void {
    const attributesOf = (items: readonly Item[]): Map<string, { value: Hcl; line: number }> =>
      new Map(items.flatMap((item) => (item.kind === "attribute" ? [[item.name, item] as const] : [])));
    const [ifSo, ifNot] = [attributesOf(yes), attributesOf(no)];
    for (const [name, { value: so, line }] of ifSo) {
      const value = { condition, yes: so, no: ifNot.get(name)?.value ?? "null" };
      this.items.push({ kind: "attribute", name, value, line });
    }
    for (const [name, { value: not, line }] of ifNot)
      if (!ifSo.has(name))
        this.items.push({ kind: "attribute", name, value: { condition, yes: "null", no: not }, line });
    for (const [items, guard] of [
      [yes, condition],
      [no, `!${condition}`],
    ] as const)
      for (const item of items)
        if (item.kind === "block")
          this.items.push({ ...item, guard: item.guard === undefined ? guard : `${guard} && ${item.guard}` });
  }

  /** Writes all of it: of two attributes of one name the first counts. */
  writeTo(out: TerraformWriter): void {
    writeItems(this.items, out);
  }
}

export type DraftItems = readonly Item[];

export const writeItems = (items: DraftItems, out: TerraformWriter): void => {
  const written = new Set<string>();
  for (const item of items) {
    if (item.kind === "comment") out.comment(item.text, item.line);
    else if (item.kind === "block") writeBlock(item, out);
    else if (!written.has(item.name)) {
      written.add(item.name);
      out.attribute(item.name, item.value, item.line);
    }
  }
};

const writeBlock = (block: BlockItem, out: TerraformWriter): void => {
  const { type, labels, span, items, guard } = block;
  if (guard === undefined) return out.block(type, labels, span, () => writeItems(items, out));
  out.block("dynamic", [type], span, () => {
    out.attribute("for_each", `${guard} ? [1] : []`, span.line);
    out.block("content", [], span, () => writeItems(items, out));
  });
};
