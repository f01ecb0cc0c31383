import { sweepExpired } from "#features/analysis";
import { createApp } from "./app.ts";

export { RateLimiter } from "#features/platform";

const app = createApp();

export default {
  fetch: app.fetch,
  scheduled: ({ scheduledTime }, env) => sweepExpired(env, new Date(scheduledTime)),
} satisfies ExportedHandler<Cloudflare.Env>;
