import { readIntent } from "#engine/writing";
import { answerFromChunks } from "#features/documents";
import type { Sign, TurnInput } from "#features/sessions";
import { z } from "zod";
import type { Desk } from "./desk.ts";
import { isModelFailure } from "./desk.ts";
import type { DraftAndVersion } from "./store.ts";

const mostCandidates = 20;

const Route = z.object({ action: z.enum(["rewrite", "ask", "chat"]) });

/**
 * What a message in the editor wants: the draft changed (`rewrite`), something looked up in the documents (`ask`), or a
 * word about the draft (`chat`). A model decides where there is one; where it fails, the words of the message do.
 */
export const routeMessage = async ({ model, signal }: Desk, message: string): Promise<"rewrite" | "ask" | "chat"> => {
  if (model === undefined) return readIntent(message);
  try {
    const { value } = await model.structured(
      {
        system:
          "Someone writes a blog post out of documents and says something in the editor's chat. Answer rewrite when they want the text changed, ask when they want to know something that the documents may hold, chat otherwise.",
        messages: [{ role: "user", content: message }],
        maxTokens: 50,
        signal,
      },
      Route,
      "route",
    );
    return value.action;
  } catch (error) {
    if (isModelFailure(error)) return readIntent(message);
    throw error;
  }
};

/** Answers out of the documents; the draft stays as it is. */
export async function* answerInChat(
  { model, search }: Desk,
  { draft }: DraftAndVersion,
  { content }: TurnInput,
): AsyncGenerator<string | Sign, { content: string; data: Record<string, unknown> }> {
  yield { type: "progress", data: { step: "searching" } };
  const { answer, sources, engine } = await answerFromChunks(content, await search(content, mostCandidates), model);

  yield answer;
  return { content: answer, data: { draft_id: draft.id, sources, engine } };
}
