import type { Client } from "./client.ts";

/** Tells how a look at the stores came out. */
export type Note = (isRight: boolean, what: string) => void;

/** What is written while the processes are killed, and looked at when they are there again. */
export interface Subject {
  name: string;
  /** One write. It answers whether it was acknowledged, and remembers it only then: its answer was read to the end. */
  write: (client: Client) => Promise<boolean>;
  /** Everything that was acknowledged is there, whole; nothing is there in part; what was deleted is gone. */
  check: (client: Client, note: Note) => Promise<void>;
}

/** What is made and, every third time, deleted again. */
export const createJournal = <T>() => {
  const live = new Map<string, T>();
  const gone = new Set<string>();
  /** Asked to be deleted, and nobody said that it was: it is there whole, or it is not there. */
  const unsure = new Map<string, T>();
  let writes = 0;
  return {
    live,
    gone,
    unsure,
    /** The one to be deleted by this write; undefined when it is to make one. */
    next: (): [string, T] | undefined => {
      const oldest = [...live][0];
      return ++writes % 3 === 0 && live.size > 2 ? oldest : undefined;
    },
    leave: (id: string, value: T): void => {
      live.delete(id);
      unsure.set(id, value);
    },
    bury: (id: string): void => {
      unsure.delete(id);
      gone.add(id);
    },
  };
};

/** Deletes something; until the answer is there nobody knows whether it is. */
export const remove = async <T>(
  client: Client,
  journal: ReturnType<typeof createJournal<T>>,
  [id, value]: [string, T],
  path: string,
): Promise<boolean> => {
  journal.leave(id, value);
  const { status } = await client.send("DELETE", path);
  if (status !== 204 && status !== 404) return false;
  journal.bury(id);
  return true;
};
