import type OpenAI from "openai";
import { attempt } from "./attempt.ts";
import type { Spoken } from "./completion.ts";
import { estimateTokens, readCompletion, readUsage } from "./completion.ts";
import type { AiSettings } from "./connection.ts";
import { connect } from "./connection.ts";
import type { Deadline } from "./deadline.ts";
import { startDeadline } from "./deadline.ts";
import type { ChatRequest, Message, Picture, Usage } from "./model.ts";

type Params = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming;
export type Said = Params["messages"][number];

const toUrl = ({ mediaType, bytes }: Picture): string =>
  `data:${mediaType};base64,${Buffer.from(bytes).toString("base64")}`;

const toMessage = ({ role, content, pictures }: Message): Said =>
  role === "assistant" || pictures === undefined
    ? { role, content }
    : {
        role,
        content: [
          { type: "text", text: content },
          ...pictures.map((picture) => ({ type: "image_url" as const, image_url: { url: toUrl(picture) } })),
        ],
      };

export const toMessages = ({ system, messages }: Pick<ChatRequest, "system" | "messages">): Said[] => [
  { role: "system", content: system },
  ...messages.map(toMessage),
];

/** What was said, without the bytes of pictures. */
const textOf = (messages: readonly Said[]): string =>
  JSON.stringify(messages, (key, value: unknown) => (key === "image_url" ? undefined : value));

const addUsage = (sum: Usage, one: Usage): void => {
  sum.input += one.input;
  sum.output += one.output;
};

/** The library's client, and the time that the model has. */
export interface Line {
  client: OpenAI;
  deadline: Deadline;
}

/** A client and what every call to it has in common. */
export const createCaller = (settings: AiSettings) => {
  const getClient = connect(settings);
  // OpenAI's reasoning models refuse the older name, other servers do not know the newer one.
  const isOpenAi = new URL(settings.baseUrl).hostname === "api.openai.com";
  const limitTokens = (most: number) => (isOpenAi ? { max_completion_tokens: most } : { max_tokens: most });

  /** The library is loaded first: that is not the model's time. */
  const start = async (signal: AbortSignal): Promise<Line> => {
    const client = await getClient();
    return { client, deadline: startDeadline(signal, settings.deadlineMs) };
  };

  /** One whole answer. Its tokens are added to `spent`, also where it turns out not to be one. */
  const complete = async (
    { maxTokens, messages, ...rest }: Omit<Params, "model"> & { maxTokens: number },
    { client, deadline }: Line,
    spent: Usage,
  ): Promise<Spoken> => {
    const raw = await attempt(
      () =>
        client.chat.completions.create(
          { model: settings.model, messages, ...limitTokens(maxTokens), ...rest },
          { signal: deadline.signal },
        ),
      deadline,
    );
    deadline.extend();
    const counted = readUsage(raw);
    if (counted !== undefined) addUsage(spent, counted);
    const spoken = readCompletion(raw);
    if (counted === undefined)
      addUsage(spent, { input: estimateTokens(textOf(messages)), output: estimateTokens(spoken.content) });
    return spoken;
  };
  return { settings, start, limitTokens, complete };
};

export type Caller = ReturnType<typeof createCaller>;
