/** What the documents weigh that one isolate works on at a time: each is in its memory as bytes, as text and as chunks. */
const fullAtBytes = 8_000_000;
const lookAgainMs = 20;
/** A step whose object was put away in the middle never says that it has ended. */
const forgottenAfterMs = 60_000;

interface Work {
  size: number;
  since: number;
}

const atWork = new Set<Work>();

const bytesAtWork = (): number => {
  let sum = 0;
  for (const work of atWork) {
    if (Date.now() - work.since > forgottenAfterMs) atWork.delete(work);
    else sum += work.size;
  }
  return sum;
};

/**
 * Works on a document of this size once there is room in the isolate: a hundred files that are uploaded at once would not fit
 * into its memory. A large one is let in on top of what is there, so that small ones cannot keep it out.
 * Each waits by a timer of its own, since a promise of one request may not be awaited by another.
 */
export const withRoom = async <T>(size: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
  while (bytesAtWork() >= fullAtBytes) {
    await scheduler.wait(lookAgainMs);
    signal.throwIfAborted();
  }
  const mine = { size, since: Date.now() };
  atWork.add(mine);
  try {
    return await work();
  } finally {
    atWork.delete(mine);
  }
};
