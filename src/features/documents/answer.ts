import { paidModelOf, payerOf } from "#features/ai";
import type { Ctx } from "#http/context";
import type { DocumentAnswer } from "./answer-from-chunks.ts";
import { answerFromChunks } from "./answer-from-chunks.ts";
import type { LibraryHit } from "./library.ts";
import type { Wanted } from "./search.ts";

interface DocumentQuestion {
  question: string;
  /** Only these; all where it is left out. */
  document_ids?: readonly string[] | undefined;
}

/** The answer stands on the best few of these. */
const candidates = 20;

/** Answers a question from the caller's documents alone, with quotes, or says that they do not hold it. */
export const answerQuestion = async (
  ctx: Ctx,
  { question, document_ids: documentIds }: DocumentQuestion,
  search: (wanted: Wanted) => Promise<LibraryHit[]>,
): Promise<DocumentAnswer> => {
  const hits = await search({ text: question, mode: "hybrid", topK: candidates, documentIds });
  const model = paidModelOf({ env: ctx.env, payer: payerOf(ctx), now: ctx.now });
  return answerFromChunks(question, hits, model);
};
