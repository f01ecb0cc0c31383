import { z } from "zod";
import { attempt, toAiError } from "./attempt.ts";
import type { Caller } from "./caller.ts";
import type { Model } from "./model.ts";
import { AiError } from "./model.ts";

/** Gemini takes a hundred texts at once, the others more. https://ai.google.dev/gemini-api/docs/embeddings */
const textsAtOnce = 96;

const Embeddings = z.object({
  data: z.array(z.object({ index: z.number().int(), embedding: z.array(z.number()).min(1) })),
});

const readVectors = (raw: unknown, expected: number): number[][] => {
  const { data } = Embeddings.safeParse(raw);
  const vectors = data?.data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding) ?? [];
  const sameLength = vectors.every((vector) => vector.length === vectors[0]?.length);
  if (vectors.length !== expected || !sameLength) throw new AiError("invalid");
  return vectors;
};

/** How texts become vectors. */
export const createEmbed = ({ start }: Caller, model: string): NonNullable<Model["embed"]> => {
  return async (texts, signal) => {
    const { client, deadline } = await start(signal);
    const vectors: number[][] = [];
    try {
      for (let at = 0; at < texts.length; at += textsAtOnce) {
        const input = texts.slice(at, at + textsAtOnce);
        const raw = await attempt(
          () => client.embeddings.create({ model, input, encoding_format: "float" }, { signal: deadline.signal }),
          deadline,
        );
        deadline.extend();
        vectors.push(...readVectors(raw, input.length));
      }
      return vectors;
    } catch (error) {
      throw toAiError(error, deadline);
    } finally {
      deadline.pause();
    }
  };
};
