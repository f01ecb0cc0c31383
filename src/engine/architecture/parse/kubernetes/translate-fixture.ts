import type { Body } from "../hcl/ast.ts";
import { parseHcl } from "../hcl/index.ts";
import { translateKubernetes } from "./index.ts";

/** Lines of the Terraform that manifests become, without their indentation. */
export const terraformOf = (text: string): string[] =>
  translateKubernetes({ name: "manifest.yaml", text })
    .text.split("\n")
    .map((line) => line.trim());

/** Names of an argument and what a schema knows: a block by its index, anything else an attribute. */
interface Schema {
  resources: Readonly<Record<string, number>>;
  shapes: readonly object[];
}

/** Arguments that every resource may have. */
const everywhere = new Set(["count", "depends_on", "provider", "lifecycle"]);

/** Arguments and blocks in a text that the provider does not have. */
export const unknownArguments = (text: string, { resources, shapes }: Schema): string[] => {
  const unknown: string[] = [];
  const check = (body: Body, index: number, path: string): void => {
    const shape = new Map<string, unknown>(Object.entries(shapes[index] ?? {}));
    for (const item of body) {
      const name = item.kind === "block" ? item.type : item.name;
      const holds = shape.get(name);
      if (everywhere.has(name)) continue;
      if (item.kind === "block" && typeof holds === "number") check(item.body, holds, `${path}.${name}`);
      else if (item.kind === "block" || typeof holds !== "string") unknown.push(`${path}.${name}`);
    }
  };
  for (const item of parseHcl(text).body) {
    if (item.kind !== "block" || item.type !== "resource") continue;
    const type = item.labels[0] ?? "";
    const index = resources[type];
    if (index !== undefined) check(item.body, index, type);
    else if (type !== "kubernetes_manifest") unknown.push(type);
  }
  return unknown;
};
