import type { Payer } from "#features/ai";
import { paidModelOf } from "#features/ai";
import type { Responder } from "#features/sessions";
import { answerQuestion } from "./answer.ts";

/** An account pays for itself; an anonymous turn brings the address it came from. */
const payerOf = (owner: string | null, options: Readonly<Record<string, string>>): Payer =>
  owner === null ? `address:${options["address"] ?? "unknown"}` : `account:${owner}`;

/** Answers a turn of a guru session. The answer comes in one piece: it is checked as a whole before anyone sees it. */
export const answerGuru: Responder = async function* (env, { owner, history, content, options, signal }) {
  const now = () => new Date();
  const model = paidModelOf({ env, payer: payerOf(owner, options), now });
  const { answer, sources, engine } = await answerQuestion(env, { question: content, history, model, signal, now });
  yield answer;
  return { content: answer, data: { sources, engine } };
};
