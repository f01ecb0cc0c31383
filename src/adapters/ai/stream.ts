import { attempt, toAiError } from "./attempt.ts";
import type { Caller } from "./caller.ts";
import { toMessages } from "./caller.ts";
import { estimateInput, estimateTokens, readChunk } from "./completion.ts";
import type { Model, Usage } from "./model.ts";
import { AiError } from "./model.ts";

/** How a model answers piece by piece. */
export const createStream = ({ settings, start, limitTokens }: Caller): Model["stream"] =>
  async function* stream(request, onUsage) {
    const { client, deadline } = await start(request.signal);
    const usage: Usage = { input: 0, output: 0 };
    let counted: Usage | undefined;
    let ended = false;
    try {
      const chunks = await attempt(
        () =>
          client.chat.completions.create(
            {
              model: settings.model,
              messages: toMessages(request),
              ...limitTokens(request.maxTokens),
              stream: true,
              stream_options: { include_usage: true },
            },
            { signal: deadline.signal },
          ),
        deadline,
      );
      usage.input = estimateInput(request);
      for await (const chunk of chunks) {
        const piece = readChunk(chunk);
        ended ||= piece.end !== undefined;
        counted = piece.usage ?? counted;
        if (piece.text !== "") {
          usage.output += estimateTokens(piece.text);
          deadline.pause();
          yield piece.text;
        }
        deadline.extend();
      }
      // A connection that was cut looks like an end; an answer says why it ended.
      if (!ended) throw new AiError("unreachable");
      if (usage.output === 0) throw new AiError("invalid");
    } catch (error) {
      throw toAiError(error, deadline);
    } finally {
      deadline.pause();
      onUsage(counted ?? usage);
    }
  };
