import type { AppEnv } from "#http/context";
import { describeFailure } from "#http/errors";
import type { Context } from "hono";
import { streamSSE } from "hono/streaming";

/** Whether a caller asks for events instead of one answer. */
export const wantsEvents = (c: Context<AppEnv>): boolean =>
  (c.req.header("accept") ?? "").toLowerCase().includes("text/event-stream");

export interface ServerEvent {
  event: string;
  data: unknown;
}

/**
 * Events as they are made. The first is awaited before the answer begins, so that a request that cannot be served is
 * still a problem with its status; a later failure is an event `error` with the same document in it.
 */
export const answerEvents = async (
  c: Context<AppEnv>,
  events: AsyncGenerator<ServerEvent, void>,
): Promise<Response> => {
  const first = await events.next();
  return streamSSE(c, async (stream) => {
    const send = ({ event, data }: ServerEvent): Promise<void> =>
      stream.writeSSE({ event, data: JSON.stringify(data) });
    try {
      if (!first.done) await send(first.value);
      for await (const event of events) await send(event);
    } catch (error) {
      await send({ event: "error", data: describeFailure(error, c) });
    }
  });
};
