import type { ChatRequest, Model, Usage } from "#adapters/ai";
import { AiError, estimateInput, estimateTokens } from "#adapters/ai";
import { countEvents } from "#features/platform";
import type { Ctx } from "#http/context";
import { AppError, fromStore } from "#http/errors";
import { readSettings } from "#http/settings";

/** Whose tokens are spent: an account's, or those of an address that did not say who it is. */
export type Payer = `account:${string}` | `address:${string}`;

/** Tokens a day, times RATE_LIMIT_SCALE. A long answer with an analysis in it takes about 10,000. */
const tokensADay = { account: 1_000_000, address: 200_000 };

/** Who pays for a request. */
export const payerOf = ({ actor, address }: Pick<Ctx, "actor" | "address">): Payer =>
  actor.kind === "user" ? `account:${actor.id}` : `address:${address}`;

const quotaOf = (env: Cloudflare.Env, payer: Payer): number => {
  const { account, address } = tokensADay;
  return Math.round((payer.startsWith("account:") ? account : address) * readSettings(env).rateLimitScale);
};

const dayOf = (now: Date): string => now.toISOString().slice(0, 10);

const secondsToMidnight = (now: Date): number => 86_400 - Math.floor((now.getTime() / 1000) % 86_400);

const exhausted = (now: Date): AppError =>
  new AppError("quota_exceeded", "The tokens of today are used up. Try again after the time in Retry-After.", {
    headers: { "Retry-After": String(secondsToMidnight(now)) },
  });

export interface Purse {
  env: Cloudflare.Env;
  payer: Payer;
  now: () => Date;
}

const outcomeOf = (error: unknown): string => (error instanceof AiError ? error.failure : "abandoned");

/** What a call may come to. */
const mostOf = (request: ChatRequest): number => estimateInput(request) + request.maxTokens;

interface Bill {
  /** Call it exactly once, with what was used. */
  settle: (outcome: string, usage: Usage | undefined) => Promise<void>;
}

/** Takes the tokens that a call may need, so that many calls at once cannot all have the last ones. */
const openBill = async ({ env, payer, now }: Purse, tokens: number): Promise<Bill> => {
  const at = now();
  const day = dayOf(at);
  const budget = env.AI_BUDGET.getByName(payer);
  // Nothing is spent that cannot be counted: the built-in engine answers.
  const failed = (): never => {
    throw new AiError("unreachable");
  };
  // A quota is small only where an operator made it so; then one call may still be larger than it.
  const quota = quotaOf(env, payer);
  const taken = Math.min(tokens, quota);
  if (!(await budget.take(day, taken, quota).catch(failed))) {
    await countEvents(env, [{ name: "ai_calls_total", labels: { outcome: "over_budget" }, by: 1 }]);
    throw exhausted(at);
  }
  const settle = async (outcome: string, usage: Usage | undefined): Promise<void> => {
    const { input, output } = usage ?? { input: 0, output: 0 };
    await budget.giveBack(day, taken - input - output).catch(() => undefined);
    await countEvents(env, [
      { name: "ai_calls_total", labels: { outcome }, by: 1 },
      { name: "ai_tokens_total", labels: { direction: "input" }, by: input },
      { name: "ai_tokens_total", labels: { direction: "output" }, by: output },
    ]);
  };
  return { settle };
};

/** A call that answers as a whole, paid for whether it succeeds or not. */
const pay = async <T>(
  purse: Purse,
  tokens: number,
  call: () => Promise<T>,
  usageOf: (answer: T) => Usage,
): Promise<T> => {
  const bill = await openBill(purse, tokens);
  try {
    const answer = await call();
    await bill.settle("ok", usageOf(answer));
    return answer;
  } catch (error) {
    await bill.settle(outcomeOf(error), error instanceof AiError ? error.usage : undefined);
    throw error;
  }
};

const payForStream = (model: Model, purse: Purse): Model["stream"] =>
  async function* stream(request, onUsage) {
    const bill = await openBill(purse, mostOf(request));
    let used: Usage | undefined;
    let outcome = "abandoned";
    try {
      yield* model.stream(request, (usage) => {
        used = usage;
        onUsage(usage);
      });
      outcome = "ok";
    } catch (error) {
      outcome = outcomeOf(error);
      throw error;
    } finally {
      await bill.settle(outcome, used);
    }
  };

/**
 * The same model, paid for out of the day's tokens of one payer and counted in the metrics. Throws `quota_exceeded`
 * where they do not suffice: of a stream with its first piece.
 */
export const withBudget = (model: Model, purse: Purse): Model => {
  const { embed, transcribe } = model;
  return {
    name: model.name,
    stream: payForStream(model, purse),
    structured: (request, schema, name) =>
      pay(
        purse,
        mostOf(request),
        () => model.structured(request, schema, name),
        ({ usage }) => usage,
      ),
    withTools: (request, tools, mostSteps) =>
      pay(
        purse,
        mostOf(request),
        () => model.withTools(request, tools, mostSteps),
        ({ usage }) => usage,
      ),
    embed:
      embed &&
      ((texts, signal) => {
        const input = estimateTokens(...texts);
        return pay(
          purse,
          input,
          () => embed(texts, signal),
          () => ({ input, output: 0 }),
        );
      }),
    transcribe:
      transcribe &&
      ((file, signal) => {
        // As OpenAI bills speech: about ten tokens a second; compressed speech has about 4,000 bytes a second.
        const input = Math.ceil(file.size / 400);
        return pay(
          purse,
          input,
          () => transcribe(file, signal),
          () => ({ input, output: 0 }),
        );
      }),
  };
};

/** Throws `quota_exceeded` when nothing is left: for whoever answers later, where the caller can no longer be told. */
export const requireBudget = async ({ env, payer, now }: Purse): Promise<void> => {
  const at = now();
  const taken = fromStore(env.AI_BUDGET.getByName(payer).take(dayOf(at), 1, quotaOf(env, payer)));
  if (!(await taken)) throw exhausted(at);
};

/** Forgets what a deleted account has spent. */
export const forgetBudget = async ({ env }: Pick<Ctx, "env">, userId: string): Promise<void> =>
  fromStore(env.AI_BUDGET.getByName(`account:${userId}`).forget());
