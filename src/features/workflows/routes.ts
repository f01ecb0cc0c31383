import { once } from "#features/platform";
import { requireUser } from "#http/actor";
import { AppError } from "#http/errors";
import { createRouter, json, problemAnswer, route } from "#http/openapi";
import { PageQuery, usualLimit } from "#http/pages";
import { z } from "@hono/zod-openapi";
import {
  CredentialsRequest,
  EditRequest,
  GenerateRequest,
  Rendered,
  SaveRequest,
  ValidateRequest,
  Validation,
  Workflow,
  WorkflowEntry,
  WorkflowId,
  WorkflowList,
} from "./schema.ts";
import {
  dropWorkflow,
  editWorkflow,
  fillCredentials,
  generateWorkflow,
  listOwnWorkflows,
  readWorkflow,
  saveWorkflow,
  zipWorkflow,
} from "./service.ts";
import { validatePython } from "./validate.ts";

const tags = ["Cue"];
const params = z.object({ id: WorkflowId });
const gone = problemAnswer("Unknown, or somebody else's");
const unclear = problemAnswer("A field that is not valid, or words that ask for nothing it could do");

const generateRoute = route(
  { access: "user", limit: "ai" },
  {
    method: "post",
    path: "/workflows/generate",
    operationId: "generateWorkflow",
    tags,
    summary: "A sentence becomes an AWS Lambda in Python: plan, checked code, template and canvas",
    request: { body: { ...json(GenerateRequest, "What it is to do"), required: true } },
    responses: { 200: json(Workflow, "The workflow"), 422: unclear },
  },
);

const listRoute = route(
  { access: "user" },
  {
    method: "get",
    path: "/workflows",
    operationId: "listWorkflows",
    tags,
    summary: "Own workflows, newest first",
    request: { query: PageQuery },
    responses: { 200: json(WorkflowList, "A page of them") },
  },
);

const saveRoute = route(
  { access: "user" },
  {
    method: "post",
    path: "/workflows",
    operationId: "saveWorkflow",
    tags,
    summary: "Keep a workflow under a name, with code of your own if you like",
    request: { body: { ...json(SaveRequest, "The workflow"), required: true } },
    responses: { 201: json(Workflow, "The workflow"), 422: unclear },
  },
);

const listOfUserRoute = route(
  { access: "user" },
  {
    method: "get",
    path: "/workflows/user/{id}",
    operationId: "listWorkflowsOfUser",
    tags,
    summary: "Own workflows as a bare list; the next page is in the `Link` header",
    request: { params: z.object({ id: z.string().max(100) }), query: PageQuery },
    responses: { 200: json(z.array(WorkflowEntry), "A page of them"), 404: gone },
  },
);

const readRoute = route(
  { access: "user" },
  {
    method: "get",
    path: "/workflows/{id}",
    operationId: "getWorkflow",
    tags,
    summary: "A workflow",
    request: { params },
    responses: { 200: json(Workflow, "The workflow"), 404: gone },
  },
);

const editRoute = route(
  { access: "user" },
  {
    method: "put",
    path: "/workflows/{id}",
    operationId: "editWorkflow",
    tags,
    summary: "Change its name, its words or its code",
    request: { params, body: { ...json(EditRequest, "What to change"), required: true } },
    responses: { 200: json(Workflow, "The workflow"), 404: gone, 422: unclear },
  },
);

const deleteRoute = route(
  { access: "user" },
  {
    method: "delete",
    path: "/workflows/{id}",
    operationId: "deleteWorkflow",
    tags,
    summary: "Delete a workflow",
    request: { params },
    responses: { 204: { description: "Gone" }, 404: gone },
  },
);

const credentialsRoute = route(
  { access: "user" },
  {
    method: "post",
    path: "/workflows/{id}/credentials",
    operationId: "fillCredentials",
    tags,
    summary: "The code with your credentials in it: rendered into this answer and forgotten",
    request: { params, body: { ...json(CredentialsRequest, "Values by name"), required: true } },
    responses: {
      200: json(Rendered, "The code, ready to deploy where nothing is missing"),
      400: problemAnswer("A name that the workflow does not use, or a value that is not of its form"),
      404: gone,
    },
  },
);

