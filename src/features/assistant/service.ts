import type { Model } from "#adapters/ai";
import { AiError } from "#adapters/ai";
import type { Question } from "#engine/advice";
import { modelOf, payerOf, paidModelOf, requireBudget } from "#features/ai";
import { readAnalysis } from "#features/analysis";
import { openSession, postMessage, readMemory, waitForReply } from "#features/sessions";
import type { PostedTurn } from "#features/sessions";
import type { Ctx } from "#http/context";
import { AppError } from "#http/errors";
import type { z } from "zod";
import type { AssistantReply } from "./answer.ts";
import { answerQuestion } from "./answer.ts";
import { toAnalysedDesign } from "./design.ts";
import type { AssistantAnswer, AssistantRequest } from "./schema.ts";
import { AssistantAnswer as AnswerShape } from "./schema.ts";

const deadlineMs = 60_000;

const cutOff = (cause?: unknown): AppError =>
  new AppError("unavailable", "The answer was cut off. Please ask again.", { headers: { "Retry-After": "2" }, cause });

const lastOf = ({ messages }: AssistantRequest): string => messages.at(-1)?.content ?? "";

const toAnswer = (ctx: Ctx, { response, suggestions, citations, engine }: AssistantReply): AssistantAnswer => ({
  response,
  suggestions: [...suggestions],
  citations: [...citations],
  engine,
  timestamp: ctx.now().toISOString(),
});

/** What an account said before, where the caller sends only the question: an anonymous caller has no memory. */
const historyOf = async (ctx: Ctx, { messages }: AssistantRequest): Promise<Question["history"]> => {
  const said = messages.slice(0, -1).filter(({ content }) => content.trim() !== "");
  if (said.length > 0 || ctx.actor.kind !== "user") return said;
  return readMemory(ctx.env, ctx.actor.id);
};

/** What a request asks. Throws `not_found` for an analysis that is not the caller's. */
export const readQuestion = async (ctx: Ctx, request: AssistantRequest): Promise<Question> => {
  const { analysis_id: id, role: persona } = request;
  return {
    text: lastOf(request),
    history: await historyOf(ctx, request),
    persona,
    analysis: id === undefined ? undefined : toAnalysedDesign(await readAnalysis(ctx, id)),
  };
};

const purseOf = (ctx: Ctx) => ({ env: ctx.env, payer: payerOf(ctx), now: ctx.now });

const modelFor = (ctx: Ctx): Model | undefined => paidModelOf(purseOf(ctx));

async function* answerWith(
  ctx: Ctx,
  question: Question,
  model: Model | undefined,
): AsyncGenerator<string, AssistantAnswer> {
  return toAnswer(ctx, yield* answerQuestion(question, model, AbortSignal.timeout(deadlineMs)));
}

/** Answers without a session, piece by piece. Throws `unavailable` for a model that breaks off. */
export async function* streamAnswer(ctx: Ctx, question: Question): AsyncGenerator<string, AssistantAnswer> {
  try {
    return yield* answerWith(ctx, question, modelFor(ctx));
  } catch (error) {
    throw error instanceof AiError ? cutOff(error) : error;
  }
}

const lastValue = async <T>(steps: AsyncGenerator<unknown, T>): Promise<T> => {
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
};

/** Answers without a session, as a whole: by the engine where the model breaks off, for nothing has been shown yet. */
export const answerWhole = async (ctx: Ctx, question: Question): Promise<AssistantAnswer> => {
  try {
    return await lastValue(answerWith(ctx, question, modelFor(ctx)));
  } catch (error) {
    if (!(error instanceof AiError)) throw error;
    return lastValue(answerWith(ctx, question, undefined));
  }
};

/** Puts the last message into a session of the caller's, and says where its answer will stand. Throws `not_found`, `quota_exceeded`. */
export const askInSession = async (
  ctx: Ctx,
  request: AssistantRequest,
): Promise<{ sessionId: string; posted: PostedTurn }> => {
  const { analysis_id: id, role: persona } = request;
  // Both here, where the caller can still be told; the session looks again when it answers.
  if (id !== undefined) await readAnalysis(ctx, id);
  if (modelOf(ctx.env) !== undefined) await requireBudget(purseOf(ctx));
  const { id: sessionId } = await openSession(ctx, "advisor", request.session_id);
  const options = {
    address: ctx.address,
    ...(persona !== undefined && { persona }),
    ...(id !== undefined && { analysis_id: id }),
  };
  return { sessionId, posted: await postMessage(ctx, sessionId, { content: lastOf(request), options }) };
};

const ReplyData = AnswerShape.pick({ suggestions: true, citations: true, engine: true });

/** The answer in a session, when it is complete. Throws `unavailable` for one that was cut off. */
export const readReply = async (
  ctx: Ctx,
  sessionId: string,
  { turn }: PostedTurn,
): Promise<z.infer<typeof AnswerShape>> => {
  const { reply } = await waitForReply(ctx, sessionId, turn);
  const data = ReplyData.safeParse(reply.data);
  if (reply.status !== "complete" || !data.success) throw cutOff();
  return { response: reply.content, ...data.data, session_id: sessionId, timestamp: reply.created_at };
};
