import type { Persona, Question } from "#engine/advice";
import { paidModelOf } from "#features/ai";
import { readDesignOf } from "#features/analysis";
import type { Responder } from "#features/sessions";
import { answerQuestion } from "./answer.ts";
import { toAnalysedDesign } from "./design.ts";

const personas: readonly Persona[] = ["CTO", "DevOps", "Architect"];

/** The analysis that a message is about; none where it is gone meanwhile. */
const readDesign = async (env: Cloudflare.Env, id: string | undefined, owner: string | null, now: Date) => {
  const analysis = id === undefined ? undefined : await readDesignOf(env, id, owner, now);
  return analysis && toAnalysedDesign(analysis);
};

/** Answers in a session: the session keeps what is said, whoever listens. */
export const answerAdvice: Responder = async function* answerAdvice(env, { owner, history, content, options, signal }) {
  const now = () => new Date();
  const question: Question = {
    text: content,
    history,
    persona: personas.find((name) => name === options["persona"]),
    analysis: await readDesign(env, options["analysis_id"], owner, now()),
  };
  const payer =
    owner === null ? (`address:${options["address"] ?? "session"}` as const) : (`account:${owner}` as const);
  const { response, ...data } = yield* answerQuestion(question, paidModelOf({ env, payer, now }), signal);
  return { content: response, data };
};
