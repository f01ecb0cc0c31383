import { optional } from "#http/fields";
import { z } from "@hono/zod-openapi";
import examples from "./examples.json" with { type: "json" };

/** The name of a topic or of a fact in it. */
export const Slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "Lower-case letters, digits and hyphens, at most 64.")
  .openapi({ example: "tuition" });

const Text = z.string().trim().min(1).max(4_000);
const Scalar = z.union([z.number(), Text]);

/** One value, several of equal rank, or several with names (`address`, `min`). */
const Value = z.union([Scalar, z.array(Scalar).min(1).max(100), z.record(z.string().min(1).max(60), Scalar)]);
export type Value = z.infer<typeof Value>;

export const Fact = z
  .object({
    id: Slug,
    fact: Text.openapi({ description: "What the value is of", example: "Matriculation fee, undergraduate, once" }),
    value: Value.openapi({ example: 23_500 }),
    unit: optional(z.string().max(30)).openapi({ type: "string", description: "Of a number: THB, year, students" }),
    keywords: optional(z.array(z.string().min(1).max(100)).max(50)).openapi({
      type: "array",
      items: { type: "string" },
      description: "Other words that it is asked with",
    }),
    say: optional(z.object({ en: optional(Text), th: optional(Text) })).openapi({
      type: "object",
      description: "Sentences that tell it; {value}, {as_of} and the names of a value's parts are filled in",
    }),
  })
  .openapi("Fact");
export type Fact = z.infer<typeof Fact>;

const topicFields = {
  title: Text.openapi({ example: "Tuition and fees (THB)" }),
  title_th: optional(Text).openapi({ type: "string" }),
  note: optional(Text).openapi({ type: "string", description: "What holds for all of its facts" }),
  as_of: optional(z.string().max(40)).openapi({ type: "string", description: "When they were published" }),
};

/** What a topic is replaced with. A fact without an id gets one from its text. */
export const TopicInput = z
  .object({
    ...topicFields,
    facts: z
      // Not `extend`: that would be documented as a Fact, whose id is required, and this beside it.
      .array(z.object({ ...Fact.shape, id: optional(Slug) }))
      .min(1)
      .max(500),
  })
  .openapi("TopicInput", { example: examples.TopicInput });
export type TopicInput = z.infer<typeof TopicInput>;

/** A topic as a knowledge file has it. */
export const FileTopic = z.object({ id: Slug, ...topicFields, facts: z.array(Fact) });
export type FileTopic = z.infer<typeof FileTopic>;

export const KnowledgeFile = z.object({ topics: z.array(FileTopic) });

export const Topic = z
  .object({ id: Slug, ...topicFields, facts: z.array(Fact), updated_at: z.string() })
  .openapi("Topic", { example: examples.Topic });
export type Topic = z.infer<typeof Topic>;

export const TopicList = z
  .object({
    topics: z.array(z.object({ id: z.string(), title: z.string(), facts: z.int(), updated_at: z.string() })),
  })
  .openapi("TopicList", { example: examples.TopicList });
export type TopicList = z.infer<typeof TopicList>;

export const SearchQuery = z.object({
  q: z.string().min(1).max(20_000).openapi({
    description: "Words or a question, in English or Thai",
    example: "matriculation fee",
  }),
  limit: optional(z.coerce.number().int().min(1).max(100)).openapi({
    type: "integer",
    description: "10 unless given",
    example: 5,
  }),
});

export const SearchResults = z
  .object({
    results: z.array(
      z.object({
        id: z.string().openapi({ example: "tuition/ug-matriculation" }),
        topic: z.string(),
        title: z.string(),
        text: z.string(),
        value: Value,
        score: z.number().openapi({ description: "0 to 1: how much of the question the fact covers" }),
      }),
    ),
  })
  .openapi("KnowledgeResults", { example: examples.KnowledgeResults });
export type SearchResults = z.infer<typeof SearchResults>;
