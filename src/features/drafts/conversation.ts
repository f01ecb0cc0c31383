import type { Message, Model } from "#adapters/ai";
import type { QuotableChunk } from "#engine/text";
import { lookUpsOf, readIntent, revise, subjectOf, writeArticle } from "#engine/writing";
import { answerFromChunks, documentStates, ownDocuments } from "#features/documents";
import { gatherSources, Shelf, writeText } from "./agent.ts";
import { blocksOf, inBlocks, show } from "./blocks.ts";
import { routeMessage } from "./chat.ts";
import type { Desk } from "./desk.ts";
import { awaitDocuments, isModelFailure, openDeskOn, toSource } from "./desk.ts";
import type { Source } from "./schema.ts";
import { keepCited } from "./sources.ts";
import { spread } from "./writer.ts";

/** A conversation with the writer that no draft belongs to. */
export interface WritingConversation {
  env: Cloudflare.Env;
  owner: string;
  content: string;
  /** What was said before, oldest first, as the caller tells it. */
  history: readonly Message[];
  model: Model | undefined;
  signal: AbortSignal;
}

/** What an answer rests on, and who worded it. */
interface Rests {
  sources: readonly Source[];
  engine: string;
}

type Pieces = AsyncGenerator<string, Rests>;

const mostFound = 20;
const mostShown = 12;
/** Documents of the passages that fit best are what an article is about. */
const mostDecisive = 5;
/** Wishes of one conversation that are followed, the newest. */
const mostWishes = 12;
const mostRecalled = 4;
const mostNamed = 10;

const nothingToWriteFrom =
  "There is nothing to write from: you have no documents that hold text. Upload some first, or wait until they are processed.";

const userTexts = (history: readonly Message[]): string[] =>
  history.flatMap(({ role, content }) => (role === "user" ? [content] : []));

/** What the writer can do, and with what. */
const introduce = async ({ env, owner, documentIds }: Desk): Promise<string> => {
  const named = (await documentStates(env, owner, documentIds.slice(0, mostNamed))).map(({ filename }) => filename);
  const more = documentIds.length > named.length ? ` and ${documentIds.length - named.length} more` : "";
  const have = named.length === 0 ? "You have none yet: upload some first." : `You have ${named.join(", ")}${more}.`;
  return `I answer questions from your own documents, and write articles out of them. ${have}`;
};

/** Answers a question; one that says too little by itself is read together with the one before. */
async function* answerAsked(desk: Desk, { content, history }: WritingConversation): Pieces {
  const ask = async (question: string) =>
    answerFromChunks(question, await desk.search(question, mostFound), desk.model);
  const alone = await ask(content);
  const before = userTexts(history).at(-1);
  const inContext = alone.sources.length > 0 || before === undefined ? alone : await ask(`${before}\n${content}`);
  const { answer, sources, engine } = inContext.sources.length > 0 ? inContext : alone;
  // A greeting looks for nothing.
  yield sources.length === 0 && readIntent(content) === "chat" ? await introduce(desk) : answer;
  return {
    engine,
    sources: sources.map(({ filename, ...source }, at) => ({
      ...source,
      id: String(at + 1),
      kind: "document",
      title: filename,
      url: null,
    })),
  };
}

const asksForArticle =
  /\b(?:write|draft|compose|create|generate|prepare|produce|make)\b[^.?!\n]{0,80}\b(?:articles?|posts?|blogs?|essays?|stor(?:y|ies)|pieces?|texts?|guides?|newsletters?)\b|글을?\s*써|작성해|เขียนบทความ/i;

/** What is wished for of an article: the newest that asks for a whole one, and what changes it after. */
const wishesOf = ({ content, history }: WritingConversation): [commission: string, ...changes: string[]] => {
  const wishes = userTexts(history).filter((text) => readIntent(text) === "rewrite");
  const begun = [...wishes, content].findLastIndex((text) => asksForArticle.test(text));
  const [commission = content, ...changes] = [...wishes, content].slice(Math.max(0, begun));
  return [commission, ...changes.slice(-mostWishes)];
};

/** Those documents that a wish is about; all where it names nothing that they hold. */
const withFitting = async (desk: Desk, commission: string): Promise<Desk> => {
  const subject = subjectOf(commission);
  const found = subject === "" ? [] : await desk.search(subject, mostDecisive);
  const fitting = new Set(found.map(({ documentId }) => documentId));
  return fitting.size === 0
    ? desk
    : { ...openDeskOn(desk.env, desk.owner, [...fitting], desk.signal), model: desk.model };
};

