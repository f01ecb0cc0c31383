export interface Deadline {
  /** Aborts when the model has been silent for too long, or when the caller has given up. */
  signal: AbortSignal;
  /** The model has said something: its time starts anew. */
  extend: () => void;
  /** It is not the model's turn: no time runs. */
  pause: () => void;
  /** Milliseconds that are left. */
  left: () => number;
}

/** Gives the model `ms` to say something. */
export const startDeadline = (caller: AbortSignal, ms: number): Deadline => {
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let endsAt = 0;
  const pause = (): void => clearTimeout(timer);
  const extend = (): void => {
    pause();
    endsAt = Date.now() + ms;
    timer = setTimeout(() => silence.abort(), ms);
  };
  extend();
  return {
    signal: AbortSignal.any([caller, silence.signal]),
    extend,
    pause,
    left: () => endsAt - Date.now(),
  };
};
