import { once } from "#features/platform";
import { SessionEvent, streamReply, streamText } from "#features/sessions";
import type { AppEnv } from "#http/context";
import { createRouter, json, problemAnswer, route } from "#http/openapi";
import { PageQuery, usualLimit } from "#http/pages";
import { wantsEvents } from "#http/stream";
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { formatFor } from "./dialect.ts";
import { exportDraft } from "./export.ts";
import { publish, readPublished } from "./publish-draft.ts";
import type { ContentFormat } from "./schema.ts";
import {
  Draft,
  DraftId,
  EditRequest,
  ExportRequest,
  FormatQuery,
  GenerateQuery,
  GenerateRequest,
  Published,
  PublishRequest,
  RefineRequest,
  RewriteRequest,
  Version,
  VersionList,
  VersionsQuery,
} from "./schema.ts";
import { dropDraft, editDraft, etagOf, expectedOf, getDraft, listOwnDrafts, step, toDraft } from "./service.ts";
import type { Writing } from "./start.ts";
import { beginDraft, readRefined, refineDraft, rewriteDraft } from "./start.ts";
import type { DraftAndVersion } from "./store.ts";
import { readVersion, readVersions } from "./versions.ts";

const tags = ["Blog"];
const params = z.object({ id: DraftId });
const gone = problemAnswer("Unknown, or somebody else's");
const stale = problemAnswer("The draft is at another version than `If-Match` says");
const oneDraft = json(Draft, "The draft; its `ETag` is for `If-Match`");

const generateRoute = route(
  { access: "user", limit: "ai" },
  {
    method: "post",
    path: "/api/v1/blog/generate",
    operationId: "generateDraft",
    tags,
    summary:
      "Begin a draft out of documents: answered at once while it is written, or as it is with `Accept: text/event-stream`",
    request: {
      query: GenerateQuery,
      body: { ...json(GenerateRequest, "What to write, and from what"), required: true },
    },
    responses: {
      201: json(Draft, "The draft, `generating`; it ends `completed` or `failed`"),
      200: {
        description: "Events `progress`, `token`, `draft` and at the end `message`",
        content: { "text/event-stream": { schema: SessionEvent } },
      },
      404: problemAnswer("A document or the session is unknown, or somebody else's"),
      422: problemAnswer("A field that is not valid"),
    },
  },
);

const rewriteRoute = route(
  { access: "user", limit: "ai" },
  {
    method: "post",
    path: "/api/v1/blog/{id}/generate-content",
    operationId: "rewriteDraft",
    tags,
    summary: "Write a draft anew, as its next version",
    request: { params, body: { ...json(RewriteRequest, "What to write"), required: true } },
    responses: {
      200: { ...oneDraft, content: { ...oneDraft.content, "text/event-stream": { schema: SessionEvent } } },
      404: gone,
    },
  },
);

const listRoute = route(
  { access: "user" },
  {
    method: "get",
    path: "/api/v1/blog",
    operationId: "listDrafts",
    tags,
    summary: "Own drafts, last changed first; the next page is in the `Link` header",
    request: { query: PageQuery },
    responses: { 200: json(z.array(Draft), "A page of them") },
  },
);

const readRoute = route(
  { access: "user" },
  {
    method: "get",
    path: "/api/v1/blog/{id}",
    operationId: "getDraft",
    tags,
    summary: "A draft",
    request: { params, query: FormatQuery },
    responses: { 200: oneDraft, 404: gone },
  },
);

const editRoute = route(
  { access: "user", maxBytes: 4_000_000 },
  {
    method: "put",
    path: "/api/v1/blog/{id}",
    operationId: "editDraft",
    tags,
    summary: "Change a draft, as its next version; with `If-Match` only on top of the version that it names",
    request: { params, body: { ...json(EditRequest, "What to change"), required: true } },
    responses: { 200: oneDraft, 404: gone, 412: stale },
  },
);

const deleteRoute = route(
  { access: "user" },
  {
    method: "delete",
    path: "/api/v1/blog/{id}",
    operationId: "deleteDraft",
    tags,
    summary: "Delete a draft and all its versions",
    request: { params },
    responses: { 204: { description: "Gone" }, 404: gone },
  },
);

