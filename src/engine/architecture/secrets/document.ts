import type { DocumentNode, DocumentReading, ListNode, ScalarNode } from "../parse/document/node.ts";
import { entryOf, textOf } from "../parse/document/node.ts";
import { readDocument } from "../parse/document/index.ts";
import { declaredSecrets } from "./declared.ts";
import { maskMarker, maskRegions, maskSecrets } from "./mask.ts";
import type { Masked, Region } from "./mask.ts";
import { isLiteralSecret, isSecretName } from "./names.ts";

/** Documents nest no deeper than their readers allow; this is for the type checker's peace and ours. */
const deepest = 100;

export interface MaskedDocument extends Masked {
  /** The masked text as it was read, where masking did not need another look: to save reading it again. */
  reading?: DocumentReading;
}

/**
 * Masks YAML and JSON: line by line first, then by their structure: the value under a telling name, the value beside
 * one, a parameter that says `NoEcho`, the data of a Kubernetes secret, what a plan itself calls sensitive.
 */
export const maskDocument = (source: string): MaskedDocument => {
  const first = maskSecrets(source);
  const readable = quoteMarkers(first.text);
  const regions: Region[] = [];
  const reading = readDocument(readable);
  for (const document of reading.documents) {
    search(document, readable, regions, 0);
    for (const [values, marks] of sensitivePairs(document)) maskMarked(values, marks, readable, regions, 0);
    for (const declared of declaredSecrets(document)) maskEverything(declared, readable, regions, 0);
  }
  if (regions.length === 0) return { text: readable, lines: first.lines, reading };
  const { text, lines } = maskRegions(readable, regions);
  return { text: quoteMarkers(text), lines: [...new Set([...first.lines, ...lines])].toSorted((a, b) => a - b) };
};

