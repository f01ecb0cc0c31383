/** Where a caller wants an answer to end. */
export interface Limits {
  /** Before any of these. */
  stop: readonly string[];
  /** After so many tokens. */
  maxTokens: number | undefined;
}

/** As everywhere where nobody counts for us: four bytes a token. */
const bytesPerToken = 4;

const bytesOf = (text: string): number => new TextEncoder().encode(text).byteLength;

/** As much of a text as fits into `room` bytes, no character halved. */
const takeBytes = (text: string, room: number): string => {
  let at = 0;
  for (const character of text) {
    room -= bytesOf(character);
    if (room < 0) break;
    at += character.length;
  }
  return text.slice(0, at);
};

/** Ends a text that comes in pieces where its caller wants it to end. */
export class Cut {
  readonly #stop: readonly string[];
  readonly #longestStop: number;
  #room: number;
  /** What may turn out to be the beginning of a stop sequence. */
  #held = "";
  #reason: "stop" | "length" | undefined;

  constructor({ stop, maxTokens }: Limits) {
    this.#stop = stop;
    this.#longestStop = Math.max(0, ...stop.map(({ length }) => length));
    this.#room = maxTokens === undefined ? Infinity : maxTokens * bytesPerToken;
  }

  /** Why nothing more is taken; undefined while the text goes on. */
  get reason(): "stop" | "length" | undefined {
    return this.#reason;
  }

  /** As much of the text so far as may be shown now. */
  take(piece: string): string {
    if (this.#reason !== undefined) return "";
    const text = this.#held + piece;
    const ends = this.#stop.map((one) => text.indexOf(one)).filter((at) => at !== -1);
    if (ends.length > 0) {
      const shown = this.#fit(text.slice(0, Math.min(...ends)));
      this.#reason ??= "stop";
      return shown;
    }
    const held = this.#lengthToHold(text);
    this.#held = text.slice(text.length - held);
    return this.#fit(text.slice(0, text.length - held));
  }

  /** What was held back, once it is clear that no stop sequence comes. */
  end(): string {
    return this.#reason === undefined ? this.#fit(this.#held) : "";
  }

  #lengthToHold(text: string): number {
    for (let length = Math.min(this.#longestStop - 1, text.length); length > 0; length--) {
      const tail = text.slice(-length);
      if (this.#stop.some((one) => one.startsWith(tail))) return length;
    }
    return 0;
  }

  #fit(text: string): string {
    const bytes = bytesOf(text);
    if (bytes <= this.#room) {
      this.#room -= bytes;
      return text;
    }
    const shown = takeBytes(text, this.#room);
    this.#room = 0;
    this.#reason = "length";
    return shown;
  }
}
