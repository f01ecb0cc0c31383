import type { Model } from "../../model/index.ts";
import { review, rules } from "../../rules/index.ts";
import { inspect } from "../index.ts";
import type { Warning } from "../project.ts";
import type { Translation } from "../translate/terraform-writer.ts";
import { translateCloudFormation } from "./index.ts";

/** A template as the engine sees it, with the findings by rule and line of the template. */
export const examine = (
  text: string,
): { translation: Translation; model: Model; warnings: Warning[]; findings: string[] } => {
  const translation = translateCloudFormation({ name: "template", text });
  const { text: code, lines: origin, bodies = new Map<number, number>() } = translation;
  const { model, warnings } = inspect([{ name: "template", text: code, origin, bodies }]);
  const findings = review(model, rules).failures.map(({ rule, place }) => `${rule.id}:${place.line}`);
  return { translation, model, warnings, findings };
};

/** Lines of the Terraform that a template becomes, without their indentation. */
export const terraformOf = (template: string): string[] =>
  translateCloudFormation({ name: "template", text: template })
    .text.split("\n")
    .map((line) => line.trim());

/** A template with these parts; `resources` are indented by two. */
export const templateOf = (resources: string, before = ""): string =>
  `AWSTemplateFormatVersion: "2010-09-09"\n${before}Resources:\n${resources.replaceAll(/^(?=.)/gm, "  ")}`;