/** A bare marker would be an alias to YAML. */
const bareMarker = /(?<=[:,[{]\s{0,40}|^\s{0,80}-\s{1,40})\*\*\*MASKED\*\*\*/gm;
const quoteMarkers = (text: string): string =>
  text.includes(maskMarker) ? text.replaceAll(bareMarker, `"${maskMarker}"`) : text;

/** A user's name is no secret, whatever CloudFormation is asked not to echo. */
const isUserName = (name: string): boolean => /user(?:_?name)?$/i.test(name);

const search = (node: DocumentNode, text: string, regions: Region[], depth: number, called = ""): void => {
  if (depth > deepest) return;
  if (node.kind === "list") for (const item of node.items) search(item, text, regions, depth + 1);
  if (node.kind !== "map") return;
  const named = textOf(["name", "Name", "key", "Key"].map((key) => entryOf(node, key)).find((name) => name));
  const isHidden = /^(?:true|yes|on)$/i.test(textOf(entryOf(node, "NoEcho")) ?? "") && !isUserName(called);
  const isSecret = textOf(entryOf(node, "kind")) === "Secret";
  for (const { key, value } of node.entries) {
    const beside = /^value$/i.test(key) && named !== undefined && isSecretName(named);
    const hidden = isHidden && key === "Default";
    const data = isSecret && (key === "data" || key === "stringData");
    // What CloudFormation's console writes beside the field of each parameter.
    if (key === "ParameterLabels") continue;
    if (beside || hidden || data || isSecretName(key)) maskAll(value, text, regions, key, depth + 1);
    else search(value, text, regions, depth + 1, key);
  }
};

/** Every literal below a telling name; a map below one may hold more than the secret, and says so itself. */
const maskAll = (node: DocumentNode, text: string, regions: Region[], name: string, depth: number): void => {
  if (depth > deepest) return;
  if (node.kind === "scalar") {
    if (typeof node.value === "string" && node.tag === undefined && isLiteralSecret(node.value, name))
      regions.push(regionOf(node, text));
  } else if (node.kind === "list")
    for (const item of valuesOf(node, node.tag)) maskAll(item, text, regions, name, depth + 1);
  else if (name === "data" || name === "stringData")
    for (const { value } of node.entries) maskAll(value, text, regions, "value", depth + 1);
  else
    for (const { key, value } of node.entries)
      if (value.kind === "list" && key.startsWith("Fn::"))
        for (const item of valuesOf(value, key.slice(4))) maskAll(item, text, regions, name, depth + 1);
      else if (valueKeys.has(key) && value.kind === "scalar") maskAll(value, text, regions, name, depth + 1);
      else search({ ...node, entries: [{ key, keyStart: 0, keyLine: 0, value }] }, text, regions, depth);
};

/** Arguments of a function of CloudFormation that may be the value itself or a part of it; the others name something. */
const valuesOf = ({ items }: ListNode, called: string | undefined): readonly DocumentNode[] => {
  if (called === undefined) return items;
  if (called === "If") return items.slice(1);
  const parts = called === "Join" && items[1]?.kind === "list" ? items[1].items : [];
  // Parts of the address of a secret are none.
  return parts.some((part) => textOf(part)?.includes("{{resolve:")) ? [] : parts;
};

/** Under these a parameter, a plan's variable or its configuration holds what it is set to. */
const valueKeys = new Set(["value", "Value", "constant_value", "default", "Default", "defaultValue"]);

const regionOf = ({ start, end }: ScalarNode, text: string): Region => {
  const first = text[start];
  if (first === '"' || first === "'") return { start: start + 1, end: end - 1 };
  if (first !== "|" && first !== ">") return { start, end, unquoted: true };
  // A block of text: its header stays, and so does the indentation of its first line.
  const body = text.indexOf("\n", start) + 1;
  const indent = /^\s*/.exec(text.slice(body, end))?.[0].length ?? 0;
  const trimmed = text.slice(body, end).trimEnd().length;
  return { start: body + indent, end: Math.max(body + indent, body + trimmed) };
};

/** A plan says which of its values are sensitive: pairs of values and the marks that belong to them. */
const sensitivePairs = (root: DocumentNode): [values: DocumentNode, marks: DocumentNode][] => {
  const pairs: [DocumentNode, DocumentNode][] = [];
  const collect = (node: DocumentNode, depth: number): void => {
    if (depth > deepest) return;
    if (node.kind === "list") for (const item of node.items) collect(item, depth + 1);
    if (node.kind !== "map") return;
    for (const [value, mark] of [
      ["values", "sensitive_values"],
      ["before", "before_sensitive"],
      ["after", "after_sensitive"],
      ["value", "sensitive"],
    ] as const) {
      const [values, marks] = [entryOf(node, value), entryOf(node, mark)];
      if (values !== undefined && marks !== undefined) pairs.push([values, marks]);
    }
    for (const { value } of node.entries) collect(value, depth + 1);
  };
  if (entryOf(root, "format_version") !== undefined) collect(root, 0);
  return pairs;
};

const maskMarked = (
  values: DocumentNode,
  marks: DocumentNode,
  text: string,
  regions: Region[],
  depth: number,
): void => {
  if (depth > deepest) return;
  if (marks.kind === "scalar") {
    if (marks.value === true) maskEverything(values, text, regions, depth);
    return;
  }
  if (marks.kind === "map" && values.kind === "map") {
    const marked = new Map(marks.entries.map(({ key, value }) => [key, value]));
    for (const { key, value } of values.entries) {
      const mark = marked.get(key);
      if (mark !== undefined) maskMarked(value, mark, text, regions, depth + 1);
    }
  }
  if (marks.kind === "list" && values.kind === "list")
    for (const [index, mark] of marks.items.entries()) {
      const own = values.items[index];
      if (own !== undefined) maskMarked(own, mark, text, regions, depth + 1);
    }
};

const maskEverything = (node: DocumentNode, text: string, regions: Region[], depth: number): void => {
  if (depth > deepest) return;
  if (node.kind === "list") for (const item of node.items) maskEverything(item, text, regions, depth + 1);
  else if (node.kind === "map") for (const { value } of node.entries) maskEverything(value, text, regions, depth + 1);
  else if (node.value !== null && typeof node.value !== "boolean" && node.value !== "")
    regions.push(regionOf(node, text));
};
