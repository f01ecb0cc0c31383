import type { DocumentNode } from "../document/node.ts";
import { entryOf, textOf } from "../document/node.ts";
import { isTopLevelName } from "./configuration/translate.ts";

const isMap = (node: DocumentNode | undefined): boolean => node?.kind === "map";

/** `terraform.tfstate`, which Terraform keeps for itself. */
const isStateFile = (root: DocumentNode): boolean =>
  textOf(entryOf(root, "version")) === "4" &&
  entryOf(root, "terraform_version") !== undefined &&
  entryOf(root, "resources")?.kind === "list";

/** Whether this is what `terraform show -json` prints of a plan or a state, or a state file itself. */
export const looksLikePlan = (root: DocumentNode): boolean => {
  if (isStateFile(root)) return true;
  if (textOf(entryOf(root, "format_version")) === undefined) return false;
  return (
    isMap(entryOf(root, "planned_values")) ||
    isMap(entryOf(entryOf(root, "values"), "root_module")) ||
    entryOf(root, "resource_changes")?.kind === "list"
  );
};

/** Whether this is Terraform's JSON syntax: it declares something, and says nothing that Terraform does not know. */
export const looksLikeTerraformJson = (root: DocumentNode): boolean => {
  if (root.kind !== "map") return false;
  const declared = root.entries.filter(({ key }) => key !== "//");
  return (
    declared.length > 0 &&
    declared.every(({ key, value }) => isTopLevelName(key) && (value.kind === "map" || value.kind === "list"))
  );
};
