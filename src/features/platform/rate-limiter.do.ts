import { DurableObject } from "cloudflare:workers";

interface Bucket {
  taken: boolean;
  tokens: number;
}

interface Level {
  tokens: number;
  at: number;
}

const key = "level";

/** A token bucket per caller. In memory, unless it guards a secret: an idle object is put away after seconds, and its memory with it. */
export class RateLimiter extends DurableObject<Cloudflare.Env> {
  #level: Level | undefined;

  /**
   * Takes a token when there is one. The bucket holds `capacity` and gains `perSecond`. `kept` writes it down until it is
   * full again, so that whoever waits for the object to be put away gets no new bucket.
   */
  take(capacity: number, perSecond: number, kept: boolean): Bucket {
    const now = Date.now();
    const level = this.#level ??
      (kept ? this.ctx.storage.kv.get<Level>(key) : undefined) ?? { tokens: capacity, at: now };
    // A clock may be set back: then nothing is gained.
    const gained = (Math.max(0, now - level.at) / 1000) * perSecond;
    const tokens = Math.min(capacity, level.tokens + gained);
    const taken = tokens >= 1;
    this.#level = { tokens: taken ? tokens - 1 : tokens, at: now };
    if (kept && taken) this.#keep(this.#level, now + 1_000 + ((capacity - this.#level.tokens) / perSecond) * 1000);
    return { taken, tokens: this.#level.tokens };
  }

  #keep(level: Level, fullAt: number): void {
    this.ctx.storage.kv.put(key, level);
    this.ctx.waitUntil(this.ctx.storage.setAlarm(fullAt));
  }

  /** The bucket is full again: nothing of the caller stays. */
  override async alarm(): Promise<void> {
    this.#level = undefined;
    await this.ctx.storage.deleteAll();
  }
}
