// What the tests in workerd tell the language model's server to answer.
import { inject } from "vitest";

/** How one question is answered; aimock's own words for it. */
export interface Answering {
  response: Record<string, unknown>;
  match?: Record<string, unknown>;
  latency?: number;
  /** A stream is cut after so many pieces. */
  truncateAfterChunks?: number;
  chaos?: Record<string, number>;
}

// Of this runtime: another one that runs beside it counts from one as well. Consonants alone: a word that holds a number, or
// is one, may be taken for a year or a price by who answers.
const runtime = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => "bcdfghjklmnpqrst"[byte % 16]).join("");
let asked = 0;

/** A question that nobody else asks. */
export const newQuestion = (): string => `Question number ${++asked} of ${runtime}, in short.`;

/** Teaches the server to answer a question; of several answers the n-th is for the n-th time it is asked. */
export const teach = async (question: string, ...answers: readonly Answering[]): Promise<void> => {
  const fixtures = answers.map(({ match, ...answer }, index) => ({
    match: { userMessage: question, ...(answers.length > 1 && { sequenceIndex: index }), ...match },
    ...answer,
  }));
  const answer = await fetch(`${inject("ai")}/__aimock/fixtures`, {
    method: "POST",
    body: JSON.stringify({ fixtures }),
  });
  if (!answer.ok) throw new Error(await answer.text());
};

export interface Asked {
  path: string;
  headers: Record<string, string>;
  body: { messages?: { role: string; content: string }[]; [name: string]: unknown };
}

/** What the server was asked, in which this question stood. */
export const readAsked = async (question: string): Promise<Asked[]> => {
  const answer = await fetch(`${inject("ai")}/__aimock/journal`);
  // As aimock documents it.
  const journal = (await answer.json()) as Asked[];
  return journal.filter(({ body }) => JSON.stringify(body).includes(question));
};