const downloadRoute = route(
  { access: "user" },
  {
    method: "get",
    path: "/workflows/{id}/download",
    operationId: "downloadWorkflow",
    tags,
    summary: "Everything needed to deploy it, as a zip: code, requirements, SAM template, README; never a credential",
    request: { params },
    responses: { 200: { description: "The zip", content: { "application/zip": {} } }, 404: gone },
  },
);

const validateRoute = route(
  { access: "user" },
  {
    method: "post",
    path: "/code/validate",
    operationId: "validateCode",
    tags,
    summary: "What is wrong with a Python module for AWS Lambda, each with line and column; it is never run",
    request: { body: { ...json(ValidateRequest, "The module"), required: true } },
    responses: { 200: json(Validation, "What was found") },
  },
);

export const workflows = createRouter()
  .openapi(generateRoute, async (c) => {
    const { ctx } = c.var;
    const request = c.req.valid("json");
    const { answer } = await once(c, () => JSON.stringify(request), {
      run: async () => {
        const made = await generateWorkflow(ctx, request);
        return { id: made.id, status: 200, answer: made };
      },
      reread: (id) => readWorkflow(ctx, id),
    });
    return c.json(answer, 200);
  })
  .openapi(listRoute, async (c) => {
    const { limit = usualLimit, cursor } = c.req.valid("query");
    return c.json(await listOwnWorkflows(c.var.ctx, limit, cursor), 200);
  })
  .openapi(saveRoute, async (c) => {
    const { ctx } = c.var;
    const request = c.req.valid("json");
    const { answer } = await once(c, () => JSON.stringify(request), {
      run: async () => {
        const made = await saveWorkflow(ctx, request);
        return { id: made.id, status: 201, answer: made };
      },
      reread: (id) => readWorkflow(ctx, id),
    });
    return c.json(answer, 201);
  })
  .openapi(listOfUserRoute, async (c) => {
    const { ctx } = c.var;
    const { limit = usualLimit, cursor } = c.req.valid("query");
    const { id } = c.req.valid("param");
    if (id !== requireUser(ctx).id) throw new AppError("not_found", "There is nothing at this address.");
    const { workflows: page, next_cursor: next } = await listOwnWorkflows(ctx, limit, cursor);
    if (next !== null) {
      const query = new URLSearchParams({ limit: String(limit), cursor: next });
      c.header("Link", `<${ctx.origin}/workflows/user/${id}?${query}>; rel="next"`);
    }
    return c.json(page, 200);
  })
  .openapi(readRoute, async (c) => c.json(await readWorkflow(c.var.ctx, c.req.valid("param").id), 200))
  .openapi(editRoute, async (c) =>
    c.json(await editWorkflow(c.var.ctx, c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(deleteRoute, async (c) => {
    await dropWorkflow(c.var.ctx, c.req.valid("param").id);
    return c.body(null, 204);
  })
  .openapi(credentialsRoute, async (c) =>
    c.json(await fillCredentials(c.var.ctx, c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(downloadRoute, async (c) => {
    const { bytes, filename } = await zipWorkflow(c.var.ctx, c.req.valid("param").id);
    return c.body(bytes, 200, {
      "Content-Type": "application/zip",
      "Content-Disposition": `attachment; filename="${filename}"`,
    });
  })
  .openapi(validateRoute, async (c) => {
    const { code_to_validate: given, code, validation_stage: stage, python_version: version } = c.req.valid("json");
    const text = given ?? code;
    if (text === undefined || text === null)
      throw new AppError("invalid_request", "Some fields are not valid.", {
        errors: [{ path: "code_to_validate", message: "Give the code that is to be validated." }],
      });
    return c.json(await validatePython(text, stage, version), 200);
  });
