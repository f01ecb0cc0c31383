import type { DocumentNode } from "../document/node.ts";
import { hclString } from "../translate/terraform-writer.ts";
import type { Hcl } from "../translate/terraform-writer.ts";

/** A scalar as code: numbers and bools without quotes. */
export const scalarCode = (value: string | number | boolean | null): string =>
  value === null ? "null" : typeof value === "string" ? hclString(value) : String(value);

/** A node as it stands, each part with its line. Documents nest no deeper than their reader allows. */
export const objectCode = (node: DocumentNode): Hcl => {
  if (node.kind === "scalar") return scalarCode(node.value);
  if (node.kind === "list") return { list: node.items.map((item) => ({ value: objectCode(item), line: item.line })) };
  return {
    object: node.entries.map(({ key, keyLine, value }) => ({ key, value: objectCode(value), line: keyLine })),
  };
};
