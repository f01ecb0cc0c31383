// Sessions with what is remembered of them, and the counters: Durable Objects, D1 and KV.
import type { Client } from "./client.ts";
import { becomes } from "./client.ts";
import { metricsToken } from "./requests.ts";
import { createJournal, remove, type Subject } from "./subject.ts";

interface Message {
  turn: number;
  role: string;
  content: string;
  status: string;
}

/** Sessions that are begun, talked in and deleted; some answers are on their way when the processes die. */
export const sessions = (): Subject => {
  const journal = createJournal<string[]>();
  let serial = 0;
  return {
    name: "sessions",
    write: async (client) => {
      const [newest] = [...journal.live].slice(-1);
      if (++serial % 5 === 1 || newest === undefined) {
        const { status, body } = await client.send<{ id: string }>("POST", "/api/v1/sessions", { json: {} });
        if (status === 201) journal.live.set(body.id, []);
        return status === 201;
      }
      const old = serial % 5 === 2 ? journal.next() : undefined;
      if (old !== undefined) return remove(client, journal, old, `/api/v1/sessions/${old[0]}`);
      const [id, asked] = newest;
      const content = serial % 5 === 3 ? `Tell me slowly, ${serial}` : `Question ${serial}`;
      const { status } = await client.send("POST", `/api/v1/sessions/${id}/messages`, { json: { content } });
      if (status === 200) asked.push(content);
      return status === 200;
    },
    check: async (client, note) => {
      for (const [id, asked] of [...journal.live].slice(-5)) {
        let messages: Message[] = [];
        let last = 0;
        const isSettled = await becomes(async () => {
          const { status, body } = await client.send<{ messages?: Message[] }>(
            "GET",
            `/api/v1/sessions/${id}/chat-history`,
          );
          last = status;
          messages = body.messages ?? [];
          return messages.every(({ status: state }) => state !== "pending");
        });
        note(last === 200, `a session is there: ${last}`);
        note(isSettled, "every turn has an end");
        const said = messages.map(({ turn, role }) => `${turn} ${role}`);
        const pairs = Array.from({ length: messages.length / 2 }, (_, at) => [`${at + 1} user`, `${at + 1} assistant`]);
        note(said.join() === pairs.flat().join(), "turns are pairs without a gap");
        const kept = new Map(messages.map((message, index) => [message.content, messages[index + 1]]));
        for (const content of asked)
          note(kept.get(content)?.status === "complete", "a question that was answered is there with its answer");
      }
      for (const id of [...journal.gone].slice(-5)) {
        const { status } = await client.send("GET", `/api/v1/sessions/${id}`);
        note(status === 404, `a deleted session stays gone: ${status}`);
      }
      const listed = await client.send<{ sessions: { id: string }[] }>("GET", "/api/v1/sessions?limit=10");
      for (const { id } of listed.body.sessions) {
        if (journal.unsure.has(id)) continue;
        const { status } = await client.send("GET", `/api/v1/sessions/${id}`);
        note(status === 200, `a session that is listed can be read: ${status}`);
      }
    },
  };
};

const sumOf = (metrics: string, name: string): number =>
  [...metrics.matchAll(new RegExp(`^${name}\\{[^}]*\\} (\\d+)$`, "gm"))].reduce(
    (sum, [, value]) => sum + Number(value),
    0,
  );

/** Counters that have been read once are never lower again. */
export const counters = (): Subject => {
  const names = ["http_requests_total", "ai_calls_total", "ai_tokens_total"];
  const read = new Map<string, number>();
  const look = async ({ send }: Client): Promise<Map<string, number> | undefined> => {
    const { status, body } = await send<string>("GET", "/metrics", { bearer: metricsToken });
    return status === 200 ? new Map(names.map((name) => [name, sumOf(body, name)])) : undefined;
  };
  return {
    name: "counters",
    write: async (client) => {
      const now = await look(client);
      for (const [name, value] of now ?? []) read.set(name, value);
      await new Promise((wake) => setTimeout(wake, 200));
      return now !== undefined;
    },
    check: async (client, note) => {
      const now = await look(client);
      for (const [name, value] of read) note((now?.get(name) ?? -1) >= value, `${name} goes on where it stood`);
    },
  };
};
