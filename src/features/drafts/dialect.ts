import type { ContentFormat, GenerateRequest } from "./schema.ts";

/**
 * The published editor names its session in the query and in the body, and shows `content` in Tiptap, which reads HTML.
 * Everyone else gets Markdown unless they ask.
 */
export const formatFor = (request: GenerateRequest, querySession: string | undefined): ContentFormat =>
  request.content_format ?? (querySession !== undefined && querySession === request.session_id ? "html" : "markdown");
