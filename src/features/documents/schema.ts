import { optional } from "#http/fields";
import { z } from "@hono/zod-openapi";
import examples from "./examples.json" with { type: "json" };

export const DocumentId = z.string().regex(/^doc_[0-9a-f]{32}$/);

export const Document = z
  .object({
    id: z.string(),
    user_id: z.string(),
    filename: z.string(),
    file_type: z.enum(["pdf", "audio", "image", "markdown", "text", "html", "docx"]),
    size: z.int().openapi({ description: "Bytes" }),
    status: z.enum(["pending", "processing", "completed", "failed"]),
    progress: z.number().min(0).max(1),
    page_count: z.int().nullable(),
    chunk_count: z.int(),
    created_at: z.string(),
    processed_at: z.string().nullable(),
    error_code: z.string().nullable().openapi({ description: "Stable name of why it failed" }),
    error_message: z.string().nullable(),
  })
  .openapi("Document", { example: examples.Document });

export type Document = z.infer<typeof Document>;

export const DocumentList = z
  .object({ documents: z.array(Document), next_cursor: z.string().nullable() })
  .openapi("DocumentList", { example: examples.DocumentList });

/** Several documents; the fields of a single one stand at the top level too. */
export const Uploaded = z
  .union([z.object({ documents: z.array(Document), ...Document.shape }), z.object({ documents: z.array(Document) })])
  .openapi("Uploaded", { example: examples.Uploaded });

export const uploadForm = {
  type: "object" as const,
  properties: {
    file: {
      type: "array" as const,
      items: { type: "string" as const, format: "binary" },
      description: "PDF, DOCX, HTML, Markdown, text or code, PNG or JPEG, MP3, WAV or M4A; one part each",
    },
  },
  required: ["file"],
};

const query = z.string().trim().min(1).max(10_000);
const documentIds = optional(z.array(z.string().max(100)).max(1_000)).openapi({
  description: "Only these; an unknown one, or somebody else's, holds nothing",
});
const count = optional(z.int().min(1).max(1_000));

export const SearchRequest = z
  .object({
    query,
    top_k: count.openapi({ description: "At most so many results, 10 unless given" }),
    k: count.openapi({ description: "The same as top_k" }),
    mode: optional(z.enum(["hybrid", "keyword", "vector"])).openapi({
      description: "By words, by meaning, or both fused, which is the default; meaning needs AI_EMBEDDING_MODEL",
    }),
    document_ids: documentIds,
  })
  .openapi("DocumentSearch", { example: examples.DocumentSearch });

export type SearchRequest = z.infer<typeof SearchRequest>;

const score = z.number().nullable();

export const SearchResults = z
  .object({
    results: z.array(
      z.object({
        chunk_id: z.string(),
        document_id: z.string(),
        filename: z.string(),
        page: z.int().nullable(),
        text: z.string(),
        headings: z.array(z.string()),
        start: z.int().openapi({ description: "Where the chunk begins in the document's text" }),
        end: z.int(),
        score: z.number().openapi({ description: "What the order follows" }),
        scores: z.object({ bm25: score, trigram: score, vector: score }).openapi({
          description: "What the score is made of; null where a part took no part",
        }),
      }),
    ),
  })
  .openapi("DocumentResults", { example: examples.DocumentResults });

export const QuestionRequest = z
  .object({ question: query, document_ids: documentIds })
  .openapi("DocumentQuestion", { example: examples.DocumentQuestion });

export const QuestionAnswer = z
  .object({
    answer: z.string(),
    sources: z.array(
      z.object({
        chunk_id: z.string(),
        document_id: z.string(),
        filename: z.string(),
        page: z.int().nullable(),
        quote: z.string().openapi({ description: "Stands in the chunk exactly like this" }),
      }),
    ),
    engine: z.string().openapi({ description: "`builtin`, or the model's name" }),
  })
  .openapi("DocumentAnswer", { example: examples.DocumentAnswer });
