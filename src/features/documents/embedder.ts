import { paidModelOf } from "#features/ai";
import { readSettings } from "#http/settings";

/** What turns texts into vectors, paid for by an account; undefined where no embedding model is set. */
export const embedderOf = (env: Cloudflare.Env, owner: string) => {
  const name = readSettings(env).ai?.embeddingModel;
  const embed = paidModelOf({ env, payer: `account:${owner}`, now: () => new Date() })?.embed;
  return name === undefined || embed === undefined ? undefined : { name, embed };
};
