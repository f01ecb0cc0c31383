import type { SourceFile } from "../project.ts";
import { awsSections } from "./aws/index.ts";
import { azureSections } from "./azure/index.ts";
import type { Brief } from "./brief.ts";
import { gcpSections } from "./gcp/index.ts";
import { layOut } from "./layout.ts";
import { planOf } from "./plan.ts";

const sectionsOf = { aws: awsSections, azure: azureSections, gcp: gcpSections } as const;

const variableName = /^\s*variable "(\w+)"/;

/** A variable that nothing reads is left out. */
const isUsed = (block: string, all: string): boolean => {
  const name = variableName.exec(block)?.[1];
  return name === undefined || new RegExp(`var\\.${name}\\b`).test(all);
};

/** A baseline design as Terraform: what the brief holds, written the plain way, nothing hardened and nothing of the user's own text. */
export const composeTerraform = (brief: Brief): { files: SourceFile[] } => {
  const sections = sectionsOf[brief.cloud](planOf(brief));
  const all = sections.flatMap(([, blocks]) => blocks).join("\n");
  const text = sections
    .map(([title, blocks]) => ({
      title,
      body: blocks.filter((block) => block.trim() !== "" && isUsed(block, all)).join("\n"),
    }))
    .filter(({ body }) => body !== "")
    .map(({ title, body }) => (title === "" ? body : `# ${title}\n\n${body}`));
  return { files: [{ name: "design.tf", text: layOut(text.join("\n\n")) }] };
};
