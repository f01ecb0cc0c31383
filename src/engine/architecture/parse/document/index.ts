import { readJson } from "./json.ts";
import type { DocumentReading } from "./node.ts";
import { readYaml } from "./yaml.ts";

export { readJson } from "./json.ts";
export { entryOf, textOf } from "./node.ts";
export type { DocumentFile } from "./node.ts";
export { readYaml } from "./yaml.ts";

/** Reads a text as what it begins like: JSON where it opens with a brace or a bracket, else YAML. */
export const readDocument = (text: string): DocumentReading => {
  const body = text.replace(/^\uFEFF/, " ");
  if (!/^\s*[{[]/.test(body)) return readYaml(text);
  const json = readJson(body);
  if (json.problems.length === 0) return json;
  const yaml = readYaml(text);
  return yaml.problems.length === 0 ? yaml : json;
};
