import { generateWorkflow as generate, Workflow } from "#features/workflows";
import { z } from "zod";
import { clip, fenced, inline, plain } from "./excerpt.ts";
import { defineTool } from "./tool.ts";

/** Characters of code in an answer, which holds it twice: as text and as data. */
const mostCode = 30_000;
const longest = 300;

const Input = z.object({
  prompt: z
    .string()
    .max(10_000)
    .describe("What it is to do, e.g. `When a Typeform response comes in, add a row to Google Sheets and tell Slack`"),
});

const { identified_tools, trigger, steps, engine } = Workflow.shape;

const Output = z.object({
  workflow_id: z.string(),
  name: z.string(),
  engine: engine.describe("builtin, or the model that planned it"),
  trigger,
  steps,
  open: z.array(z.string()).describe("What was asked for and is not done"),
  identified_tools,
  credentials: z
    .array(z.object({ id: z.string(), name: z.string(), required: z.boolean(), help_url: z.string() }))
    .describe("Environment variables that the code reads; their values are never sent here"),
  code: z.string().nullable().describe("handler.py; null where it is too long for an answer"),
  requirements: z.array(z.string()),
  is_valid: z.boolean().describe("What validate_python says of the code"),
});

export const generateWorkflow = defineTool({
  name: "generate_workflow",
  title: "Generate a workflow",
  description: [
    "Turns a sentence into an automation for AWS Lambda: trigger, steps, a complete Python module with real API calls, its requirements and the credentials it needs.",
    "Use it for 'when X happens do Y' across Slack, Gmail, Stripe, Sheets, S3 and other common tools. Needs an account, in which the workflow is kept.",
    "Nothing is run or deployed; credentials stay placeholders.",
  ].join(" "),
  input: Input,
  output: Output,
  access: "user",
  limit: "ai",
  effect: "keeps",
  run: async (ctx, { prompt }) => {
    const made = await generate(ctx, { prompt, description: undefined, input_type: undefined });
    const credentials = [
      ...new Map(
        made.nodes.flatMap(({ requiredCredentials }) => requiredCredentials.map((one) => [one.id, one])),
      ).values(),
    ].map(({ id, name, required, helpUrl }) => ({ id, name, required, help_url: helpUrl }));
    const code = made.code.length <= mostCode ? made.code : null;
    const open = made.open.map((words) => clip(words, longest));
    const address = `${ctx.origin}/workflows/${made.id}`;
    return {
      text: [
        `Workflow ${inline(made.name)}, kept as ${made.id}. Trigger: ${plain(made.trigger.description)}`,
        ...made.steps.map(({ title, tool }, index) => `${index + 1}. ${inline(title)} (${tool})`),
        ...open.map((words) => `Asked for and not done: ${inline(words, longest)}`),
        ...credentials.map(
          ({ id, name, required, help_url: help }) => `Set ${id}: ${name}${required ? "" : " (optional)"}, ${help}`,
        ),
        `Requirements: ${made.requirements.length === 0 ? "none" : made.requirements.map((line) => inline(line)).join(", ")}. Everything to deploy it: GET ${address}/download`,
        made.validation.is_valid ? "The code is valid." : "The code has errors: validate_python tells them.",
        code === null
          ? `handler.py has ${made.code.length} characters, too many for an answer: GET ${address}`
          : fenced(code, "python"),
      ].join("\n"),
      structured: {
        workflow_id: made.id,
        name: made.name,
        engine: made.engine,
        trigger: made.trigger,
        steps: made.steps,
        open,
        identified_tools: made.identified_tools,
        credentials,
        code,
        requirements: made.requirements,
        is_valid: made.validation.is_valid,
      },
    };
  },
});
