import type { Model, Usage } from "#adapters/ai";
import type { Limits } from "./cut.ts";
import { Cut } from "./cut.ts";

/** A model that keeps count of what one answer takes of it. */
export interface Metered {
  model: Model;
  /** Tokens of all its calls so far, as the provider counts them. */
  spent: Readonly<Usage>;
  /** Why it was stopped before its own end, if it was. */
  reason: () => "stop" | "length" | undefined;
}

/** The same model, made to end where the caller wants the answer to end, so that no token is paid for in vain. */
export const meter = (model: Model, limits: Limits): Metered => {
  const spent = { input: 0, output: 0 };
  let reason: ReturnType<Metered["reason"]>;
  const add = ({ input, output }: Usage): void => {
    spent.input += input;
    spent.output += output;
  };
  return {
    spent,
    reason: () => reason,
    model: {
      ...model,
      async *stream(request, onUsage) {
        const maxTokens = Math.min(request.maxTokens, limits.maxTokens ?? Infinity);
        const cut = new Cut(limits);
        const said = model.stream({ ...request, maxTokens }, (usage) => {
          add(usage);
          // A model that says as much as it may was cut off.
          if (usage.output >= maxTokens) reason ??= "length";
          onUsage(usage);
        });
        for await (const piece of said) {
          const shown = cut.take(piece);
          if (shown !== "") yield shown;
          reason = cut.reason;
          if (reason !== undefined) return;
        }
        const rest = cut.end();
        if (rest !== "") yield rest;
        reason ??= cut.reason;
      },
      structured: async (request, schema, name) => {
        const answer = await model.structured(request, schema, name);
        add(answer.usage);
        return answer;
      },
      withTools: async (request, tools, mostSteps) => {
        const answer = await model.withTools(request, tools, mostSteps);
        add(answer.usage);
        return answer;
      },
    },
  };
};