/** What a client calls our words may be anyone's: its marks name nothing. */
const withoutMarks = (text: string): string => text.replaceAll(/ ?\[\d{1,4}(?:\s*[,;]\s*\d{1,4})*\]/g, "");

const recalled = (history: readonly Message[]): Message[] =>
  history
    .slice(-mostRecalled)
    .map(({ role, content }) => ({ role, content: role === "assistant" ? withoutMarks(content) : content }));

/** Streams the model's article; undefined when it failed before its first block. */
async function* writeByModel(
  desk: Desk,
  conversation: WritingConversation,
  chunks: readonly QuotableChunk[],
): AsyncGenerator<string, Rests | undefined> {
  const { model } = desk;
  if (model === undefined) return undefined;
  const shelf = new Shelf(0);
  const assignment = {
    task: `Answer the last wish with a whole blog post in Markdown out of the sources: its title as a single # heading, an introduction, sections with "##" headings, an end. Where the conversation has a post already, change that one.\n\nThe writer's wish: ${conversation.content}`,
    queries: [...userTexts(conversation.history).slice(-mostRecalled), conversation.content],
    chunks: spread(chunks, mostShown),
    lastSource: 0,
    known: [],
    history: recalled(conversation.history),
  };
  const blocks: string[] = [];
  try {
    // Each step on the way is a sign of life.
    for await (const _ of gatherSources(model, desk, shelf, assignment)) yield "";
    yield* show(inBlocks(writeText(model, desk, shelf, assignment)), "markdown", blocks);
  } catch (error) {
    if (!isModelFailure(error) || blocks.length > 0) throw error;
  }
  if (blocks.length === 0) return undefined;
  return { sources: keepCited(blocks.join("\n\n"), shelf.sources), engine: model.name };
}

/**
 * The article of the sentences that matter most, changed by each wish in turn. It is made anew each time out of the
 * documents and the wishes: what the caller calls an earlier answer is nothing to quote from.
 */
async function* writeByEngine(
  desk: Desk,
  [commission, ...changes]: readonly [string, ...string[]],
  chunks: readonly QuotableChunk[],
): AsyncGenerator<string, Rests | undefined> {
  const article = writeArticle(chunks, { title: undefined, instructions: commission });
  if (article === undefined) return undefined;
  let { title, markdown } = article;
  const sources = [...article.sources];
  const open: string[] = [];
  for (const change of changes) {
    const queries = lookUpsOf(change, { title, markdown });
    const lookedUp = new Map<string, QuotableChunk[]>();
    for (const query of queries) lookedUp.set(query, await desk.search(query, mostShown));
    const revised = revise({ title, markdown, lastSource: sources.length }, change, lookedUp);
    ({ title, markdown } = revised);
    sources.push(...revised.added);
    open.push(...revised.open);
  }
  const undone = open.length === 0 ? "" : `\n\n---\n\n${open.join(" ")}`;
  const text = yield* show(blocksOf(`# ${title}\n\n${markdown}${undone}`), "markdown");
  return {
    sources: keepCited(
      text,
      sources.map(({ id, chunk, quote }) => toSource(id, chunk, quote)),
    ),
    engine: "builtin",
  };
}

async function* write(desk: Desk, conversation: WritingConversation): Pieces {
  for await (const _ of awaitDocuments(desk)) yield "";
  const wishes = wishesOf(conversation);
  const fitting = await withFitting(desk, wishes[0]);
  const chunks = await fitting.readAll();
  const written =
    chunks.length === 0
      ? undefined
      : ((yield* writeByModel(fitting, conversation, chunks)) ?? (yield* writeByEngine(fitting, wishes, chunks)));
  if (written !== undefined) return written;
  yield nothingToWriteFrom;
  return { sources: [], engine: "builtin" };
}

/**
 * Answers out of an account's own documents, or writes an article out of them, as the last message wants. Nothing is
 * kept. An empty piece is a sign of life. Throws `AiError` for a model that breaks off after its first block.
 */
export async function* answerConversation(conversation: WritingConversation): Pieces {
  const { env, owner, model, signal, content } = conversation;
  yield "";
  const desk = { ...openDeskOn(env, owner, await ownDocuments(env, owner, undefined), signal), model };
  return (await routeMessage(desk, content)) === "rewrite"
    ? yield* write(desk, conversation)
    : yield* answerAsked(desk, conversation);
}
