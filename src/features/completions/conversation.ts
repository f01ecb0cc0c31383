import type { Message } from "#adapters/ai";
import { AppError } from "#http/errors";
import type { ChatMessage } from "./schema.ts";

/** What is asked, and what was said before. */
export interface Conversation {
  question: string;
  history: readonly Message[];
}

const invalidLast = (at: number, message: string): AppError =>
  new AppError("invalid_request", "Some fields are not valid.", { errors: [{ path: `messages.${at}`, message }] });

/**
 * The question is the last message of a user, or the last system message where no user said anything. A system message
 * is text of the caller like any other: ours is the only one that a model is told by.
 */
export const readConversation = (messages: readonly ChatMessage[]): Conversation => {
  const last = messages.findLastIndex(({ role }) => role !== "system" && role !== "developer");
  const at = last === -1 ? messages.length - 1 : last;
  const asked = messages[at];
  if (asked === undefined || asked.role === "assistant")
    throw invalidLast(at, "The last message must be a user's: there is nothing to answer.");
  if (asked.content.trim() === "") throw invalidLast(at, "The last message is empty.");
  const history = messages
    // What stands after the question belongs to what was said before the answer.
    .filter(({ content }, index) => index !== at && content.trim() !== "")
    .map(({ role, content }): Message => ({ role: role === "assistant" ? "assistant" : "user", content }));
  return { question: asked.content, history };
};
