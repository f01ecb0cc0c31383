import { sweepExpired } from "#features/analysis";
import { sweepIdentity } from "#features/identity";
import { sweepReplays } from "#features/platform";
import { createApp } from "./app.ts";

export { Counters, RateLimiter } from "#features/platform";

const app = createApp();

export default {
  fetch: app.fetch,
  scheduled: async ({ scheduledTime }, env) => {
    const now = new Date(scheduledTime);
    await sweepExpired(env, now);
    await sweepIdentity(env, now);
    await sweepReplays(env, now);
  },
} satisfies ExportedHandler<Cloudflare.Env>;
