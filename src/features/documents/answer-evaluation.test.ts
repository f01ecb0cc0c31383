// How often the built-in answer is right, and how often it declines what the documents do not hold: the questions of
// answer-evaluation.json. The held-out half was written before anything was tuned on the other.
import { extractMarkdown, extractText } from "#adapters/extraction";
import type { QuotableChunk } from "#engine/text";
import { buildIndex, chunkBlocks, search, tokenise } from "#engine/text";
import { expect, test } from "vitest";
import { answerFromChunks } from "./answer-from-chunks.ts";
import evaluation from "./answer-evaluation.json" with { type: "json" };

const { documents, ...halves } = evaluation;

const chunks: QuotableChunk[] = documents.flatMap(({ filename, text }, at) =>
  Array.from(chunkBlocks(filename.endsWith(".md") ? extractMarkdown(text) : extractText(text)), (chunk) => ({
    ...chunk,
    id: `doc_${at}.${chunk.position}`,
    documentId: `doc_${at}`,
    filename,
  })),
);

const byId = new Map(chunks.map((chunk) => [chunk.id, chunk]));
const index = buildIndex(
  chunks.map(({ id, text }) => ({ id, texts: { text: tokenise(text) } })),
  { text: { weight: 1, shortening: 0.75 } },
);

const ask = (question: string) =>
  answerFromChunks(
    question,
    search(index, tokenise(question)).flatMap(({ id }) => byId.get(id) ?? []),
    undefined,
  );

test.each(Object.entries(halves))("the %s half", async (name, { answerable, unanswerable }) => {
  const wrong: string[] = [];
  const guessed: string[] = [];
  for (const { question, document, holds } of answerable) {
    const { sources } = await ask(question);
    for (const { chunk_id: id, quote } of sources) expect(byId.get(id)?.text).toContain(quote);
    if (!sources.some(({ filename, quote }) => filename === document && quote.includes(holds))) wrong.push(question);
  }
  for (const question of unanswerable) if ((await ask(question)).sources.length > 0) guessed.push(question);
  console.info(
    `${name}: ${answerable.length - wrong.length} of ${answerable.length} right, ${unanswerable.length - guessed.length} of ${unanswerable.length} declined`,
  );
  // More than may be wrong, by name.
  expect(wrong.slice(Math.floor(answerable.length * 0.1))).toEqual([]);
  expect(guessed.slice(Math.floor(unanswerable.length * 0.05))).toEqual([]);
});
