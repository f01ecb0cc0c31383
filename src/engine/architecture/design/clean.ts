import type { Block, Body } from "../parse/hcl/ast.ts";
import type { Project, SourceFile, TerraformFile } from "../parse/project.ts";
import { directoryOf } from "../parse/evaluate/directories.ts";
import { uniqueNames } from "../parse/upload.ts";
import { maskMarker } from "../secrets/index.ts";
import { addressOf } from "./patch.ts";

/** Whether a stretch between two items is only white space and comments, that is: nothing that failed to parse. */
const isQuiet = (text: string): boolean => {
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char.trim() === "" || char === "\uFEFF") at++;
    else if (char === "#" || text.startsWith("//", at)) {
      const end = text.indexOf("\n", at);
      at = end < 0 ? text.length : end + 1;
    } else if (text.startsWith("/*", at)) {
      const end = text.indexOf("*/", at + 2);
      if (end < 0) return false;
      at = end + 2;
    } else return false;
  }
  return true;
};

const declaring = new Set(["resource", "data", "variable", "output", "module"]);
const isDeclaration = (item: Body[number]): item is Block => item.kind === "block" && declaring.has(item.type);

const isKeptValue = ({ name, text }: TerraformFile, { start, end }: Body[number]): boolean =>
  name.endsWith(".tfvars") && !text.slice(start, end).includes(maskMarker);

/** Arguments by which other formats tell a rule something, and that Terraform's provider has no more. */
const retired: Readonly<Record<string, readonly string[]>> = {
  azurerm_container_registry: ["retention_policy", "encryption"],
  azurerm_frontdoor: ["location"],
  azurerm_key_vault: ["soft_delete_enabled"],
};

/** A block's text without them. */
const withoutRetired = ({ text }: TerraformFile, block: Block): string => {
  const type = block.labels[0] ?? "";
  const names = block.type === "resource" && Object.hasOwn(retired, type) ? (retired[type] ?? []) : [];
  let from = block.start;
  let kept = "";
  for (const item of block.body) {
    if (!names.includes(item.kind === "block" ? item.type : item.name)) continue;
    kept += text.slice(from, item.start).trimEnd();
    from = item.end;
  }
  return kept + text.slice(from, block.end);
};

const cleanFile = (file: TerraformFile, declared: Set<string>): string => {
  const pieces: string[] = [];
  let from = 0;
  for (const item of file.body) {
    const gap = file.text.slice(from, item.start);
    pieces.push(isQuiet(gap) ? gap : "\n\n");
    from = item.end;
    // An argument outside any block belongs into a file of values; a secret among them is asked for instead.
    if (item.kind === "attribute" && !isKeptValue(file, item)) continue;
    const address = isDeclaration(item) ? addressOf(item) : undefined;
    if (address !== undefined && declared.has(address)) continue;
    if (address !== undefined) declared.add(address);
    const isTranslated = file.origin !== undefined && item.kind === "block";
    pieces.push(isTranslated ? withoutRetired(file, item) : file.text.slice(item.start, item.end));
  }
  const tail = file.text.slice(from);
  pieces.push(isQuiet(tail) ? tail : "\n");
  return pieces.join("");
};

/** A file that was written from another format is Terraform now, and says so: `template.yaml` → `template.tf`. */
const terraformName = ({ name, origin }: TerraformFile): string =>
  origin === undefined ? name : `${name.replace(/(?:\.tf)?\.[A-Za-z]{1,10}$/, "")}.tf`;

/** The project's text without what Terraform would refuse: parts that did not parse, and second declarations of one address. */
export const cleanProject = (project: Project): SourceFile[] => {
  const declared = new Map<string, Set<string>>();
  const cleaned = project.files.map((file) => {
    const directory = directoryOf(file.name);
    const inDirectory = declared.get(directory) ?? new Set<string>();
    declared.set(directory, inDirectory);
    return { name: terraformName(file), text: cleanFile(file, inDirectory) };
  });
  return uniqueNames(cleaned);
};
