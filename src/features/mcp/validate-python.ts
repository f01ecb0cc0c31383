import { pythonVersions } from "#adapters/python-lint";
import { validatePython as validateModule, Validation } from "#features/workflows";
import { optional } from "#http/fields";
import { z } from "zod";
import { clip, excerpt, inline, plain } from "./excerpt.ts";
import { defineTool } from "./tool.ts";

const most = 60;
const room = 15_000;
const longest = 300;

const Input = z.object({
  code: z.string().max(200_000).describe("The whole module"),
  stage: optional(z.enum(["initial_skeleton", "final_with_credentials"])).describe(
    "initial_skeleton (default): credentials are placeholders. final_with_credentials: ready to deploy, a placeholder is an error",
  ),
  python_version: optional(z.enum(pythonVersions)).describe("3.13 unless given"),
});

const Output = Validation.omit({ suggestions: true }).extend({
  left_out: z.int().describe("Findings that are not listed"),
});

export const validatePython = defineTool({
  name: "validate_python",
  title: "Validate Python",
  description: [
    "Checks a Python module for AWS Lambda without ever running it: syntax, undefined names, dangerous calls, secrets in the code,",
    "the handler's shape, modules that a Lambda does not have. Every finding has line, column, rule and, where known, what mends it.",
    "Use it after writing or changing Lambda code. Nothing is stored.",
  ].join(" "),
  input: Input,
  output: Output,
  access: "anon",
  limit: "write",
  effect: "none",
  run: async (_ctx, { code, stage, python_version: version }) => {
    const { is_valid, validation_errors: findings } = await validateModule(code, stage, version);
    const errors = findings.filter(({ severity }) => severity === "error");
    const others = findings.filter(({ severity }) => severity !== "error");
    const { shown, left } = excerpt(
      [...errors, ...others].map((finding) => ({
        ...finding,
        message: clip(finding.message, longest),
        fix: finding.fix === null ? null : clip(finding.fix, longest),
      })),
      most,
      room,
    );
    return {
      text: [
        is_valid
          ? `Valid: no errors${others.length > 0 ? `, ${others.length} warnings` : ""}.`
          : `Not valid: ${errors.length} errors, ${others.length} warnings.`,
        ...shown.map(
          ({ line, column, code: rule, severity, message, fix }) =>
            `- ${severity} ${rule} at ${line}:${column}: ${plain(message)}${fix === null ? "" : ` Fix: ${inline(fix)}`}`,
        ),
        ...(left > 0 ? [`- … ${left} more: mend these and validate again`] : []),
      ].join("\n"),
      structured: { is_valid, validation_errors: shown, left_out: left },
    };
  },
});
