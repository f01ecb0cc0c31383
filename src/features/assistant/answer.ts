import type { Model } from "#adapters/ai";
import { AiError } from "#adapters/ai";
import type { Advice, Citation, Found, Question } from "#engine/advice";
import { advise, retrieve } from "#engine/advice";
import { amountsIn, onlyKnownPieces, onlyKnownPrices } from "#features/ai";
import { fitHistory } from "./history.ts";
import { systemPrompt } from "./prompt.ts";

/** A whole answer of the assistant, under the names of its API. */
export interface AssistantReply {
  response: string;
  suggestions: readonly string[];
  citations: readonly Citation[];
  /** `builtin`, or the model's name. */
  engine: string;
}

const maxTokens = 2_000;

/** Paragraph by paragraph, as a reader takes it in. */
const piecesOf = (text: string): string[] => text.split(/(?<=\n\n)/);

const citationsAllowed = (
  found: readonly Found[],
  question: Question,
  { citations }: Advice,
): Map<string, Citation> => {
  const entries = found.map(({ entry }) => ({
    id: entry.id,
    title: entry.title,
    ...(entry.sources[0] && { url: entry.sources[0].url }),
  }));
  const findings = (question.analysis?.findings ?? []).map(({ rule, resource, title }) => ({
    id: `${rule}@${resource}`,
    title,
  }));
  return new Map([...entries, ...findings, ...citations].map((citation) => [citation.id, citation]));
};

/** What of the allowed was cited, in the order of the text; what the engine stood on where nothing was. */
const citedIn = (text: string, allowed: ReadonlyMap<string, Citation>, { citations }: Advice): readonly Citation[] => {
  const cited = [...text.matchAll(/\[[^\]\n]{1,200}\]/g)].flatMap(([mark]) => allowed.get(mark.slice(1, -1)) ?? []);
  return cited.length > 0 ? [...new Set(cited)] : citations;
};

async function* wordByModel(
  model: Model,
  question: Question,
  advice: Advice,
  signal: AbortSignal,
): AsyncGenerator<string, AssistantReply> {
  const found = retrieve(question.text);
  const allowed = citationsAllowed(found, question, advice);
  const system = systemPrompt(found, question, advice);
  const urls = found.flatMap(({ entry }) => entry.sources.map(({ url }) => url));
  const messages = [...fitHistory(question.history), { role: "user" as const, content: question.text }];
  const said = model.stream({ system, messages, maxTokens, signal }, () => undefined);
  const priced = onlyKnownPrices(said, amountsIn(system));
  const checked = onlyKnownPieces(priced, {
    urls: [...urls, ...[...allowed.values()].flatMap(({ url }) => url ?? [])],
    citationIds: [...allowed.keys()],
  });
  let text = "";
  let blank = "";
  for await (const piece of checked) {
    // Not before there is something to read: until then the engine can still answer instead.
    if (text === "" && piece.trim() === "") blank += piece;
    else {
      const shown = text === "" ? blank + piece : piece;
      text += shown;
      yield shown;
    }
  }
  // A model that says nothing has not answered.
  if (text === "") throw new AiError("invalid");
  return {
    response: text,
    suggestions: advice.suggestions,
    citations: citedIn(text, allowed, advice),
    engine: model.name,
  };
}

const fromEngine = ({ answer, suggestions, citations }: Advice): AssistantReply => ({
  response: answer,
  suggestions,
  citations,
  engine: "builtin",
});

/**
 * Answers a question piece by piece: worded by the model where one is set up, held against what engine and knowledge
 * base know, else by these alone. A model that fails before its first word is replaced by the engine; one that fails
 * later throws, and what it said stands as incomplete.
 */
export async function* answerQuestion(
  question: Question,
  model: Model | undefined,
  signal: AbortSignal,
): AsyncGenerator<string, AssistantReply> {
  const advice = advise(question);
  const worded = model && wordByModel(model, question, advice, signal);
  const first = await worded?.next().catch((error: unknown) => {
    if (error instanceof AiError) return undefined;
    throw error;
  });
  if (worded !== undefined && first !== undefined) {
    if (first.done) return first.value;
    yield first.value;
    return yield* worded;
  }
  for (const piece of piecesOf(advice.answer)) yield piece;
  return fromEngine(advice);
}