const refineRoute = route(
  { access: "user", limit: "ai" },
  {
    method: "post",
    path: "/api/v1/blog/{id}/refine",
    operationId: "refineDraft",
    tags,
    summary: "Change a draft as wished: its new text as it is written, kept as a version whether or not anyone listens",
    request: { params, body: { ...json(RefineRequest, "The wish"), required: true } },
    responses: {
      200: {
        description: "The text; or events `progress`, `token`, `draft` and at the end `message`",
        content: { "text/plain": { schema: z.string() }, "text/event-stream": { schema: SessionEvent } },
      },
      404: gone,
      409: problemAnswer("There is no text yet"),
    },
  },
);

const versionsRoute = route(
  { access: "user" },
  {
    method: "get",
    path: "/api/v1/blog/{id}/versions",
    operationId: "listDraftVersions",
    tags,
    summary: "The versions of a draft, newest first, each with author, reason and diff",
    request: { params, query: VersionsQuery },
    responses: { 200: json(VersionList, "The versions"), 404: gone },
  },
);

const versionRoute = route(
  { access: "user" },
  {
    method: "get",
    path: "/api/v1/blog/{id}/versions/{version}",
    operationId: "getDraftVersion",
    tags,
    summary: "One version, whole",
    request: { params: params.extend({ version: z.coerce.number().int().min(1) }), query: FormatQuery },
    responses: { 200: json(Version, "The version"), 404: gone },
  },
);

const stepRoute = <D extends "undo" | "redo">(direction: D) =>
  route(
    { access: "user" },
    {
      method: "post",
      path: `/api/v1/blog/{id}/${direction}` as const,
      operationId: `${direction}Draft`,
      tags,
      summary: direction === "undo" ? "Back to the version before" : "Forward to the version that was undone last",
      request: { params },
      responses: { 200: oneDraft, 404: gone, 409: problemAnswer("There is no further version that way"), 412: stale },
    },
  );

const exportRoute = route(
  { access: "user" },
  {
    method: "post",
    path: "/api/v1/blog/{id}/export",
    operationId: "exportDraft",
    tags,
    summary: "A draft as a file: Markdown with front matter, a page of HTML, or PDF",
    request: { params, body: { ...json(ExportRequest, "Which"), required: true } },
    responses: {
      200: {
        description: "The file",
        content: {
          "text/markdown": { schema: z.string() },
          "text/html": { schema: z.string() },
          "application/pdf": {},
        },
      },
      404: gone,
    },
  },
);

const publishRoute = route(
  { access: "user" },
  {
    method: "post",
    path: "/api/v1/blog/{id}/publish",
    operationId: "publishDraft",
    tags,
    summary: "Commit a draft to a GitHub repository as a post, or say what would be written",
    request: { params, body: { ...json(PublishRequest, "Where to, and your token for it"), required: true } },
    responses: {
      200: json(Published, "What was written"),
      404: gone,
      409: problemAnswer("The file was changed there since"),
      422: problemAnswer("A repository, branch or path that is not one, or that GitHub refuses"),
      502: problemAnswer("GitHub did not answer as it should"),
      504: problemAnswer("GitHub did not answer in time"),
    },
  },
);

const answerDraft = async (c: Context<AppEnv>, found: DraftAndVersion, format?: ContentFormat) => {
  const draft = await toDraft(found, format);
  c.header("ETag", etagOf(draft));
  return draft;
};

const Place = z.tuple([z.string(), z.string(), z.coerce.number(), z.coerce.number()]);

/** Begins a turn, once for an Idempotency-Key: a repetition gets the turn of the first. */
const beginOnce = async (
  c: Context<AppEnv>,
  request: unknown,
  begin: () => Promise<Writing>,
): Promise<Writing & { repeated: boolean }> => {
  const made = await once(c, () => JSON.stringify(request), {
    run: async () => {
      const writing = await begin();
      const { draftId, sessionId, posted } = writing;
      const id = [draftId, sessionId, posted.turn, posted.seq].join(" ");
      return { id, status: 200, answer: { ...writing, repeated: false } };
    },
    reread: async (id) => {
      const [draftId, sessionId, turn, seq] = Place.parse(id.split(" "));
      return { draftId, sessionId, posted: { turn, seq }, repeated: true };
    },
  });
  return made.answer;
};

