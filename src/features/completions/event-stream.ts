import type { AppEnv } from "#http/context";
import { describeFailure } from "#http/errors";
import type { Context } from "hono";

/**
 * Answers with chunks as OpenAI's clients read them: `data` lines, `[DONE]` at the end, a failure midway as an event
 * `error`. The first chunk is awaited, so that a request that cannot be served is answered with its status. They are made
 * as fast as they are read; a caller who leaves aborts `leave`, for nothing is kept of an answer that nobody hears.
 */
export const answerChunks = async (
  c: Context<AppEnv>,
  chunks: AsyncGenerator<unknown, void>,
  leave: AbortController,
): Promise<Response> => {
  const encoder = new TextEncoder();
  const encode = (data: unknown): Uint8Array => encoder.encode(`data: ${JSON.stringify(data)}\n\n`);
  const first = await chunks.next();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  // What a model was paid is settled also when the caller has gone.
  c.var.ctx.defer(ended);
  let next: IteratorResult<unknown, void> | undefined = first;

  const tell = async (stream: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    const { value, done } = next ?? (await chunks.next());
    next = undefined;
    if (leave.signal.aborted) return;
    if (!done) return stream.enqueue(encode(value));
    stream.enqueue(encoder.encode("data: [DONE]\n\n"));
    stream.close();
    end();
  };

  const body = new ReadableStream<Uint8Array>({
    pull: (stream) =>
      tell(stream).catch((error: unknown) => {
        if (leave.signal.aborted) return;
        stream.enqueue(encoder.encode("event: error\n"));
        stream.enqueue(encode(describeFailure(error, c)));
        stream.close();
        end();
      }),
    cancel: async () => {
      leave.abort();
      await chunks.return().catch(() => undefined);
      end();
    },
  });
  return c.body(body, 200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
};
