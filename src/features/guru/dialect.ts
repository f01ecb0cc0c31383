import type { DialectReply, GuruReply } from "./schema.ts";

const charactersPerToken = 4;

/** Roughly as models count: four characters of English to a token, one of Thai. */
const estimateTokens = (text: string): number => {
  const thai = text.match(/\p{Script=Thai}/gu)?.length ?? 0;
  return thai + Math.ceil((text.length - thai) / charactersPerToken);
};

/** A reply as the published page reads it, with what the conversation has come to. */
export const toDialect = (
  { response, session_id: sessionId, timestamp }: GuruReply,
  messages: readonly { content: string }[],
): DialectReply => ({
  response,
  sessionId,
  timestamp,
  conversationStats: {
    messageCount: messages.length,
    estimatedTokens: messages.reduce((sum, { content }) => sum + estimateTokens(content), 0),
  },
});
