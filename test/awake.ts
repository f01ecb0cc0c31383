// How the tests in workerd keep what they have set in an object: one that nobody calls for ten seconds is put away.
import { runInDurableObject } from "cloudflare:test";

const wait = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms));

/** Longer than any test. */
const mostSeconds = 300;
const kept = new Map<string, { ended: Promise<void>; isOver: boolean }>();

/** Keeps an object in memory, by a call that does not end, until it may sleep or dies. */
export const keepAwake = (object: DurableObjectStub): void => {
  const id = object.id.toString();
  if (kept.has(id)) return;
  const watch = { ended: Promise.resolve(), isOver: false };
  const last = async () => {
    for (let second = 0; second < mostSeconds && !watch.isOver; second++) await wait(1_000);
  };
  watch.ended = runInDurableObject(object, last)
    .catch(() => undefined)
    .then(() => void kept.delete(id));
  kept.set(id, watch);
};

/** Lets an object be put away. */
export const letSleep = async (object: DurableObjectStub): Promise<void> => {
  const watch = kept.get(object.id.toString());
  if (watch === undefined) return;
  watch.isOver = true;
  await watch.ended;
};
