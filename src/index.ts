import { sweepExpired } from "#features/analysis";
import { answerAdvice } from "#features/assistant";
import { sweepDocuments } from "#features/documents";
import { answerWriting } from "#features/drafts";
import { answerGuru } from "#features/guru";
import { sweepIdentity } from "#features/identity";
import { sweepReplays } from "#features/platform";
import { SessionObject, sweepSessions } from "#features/sessions";
import { createApp } from "./app.ts";

export { AiBudget } from "#features/ai";
export { DocumentJob, Library } from "#features/documents";
export { Counters, RateLimiter } from "#features/platform";

/** A session, and who answers in it. */
export class Session extends SessionObject {
  override responders = { advisor: answerAdvice, guru: answerGuru, writer: answerWriting };
}

const app = createApp();

export default {
  fetch: app.fetch,
  scheduled: async ({ scheduledTime }, env) => {
    const now = new Date(scheduledTime);
    await sweepExpired(env, now);
    await sweepIdentity(env, now);
    await sweepReplays(env, now);
    await sweepSessions(env, now);
    await sweepDocuments(env, now);
  },
} satisfies ExportedHandler<Cloudflare.Env>;
