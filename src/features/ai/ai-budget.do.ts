import { DurableObject } from "cloudflare:workers";

/** A day of the calendar in UTC, as `2026-08-15`. */
export type Day = string;

interface Spent {
  day: Day;
  tokens: number;
}

const key = "spent";
const dayMs = 86_400_000;

/** The tokens that one payer has spent today. Kept in storage, or an idle object would forget; gone when the day is over. */
export class AiBudget extends DurableObject<Cloudflare.Env> {
  /** Takes tokens before a call, all of them or none; `mostTokens` is what the day has. */
  async take(day: Day, tokens: number, mostTokens: number): Promise<boolean> {
    const spent = this.#spentOn(day);
    if (spent + tokens > mostTokens) return false;
    await this.#write({ day, tokens: spent + tokens });
    return true;
  }

  /** After the call: what it took less than was taken for it, or more (then negative). */
  async giveBack(day: Day, tokens: number): Promise<void> {
    const spent = this.#spentOn(day);
    await this.#write({ day, tokens: Math.max(0, spent - tokens) });
  }

  /** Deletes what it knows, for an account that is deleted. */
  async forget(): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  override async alarm(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }

  #spentOn(day: Day): number {
    const spent = this.ctx.storage.kv.get<Spent>(key);
    return spent?.day === day ? spent.tokens : 0;
  }

  async #write(spent: Spent): Promise<void> {
    this.ctx.storage.kv.put(key, spent);
    if ((await this.ctx.storage.getAlarm()) === null)
      await this.ctx.storage.setAlarm(Date.parse(spent.day) + 2 * dayMs);
  }
}
