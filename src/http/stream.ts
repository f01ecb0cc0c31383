import type { AppEnv } from "#http/context";
import { describeFailure } from "#http/errors";
import type { Context } from "hono";
import { streamSSE } from "hono/streaming";

/** How much a caller wants a media type, 0 to 1, by the header's own words for it (RFC 9110 §12.5.1). */
const weightOf = (accept: string, wanted: string): number | undefined => {
  for (const range of accept.toLowerCase().split(",")) {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim());
    if (type !== wanted) continue;
    const weight = parameters.find((parameter) => parameter.startsWith("q="));
    return weight === undefined ? 1 : Number(weight.slice(2)) || 0;
  }
  return undefined;
};

/** Whether a caller asks for events instead of one answer: by name, and no less than for JSON. */
export const wantsEvents = (c: Context<AppEnv>): boolean => {
  const accept = c.req.header("accept") ?? "";
  const events = weightOf(accept, "text/event-stream") ?? 0;
  return events > 0 && events >= (weightOf(accept, "application/json") ?? 0);
};

export interface ServerEvent {
  event: string;
  data: unknown;
}

/**
 * Events as they are made. The first is awaited before the answer begins, so that a request that cannot be served is
 * still a problem with its status; a later failure is an event `error` with the same document in it. A caller who
 * leaves loses the events, not the work: it goes on to its end.
 */
export const answerEvents = async (
  c: Context<AppEnv>,
  events: AsyncGenerator<ServerEvent, void>,
): Promise<Response> => {
  const first = await events.next();
  const answer = streamSSE(c, async (stream) => {
    let sent = Promise.resolve();
    // In order, and not waited for: a caller who reads slowly or no longer must not hold up the work.
    const send = ({ event, data }: ServerEvent): void => {
      sent = sent.then(() => stream.writeSSE({ event, data: JSON.stringify(data) }));
    };
    const work = async (): Promise<void> => {
      try {
        if (!first.done) send(first.value);
        for await (const event of events) send(event);
      } catch (error) {
        send({ event: "error", data: describeFailure(error, c) });
      }
    };
    const done = work();
    c.var.ctx.defer(done);
    await done;
    await sent;
  });
  answer.headers.set("Cache-Control", "no-store");
  return answer;
};
