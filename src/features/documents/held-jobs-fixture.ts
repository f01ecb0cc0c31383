import { vi } from "vitest";
import { DocumentJob } from "./document-job.do.ts";

/** Does something before any job goes on: one that wakes up meanwhile waits until it is done. */
export const beforeJobs = async <T>(work: () => Promise<T>): Promise<T> => {
  // oxlint-disable-next-line unbound-method
  const { alarm } = DocumentJob.prototype;
  let held = true;
  const waking = vi.spyOn(DocumentJob.prototype, "alarm").mockImplementation(async function (this: DocumentJob) {
    // It looks: a promise of the test's request may not be waited for by another's.
    while (held) await scheduler.wait(5);
    return alarm.call(this);
  });
  try {
    return await work();
  } finally {
    held = false;
    waking.mockRestore();
  }
};
