import type { Model } from "#adapters/ai";
import { AiError, estimateTokens } from "#adapters/ai";
import { paidModelOf, payerOf } from "#features/ai";
import { requireUser } from "#http/actor";
import type { Ctx } from "#http/context";
import { AppError } from "#http/errors";
import type { Assistant, Standing } from "./assistants.ts";
import { getAssistant } from "./assistants.ts";
import type { Conversation } from "./conversation.ts";
import { readConversation } from "./conversation.ts";
import type { Limits } from "./cut.ts";
import { Cut } from "./cut.ts";
import type { Metered } from "./metered.ts";
import { meter } from "./metered.ts";
import { refuseUnoffered } from "./offered.ts";
import type { Citation, Completion, CompletionChunk, CompletionRequest, Usage } from "./schema.ts";

/** A request as it is answered. */
export interface Asked {
  assistant: Assistant;
  owner: string;
  conversation: Conversation;
  limits: Limits;
  includeUsage: boolean;
  /** What every part of the answer says of itself. */
  head: Pick<Completion, "id" | "created" | "model">;
}

/** How an answer ended. */
interface Ending extends Standing {
  finishReason: "stop" | "length";
  usage: Usage;
}

/** Who is asked what. Throws `not_found` for an unknown model, `invalid_request` for what is not offered. */
export const readRequest = (ctx: Ctx, request: CompletionRequest): Asked => {
  const assistant = getAssistant(request.model);
  refuseUnoffered(request);
  const most = [request.max_tokens, request.max_completion_tokens].filter((one) => one !== undefined);
  return {
    assistant,
    owner: requireUser(ctx).id,
    conversation: readConversation(request.messages),
    limits: { stop: request.stop ?? [], maxTokens: most.length === 0 ? undefined : Math.min(...most) },
    includeUsage: request.stream_options?.include_usage ?? false,
    head: {
      id: ctx.newId("chatcmpl").replace("_", "-"),
      created: Math.floor(ctx.now().getTime() / 1000),
      model: assistant.id,
    },
  };
};

const marksIn = (text: string): Set<string> =>
  new Set([...text.matchAll(/(?<=\[)[^[\]\n]{1,200}(?=\])/g)].flatMap(([ids]) => [ids, ...ids.split(/\s*[,;]\s*/)]));

/** Of an answer that was cut, what stands in the part that is left; all where the text marks nothing. */
const citedIn = (shown: string, whole: string, citations: Citation[]): Citation[] => {
  const all = marksIn(whole);
  if (shown === whole || !citations.some(({ id }) => all.has(id))) return citations;
  const left = marksIn(shown);
  return citations.filter(({ id }) => left.has(id));
};

const usageOf = (
  { conversation: { question, history }, limits }: Asked,
  shown: string,
  metered: Metered | undefined,
): Usage => {
  const { input, output } = metered?.spent ?? {
    input: estimateTokens(question, ...history.map(({ content }) => content)),
    output: estimateTokens(shown),
  };
  // What a model said beyond what was asked for is not shown.
  const completion = Math.min(output, limits.maxTokens ?? Infinity);
  return { prompt_tokens: input, completion_tokens: completion, total_tokens: input + completion };
};

async function* tellEnd<T>(steps: AsyncGenerator<string, T>, tell: (end: T) => void): AsyncGenerator<string, void> {
  tell(yield* steps);
}

/** The answer piece by piece, ended where the caller wants it. */
async function* say(
  ctx: Ctx,
  asked: Asked,
  model: Model | undefined,
  signal: AbortSignal,
): AsyncGenerator<string, Ending> {
  const { assistant, conversation, owner, limits } = asked;
  const metered = model && meter(model, limits);
  const answer = assistant.answer({
    ...conversation,
    env: ctx.env,
    owner,
    model: metered?.model,
    signal,
    now: ctx.now,
  });
  const cut = new Cut(limits);
  const end: Standing = { citations: [], engine: "builtin" };
  let whole = "";
  let shown = "";
  // To its end, also after the cut: a model has been stopped by then, and only the end tells what the answer stands on.
  for await (const piece of tellEnd(answer, (standing) => Object.assign(end, standing))) {
    whole += piece;
    const taken = cut.take(piece);
    shown += taken;
    yield taken;
  }
  const rest = cut.end();
  shown += rest;
  yield rest;
  const worded = end.engine === "builtin" ? undefined : metered;
  return {
    citations: citedIn(shown, whole, end.citations),
    engine: end.engine,
    finishReason: cut.reason ?? worded?.reason() ?? "stop",
    usage: usageOf(asked, shown, worded),
  };
}

