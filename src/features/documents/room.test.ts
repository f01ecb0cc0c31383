import { withRoom } from "./room.ts";
import { describe, expect, test } from "vitest";

const megabyte = 1_000_000;
const never = new AbortController().signal;

/** Work that goes on until it is told to end. */
const startWork = (size: number, signal: AbortSignal = never) => {
  let end = (): void => undefined;
  const held = new Promise<void>((settle) => (end = settle));
  const state = { begun: false };
  const done = withRoom(size, signal, () => {
    state.begun = true;
    return held;
  });
  return { state, done, end: () => end() };
};

describe("the room of an isolate", () => {
  test("is shared by documents until they weigh 8 MB together; the next waits until one has ended", async () => {
    const two = [startWork(4 * megabyte), startWork(4 * megabyte)];
    const third = startWork(1);
    await scheduler.wait(100);
    expect([...two, third].map(({ state }) => state.begun)).toEqual([true, true, false]);
    two[0]?.end();
    await expect.poll(() => third.state.begun, { timeout: 15_000 }).toBe(true);
    third.end();
    two[1]?.end();
    await Promise.all([...two, third].map(({ done }) => done));
  });

  test("lets a document that is larger than all of it in beside what is there", async () => {
    const small = startWork(megabyte);
    const large = startWork(20 * megabyte);
    await expect.poll(() => large.state.begun, { timeout: 15_000 }).toBe(true);
    small.end();
    large.end();
    await Promise.all([small.done, large.done]);
  });

  test("is given back by work that fails, and not taken by work that was stopped while it waited", async () => {
    const failing = withRoom(9 * megabyte, never, () => Promise.reject(new Error("unreadable")));
    await expect(failing).rejects.toThrow("unreadable");
    const full = startWork(9 * megabyte);
    const stop = new AbortController();
    const stopped = startWork(1, stop.signal);
    stop.abort();
    await expect(stopped.done).rejects.toThrow(/abort/i);
    expect(stopped.state.begun).toBe(false);
    full.end();
    await full.done;
    await expect(withRoom(1, never, () => Promise.resolve("in"))).resolves.toBe("in");
  });
});
