// How the tests in workerd wait for the servers beside them.
import { vi } from "vitest";

/** Lets no deadline of a call to another server pass: on a machine that stands still for a while its answer is late. */
export const waitForOthers = () =>
  vi.spyOn(AbortSignal, "timeout").mockImplementation(() => new AbortController().signal);
