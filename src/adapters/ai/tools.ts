import { toAiError } from "./attempt.ts";
import type { Caller } from "./caller.ts";
import { toMessages } from "./caller.ts";
import type { AskedTool } from "./completion.ts";
import type { Model, Tool, Usage } from "./model.ts";
import { AiError } from "./model.ts";
import { toJsonSchema } from "./shape.ts";

/** Of one answer of the model; what it asks for beyond is told to wait. */
const mostCallsAtOnce = 8;
/** Of one tool's result, in characters. */
const mostResult = 16_000;

const describeTools = (tools: readonly Tool[]) =>
  tools.map(({ name, description, parameters }) => ({
    type: "function" as const,
    function: { name, description, parameters: toJsonSchema(parameters) },
  }));

const parseArguments = (text: string): unknown => {
  try {
    return JSON.parse(text === "" ? "{}" : text);
  } catch {
    return undefined;
  }
};

const runOne = async (tool: Tool, given: string): Promise<string> => {
  const parsed = tool.parameters.safeParse(parseArguments(given));
  if (!parsed.success) {
    const paths = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    return `These arguments cannot be used. ${paths.slice(0, 5).join("; ")}`;
  }
  try {
    return (await tool.run(parsed.data)).slice(0, mostResult);
  } catch {
    // Why is ours to know: the model would tell it to whoever asked.
    return "The tool failed.";
  }
};

/** Runs what the model asked for, one after another; what is not on the list is refused. */
const runTools = async (asked: readonly AskedTool[], tools: readonly Tool[], calls: string[]) => {
  const results: { role: "tool"; tool_call_id: string; content: string }[] = [];
  for (const [index, { id, function: wanted }] of asked.entries()) {
    const tool = tools.find(({ name }) => name === wanted.name);
    const answer = async (): Promise<string> => {
      if (tool === undefined) return "There is no such tool.";
      if (index >= mostCallsAtOnce) return "Too many calls at once.";
      calls.push(tool.name);
      return runOne(tool, wanted.arguments);
    };
    results.push({ role: "tool", tool_call_id: id, content: await answer() });
  }
  return results;
};

/** How a model answers with tools at hand; after the last step it has to answer without. */
export const createWithTools = ({ start, complete }: Caller): Model["withTools"] => {
  return async (request, tools: readonly Tool[], mostSteps) => {
    const line = await start(request.signal);
    const { deadline } = line;
    const messages = toMessages(request);
    const usage: Usage = { input: 0, output: 0 };
    const calls: string[] = [];
    const described = describeTools(tools);
    const offer = (step: number) =>
      described.length === 0
        ? {}
        : { tools: described, tool_choice: step < mostSteps ? ("auto" as const) : ("none" as const) };

    try {
      for (let step = 0; step <= mostSteps; step++) {
        const spoken = await complete({ messages, maxTokens: request.maxTokens, ...offer(step) }, line, usage);
        if (spoken.asked.length === 0 || step === mostSteps) {
          if (spoken.content === "") throw new AiError("invalid");
          return { text: spoken.content, usage, calls };
        }
        deadline.pause();
        const asked = spoken.asked.map((call) => ({ ...call, type: "function" as const }));
        messages.push({ role: "assistant", content: spoken.content, tool_calls: asked });
        messages.push(...(await runTools(spoken.asked, tools, calls)));
        deadline.extend();
      }
      throw new AiError("invalid");
    } catch (error) {
      throw toAiError(error, deadline, usage);
    } finally {
      deadline.pause();
    }
  };
};
