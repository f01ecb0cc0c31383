import type { AppEnv } from "#http/context";
import type { Context } from "hono";
import { accepts } from "hono/accepts";

/** How a caller takes answers: one JSON document, a stream of events, or either. */
export type AnswerForm = "json" | "events" | "either";

const forms = ["application/json", "text/event-stream"];

/**
 * What a caller's Accept allows; undefined where it allows neither. The protocol has clients name both; one that names
 * none, or anything, takes JSON.
 */
export const answerFormOf = (c: Context<AppEnv>): AnswerForm | undefined => {
  if (c.req.header("accept") === undefined) return "json";
  let json = 0;
  let events = 0;
  accepts(c, {
    header: "Accept",
    supports: forms,
    default: "",
    match: (ranges) => {
      for (const { type, q } of ranges) {
        if (["application/json", "application/*", "*/*"].includes(type.toLowerCase())) json = Math.max(json, q);
        if (["text/event-stream", "text/*"].includes(type.toLowerCase())) events = Math.max(events, q);
      }
      return "";
    },
  });
  if (json === 0 && events === 0) return undefined;
  if (events > json) return "events";
  return events > 0 ? "either" : "json";
};
