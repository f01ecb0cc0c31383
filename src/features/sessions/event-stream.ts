import type { SessionLog } from "./session-log.ts";

const framesAtOnce = 50;
/** Proxies close what is silent; half a minute is the shortest patience in use. */
const keepAliveMs = 15_000;

/** Rings for everyone who waits, and is then quiet again. */
export class Bell {
  #next = Promise.withResolvers<void>();

  get rung(): Promise<void> {
    return this.#next.promise;
  }

  ring(): void {
    this.#next.resolve();
    this.#next = Promise.withResolvers();
  }
}

/** Whether the bell rang in time. */
const rings = async (bell: Bell, ms: number): Promise<boolean> => {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), ms);
  try {
    return await Promise.race([bell.rung.then(() => true), late.promise]);
  } finally {
    clearTimeout(timer);
  }
};

export interface Following {
  after: number;
  /** Only this turn, until it ends; without it the session, until it is deleted. */
  turn: number | undefined;
}

/**
 * The log as server-sent events. A listener is fed from storage when it asks for more, so one that reads slowly costs
 * nothing but its place. What is sent has reached the disk: a place that was told is never given to another event.
 */
export const streamLog = (
  log: SessionLog,
  bell: Bell,
  sync: () => Promise<void>,
  { after, turn }: Following,
): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  let seen = after;
  let left = false;
  const isOver = (): boolean => !log.exists || (turn !== undefined && !log.isPending(turn));

  const nextChunk = async (): Promise<string | undefined> => {
    for (;;) {
      if (left) return undefined;
      const over = isOver();
      const frames = log.exists ? log.after(seen, framesAtOnce, turn) : [];
      const last = frames.at(-1);
      if (last !== undefined) {
        await sync();
        seen = last.seq;
        return frames.map(({ seq, type, json }) => `id: ${seq}\nevent: ${type}\ndata: ${json}\n\n`).join("");
      }
      if (over) return undefined;
      if (!(await rings(bell, keepAliveMs))) return ": still here\n\n";
    }
  };

  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const chunk = await nextChunk();
        if (chunk === undefined) {
          if (!left) controller.close();
        } else controller.enqueue(encoder.encode(chunk));
      },
      cancel: () => {
        left = true;
      },
    },
    { highWaterMark: 0 },
  );
};
