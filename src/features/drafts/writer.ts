import type { Responder, Sign, TurnInput } from "#features/sessions";
import { lookUpsOf, revise, writeArticle } from "#engine/writing";
import type { Assignment } from "./agent.ts";
import { gatherSources, Shelf, writeText } from "./agent.ts";
import { blocksOf, inBlocks, show } from "./blocks.ts";
import { answerInChat, routeMessage } from "./chat.ts";
import type { Desk } from "./desk.ts";
import { awaitDocuments, isModelFailure, openDesk, toSource } from "./desk.ts";
import type { Source } from "./schema.ts";
import { Sources } from "./schema.ts";
import { keepCited } from "./sources.ts";
import type { DraftAndVersion, DraftChange } from "./store.ts";
import { addVersion, endWriting, findDraft, findDraftOfSession } from "./store.ts";

/** What became of a piece of work: a text, and what it rests on. */
interface Work {
  title: string;
  content: string;
  sources: readonly Source[];
  engine: string;
  /** What was asked for and could not be done. */
  open: readonly string[];
  /** For the list of versions. */
  reason: string;
}

type Pieces<T> = AsyncGenerator<string | Sign, T>;

/** A failure that the writer is told about in these words. */
class WritingError extends Error {}

/** What a model has written so far, and from what. */
interface Worded {
  /** What it began with as a heading; that stands beside the text. */
  title: string | undefined;
  content: string;
  sources: readonly Source[];
  engine: string;
}

/** A model that stopped after its first block: its text has been seen, so nothing else is put in its place. */
class BrokenOff extends WritingError {
  readonly worded: Worded;

  constructor(worded: Worded) {
    super(
      "The model broke off before the end. What it wrote until then is kept: write the draft anew, or go on from it.",
    );
    this.worded = worded;
  }
}

const inOneLine = (text: string, most: number): string => {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).toWellFormed()}…`;
};

const lastOf = (sources: readonly Source[]): number => Math.max(0, ...sources.map(({ id }) => Number(id)));

const leadingTitle = /^#[ \t]+(\S.*?)[ \t]*#*(?:\n|$)/;

/** Blocks without the title that the first one begins with; `take` is told of it. */
async function* withoutTitle(blocks: AsyncIterable<string>, take: (title: string) => void): AsyncGenerator<string> {
  let first = true;
  for await (const block of blocks) {
    const [heading = "", title] = (first && leadingTitle.exec(block)) || [];
    first &&= block.trim() === "";
    if (title !== undefined) take(title.slice(0, 300).toWellFormed());
    yield block.slice(heading.length);
  }
}

/** Streams a model's blocks until it is done; undefined when it failed before its first one. Throws `BrokenOff`. */
async function* tellModel(desk: Desk, { draft }: DraftAndVersion, assignment: Assignment): Pieces<Worded | undefined> {
  const { model } = desk;
  if (model === undefined) return undefined;
  const shelf = new Shelf(assignment.lastSource);
  const blocks: string[] = [];
  let title: string | undefined;
  const worded = (): Worded => ({
    title,
    content: blocks.join("\n\n"),
    sources: [...assignment.known, ...shelf.sources],
    engine: model.name,
  });
  try {
    yield* gatherSources(model, desk, shelf, assignment);
    const written = withoutTitle(inBlocks(writeText(model, desk, shelf, assignment)), (own) => {
      title = own;
    });
    yield* show(written, draft.content_format, blocks);
  } catch (error) {
    if (!isModelFailure(error)) throw error;
    if (blocks.length > 0) throw new BrokenOff(worded());
  }
  // A model that says nothing has not answered.
  return blocks.length === 0 ? undefined : worded();
}

const mostShown = 12;

/** So many of a list, from its beginning to its end. */
export const spread = <T>(list: readonly T[], most: number): readonly T[] => {
  const every = Math.max(1, list.length / most);
  return list.filter((_, index) => Math.floor(index / every) !== Math.floor((index - 1) / every));
};

const commission = ({ draft }: DraftAndVersion, instructions: string): string =>
  [
    `Write a whole blog post in Markdown out of the sources: an introduction, sections with "##" headings, an end.`,
    draft.title === ""
      ? "Begin with its title as a single # heading."
      : `Its title is "${draft.title}"; do not repeat it.`,
    instructions === "" ? "" : `The writer's wishes: ${instructions}`,
  ]
    .filter((line) => line !== "")
    .join("\n");

/** The writer's own title stands; else the one that the model gave. */
const toArticle = ({ draft }: DraftAndVersion, worded: Worded): Work => ({
  ...worded,
  title: draft.title || worded.title || "Untitled",
  open: [],
  reason: "Generated",
});

async function* generate(desk: Desk, found: DraftAndVersion, instructions: string): Pieces<Work> {
  yield* awaitDocuments(desk);
  yield { type: "progress", data: { step: "reading" } };
  const chunks = await desk.readAll();
  const { draft } = found;
  const queries = [draft.title, instructions].filter((query) => query.trim() !== "");
  if (chunks.length > 0) {
    const worded = yield* tellModel(desk, found, {
      task: commission(found, instructions),
      queries,
      // A title or a wish like "short" finds nothing, and yet there is something to write about.
      chunks: spread(chunks, mostShown),
      lastSource: 0,
      known: [],
      history: [],
    });
    if (worded !== undefined) return toArticle(found, worded);
  }
  const article = writeArticle(chunks, { title: draft.title || undefined, instructions: instructions || undefined });
  if (article === undefined)
    throw new WritingError("There is nothing to write from: none of the documents holds text that could be read.");
  yield { type: "progress", data: { step: "writing", sources: article.sources.length } };
  const content = yield* show(blocksOf(article.markdown), draft.content_format);
  const sources = article.sources.map(({ id, chunk, quote }) => toSource(id, chunk, quote));
  return { title: article.title, content, sources, engine: "builtin", open: [], reason: "Generated" };
}

