import { z } from "zod";
import { AiError } from "./model.ts";
import type { ChatRequest, Usage } from "./model.ts";

// What is read of an answer. Providers leave out what does not apply, or send null for it.
const text = z.string().nullish();

const ToolCall = z.object({
  id: z.string().catch(""),
  function: z.object({ name: z.string(), arguments: z.string().catch("") }),
});

const Counted = z
  .object({ prompt_tokens: z.number().nonnegative(), completion_tokens: z.number().nonnegative() })
  .nullish()
  .catch(undefined);

const Completion = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: text, refusal: text, tool_calls: z.array(ToolCall).nullish() }),
        finish_reason: text,
      }),
    )
    .min(1),
});

const Counts = z.object({ usage: Counted });

const Chunk = z.object({
  choices: z
    .array(z.object({ delta: z.object({ content: text, refusal: text }).nullish(), finish_reason: text }))
    .nullish(),
  usage: Counted,
});

export type AskedTool = z.infer<typeof ToolCall>;

export interface Spoken {
  content: string;
  asked: AskedTool[];
}

/** An answer is not longer than this, in characters; what is longer is not an answer. */
const mostCharacters = 1_000_000;

/** About four bytes a token, for a provider that does not count. https://platform.openai.com/tokenizer */
export const estimateTokens = (...texts: readonly string[]): number =>
  texts.reduce((sum, one) => sum + Math.ceil(new TextEncoder().encode(one).byteLength / 4), 0);

/** A picture that fills the frame a model looks at. https://platform.openai.com/docs/guides/images-vision */
const tokensOfPicture = 1_500;

export const estimateInput = ({ system, messages }: Pick<ChatRequest, "system" | "messages">): number =>
  messages.reduce(
    (sum, { pictures = [] }) => sum + pictures.length * tokensOfPicture,
    estimateTokens(system, ...messages.map(({ content }) => content)),
  );

const toUsage = (counted: z.infer<typeof Counted>): Usage | undefined =>
  counted ? { input: counted.prompt_tokens, output: counted.completion_tokens } : undefined;

const refuseEnd = (reason: string | null | undefined): void => {
  if (reason === "content_filter") throw new AiError("refused");
  if (reason === "error") throw new AiError("unreachable");
};

/** A whole answer, as far as it is one. */
export const readCompletion = (raw: unknown): Spoken => {
  const parsed = Completion.safeParse(raw);
  const choice = parsed.data?.choices[0];
  if (!parsed.success || choice === undefined) throw new AiError("invalid");
  refuseEnd(choice.finish_reason);
  if (choice.message.refusal) throw new AiError("refused");
  const content = choice.message.content ?? "";
  if (content.length > mostCharacters) throw new AiError("invalid");
  return { content, asked: choice.message.tool_calls ?? [] };
};

/** The tokens of an answer as the provider counts them, whatever the answer is. */
export const readUsage = (raw: unknown): Usage | undefined => toUsage(Counts.safeParse(raw).data?.usage);

export interface Piece {
  text: string;
  /** Why the answer ended, in the piece that ends it. */
  end: string | undefined;
  usage: Usage | undefined;
}

/** One piece of a streamed answer. */
export const readChunk = (raw: unknown): Piece => {
  const parsed = Chunk.safeParse(raw);
  if (!parsed.success) throw new AiError("invalid");
  const choice = parsed.data.choices?.[0];
  refuseEnd(choice?.finish_reason);
  if (choice?.delta?.refusal) throw new AiError("refused");
  return {
    text: choice?.delta?.content ?? "",
    end: choice?.finish_reason ?? undefined,
    usage: toUsage(parsed.data.usage),
  };
};
