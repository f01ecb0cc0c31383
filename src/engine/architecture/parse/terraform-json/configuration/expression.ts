import type { DocumentNode } from "../../document/node.ts";
import { hclString } from "../../translate/terraform-writer.ts";
import type { Hcl } from "../../translate/terraform-writer.ts";
import { isExpression, templateCode } from "./template.ts";

/** How the strings of a value are read. */
export type Strings =
  /** As templates: in most places. */
  | "templates"
  /** As they stand: in `variable` and `terraform` blocks. */
  | "literal"
  /** As code without `${`: a type, the address of a resource, the name of a provider. */
  | "bare";

export type Report = (line: number, message: string) => void;

/** A variable without a value stands for what cannot be read: it is not known, which is not the same as not set. */
export const unreadable = "unreadable_expression";

/** A value of the JSON syntax as HCL. What cannot be read is reported and left without a value. */
export const hclOf = (node: DocumentNode, strings: Strings, report: Report): Hcl => {
  if (node.kind === "list")
    return { list: node.items.map((item) => ({ value: hclOf(item, strings, report), line: item.line })) };
  if (node.kind === "map")
    return {
      object: node.entries
        .filter(({ key }) => key !== "//")
        .map(({ key, keyLine, value }) => ({
          ...keyOf(key, keyLine, strings, report),
          value: hclOf(value, strings, report),
          line: keyLine,
        })),
    };
  return typeof node.value === "string" ? codeOf(node.value, node.line, strings, report) : String(node.value);
};

const codeOf = (text: string, line: number, strings: Strings, report: Report): string => {
  if (strings === "literal") return hclString(text);
  if (strings === "bare") return bareCode(text, line, report);
  const template = templateCode(text);
  if ("code" in template) return template.code;
  report(line, template.fault);
  return `var.${unreadable}`;
};

/** `"aws.replica"` → `aws.replica`; the older way `"${aws.replica}"` says the same. */
const bareCode = (text: string, line: number, report: Report): string => {
  const code = /^\$\{([^{}]*)\}$/.exec(text)?.[1]?.trim() ?? text.trim();
  if (!/[\r\n]/.test(code) && isExpression(code)) return code;
  report(line, "expected a name or a type here");
  return "null";
};

/** The keys of an object are templates like its values. */
const keyOf = (key: string, line: number, strings: Strings, report: Report): { key: string; isCode?: true } => {
  if (strings !== "templates" || !/[$%]\{/.test(key)) return { key };
  const template = templateCode(key);
  if ("code" in template) return { key: `(${template.code})`, isCode: true };
  report(line, template.fault);
  return { key };
};