export const drafts = createRouter()
  .openapi(generateRoute, async (c) => {
    const { ctx } = c.var;
    const request = c.req.valid("json");
    const { session_id: querySession } = c.req.valid("query");
    const { draftId, sessionId, posted } = await beginOnce(c, request, () =>
      beginDraft(ctx, request, querySession ?? request.session_id, formatFor(request, querySession)),
    );
    if (wantsEvents(c)) return streamReply(ctx, sessionId, posted);
    return c.json(await answerDraft(c, await getDraft(ctx, draftId)), 201);
  })
  .openapi(rewriteRoute, async (c) => {
    const { ctx } = c.var;
    const { id } = c.req.valid("param");
    const writing = await rewriteDraft(ctx, id, c.req.valid("json"));
    if (wantsEvents(c)) return streamReply(ctx, writing.sessionId, writing.posted);
    return c.json(await answerDraft(c, await getDraft(ctx, id)), 200);
  })
  .openapi(listRoute, async (c) => {
    const { limit = usualLimit, cursor } = c.req.valid("query");
    const { drafts: page, next_cursor: next } = await listOwnDrafts(c.var.ctx, limit, cursor);
    if (next !== null) {
      const query = new URLSearchParams({ limit: String(limit), cursor: next });
      c.header("Link", `<${c.var.ctx.origin}/api/v1/blog?${query}>; rel="next"`);
    }
    return c.json(page, 200);
  })
  .openapi(readRoute, async (c) => {
    const found = await getDraft(c.var.ctx, c.req.valid("param").id);
    return c.json(await answerDraft(c, found, c.req.valid("query").format), 200);
  })
  .openapi(editRoute, async (c) => {
    const expected = expectedOf(c.req.header("if-match"));
    const found = await editDraft(c.var.ctx, c.req.valid("param").id, c.req.valid("json"), expected);
    return c.json(await answerDraft(c, found), 200);
  })
  .openapi(deleteRoute, async (c) => {
    await dropDraft(c.var.ctx, c.req.valid("param").id);
    return c.body(null, 204);
  })
  .openapi(refineRoute, async (c) => {
    const { ctx } = c.var;
    const { id } = c.req.valid("param");
    const request = c.req.valid("json");
    const { sessionId, posted, repeated } = await beginOnce(c, request, () => refineDraft(ctx, id, request.feedback));
    if (wantsEvents(c)) return streamReply(ctx, sessionId, posted);
    // Of what has ended the pieces may be gone; its version is there.
    const text = repeated
      ? await readRefined(ctx, id, sessionId, posted.turn)
      : await streamText(ctx, sessionId, posted);
    // Not compressed on the way: gzip would hold the text back until there is much of it, or its end.
    // https://hono.dev/docs/helpers/streaming
    return c.body(text, 200, { "Content-Type": "text/plain; charset=utf-8", "Content-Encoding": "identity" });
  })
  .openapi(versionsRoute, async (c) => {
    const { limit = 1_000, cursor } = c.req.valid("query");
    return c.json(await readVersions(c.var.ctx, c.req.valid("param").id, limit, cursor), 200);
  })
  .openapi(versionRoute, async (c) => {
    const { id, version } = c.req.valid("param");
    return c.json(await readVersion(c.var.ctx, id, version, c.req.valid("query").format), 200);
  })
  .openapi(stepRoute("undo"), async (c) => {
    const expected = expectedOf(c.req.header("if-match"));
    return c.json(await answerDraft(c, await step(c.var.ctx, c.req.valid("param").id, "undo", expected)), 200);
  })
  .openapi(stepRoute("redo"), async (c) => {
    const expected = expectedOf(c.req.header("if-match"));
    return c.json(await answerDraft(c, await step(c.var.ctx, c.req.valid("param").id, "redo", expected)), 200);
  })
  .openapi(exportRoute, async (c) => {
    const found = await getDraft(c.var.ctx, c.req.valid("param").id);
    const { body, mediaType, filename } = await exportDraft(c.var.ctx, found, c.req.valid("json").format ?? "markdown");
    return c.body(body, 200, {
      "Content-Type": mediaType,
      "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(filename)}`,
    });
  })
  .openapi(publishRoute, async (c) => {
    const { ctx } = c.var;
    const { id } = c.req.valid("param");
    const { token, ...request } = c.req.valid("json");
    const run = async () => publish(ctx, await getDraft(ctx, id), { ...request, token });
    if (request.dry_run) return c.json(await run(), 200);
    const { answer } = await once(c, () => JSON.stringify(request), {
      run: async () => ({ id, status: 200, answer: await run() }),
      reread: async () => readPublished(await getDraft(ctx, id)),
    });
    return c.json(answer, 200);
  });
