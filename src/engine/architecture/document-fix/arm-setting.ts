import type { Literal } from "../design/edit.ts";
import { printLiteral } from "../design/literal.ts";
import { Body } from "../parse/arm/body.ts";
import type { Field, Fields } from "../parse/arm/resources/mapping.ts";
import type { DocumentNode, MapNode } from "../parse/document/node.ts";
import { entryOf, textOf } from "../parse/document/node.ts";
import { TerraformWriter } from "../parse/translate/terraform-writer.ts";
import type { Hcl } from "../parse/translate/terraform-writer.ts";
import { isList, isMap } from "./change.ts";
import type { DocumentValue } from "./change.ts";

/** What is to be set: attribute of Terraform → value. */
export type Wanted = ReadonlyMap<string, Literal>;

/** Where settings may be written: the resource itself, or one that holds some of its settings. */
export interface Holder {
  node: MapNode;
  fields: Fields;
}

/** One setting of a template that says what is wanted. */
export interface Setting {
  path: string;
  value: DocumentValue;
}

const nowhere = { start: 0, end: 0, line: 1, endLine: 1 };

/** A value as a part of a document, for those who read it. */
const nodeOf = (value: DocumentValue): DocumentNode => {
  if (isList(value)) return { kind: "list", ...nowhere, items: value.map(nodeOf) };
  if (!isMap(value)) return { kind: "scalar", ...nowhere, value };
  const entries = Object.entries(value).map(([key, inner]) => ({ key, keyStart: 0, keyLine: 1, value: nodeOf(inner) }));
  return { kind: "map", ...nowhere, entries };
};

const codeOf = (node: DocumentNode): Hcl => {
  if (node.kind === "list") return { list: node.items.map((item) => ({ value: codeOf(item), line: 1 })) };
  if (node.kind === "map")
    return { object: node.entries.map(({ key, value }) => ({ key, value: codeOf(value), line: 1 })) };
  return node.value === null ? "null" : printLiteral(node.value);
};

const writtenBy = (write: (body: Body) => void): Set<string> => {
  const body = new Body();
  write(body);
  const out = new TerraformWriter();
  body.writeTo(out);
  return new Set(out.finish().text.split("\n"));
};

/** Writes a setting as the translator does. */
const writeField = (field: Field, node: DocumentNode, body: Body): void => {
  if (typeof field === "string") body.attribute(field, codeOf(node), 1);
  else if ("to" in field) body.attribute(field.to, field.as(codeOf(node)), 1);
  else if ("write" in field)
    field.write(node, {
      line: 1,
      body,
      hcl: codeOf,
      key: (text) => printLiteral(text),
      fields: (value, fields, inner) => {
        for (const [path, below] of Object.entries(fields)) {
          const found = path.split(".").reduce<DocumentNode | undefined>((at, key) => entryOf(at, key), value);
          if (found !== undefined) writeField(below, found, inner);
        }
      },
    });
};

/** Values by which Azure may say what Terraform says by this one. */
const candidates = (name: string, value: Literal, known: string | undefined): DocumentValue[] => {
  const word = (isOn: boolean): string => (isOn ? "Enabled" : "Disabled");
  if (typeof value === "boolean") return [value, word(value), !value, word(!value)];
  if (typeof value === "number") return [value, String(value), { enabled: true, days: value }, true];
  if (typeof value !== "string") return [];
  const half = known?.includes("_") === true ? [known.replace(/_.*$/, `_${value}`)] : [];
  return name.endsWith("replication_type") ? half : [value, value.toLowerCase(), "None"];
};

/** The setting after which the translator writes what is wanted. */
export const settingFor = ({ node, fields }: Holder, wanted: Wanted): Setting | undefined => {
  const lines = writtenBy((body) => {
    for (const [path, value] of wanted) body.attribute(path, printLiteral(value), 1);
  });
  const [[name, value] = []] = wanted;
  if (name === undefined || value === undefined) return undefined;
  const found = Object.entries(fields).flatMap(([path, field]) => {
    const known = textOf(path.split(".").reduce<DocumentNode | undefined>(entryOfAnyCase, node));
    const fit = candidates(name, value, known).find((candidate) => {
      const written = writtenBy((body) => writeField(field, nodeOf(candidate), body));
      return [...lines].every((line) => written.has(line));
    });
    return fit === undefined ? [] : [{ path, value: fit, isThere: known !== undefined }];
  });
  return found.find(({ isThere }) => isThere) ?? found[0];
};

/** Azure compares names without their case. */
const entryOfAnyCase = (node: DocumentNode | undefined, name: string): DocumentNode | undefined =>
  entryOf(node, nameIn(node, name));

const nameIn = (node: DocumentNode | undefined, name: string): string => {
  if (node?.kind !== "map") return name;
  const keys = node.entries.map(({ key }) => key);
  return keys.includes(name) ? name : (keys.find((key) => key.toLowerCase() === name.toLowerCase()) ?? name);
};

/** A path of a mapping in the template's own spelling. */
export const ownPath = (node: DocumentNode, path: string): string[] => {
  const own: string[] = [];
  let at: DocumentNode | undefined = node;
  for (const step of path.split(".")) {
    const name = nameIn(at, step);
    own.push(name);
    at = entryOf(at, name);
  }
  return own;
};
