import { AiError } from "#adapters/ai";
import type { Plan } from "#engine/automation";
import {
  canvasOf,
  credentialsOf,
  fillPlaceholders,
  generateModule,
  planWorkflow,
  Plan as PlanSchema,
  renderCredentials,
  toolsOf,
  workflowFiles,
} from "#engine/automation";
import { requireUser } from "#http/actor";
import type { Ctx } from "#http/context";
import { AppError, fromStore } from "#http/errors";
import { pageOf, readCursor } from "#http/pages";
import { zipSync } from "fflate";
import { z } from "zod";
import { planWithModel } from "./model-plan.ts";
import type { EditRequest, GenerateRequest, SaveRequest, Workflow, WorkflowEntry } from "./schema.ts";
import { WorkflowId } from "./schema.ts";
import type { WorkflowRow } from "./store.ts";
import {
  deleteWorkflow,
  deleteWorkflowsOf,
  findWorkflow,
  insertWorkflow,
  listWorkflows,
  updateWorkflow,
} from "./store.ts";
import { validatePython } from "./validate.ts";

const Names = z.array(z.string());

const noWorkflow = () => new AppError("not_found", "There is no such workflow.");

const invalidField = (path: string, message: string) =>
  new AppError("invalid_request", "Some fields are not valid.", { errors: [{ path, message }] });

interface Planned {
  plan: Plan;
  engine: string;
}

/** Whether nothing can be said against the code of a plan: what comes out of a generator is held to what users are held to. */
const isClean = async (ctx: Ctx, { plan, engine }: Planned): Promise<boolean> => {
  const { validation_errors: findings } = await validatePython(generateModule(plan));
  if (findings.length === 0) return true;
  // A defect of ours: the rules only, for the code holds the user's words.
  ctx.log("error", "workflow_not_clean", { engine, rules: [...new Set(findings.map(({ code }) => code))].join(" ") });
  return false;
};

/**
 * A plan of what the words ask for: by the model where there is one and its plan holds and makes clean code, else by the
 * engine. The engine's own is the last: what its validation finds is told with it.
 */
const planFor = async (ctx: Ctx, words: string): Promise<Planned> => {
  const own = planWorkflow(words);
  const byModel = await planWithModel(ctx, words, own.kind === "plan" ? own.plan : undefined).catch(
    (error: unknown) => {
      if (error instanceof AiError) return undefined;
      throw error;
    },
  );
  if (byModel !== undefined && (await isClean(ctx, byModel))) return byModel;
  if (own.kind === "plan") {
    const planned = { plan: own.plan, engine: "builtin" };
    await isClean(ctx, planned);
    return planned;
  }
  throw invalidField("prompt", own.message);
};

const wordsOf = ({ prompt, description }: Pick<GenerateRequest, "prompt" | "description">): string | undefined => {
  const words = prompt ?? description;
  return words === undefined || words.trim() === "" ? undefined : words;
};

const planOf = (row: WorkflowRow): Plan => PlanSchema.parse(JSON.parse(row.plan));

const codeOf = (row: WorkflowRow, plan: Plan): string => row.code ?? generateModule(plan);

/** A workflow as the API answers it, under the names of both its callers. */
const toWorkflow = async (row: WorkflowRow): Promise<Workflow> => {
  const plan = planOf(row);
  const code = codeOf(row, plan);
  const files = workflowFiles(plan);
  const { nodes, edges } = canvasOf(plan);
  return {
    id: row.id,
    workflow_id: row.id,
    workflowId: row.id,
    user_id: row.owner,
    name: row.name,
    description: row.description,
    status: row.status,
    generated_code_skeleton: code,
    code,
    generatedCode: code,
    requirements: (files["requirements.txt"] ?? "").split("\n").filter((line) => line !== "" && !line.startsWith("#")),
    template: files["template.yaml"] ?? "",
    identified_tools: toolsOf(plan).map(({ id, name, credentials }) => ({
      id,
      name,
      credentials_needed: credentials.map(({ key }) => key),
    })),
    trigger: plan.trigger,
    steps: plan.steps.map(({ id, tool, action, title }) => ({ id, tool, action, title })),
    open: plan.open,
    nodes: [...nodes],
    edges: [...edges],
    credentials_given: Names.parse(JSON.parse(row.credentials_given)),
    engine: row.engine,
    validation: await validatePython(code),
    created_at: row.created_at,
    createdAt: row.created_at,
    updated_at: row.updated_at,
  };
};

