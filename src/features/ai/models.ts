import type { AiSettings, Model } from "#adapters/ai";
import { openAi } from "#adapters/ai";
import { readSettings } from "#http/settings";
import type { Purse } from "./budget.ts";
import { withBudget } from "./budget.ts";

const known = new WeakMap<AiSettings, Model>();

/** The model that the operator has set up, made once per isolate; undefined where the built-in engine answers. */
export const modelOf = (env: Cloudflare.Env): Model | undefined => {
  const { ai } = readSettings(env);
  if (ai === undefined) return undefined;
  const model = known.get(ai) ?? openAi(ai);
  known.set(ai, model);
  return model;
};

/** The same, paid for by whoever asks. */
export const paidModelOf = (purse: Purse): Model | undefined => {
  const model = modelOf(purse.env);
  return model && withBudget(model, purse);
};