const modelFor = (ctx: Ctx): Model | undefined => paidModelOf({ env: ctx.env, payer: payerOf(ctx), now: ctx.now });

const cutOff = (cause: unknown): AppError =>
  new AppError("unavailable", "The answer was cut off. Please ask again.", { headers: { "Retry-After": "2" }, cause });

const brokeOff = (error: unknown, signal: AbortSignal): boolean => error instanceof AiError || signal.aborted;

const collect = async (pieces: AsyncGenerator<string, Ending>): Promise<Ending & { text: string }> => {
  let text = "";
  for (;;) {
    const next = await pieces.next();
    if (next.done) return { text, ...next.value };
    text += next.value;
  }
};

const mostForEngineMs = 30_000;

/** The whole answer: of the built-in engine where a model breaks off, for nothing has been shown yet. */
const sayWhole = async (ctx: Ctx, asked: Asked) => {
  const model = modelFor(ctx);
  const signal = AbortSignal.timeout(asked.assistant.deadlineMs);
  try {
    return await collect(say(ctx, asked, model, signal));
  } catch (error) {
    if (!brokeOff(error, signal)) throw error;
    if (model === undefined) throw cutOff(error);
  }
  const again = AbortSignal.timeout(mostForEngineMs);
  return collect(say(ctx, asked, undefined, again)).catch((error: unknown) => {
    throw brokeOff(error, again) ? cutOff(error) : error;
  });
};

/** Answers as a whole. Throws `quota_exceeded`, `unavailable`. */
export const complete = async (ctx: Ctx, asked: Asked): Promise<Completion> => {
  const { text, citations, engine, finishReason, usage } = await sayWhole(ctx, asked);
  const message = { role: "assistant" as const, content: text, refusal: null };
  return {
    ...asked.head,
    object: "chat.completion",
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason }],
    usage,
    citations,
    engine,
  };
};

type Choice = CompletionChunk["choices"][number];

const choiceOf = (delta: Choice["delta"], finishReason: Choice["finish_reason"] = null): Choice => ({
  index: 0,
  delta,
  logprobs: null,
  finish_reason: finishReason,
});

/**
 * Answers in chunks: first who speaks, then the text, then why it ended and what it stands on. `leave` ends the work.
 * Throws `quota_exceeded` before the first, `unavailable` for a model that breaks off.
 */
export async function* completeInChunks(
  ctx: Ctx,
  asked: Asked,
  leave: AbortSignal,
): AsyncGenerator<CompletionChunk, void> {
  const signal = AbortSignal.any([leave, AbortSignal.timeout(asked.assistant.deadlineMs)]);
  const chunkOf = (choices: Choice[], more: Partial<CompletionChunk> = {}): CompletionChunk => ({
    ...asked.head,
    object: "chat.completion.chunk",
    choices,
    ...(asked.includeUsage && { usage: null }),
    ...more,
  });
  const pieces = say(ctx, asked, modelFor(ctx), signal);
  try {
    let next = await pieces.next();
    yield chunkOf([choiceOf({ role: "assistant", content: "", refusal: null })]);
    for (; !next.done; next = await pieces.next())
      if (next.value !== "") yield chunkOf([choiceOf({ content: next.value })]);
    const { citations, engine, finishReason, usage } = next.value;
    yield chunkOf([choiceOf({}, finishReason)], { citations, engine });
    if (asked.includeUsage) yield chunkOf([], { usage });
  } catch (error) {
    throw brokeOff(error, signal) ? cutOff(error) : error;
  } finally {
    await pieces.return({ citations: [], engine: "", finishReason: "stop", usage: usageOf(asked, "", undefined) });
  }
}
