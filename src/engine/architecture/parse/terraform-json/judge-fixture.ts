import type { Component, Model } from "../../model/index.ts";
import { review, rules } from "../../rules/index.ts";
import { inspect } from "../index.ts";
import type { Warning } from "../index.ts";
import type { Translation } from "../translate/terraform-writer.ts";

/** What the rest of the engine makes of Terraform, a translated file's lines being those of its original. */
export const judge = (
  text: string,
  origin?: readonly number[],
): { model: Model; warnings: Warning[]; findings: { rule: string; resource: string; line: number }[] } => {
  const { model, warnings } = inspect([{ name: "main.tf", text, ...(origin && { origin }) }]);
  const findings = review(model, rules).failures.map(({ rule, resource, place }) => ({
    rule: rule.id,
    resource,
    line: place.line,
  }));
  return { model, warnings, findings };
};

export const judgeTranslation = ({ text, lines }: Translation): ReturnType<typeof judge> => judge(text, lines);

/** Line, from 1, on which a text stands the `time`-th time. */
export const lineOf = (text: string, part: string, time = 1): number => {
  const lines = text.split("\n").flatMap((line, index) => (line.includes(part) ? [index + 1] : []));
  return lines[time - 1] ?? -1;
};

/** A component without the places that it came from. */
export const substanceOf = ({ id, type, attributes, references }: Component): object => ({
  id,
  type,
  attributes,
  references,
});
