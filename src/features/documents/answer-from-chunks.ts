import type { Model } from "#adapters/ai";
import { AiError } from "#adapters/ai";
import type { QuotableChunk } from "#engine/text";
import { extractAnswer } from "#engine/text";
import { AppError } from "#http/errors";
import type { WordedAnswer } from "./answer-by-model.ts";
import { wordByModel } from "./answer-by-model.ts";
import type { AnswerSource } from "./answer-wording.ts";
import { sourceOf, wordNotFound, wordQuotes } from "./answer-wording.ts";

export interface DocumentAnswer {
  answer: string;
  /** Empty where the documents do not hold it. */
  sources: AnswerSource[];
  /** `builtin`, or the name of the model that worded it. */
  engine: string;
}

/** A model that fails, and a caller whose tokens are used up, get the built-in answer. */
const orBuiltIn = async (work: Promise<WordedAnswer | undefined>): Promise<WordedAnswer | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AiError || (error instanceof AppError && error.code === "quota_exceeded")) return undefined;
    throw error;
  }
};

/**
 * Answers a question from chunks, the most relevant first, and from nothing else: in the words of a model where there is
 * one and what it quotes is there, else with the sentences that answer it. The same without a model is the same again.
 */
export const answerFromChunks = async (
  question: string,
  chunks: readonly QuotableChunk[],
  model: Model | undefined,
): Promise<DocumentAnswer> => {
  const extracted = extractAnswer(question, chunks);
  const worded =
    model && extracted.chunks.length > 0 ? await orBuiltIn(wordByModel(model, question, extracted.chunks)) : undefined;
  if (worded !== undefined)
    return { answer: worded.answer, sources: worded.quotes.map(sourceOf), engine: model?.name ?? "builtin" };
  const { quotes, searched } = extracted;
  return {
    answer: quotes.length === 0 ? wordNotFound(searched) : wordQuotes(quotes),
    sources: quotes.map(sourceOf),
    engine: "builtin",
  };
};
