import type { Responder, Sign, TurnInput } from "./turn.ts";

/** How a turn ended. `detail` is ours: what a responder threw may quote a provider. */
export type TurnEnd =
  | { status: "complete"; content: string; data: Record<string, unknown> }
  | { status: "incomplete"; code: "timeout" | "interrupted" | "failed" | "too_long"; detail: string };

const incomplete = (code: Exclude<TurnEnd, { status: "complete" }>["code"], detail: string): TurnEnd => ({
  status: "incomplete",
  code,
  detail,
});

export const interrupted = incomplete("interrupted", "The answer was interrupted. Please ask again.");
const timedOut = incomplete("timeout", "The answer took too long and was cut off.");
const failed = incomplete("failed", "The answer could not be finished. Please ask again.");
const tooLong = incomplete("too_long", "The answer grew too long and was cut off.");

/** Longer than any model answers: a stream that does not end must not fill the storage. */
const mostCharacters = 400_000;

export interface Drive {
  deadlineMs: number;
  /** Ends the turn early: its session was deleted. */
  stop: AbortSignal;
  take: (piece: string | Sign) => void;
  /** Told what a responder threw. */
  report: (error: unknown) => void;
}

/** Resolves when `signal` ends, whatever the responder does with it. */
const whenAborted = (signal: AbortSignal): Promise<"aborted"> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve("aborted");
    signal.addEventListener("abort", () => resolve("aborted"), { once: true });
  });

const lengthOf = (piece: string | Sign): number =>
  typeof piece === "string" ? piece.length : JSON.stringify(piece.data).length;

const takePieces = async (
  pieces: ReturnType<Responder>,
  signal: AbortSignal,
  take: Drive["take"],
): Promise<TurnEnd | "aborted"> => {
  const aborted = whenAborted(signal);
  for (let characters = 0; ;) {
    const next = await Promise.race([pieces.next(), aborted]);
    // A responder that only yields, and never waits, would win every race.
    if (next === "aborted" || signal.aborted) return "aborted";
    if (next.done) return { status: "complete", ...next.value };
    characters += lengthOf(next.value);
    if (characters > mostCharacters) return tooLong;
    take(next.value);
  }
};

/** Lets a responder answer until it ends, fails, or its time is over. Never throws. */
export const runTurn = async (
  responder: Responder,
  env: Cloudflare.Env,
  input: Omit<TurnInput, "signal">,
  { deadlineMs, stop, take, report }: Drive,
): Promise<TurnEnd> => {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), deadlineMs);
  const signal = AbortSignal.any([deadline.signal, stop]);
  const pieces = responder(env, { ...input, signal });
  try {
    const end = await takePieces(pieces, signal, take);
    if (end !== "aborted") return end;
    return stop.aborted ? interrupted : timedOut;
  } catch (error) {
    report(error);
    if (stop.aborted) return interrupted;
    return deadline.signal.aborted ? timedOut : failed;
  } finally {
    clearTimeout(timer);
    deadline.abort();
    // Not waited for: a responder that does not heed its signal ends whenever it ends.
    pieces.return({ content: "", data: {} }).catch(() => undefined);
  }
};
