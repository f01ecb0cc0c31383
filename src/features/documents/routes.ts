import { once } from "#features/platform";
import { requireUser } from "#http/actor";
import { createRouter, json, problemAnswer, route } from "#http/openapi";
import { PageQuery, usualLimit } from "#http/pages";
import { z } from "@hono/zod-openapi";
import { answerQuestion } from "./answer.ts";
import { toContentDisposition } from "./file-name.ts";
import type { Document as UploadedDocument } from "./schema.ts";
import {
  Document,
  DocumentId,
  DocumentList,
  QuestionAnswer,
  QuestionRequest,
  SearchRequest,
  SearchResults,
  Uploaded,
  uploadForm,
} from "./schema.ts";
import { searchLibrary } from "./search.ts";
import {
  dropDocument,
  listOwnDocuments,
  publishUpload,
  readContent,
  readDocument,
  readUpload,
  restartDocument,
  searchDocuments,
} from "./service.ts";
import { discard, stageUpload } from "./upload.ts";

const tags = ["Documents"];
const params = z.object({ id: DocumentId });
const gone = problemAnswer("Unknown, or somebody else's");

const uploadRoute = route(
  { access: "user", limit: "upload", stream: true },
  {
    method: "post",
    path: "/api/v1/documents/upload",
    operationId: "uploadDocuments",
    tags,
    summary: "Upload files: at most 20 MB each, 50 MB and 100 files a request; they are processed by themselves",
    request: { body: { content: { "multipart/form-data": { schema: uploadForm } }, required: true } },
    responses: {
      201: json(Uploaded, "The documents; of a single one its fields stand at the top level too"),
      403: problemAnswer("The account's quota of documents is used up"),
      413: problemAnswer("A file, the upload or the number of its files is too large"),
      415: problemAnswer("A file of a type that is not taken, or that is not what its name says"),
    },
  },
);

const listRoute = route(
  { access: "user" },
  {
    method: "get",
    path: "/api/v1/documents",
    operationId: "listDocuments",
    tags,
    summary: "Own documents, newest first",
    request: { query: PageQuery },
    responses: { 200: json(DocumentList, "A page of them") },
  },
);

const readRoute = route(
  { access: "user" },
  {
    method: "get",
    path: "/api/v1/documents/{id}",
    operationId: "getDocument",
    tags,
    summary: "A document and how far its processing is",
    request: { params },
    responses: { 200: json(Document, "The document"), 404: gone },
  },
);

const contentRoute = route(
  { access: "user" },
  {
    method: "get",
    path: "/api/v1/documents/{id}/content",
    operationId: "downloadDocument",
    tags,
    summary: "A document's bytes as they were uploaded, as a download",
    request: { params },
    responses: {
      200: { description: "The bytes", content: { "application/octet-stream": { schema: z.string() } } },
      404: gone,
    },
  },
);

const deleteRoute = route(
  { access: "user" },
  {
    method: "delete",
    path: "/api/v1/documents/{id}",
    operationId: "deleteDocument",
    tags,
    summary: "Delete a document with its chunks and vectors, also while it is processed",
    request: { params },
    responses: { 204: { description: "Gone" }, 404: gone },
  },
);

const processRoute = route(
  { access: "user" },
  {
    method: "post",
    path: "/api/v1/documents/{id}/process",
    operationId: "processDocument",
    tags,
    summary: "Process a document from the beginning, also one that is finished or has failed",
    request: { params },
    responses: { 202: json(Document, "It has begun"), 404: gone },
  },
);

const searchRoute = route(
  { access: "user" },
  {
    method: "post",
    path: "/api/v1/documents/search",
    operationId: "searchDocuments",
    tags,
    summary: "Search own documents by words, by meaning, or both",
    request: { body: { ...json(SearchRequest, "What is searched for"), required: true } },
    responses: {
      200: json(SearchResults, "The best first"),
      502: problemAnswer("The embedding model failed"),
      503: problemAnswer("Mode vector without an embedding model"),
      504: problemAnswer("The embedding model did not answer in time"),
    },
  },
);

const queryRoute = route(
  { access: "user", limit: "ai" },
  {
    method: "post",
    path: "/api/v1/documents/query",
    operationId: "queryDocuments",
    tags,
    summary: "Answer a question from own documents, with quotes",
    request: { body: { ...json(QuestionRequest, "The question"), required: true } },
    responses: { 200: json(QuestionAnswer, "The answer, or that the documents do not hold it") },
  },
);

/** The fields of a single document at the top level too. */
const toUploaded = (documents: UploadedDocument[]) => {
  const [only, ...others] = documents;
  return only !== undefined && others.length === 0 ? { documents, ...only } : { documents };
};

const separator = ",";

export const documents = createRouter()
  .openapi(uploadRoute, async (c) => {
    const { ctx } = c.var;
    const upload = async () => {
      const staged = await stageUpload(ctx, requireUser(ctx).id, c.req.raw);
      const id = staged.ids.join(separator);
      let isShown = false;
      try {
        const made = await once(c, () => staged.hash, {
          run: async () => ({ id, status: 201, answer: await publishUpload(ctx, staged.ids) }),
          reread: (ids) => readUpload(ctx, ids.split(separator)),
        });
        isShown = made.id === id;
        return toUploaded(made.answer);
      } finally {
        // A repetition, or a key that was used for something else: these files are nobody's.
        if (!isShown) await discard(ctx, staged.ids);
      }
    };
    const work = upload();
    // The runtime drops the work of a caller who leaves, wherever it stands: this one is to end, or to be undone.
    ctx.defer(work.catch(() => undefined));
    return c.json(await work, 201);
  })
  .openapi(listRoute, async (c) => {
    const { limit = usualLimit, cursor } = c.req.valid("query");
    return c.json(await listOwnDocuments(c.var.ctx, limit, cursor), 200);
  })
  .openapi(readRoute, async (c) => c.json(await readDocument(c.var.ctx, c.req.valid("param").id), 200))
  .openapi(contentRoute, async (c) => {
    const { filename, stored } = await readContent(c.var.ctx, c.req.valid("param").id);
    return c.body(stored.body, 200, {
      "Content-Type": "application/octet-stream",
      "Content-Length": String(stored.size),
      "Content-Disposition": toContentDisposition(filename),
      "Content-Security-Policy": "default-src 'none'; sandbox",
    });
  })
  .openapi(deleteRoute, async (c) => {
    await dropDocument(c.var.ctx, c.req.valid("param").id);
    return c.body(null, 204);
  })
  .openapi(processRoute, async (c) => c.json(await restartDocument(c.var.ctx, c.req.valid("param").id), 202))
  .openapi(searchRoute, async (c) => c.json(await searchDocuments(c.var.ctx, c.req.valid("json")), 200))
  .openapi(queryRoute, async (c) => {
    const { ctx } = c.var;
    const { id: owner } = requireUser(ctx);
    const answer = await answerQuestion(ctx, c.req.valid("json"), (query) => searchLibrary(ctx.env, owner, query));
    return c.json(answer, 200);
  });
