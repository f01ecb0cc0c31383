// How the tests in workerd talk in a session, and who answers there.
import { keepAwake } from "./awake.ts";
import type { SignedIn } from "./caller.ts";
import { call, toRequest } from "./caller.ts";
import { runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";

type SessionOf<N> = N extends DurableObjectNamespace<infer S> ? S : never;
type Session = SessionOf<Cloudflare.Env["SESSIONS"]>;
export type Responder = Session["responders"]["advisor"];

export interface Message {
  seq: number;
  turn: number;
  role: "user" | "assistant";
  content: string;
  status: string;
  data: Record<string, unknown>;
}

export interface SessionEvent {
  seq: number;
  type: string;
  turn: number;
  content?: string;
  role?: string;
  status?: string;
  code?: string;
  client_message_id?: string | null;
}

export const wait = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms));

/** Repeats what was asked word by word, and says how much of the conversation it was given. */
export const echo: Responder = async function* (_env, { content, history }) {
  for (const word of content.split(" ")) {
    await wait(1);
    yield `${word} `;
  }
  return { content: `${content} `, data: { asked: content, seen: history.length } };
};

/**
 * Says `pieces` numbers, the first `free` of them at once and the others when it is released, unless it is told to stop.
 * It looks whether it was: a promise of the test's request may not be waited for by another's.
 */
export const holding = (pieces: number, free: number): { responder: Responder; release: () => void } => {
  let held = true;
  const responder: Responder = async function* (_env, { signal }) {
    let said = "";
    for (let piece = 0; piece < pieces; piece++) {
      while (held && piece >= free) {
        await wait(5);
        signal.throwIfAborted();
      }
      said += `${piece} `;
      yield `${piece} `;
    }
    return { content: said, data: {} };
  };
  return { responder, release: () => void (held = false) };
};

/** Answers with nothing until its session is deleted, or the object of it dies. */
export const silent: Responder = holding(1, 0).responder;

export const objectOf = (id: string) => env.SESSIONS.getByName(id);

/** Decides who answers in a session; an object that was put away has to be told again. */
export const answerBy = (id: string, responder: Responder, deadlineMs = 60_000): Promise<void> => {
  keepAwake(objectOf(id));
  return runInDurableObject(objectOf(id), (session) => {
    session.responders = { advisor: responder, guru: responder, writer: responder };
    session.deadlineMs = deadlineMs;
  });
};

/** A new session of this account. */
export const begin = async ({ access_token: bearer }: SignedIn, responder = echo, deadlineMs?: number) => {
  const { status, body } = await call("/api/v1/sessions", { bearer, json: {} });
  if (status !== 201) throw new Error(`sessions answered ${status}: ${JSON.stringify(body)}`);
  // As the contract has it; the tests of the route hold it to that.
  const { id } = body as { id: string };
  await answerBy(id, responder, deadlineMs);
  return id;
};

export const ask = ({ access_token: bearer }: SignedIn, id: string, json: unknown) =>
  call(`/api/v1/sessions/${id}/messages`, { bearer, json });

export const historyOf = async ({ access_token: bearer }: SignedIn, id: string): Promise<Message[]> => {
  const { body } = await call(`/api/v1/sessions/${id}/chat-history`, { bearer });
  return (body as { messages: Message[] }).messages;
};

/** The history once nothing is pending. */
export const settledHistoryOf = async (who: SignedIn, id: string): Promise<Message[]> => {
  for (;;) {
    const messages = await historyOf(who, id);
    if (messages.every(({ status }) => status !== "pending")) return messages;
    await wait(20);
  }
};

/** The events of an SSE answer as they come, until `isEnough`, then it is left; or until it ends. */
export const readEvents = async (
  answer: Response,
  isEnough: (events: readonly SessionEvent[]) => boolean = () => false,
): Promise<SessionEvent[]> => {
  const events: SessionEvent[] = [];
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data === undefined) continue;
      const event = JSON.parse(data) as SessionEvent;
      const [, id, type] = /^id: (\d+)\nevent: (\w+)\n/.exec(block) ?? [];
      if (Number(id) !== event.seq || type !== event.type) throw new Error(`A frame that disagrees: ${block}`);
      events.push(event);
    }
    if (isEnough(events)) break;
  }
  return events;
};

/** The answer of a message as events. */
export const askForEvents = ({ access_token: bearer }: SignedIn, id: string, json: unknown): Promise<Response> =>
  exports.default.fetch(
    toRequest(`/api/v1/sessions/${id}/messages`, { bearer, json, headers: { Accept: "text/event-stream" } }),
  );

export const followEvents = (
  { access_token: bearer }: SignedIn,
  id: string,
  query: string,
  headers: Record<string, string> = {},
): Promise<Response> => exports.default.fetch(toRequest(`/api/v1/sessions/${id}/events${query}`, { bearer, headers }));
