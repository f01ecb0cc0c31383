import { factsOf } from "../parse/arm/facts.ts";
import { KnownTexts } from "../parse/arm/known-text.ts";
import { mappingOf } from "../parse/arm/resources/index.ts";
import type { ArmResource } from "../parse/arm/scope.ts";
import { entryOf, textOf } from "../parse/document/node.ts";
import { settingFor } from "./arm-setting.ts";
import type { Wanted } from "./arm-setting.ts";
import type { DocumentChange, DocumentMap, DocumentPath, DocumentValue } from "./change.ts";

/** Type in small letters → resources that hold some of its settings, by the name that Azure gives them. */
const holders: Readonly<Record<string, readonly (readonly [type: string, name: string])[]>> = {
  "microsoft.storage/storageaccounts": [["blobServices", "default"]],
};

/** `[parameters('name')]` → `parameters('name')`, and a plain text in its quotes. */
const expressionOf = (name: string): string =>
  /^\[(?!\[).*\]$/s.test(name) ? name.slice(1, -1) : `'${name.replaceAll("'", "''")}'`;

const nested = (path: string, value: DocumentValue): DocumentMap => {
  const [name = "", ...rest] = path.split(".");
  return { [name]: rest.length === 0 ? value : nested(rest.join("."), value) };
};

/** A resource of its own for settings that the template has none of yet, beside the one that they are of. */
export const newSettings = (
  { type, node, frame, settings }: ArmResource,
  path: DocumentPath,
  siblings: number | undefined,
  wanted: Wanted,
): DocumentChange[] | undefined => {
  const known = Object.hasOwn(holders, type.toLowerCase()) ? (holders[type.toLowerCase()] ?? []) : [];
  const name = textOf(entryOf(node, "name"));
  const apiVersion = textOf(entryOf(node, "apiVersion"));
  // A copied resource would need its settings copied too.
  if (siblings === undefined || name === undefined || apiVersion === undefined || entryOf(node, "copy") !== undefined)
    return undefined;
  for (const [part, own] of settings.length > 0 ? [] : known) {
    const fields = mappingOf(`${type}/${part}`)?.settingsOf?.(factsOf(node, frame, new KnownTexts()), own);
    const empty = { ...node, entries: [] };
    const setting = fields && settingFor({ node: empty, fields }, wanted);
    if (setting === undefined) continue;
    const condition = textOf(entryOf(node, "condition"));
    const value = {
      type: `${type}/${part}`,
      apiVersion,
      name: `[concat(${expressionOf(name)}, '/${own}')]`,
      ...(condition !== undefined && { condition }),
      dependsOn: [`[resourceId('${type}', ${expressionOf(name)})]`],
      ...nested(setting.path, setting.value),
    };
    return [{ path: [...path.slice(0, -1), siblings], value }];
  }
  return undefined;
};
