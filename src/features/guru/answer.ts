import type { Message, Model } from "#adapters/ai";
import { AiError } from "#adapters/ai";
import type { Found, Language } from "#features/knowledge";
import { findKnowledge, listKnowledge, sayFact } from "#features/knowledge";
import { AppError } from "#http/errors";
import type { Choice } from "./choose.ts";
import { chooseFacts } from "./choose.ts";
import { readInContext } from "./follow-up.ts";
import { translateByModel, wordByModel } from "./model-wording.ts";
import { languageOf, wordFacts, wordNotHeld, wordWelcome } from "./wording.ts";

export interface GuruQuestion {
  question: string;
  /** What was said before, oldest first, without the question. */
  history: readonly Message[];
  /** Words the facts where one is set up; what it says is held against them. */
  model?: Model | undefined;
  signal?: AbortSignal;
  now?: () => Date;
}

export interface GuruAnswer {
  answer: string;
  /** What the answer stands on; nothing where the knowledge does not hold it. */
  sources: { id: string; title: string }[];
  /** `builtin`, or the name of the model that worded it. */
  engine: string;
  /** Whether the knowledge holds what was asked. */
  held: boolean;
}

const contactTopic = "contacts";

/** The facts by which the university is reached, as sentences. */
const readContacts = async (env: Cloudflare.Env, now: () => Date, language: Language): Promise<string[]> => {
  const topic = await findKnowledge({ env, now }, contactTopic);
  return (topic?.facts ?? []).slice(0, 4).map((fact) => sayFact(fact, topic ?? {}, language));
};

const welcome = async (env: Cloudflare.Env, now: () => Date, language: Language): Promise<string> => {
  const { topics } = await listKnowledge({ env, now });
  return wordWelcome(
    topics.map(({ title }) => title),
    language,
  );
};

/** A model that fails, and a caller whose tokens are used up, get the built-in answer. */
const orBuiltIn = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AiError || (error instanceof AppError && error.code === "quota_exceeded")) return undefined;
    throw error;
  }
};

/** The facts for a question; one without a word that we understand is translated first, where a model is set up. */
const choose = async (
  env: Cloudflare.Env,
  asked: Required<Omit<GuruQuestion, "model">> & { model: Model | undefined },
) => {
  const { question, history, model, signal, now } = asked;
  const read = readInContext(question, history);
  const choice: Choice | undefined = read.terms.length > 0 ? await chooseFacts(env, now(), read) : undefined;
  const isUnderstood = read.terms.some(({ concept }) => concept !== undefined) || !/\p{L}/u.test(question);
  if (choice?.held || model === undefined || isUnderstood) return choice;
  const translated = await orBuiltIn(translateByModel(model, question, signal), signal);
  if (translated === undefined) return choice;
  const again = readInContext(translated, history);
  return again.terms.length > 0 ? chooseFacts(env, now(), again) : choice;
};

const sourceOf = ({ topic, fact }: Found) => ({ id: `${topic}/${fact.id}`, title: fact.fact });

/** Answers a question from the knowledge alone, or says that it does not hold it. The same question gets the same built-in answer. */
export const answerQuestion = async (env: Cloudflare.Env, input: GuruQuestion): Promise<GuruAnswer> => {
  const { question, history, model } = input;
  const now = input.now ?? (() => new Date());
  const signal = input.signal ?? new AbortController().signal;
  const language = languageOf(question);
  const choice = await choose(env, { question, history, model, signal, now });
  const builtIn = { sources: [], engine: "builtin", held: false };
  if (choice === undefined && /\p{L}/u.test(question)) return { ...builtIn, answer: await welcome(env, now, language) };
  if (choice === undefined || !choice.held) {
    const contacts = await readContacts(env, now, language);
    return { ...builtIn, answer: wordNotHeld(choice?.missing ?? [], contacts, language) };
  }
  const worded = model && (await orBuiltIn(wordByModel(model, question, history, choice.facts, signal), signal));
  return {
    answer: worded ?? wordFacts(choice.facts, language),
    sources: choice.facts.map(sourceOf),
    engine: worded === undefined ? "builtin" : (model?.name ?? "builtin"),
    held: true,
  };
};
