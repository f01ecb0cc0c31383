import type { Model } from "#adapters/ai";
import { answerQuestion as adviseOn } from "#features/assistant";
import { answerConversation } from "#features/drafts";
import { answerQuestion as answerFromKnowledge } from "#features/guru";
import { AppError } from "#http/errors";
import type { Conversation } from "./conversation.ts";
import type { Citation } from "./schema.ts";

/** What an assistant answers from. */
interface Question extends Conversation {
  env: Cloudflare.Env;
  /** The account that asks: documents are its own. */
  owner: string;
  model: Model | undefined;
  signal: AbortSignal;
  now: () => Date;
}

/** What an answer stands on. */
export interface Standing {
  citations: Citation[];
  /** `builtin`, or the model's name. */
  engine: string;
}

/** Someone who answers, under a model's name. */
export interface Assistant {
  id: string;
  description: string;
  deadlineMs: number;
  /** Piece by piece; an empty one says that the work has begun. Throws `AiError` for a model that breaks off midway. */
  answer: (question: Question) => AsyncGenerator<string, Standing>;
}

const minute = 60_000;

const advisor: Assistant = {
  id: "stackstage-advisor",
  description: "Cloud architecture: design, cost, security, operations",
  deadlineMs: minute,
  async *answer({ question, history, model, signal }) {
    const asked = { text: question, history, persona: undefined, analysis: undefined };
    const { citations, engine } = yield* adviseOn(asked, model, signal);
    return { citations: citations.map((citation) => ({ ...citation })), engine };
  },
};

const guru: Assistant = {
  id: "au-guru",
  description: "Assumption University of Thailand: answered from the knowledge, in English or Thai",
  deadlineMs: minute,
  async *answer({ env, question, history, model, signal, now }) {
    const { answer, sources, engine } = await answerFromKnowledge(env, { question, history, model, signal, now });
    yield answer;
    return { citations: sources, engine };
  },
};

const writer: Assistant = {
  id: "blog-writer",
  description: "Your own documents: questions answered with quotes, articles written out of them",
  // Of documents that are still being processed it writes when they are read.
  deadlineMs: 4 * minute,
  async *answer({ question, ...rest }) {
    const { sources, engine } = yield* answerConversation({ ...rest, content: question });
    const citations = sources.map(({ id, title, url, document_id, chunk_id, page, quote }) => ({
      id,
      title,
      quote,
      ...(url !== null && { url }),
      ...(document_id !== null && { document_id }),
      ...(chunk_id !== null && { chunk_id }),
      ...(page !== null && { page }),
    }));
    return { citations, engine };
  },
};

/** Everyone who answers. */
export const assistants: readonly Assistant[] = [advisor, guru, writer];

/** Who answers to a model's name. Throws `not_found`. */
export const getAssistant = (model: string): Assistant => {
  const found = assistants.find(({ id }) => id === model);
  if (found !== undefined) return found;
  const message = "There is no such model: GET /v1/models lists those that there are.";
  throw new AppError("not_found", message, { errors: [{ path: "model", message }], reason: "model_not_found" });
};