const titleOf = (plan: Plan): string => {
  const words = plan.name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const keep = async (ctx: Ctx, { plan, engine }: Planned, description: string, own: Partial<WorkflowRow> = {}) => {
  const now = ctx.now().toISOString();
  const row: WorkflowRow = {
    id: ctx.newId("wf"),
    owner: requireUser(ctx).id,
    name: titleOf(plan),
    description,
    status: credentialsOf(plan).length === 0 ? "completed" : "draft",
    plan: JSON.stringify(plan),
    code: null,
    credentials_given: "[]",
    engine,
    created_at: now,
    updated_at: now,
    ...own,
  };
  await fromStore(insertWorkflow(ctx.env, row));
  return toWorkflow(row);
};

/** Makes a workflow of words. Throws `invalid_request` for words that ask for nothing that it could do. */
export const generateWorkflow = async (ctx: Ctx, request: GenerateRequest): Promise<Workflow> => {
  const words = wordsOf(request);
  if (words === undefined) throw invalidField("prompt", "Say what the workflow is to do.");
  return keep(ctx, await planFor(ctx, words), words);
};

/** Keeps a workflow under a name, with code of the caller's own where they give any. Throws `invalid_request`. */
export const saveWorkflow = async (ctx: Ctx, request: SaveRequest): Promise<Workflow> => {
  const words = wordsOf(request);
  if (words === undefined) throw invalidField("description", "Say what the workflow is to do.");
  const code = request.code ?? request.generatedCode;
  return keep(ctx, await planFor(ctx, words), words, {
    ...(request.name !== undefined && { name: request.name }),
    ...(code !== undefined && { code }),
  });
};

const get = async (ctx: Ctx, id: string): Promise<WorkflowRow> => {
  const { id: owner } = requireUser(ctx);
  const row = WorkflowId.safeParse(id).success ? await fromStore(findWorkflow(ctx.env, owner, id)) : undefined;
  if (row === undefined) throw noWorkflow();
  return row;
};

/** A workflow of the caller's own. Throws `not_found`. */
export const readWorkflow = async (ctx: Ctx, id: string): Promise<Workflow> => toWorkflow(await get(ctx, id));

/** Changes a workflow: its name, its words, its code. Throws `not_found`, `invalid_request`. */
export const editWorkflow = async (ctx: Ctx, id: string, request: EditRequest): Promise<Workflow> => {
  const row = await get(ctx, id);
  const words = wordsOf(request);
  const code = request.code === undefined ? request.generatedCode : request.code;
  const planned = words === undefined || words === row.description ? undefined : await planFor(ctx, words);
  const change = {
    updated_at: ctx.now().toISOString(),
    ...(request.name !== undefined && { name: request.name }),
    ...(planned && {
      description: words ?? row.description,
      plan: JSON.stringify(planned.plan),
      engine: planned.engine,
      // Code of the caller's own was for other words.
      code: null,
      credentials_given: "[]",
      status: credentialsOf(planned.plan).length === 0 ? ("completed" as const) : ("draft" as const),
    }),
    ...(code !== undefined && { code }),
  };
  await fromStore(updateWorkflow(ctx.env, row.owner, row.id, change));
  return readWorkflow(ctx, id);
};

/** Deletes a workflow. Throws `not_found`. */
export const dropWorkflow = async (ctx: Ctx, id: string): Promise<void> => {
  const row = await get(ctx, id);
  if (!(await fromStore(deleteWorkflow(ctx.env, row.owner, row.id)))) throw noWorkflow();
};

/** Own workflows, newest first. */
export const listOwnWorkflows = async (ctx: Ctx, limit: number, cursor: string | undefined) => {
  const { id: owner } = requireUser(ctx);
  const rows = await fromStore(listWorkflows(ctx.env, owner, readCursor(cursor), limit + 1));
  const { page, next_cursor } = pageOf(rows, limit);
  const workflows = page.map((row): WorkflowEntry => ({
    id: row.id,
    name: row.name,
    description: row.description,
    status: row.status,
    createdAt: row.created_at,
    generatedCode: codeOf(row, planOf(row)),
  }));
  return { workflows, next_cursor };
};

const refuseValues = (faults: readonly { path: string; message: string }[]): AppError =>
  new AppError("bad_request", "Some credentials cannot be used.", { errors: faults });

/**
 * The code with the credentials in it. They are rendered and forgotten: only which ones were given is kept.
 * Throws `not_found`, `bad_request` for a name that this workflow has not, or a value that is not of its form.
 */
export const fillCredentials = async (ctx: Ctx, id: string, values: Readonly<Record<string, string>>) => {
  const row = await get(ctx, id);
  const plan = planOf(row);
  const known = new Map(credentialsOf(plan).map((credential) => [credential.key, credential]));
  const faults = Object.entries(values).flatMap(([key, value]) => {
    const credential = known.get(key);
    // What the caller calls a key may itself be a secret.
    if (credential === undefined)
      return [{ path: "credentials", message: "There is a name that this workflow does not use." }];
    const fits = value !== "" && new RegExp(`^(?:${credential.pattern})$`, "su").test(value);
    return fits ? [] : [{ path: `credentials.${key}`, message: `This is not a ${credential.name}.` }];
  });
  if (faults.length > 0) throw refuseValues(faults);
  const updated_code = row.code === null ? renderCredentials(plan, values) : fillPlaceholders(row.code, values);
  const given = new Set([...Names.parse(JSON.parse(row.credentials_given)), ...Object.keys(values)]);
  const required = [...known.values()].filter((credential) => credential.required).map(({ key }) => key);
  const missing = required.filter((key) => !Object.hasOwn(values, key));
  await fromStore(
    updateWorkflow(ctx.env, row.owner, row.id, {
      credentials_given: JSON.stringify([...given].toSorted()),
      status: required.every((key) => given.has(key)) ? "completed" : "draft",
      updated_at: ctx.now().toISOString(),
    }),
  );
  // What is still missing is a placeholder, and told as one.
  const validation = await validatePython(updated_code, "final_with_credentials");
  return { workflow_id: row.id, updated_code, missing, validation };
};

/** Everything that is needed to deploy a workflow, as a zip; placeholders, never a value. Throws `not_found`. */
export const zipWorkflow = async (
  ctx: Ctx,
  id: string,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; filename: string }> => {
  const row = await get(ctx, id);
  const plan = planOf(row);
  const files = { ...workflowFiles(plan), "handler.py": codeOf(row, plan) };
  const encoder = new TextEncoder();
  // The same workflow is the same bytes: the time that the format asks for is that of its last change.
  const entries = Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const zipped = zipSync(Object.fromEntries(entries.map(([name, text]) => [name, encoder.encode(text)])), {
    mtime: new Date(row.updated_at),
  });
  return { bytes: new Uint8Array(zipped), filename: `${plan.name.replaceAll("_", "-")}.zip` };
};

/** Deletes every workflow of an account. */
export const forgetWorkflows = (ctx: Ctx, userId: string): Promise<void> =>
  fromStore(deleteWorkflowsOf(ctx.env, userId));
