// How long a turn of the assistant takes: whole, until its first token, twenty conversations at once; answered by the engine
// itself, and with a stand-in for a model that answers at once, so that what is measured is ours. Asserts nothing.
import { z } from "zod";
import { pieces, startModel } from "./stand-in-model.ts";
import type { Scope } from "./tables.ts";
import { printTable, quantile, round, timed } from "./tables.ts";
import { readJson, register, withWorker } from "./worker.ts";

const questions = [
  "What does a Multi-AZ Postgres cost in Frankfurt?",
  "How do I make my database survive a zone outage?",
  "What is the difference between SQS and Kafka?",
  "Which region should I choose for users in Thailand?",
  "How do I keep secrets out of my Terraform code?",
  "Draw a web shop with a cache and a queue",
  "What is the Azure equivalent of Lambda?",
  "How do I lower the bill of my NAT gateways?",
];
const atOnce = 20;
const asJson = { "Content-Type": "application/json" };

const bodyOf = (turn: number): string =>
  JSON.stringify({ messages: [{ role: "user", content: questions[turn % questions.length] }] });

const askWhole = async (url: string, turn: number): Promise<void> => {
  const answer = await fetch(`${url}/api/assistant`, { method: "POST", headers: asJson, body: bodyOf(turn) });
  await readJson(answer, z.object({ response: z.string().min(1) }));
};

/** Milliseconds until the first piece of the answer, and until the whole of it. */
const askStream = async (url: string, turn: number): Promise<{ first: number; whole: number }> => {
  const headers = { ...asJson, Accept: "text/event-stream" };
  const start = performance.now();
  const answer = await fetch(`${url}/api/assistant`, { method: "POST", headers, body: bodyOf(turn) });
  if (!answer.ok || answer.body === null) throw new Error(`The assistant answered ${answer.status}.`);
  let [said, first] = ["", Number.NaN];
  for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
    said += part;
    if (Number.isNaN(first) && said.includes("event: token")) first = performance.now() - start;
  }
  if (!said.includes("event: message")) throw new Error(`The answer was not finished: ${said.slice(-300)}`);
  return { first, whole: performance.now() - start };
};

const row = (turn: string, milliseconds: readonly number[]) => ({
  turn,
  turns: milliseconds.length,
  "p50, ms": round(quantile(milliseconds, 0.5)),
  "p95, ms": round(quantile(milliseconds, 0.95)),
});

const times = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const measure = async (url: string, turns: number) => {
  for (const turn of times(questions.length)) await askWhole(url, turn);
  const whole: number[] = [];
  for (const turn of times(turns)) whole.push(await timed(() => askWhole(url, turn)));
  const streams = [];
  for (const turn of times(turns)) streams.push(await askStream(url, turn));

  const headers = { ...asJson, ...(await register(url)) };
  const post = (path: string, body: object): Promise<Response> =>
    fetch(`${url}/api/v1/sessions${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  const sessions = await Promise.all(
    times(atOnce).map(async () => (await readJson(await post("", {}), z.object({ id: z.string() }))).id),
  );
  const Exchange = z.object({ reply: z.object({ status: z.literal("complete") }) });
  const inSession = async (id: string, turn: number): Promise<void> => {
    await readJson(await post(`/${id}/messages`, { content: questions[turn % questions.length] }), Exchange);
  };
  const [first = ""] = sessions;
  const alone: number[] = [];
  for (const turn of times(turns)) alone.push(await timed(() => inSession(first, turn)));
  const crowd: number[] = [];
  for (const turn of times(Math.max(1, Math.floor(turns / 10))))
    crowd.push(...(await Promise.all(sessions.map((id, at) => timed(() => inSession(id, turn + at))))));
  return [
    row("whole", whole),
    row(
      "streamed: first token",
      streams.map(({ first: piece }) => piece),
    ),
    row(
      "streamed: the end",
      streams.map(({ whole: all }) => all),
    ),
    row("in a session, kept", alone),
    row(`in ${atOnce} sessions at once`, crowd),
  ];
};

export const chat = async ({ short }: Scope): Promise<void> => {
  const turns = short ? 16 : 80;
  await withWorker("chat", {}, async ({ url }) =>
    printTable("A turn of the assistant over HTTP, answered by the engine", await measure(url, turns)),
  );
  const model = await startModel();
  try {
    await withWorker("chat", model.settings, async ({ url }) =>
      printTable(
        `The same with a stand-in for a model that says ${pieces} pieces at once, its time included`,
        await measure(url, turns),
      ),
    );
  } finally {
    model.stop();
  }
};