async function* refine(desk: Desk, found: DraftAndVersion, feedback: string, input: TurnInput): Pieces<Work> {
  const { draft, version } = found;
  if (version === null) throw new WritingError("There is no text yet that could be changed.");
  const known = Sources.parse(JSON.parse(version.sources));
  const lastSource = lastOf(known);
  yield { type: "progress", data: { step: "reading" } };
  const worded = yield* tellModel(desk, found, {
    task: `This is the draft of a blog post:\n\n<draft>\n# ${draft.title}\n\n${version.content}\n</draft>\n\nAnswer with the whole draft, its title first as a single # heading, changed as its writer wishes: ${feedback}`,
    queries: [feedback],
    chunks: [],
    lastSource,
    known,
    history: input.history.slice(-4).map(({ role, content }) => ({ role, content: inOneLine(content, 500) })),
  });
  if (worded !== undefined)
    return { ...worded, title: worded.title ?? draft.title, open: [], reason: inOneLine(feedback, 200) };
  const queries = lookUpsOf(feedback, { title: draft.title, markdown: version.content });
  const lookedUp = new Map(
    await Promise.all(queries.map(async (query) => [query, await desk.search(query, 12)] as const)),
  );
  const revised = revise({ title: draft.title, markdown: version.content, lastSource }, feedback, lookedUp);
  const content = yield* show(blocksOf(revised.markdown), draft.content_format);
  const added = revised.added.map(({ id, chunk, quote }) => toSource(id, chunk, quote));
  const undone = revised.open.length === 0 ? "" : ` — not done: ${revised.open.join(" ")}`;
  return {
    title: revised.title,
    content,
    sources: [...known, ...added],
    engine: "builtin",
    open: revised.open,
    reason: inOneLine(`${inOneLine(feedback, 200)}${undone}`, 600),
  };
}

/** Keeps what was written as the next version, and says so. */
const keep = async (
  { env, owner, now }: Desk,
  { draft }: DraftAndVersion,
  { title, content, sources: found, reason, engine, open }: Work,
  end: Pick<DraftChange, "status" | "error_message">,
): Promise<Record<string, unknown>> => {
  const sources = keepCited(content, found);
  const version = await addVersion(
    env,
    { owner, id: draft.id, expected: undefined },
    { title, content, sources: JSON.stringify(sources), author: "assistant", reason, created_at: now().toISOString() },
    { ...end, turn: null },
  );
  if (version === undefined) throw new WritingError("The draft was deleted meanwhile.");
  return { draft_id: draft.id, version, title, ...end, engine, open, sources };
};

async function* finish(
  desk: Desk,
  found: DraftAndVersion,
  work: Work,
): Pieces<{ content: string; data: Record<string, unknown> }> {
  // What is on GitHub stays there, whatever became of the draft.
  const status = found.draft.published_url === null ? "completed" : "published";
  const data = await keep(desk, found, work, { status, error_message: null });
  yield { type: "draft", data };
  return { content: [`The draft is at version ${String(data["version"])}.`, ...work.open].join("\n\n"), data };
}

/** Marks a draft whose writing failed, and answers what is told of it; the words are ours. */
const fail = async (desk: Desk, found: DraftAndVersion, error: unknown): Promise<Record<string, unknown>> => {
  const { draft, version } = found;
  const told = error instanceof WritingError ? error.message : "The draft could not be written. Please try again.";
  const end = { status: "failed" as const, error_message: told };
  // Half a text is better than none, and worse than a whole one.
  if (error instanceof BrokenOff && version === null)
    return keep(desk, found, { ...toArticle(found, error.worded), reason: "Generated, broken off" }, end);
  await endWriting(desk.env, { owner: desk.owner, id: draft.id }, end);
  return { draft_id: draft.id, version: draft.version, ...end };
};

const findFor = (
  env: Cloudflare.Env,
  { owner, options, sessionId }: TurnInput,
): Promise<DraftAndVersion | undefined> => {
  if (owner === null) return Promise.resolve(undefined);
  const id = options["draft_id"];
  return id === undefined ? findDraftOfSession(env, owner, sessionId) : findDraft(env, owner, id);
};

/** Writes drafts in a session: a new one, one changed as asked, or an answer about what it is written from. */
export const answerWriting: Responder = async function* (env, input) {
  const found = await findFor(env, input);
  if (found === undefined || input.owner === null) {
    const gone = "There is no draft in this session any more.";
    yield gone;
    return { content: gone, data: { engine: "builtin" } };
  }
  const desk = openDesk(env, input.owner, found, input.signal);
  const { task } = input.options;
  try {
    if (task === "generate") {
      return yield* finish(desk, found, yield* generate(desk, found, input.content));
    }
    const rewrites = task === "refine" || (await routeMessage(desk, input.content)) === "rewrite";
    if (!rewrites) return yield* answerInChat(desk, found, input);
    return yield* finish(desk, found, yield* refine(desk, found, input.content, input));
  } catch (error) {
    // A draft that could not be changed is as it was.
    if (task === "generate") yield { type: "draft", data: await fail(desk, found, error) };
    throw error;
  }
};
