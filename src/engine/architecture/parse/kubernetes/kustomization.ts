import { readDocument } from "../document/index.ts";
import type { DocumentNode } from "../document/node.ts";
import { entryOf, textOf } from "../document/node.ts";
import type { SourceFile } from "../project.ts";

const fileName = /(?:^|\/)kustomization\.ya?ml$/i;
const api = /^apiVersion:\s*["']?kustomize\.config\.k8s\.io\//m;

/** Whether a file tells Kustomize what to build; most of them say neither their version nor their kind. */
export const isKustomization = ({ name, text }: Pick<SourceFile, "name" | "text">): boolean =>
  fileName.test(name) || api.test(text);

/** Keys that only gather objects: without others nothing is lost. */
const gathering = new Set(["apiVersion", "kind", "metadata", "resources", "bases", "components"]);

/** What a kustomization does to the objects that it gathers: `images`, `patches`. */
export const changesIn = (root: DocumentNode | undefined): string[] =>
  root?.kind === "map" ? root.entries.map(({ key }) => key).filter((key) => !gathering.has(key)) : [];

const itemsAt = (root: DocumentNode, key: string): readonly DocumentNode[] => {
  const list = entryOf(root, key);
  return list?.kind === "list" ? list.items : [];
};

/** Paths of the files that a kustomization lays over its objects. */
const patchPaths = (root: DocumentNode): string[] => {
  const named = ["patches", "patchesJson6902"].flatMap((key) =>
    itemsAt(root, key).map((patch) => entryOf(patch, "path")),
  );
  return [...named, ...itemsAt(root, "patchesStrategicMerge")]
    .flatMap((node) => textOf(node) ?? [])
    .filter((path) => !path.includes("\n"));
};

/** `overlays/prod` and `../../base/x.yaml` → `base/x.yaml`. */
const resolve = (folder: string, path: string): string => {
  const parts = folder.split("/").filter((part) => part !== "");
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
};

/** Names of files that kustomizations lay over objects: parts of objects, which are none themselves. */
export const patchFiles = (files: readonly SourceFile[]): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const file of files.filter(isKustomization)) {
    const folder = file.name.slice(0, file.name.lastIndexOf("/") + 1);
    for (const root of readDocument(file.text).documents)
      for (const path of patchPaths(root)) names.add(resolve(folder, path));
  }
  return names;
};
