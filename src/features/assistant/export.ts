import { fontLoader } from "#adapters/fonts";
import { readBlocks } from "#adapters/markdown";
import type { Conversation } from "#adapters/pdf";
import { renderConversation } from "#adapters/pdf";
import { createDraw } from "#features/diagrams";
import { readHistory } from "#features/sessions";
import type { Ctx } from "#http/context";

interface Said {
  /** Who says it: `user`, or anyone else. */
  from: string;
  content: string;
}

export interface ConversationFile {
  bytes: Uint8Array<ArrayBuffer>;
  filename: string;
}

/** The recorded page marks its own messages `user`, others a person. */
const isPerson = (from: string): boolean => ["user", "human", "person", "you"].includes(from.toLowerCase());

const titleLength = 90;

const titleOf = (said: readonly Said[]): string => {
  const question = said.find(({ from }) => isPerson(from))?.content ?? said[0]?.content ?? "";
  const line = question.trim().replace(/\n[^]*$/, "");
  return line.length > titleLength ? `${line.slice(0, titleLength)}…` : line || "Conversation";
};

/** A conversation as a PDF: Markdown with its lists, tables and code, Mermaid as pictures. */
export const writeConversation = async (
  ctx: Ctx,
  said: readonly Said[],
  { title = titleOf(said), assistant = "StackStage" }: { title?: string | undefined; assistant?: string | undefined },
): Promise<ConversationFile> => {
  const draw = createDraw();
  const messages: Conversation["messages"][number][] = [];
  // In their order: the first pictures are the ones that are drawn.
  for (const { from, content } of said)
    messages.push({
      speaker: isPerson(from) ? "You" : assistant,
      from: isPerson(from) ? "person" : "assistant",
      blocks: await readBlocks(content, { draw, lineBreaks: "kept" }),
    });
  const day = ctx.now().toISOString().slice(0, 10);
  const bytes = await renderConversation(
    {
      title,
      subject: "Conversation with the cloud advisor",
      facts: [day, `${said.length} ${said.length === 1 ? "message" : "messages"}`],
      madeAt: ctx.now(),
      messages,
    },
    fontLoader(ctx.env.ASSETS),
  );
  return { bytes, filename: `stackstage-chat-${day}.pdf` };
};

/** What was said in a session of the caller's. Throws `not_found`. */
export const readSaid = async (ctx: Ctx, sessionId: string): Promise<Said[]> =>
  (await readHistory(ctx, sessionId)).messages.map(({ role, content }) => ({ from: role, content }));
