import { toAiError } from "./attempt.ts";
import type { Caller, Said } from "./caller.ts";
import { toMessages } from "./caller.ts";
import type { Model, Usage } from "./model.ts";
import { AiError } from "./model.ts";
import type { Form } from "./shape.ts";
import {
  describeShape,
  isUnknownForm,
  readShape,
  repairMessages,
  responseFormat,
  toJsonSchema,
  weakerForm,
} from "./shape.ts";

/** How a model answers in the shape of a schema. */
export const createStructured = ({ start, complete }: Caller): Model["structured"] => {
  // What this provider turned out to take.
  let form: Form = "schema";

  return async (request, schema, name) => {
    const line = await start(request.signal);
    const { deadline } = line;
    const shape = toJsonSchema(schema);
    const usage: Usage = { input: 0, output: 0 };

    const ask = async (more: readonly Said[], asked = form): Promise<string> => {
      const system = asked === "schema" ? request.system : `${request.system}\n\n${describeShape(shape)}`;
      const messages = [...toMessages({ ...request, system }), ...more];
      try {
        const format = responseFormat(asked, name, shape);
        const { content } = await complete({ messages, maxTokens: request.maxTokens, ...format }, line, usage);
        form = asked;
        return content;
      } catch (error) {
        const weaker = weakerForm[asked];
        if (weaker === undefined || !isUnknownForm(error)) throw error;
        return ask(more, weaker);
      }
    };

    try {
      const answer = await ask([]);
      const first = readShape(schema, answer);
      if ("value" in first) return { value: first.value, usage };
      const second = readShape(schema, await ask(repairMessages(answer, first.faults)));
      if ("value" in second) return { value: second.value, usage };
      throw new AiError("invalid");
    } catch (error) {
      throw toAiError(error, deadline, usage);
    } finally {
      deadline.pause();
    }
  };
};
