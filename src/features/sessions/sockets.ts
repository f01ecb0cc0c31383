import type { AppError } from "#http/errors";
import { validate } from "#http/errors";
import { parseJson } from "#http/json";
import { optional } from "#http/fields";
import { z } from "zod";
import type { SessionLog } from "./session-log.ts";
import { maxContent, TurnOptions } from "./schema.ts";

const maxFrameBytes = 64 * 1_024;
const maxFramesPerSecond = 50;
const framesAtOnce = 100;

/** Close codes of RFC 6455 §7.4.1. */
const tooBig = 1009;
const tooMany = 1008;

const Incoming = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ping") }),
  z.object({
    type: z.literal("message"),
    content: z.string().min(1).max(maxContent),
    client_message_id: optional(z.string().max(200)),
    options: optional(TurnOptions),
  }),
]);

/** What a client may send over a socket. */
export type Incoming = z.infer<typeof Incoming>;

/** A frame as it came in. Throws AppError for what is no frame of ours. */
export const readFrame = (text: string): Incoming => validate(Incoming, parseJson(text));

/** Why a socket is to be closed that sent this; undefined when it may stay. */
export const faultOf = (socket: WebSocket, frame: string | ArrayBuffer, now: number): number | undefined => {
  const size = typeof frame === "string" ? new TextEncoder().encode(frame).byteLength : frame.byteLength;
  if (size > maxFrameBytes) return tooBig;
  return isFlooding(socket, now) ? tooMany : undefined;
};

// In memory: an object that was put away since the last frame has seen no flood.
const seconds = new WeakMap<WebSocket, { second: number; frames: number }>();

const isFlooding = (socket: WebSocket, now: number): boolean => {
  const second = Math.floor(now / 1_000);
  const before = seconds.get(socket);
  const frames = before?.second === second ? before.frames + 1 : 1;
  seconds.set(socket, { second, frames });
  return frames > maxFramesPerSecond;
};

export const describeFault = (error: AppError) => ({
  code: error.code,
  detail: error.message,
  ...(error.errors && { errors: error.errors }),
});

interface Place {
  seq: number;
}

/** Notes, where it survives the object's sleep, up to which place a socket has the log. */
export const notePlace = (socket: WebSocket, seq: number): void => socket.serializeAttachment({ seq } satisfies Place);

// Written by `notePlace` alone.
const placeOf = (socket: WebSocket): number => (socket.deserializeAttachment() as Place).seq;

/** A socket that was closed may still bring what was under way to us, and takes nothing any more. */
export const isOpen = (socket: WebSocket): boolean => socket.readyState === WebSocket.OPEN;

/** Sends a socket what it has not had yet. */
export const feedSocket = (socket: WebSocket, log: SessionLog): void => {
  if (!isOpen(socket)) return;
  for (let seen = placeOf(socket); ;) {
    const frames = log.after(seen, framesAtOnce);
    for (const { json } of frames) socket.send(json);
    seen = frames.at(-1)?.seq ?? seen;
    notePlace(socket, seen);
    if (frames.length < framesAtOnce) return;
  }
};
