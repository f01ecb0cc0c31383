import { DurableObject } from "cloudflare:workers";

interface Bucket {
  taken: boolean;
  tokens: number;
}

/** A token bucket per caller. In memory on purpose: nothing to clean up, and an evicted caller starts with a full bucket. */
export class RateLimiter extends DurableObject<Cloudflare.Env> {
  #tokens: number | undefined;
  #at = 0;

  /** Takes a token when there is one. The bucket holds `capacity` and gains `perSecond`. */
  take(capacity: number, perSecond: number): Bucket {
    const now = Date.now();
    // A clock may be set back: then nothing is gained.
    const gained = (Math.max(0, now - this.#at) / 1000) * perSecond;
    const tokens = Math.min(capacity, (this.#tokens ?? capacity) + gained);
    const taken = tokens >= 1;
    this.#tokens = taken ? tokens - 1 : tokens;
    this.#at = now;
    return { taken, tokens: this.#tokens };
  }
}
