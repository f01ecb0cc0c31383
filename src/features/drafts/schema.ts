import { optional } from "#http/fields";
import { z } from "@hono/zod-openapi";
import examples from "./examples.json" with { type: "json" };

/** Characters of a draft as an editor sends it; its HTML is longer than what is kept of it. */
const maxContent = 1_000_000;
/** Characters of a draft's Markdown: fits into a row of D1 in any script, and into the stream of one turn. */
export const maxMarkdown = 300_000;

export const DraftId = z.string().regex(/^blog_[0-9a-f]{32}$/);

const Names = z.array(z.string().trim().min(1).max(100)).max(50);
const Title = z.string().trim().max(300);
const Instructions = z.string().max(10_000);
const DocumentIds = z.array(z.string().min(1).max(100)).max(100);
export const ContentFormat = z.enum(["markdown", "html"]);
export type ContentFormat = z.infer<typeof ContentFormat>;

export const GenerateRequest = z
  .object({
    document_ids: optional(DocumentIds).openapi({
      description: "What it is written from; all own documents when empty",
    }),
    title: optional(Title),
    instructions: optional(Instructions),
    description: optional(Instructions).openapi({ description: "The same as instructions" }),
    categories: optional(Names),
    tags: optional(Names),
    session_id: optional(z.string().max(100)).openapi({
      description: "The session in which it is written; else a new one",
    }),
    content_format: optional(ContentFormat).openapi({ description: "How `content` is answered from now on" }),
  })
  .openapi("BlogGenerateRequest", { example: examples.BlogGenerateRequest });
export type GenerateRequest = z.infer<typeof GenerateRequest>;

export const GenerateQuery = z.object({
  session_id: optional(z.string().max(100)).openapi({
    description: "The same as in the body",
    example: "chat_5b7d9f1a3c2e4068a9b8c7d6e5f40312",
  }),
});

export const RewriteRequest = z
  .object({ instructions: optional(Instructions), document_ids: optional(DocumentIds) })
  .openapi("BlogRewriteRequest", { example: examples.BlogRewriteRequest });

export const EditRequest = z
  .object({
    title: optional(Title),
    content: z
      .preprocess((value) => (value === null ? undefined : value), z.string().max(maxContent).optional())
      .openapi({ description: "Markdown, or the HTML of an editor; kept as Markdown without what could run" }),
    status: optional(z.enum(["draft", "completed", "published"])),
    categories: optional(Names),
    tags: optional(Names),
    reason: optional(z.string().trim().max(300)).openapi({ description: "Why, for the list of versions" }),
  })
  .openapi("BlogEditRequest", { example: examples.BlogEditRequest });
export type EditRequest = z.infer<typeof EditRequest>;

export const RefineRequest = z
  .object({ feedback: z.string().trim().min(1).max(10_000) })
  .openapi("BlogRefineRequest", { example: examples.BlogRefineRequest });

export const FormatQuery = z.object({
  format: optional(ContentFormat).openapi({ description: "How `content` is answered, this once", example: "html" }),
});

const Source = z
  .object({
    id: z.string().openapi({ description: "As the text marks it" }),
    kind: z.enum(["document", "web"]),
    chunk_id: z.string().nullable(),
    document_id: z.string().nullable(),
    title: z.string().openapi({ description: "The file's name, or the page's title" }),
    page: z.int().nullable(),
    url: z.string().nullable(),
    quote: z.string(),
  })
  .openapi("BlogSource");
export type Source = z.infer<typeof Source>;

export const Sources = z.array(Source);

export const Draft = z
  .object({
    id: z.string(),
    user_id: z.string(),
    session_id: z.string().nullable(),
    title: z.string(),
    content: z.string(),
    content_format: ContentFormat,
    status: z.enum(["draft", "generating", "completed", "published", "failed"]),
    version: z.int().openapi({ description: "0 while the first is being written" }),
    can_undo: z.boolean(),
    can_redo: z.boolean(),
    document_ids: z.array(z.string()),
    categories: z.array(z.string()),
    tags: z.array(z.string()),
    sources: Sources.openapi({ description: "What the text quotes or rests on" }),
    error_message: z.string().nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    published_at: z.iso.datetime().nullable(),
    published_url: z.string().nullable(),
  })
  .openapi("BlogDraft", { example: examples.BlogDraft });
export type Draft = z.infer<typeof Draft>;

const versionFields = {
  version: z.int(),
  parent: z.int().nullable().openapi({ description: "The version that it was made from" }),
  title: z.string(),
  author: z.enum(["user", "assistant"]),
  reason: z.string(),
  created_at: z.iso.datetime(),
  characters: z.int().openapi({ description: "Length of its Markdown" }),
};

export const VersionList = z
  .object({
    versions: z.array(
      z.object({
        ...versionFields,
        diff: z.string().nullable().openapi({
          description: "What it changed of its parent, as a unified diff; null where that is too long for a list",
        }),
      }),
    ),
    next_cursor: z.string().nullable(),
  })
  .openapi("BlogVersionList", { example: examples.BlogVersionList });
export type VersionList = z.infer<typeof VersionList>;

export const Version = z
  .object({ ...versionFields, content: z.string(), content_format: ContentFormat, sources: Sources })
  .openapi("BlogVersion", { example: examples.BlogVersion });
export type Version = z.infer<typeof Version>;

export const VersionsQuery = z.object({
  limit: optional(z.coerce.number().int().min(1).max(1_000)).openapi({
    type: "integer",
    description: "Versions of a page, 1,000 unless given",
    example: 20,
  }),
  cursor: optional(z.coerce.number().int().min(1)).openapi({
    type: "integer",
    description: "next_cursor of the page before",
    example: 2,
  }),
});

export const ExportRequest = z
  .object({ format: optional(z.enum(["markdown", "html", "pdf"])) })
  .openapi("BlogExportRequest", { example: examples.BlogExportRequest });

export const PublishRequest = z
  .object({
    repo: z.string().min(1).max(200).openapi({ description: "`owner/name`" }),
    branch: optional(z.string().max(200)),
    path: optional(z.string().max(300)).openapi({ description: "`_posts/YYYY-MM-DD-slug.md` unless given" }),
    token: z.string().min(1).max(500).openapi({ description: "Yours, for GitHub; used once and never kept" }),
    dry_run: optional(z.boolean()).openapi({ description: "Answers what would be written, and writes nothing" }),
  })
  .openapi("BlogPublishRequest", { example: examples.BlogPublishRequest });
export type PublishRequest = z.infer<typeof PublishRequest>;

export const Published = z
  .object({
    url: z.string().nullable(),
    commit_sha: z.string().nullable(),
    path: z.string(),
    sha: z.string().nullable().openapi({ description: "Of the file in the repository" }),
    dry_run: z.boolean(),
    exists: z
      .boolean()
      .nullish()
      .openapi({ description: "Of a dry run: whether the file is there; null when GitHub cannot be asked" }),
    content: z.string().optional().openapi({ description: "Of a dry run: the file as it would be written" }),
  })
  .openapi("BlogPublished", { example: examples.BlogPublished });
