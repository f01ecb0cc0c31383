import { pythonVersions } from "#adapters/python-lint";
import { optional } from "#http/fields";
import { z } from "@hono/zod-openapi";
import examples from "./examples.json" with { type: "json" };

const maxPrompt = 10_000;
/** Characters of a Python module. */
const maxCode = 200_000;

export const WorkflowId = z.string().regex(/^wf_[0-9a-f]{32}$/);

const Prompt = z.string().max(maxPrompt);

export const GenerateRequest = z
  .object({
    prompt: optional(Prompt).openapi({ description: "What it is to do, in words" }),
    description: optional(Prompt).openapi({ description: "The same as prompt" }),
    input_type: optional(z.enum(["text", "speech_transcript"])),
  })
  .openapi("WorkflowGenerateRequest", { example: examples.WorkflowGenerateRequest });
export type GenerateRequest = z.infer<typeof GenerateRequest>;

const Credential = z
  .object({
    id: z.string().openapi({ description: "The name of its environment variable" }),
    type: z.enum(["password", "text", "email", "url"]),
    name: z.string(),
    description: z.string(),
    required: z.boolean(),
    placeholder: z.string(),
    helpUrl: z.string(),
    validationPattern: z.string().openapi({ description: "A regular expression for the whole value" }),
  })
  .openapi("WorkflowCredential");

const Node = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    serviceType: z.string(),
    icon: z.enum(["webhook", "payment", "verified", "email", "storage"]),
    position: z.object({ x: z.number(), y: z.number() }),
    requiredCredentials: z.array(Credential),
  })
  .openapi("WorkflowNode");

const Finding = z
  .object({
    line: z.int(),
    column: z.int(),
    code: z.string(),
    severity: z.enum(["error", "warning"]),
    message: z.string(),
    fix: z.string().nullable(),
  })
  .openapi("PythonFinding");
export type Finding = z.infer<typeof Finding>;

export const Validation = z
  .object({
    is_valid: z.boolean().openapi({ description: "No finding is an error" }),
    validation_errors: z.array(Finding),
    suggestions: z.array(z.string()).openapi({ description: "What mends a finding, with its place" }),
  })
  .openapi("PythonValidation", { example: examples.PythonValidation });
export type Validation = z.infer<typeof Validation>;

const Trigger = z
  .object({
    type: z.enum(["webhook", "schedule", "email", "s3", "sqs", "sns", "dynamodb", "eventbridge", "api", "manual"]),
    tool: z.string().optional(),
    event: z.string().optional(),
    table: z.string().optional().openapi({ description: "The DynamoDB table that is watched, where one was named" }),
    schedule: z.string().optional().openapi({ description: "As EventBridge reads it: cron(…) or rate(…)" }),
    timezone: z.string().optional(),
    description: z.string(),
  })
  .openapi("WorkflowTrigger");

const Step = z
  .object({ id: z.string(), tool: z.string(), action: z.string(), title: z.string() })
  .openapi("WorkflowStep");

export const Workflow = z
  .object({
    id: z.string(),
    workflow_id: z.string(),
    workflowId: z.string(),
    user_id: z.string(),
    name: z.string(),
    description: z.string(),
    status: z.enum(["draft", "completed"]).openapi({ description: "completed: every credential was given once" }),
    generated_code_skeleton: z.string(),
    code: z.string().openapi({ description: "The same as generated_code_skeleton" }),
    generatedCode: z.string().openapi({ description: "The same as generated_code_skeleton" }),
    requirements: z.array(z.string()),
    template: z.string().openapi({ description: "AWS SAM" }),
    identified_tools: z.array(z.object({ id: z.string(), name: z.string(), credentials_needed: z.array(z.string()) })),
    trigger: Trigger,
    steps: z.array(Step),
    open: z.array(z.string()).openapi({ description: "What was asked for and is not done" }),
    nodes: z.array(Node),
    edges: z.array(z.object({ id: z.string(), source: z.string(), target: z.string() })),
    credentials_given: z.array(z.string()).openapi({ description: "Names only: a value is never kept" }),
    engine: z.string(),
    validation: Validation,
    created_at: z.iso.datetime(),
    createdAt: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .openapi("Workflow", { example: examples.Workflow });
export type Workflow = z.infer<typeof Workflow>;

export const WorkflowEntry = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    status: z.enum(["draft", "completed"]),
    createdAt: z.iso.datetime(),
    generatedCode: z.string(),
  })
  .openapi("WorkflowEntry", { example: examples.WorkflowEntry });
export type WorkflowEntry = z.infer<typeof WorkflowEntry>;

export const WorkflowList = z
  .object({ workflows: z.array(WorkflowEntry), next_cursor: z.string().nullable() })
  .openapi("WorkflowList", { example: examples.WorkflowList });

const Name = z.string().trim().min(1).max(200);

export const SaveRequest = z
  .object({
    name: optional(Name),
    prompt: optional(Prompt),
    description: optional(Prompt).openapi({ description: "The same as prompt: what it is to do" }),
    code: optional(z.string().max(maxCode)).openapi({ description: "Your own code in place of ours" }),
    generatedCode: optional(z.string().max(maxCode)).openapi({ description: "The same as code" }),
  })
  .openapi("WorkflowSaveRequest", { example: examples.WorkflowSaveRequest });
export type SaveRequest = z.infer<typeof SaveRequest>;

export const EditRequest = z
  .object({
    name: optional(Name),
    prompt: optional(Prompt).openapi({ description: "Planned anew from these words" }),
    description: optional(Prompt).openapi({ description: "The same as prompt" }),
    code: z.string().max(maxCode).nullish().openapi({ description: "Your own code; null for ours again" }),
    generatedCode: optional(z.string().max(maxCode)).openapi({ description: "The same as code" }),
  })
  .openapi("WorkflowEditRequest", { example: examples.WorkflowEditRequest });
export type EditRequest = z.infer<typeof EditRequest>;

const CredentialValues = z.record(z.string().max(100), z.string().max(20_000));

export const CredentialsRequest = z
  .union([z.object({ credentials: CredentialValues }).transform(({ credentials }) => credentials), CredentialValues])
  .openapi("WorkflowCredentialsRequest", {
    example: examples.WorkflowCredentialsRequest,
    type: "object",
    description: "`{credentials: {KEY: value}}`, or the keys and values themselves",
  });

export const Rendered = z
  .object({ workflow_id: z.string(), updated_code: z.string(), missing: z.array(z.string()), validation: Validation })
  .openapi("WorkflowRendered", { example: examples.WorkflowRendered });

export const ValidateRequest = z
  .object({
    // An empty editor is a module without a handler, and not a field that was left out.
    code_to_validate: z.string().max(maxCode).nullish(),
    code: z.string().max(maxCode).nullish().openapi({ description: "The same as code_to_validate" }),
    validation_stage: optional(z.enum(["initial_skeleton", "final_with_credentials"])),
    python_version: optional(z.enum(pythonVersions)).openapi({ description: "3.13 unless given" }),
  })
  .openapi("ValidateRequest", { example: examples.ValidateRequest });
