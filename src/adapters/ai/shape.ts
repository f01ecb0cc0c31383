import { z } from "zod";
import { AiError } from "./model.ts";

/** How an answer's shape is asked for: by schema, as JSON, or in words alone. */
export type Form = "schema" | "json" | "words";

export const weakerForm: Record<Form, Form | undefined> = { schema: "json", json: "words", words: undefined };

/** The shape as JSON Schema, as a provider takes it. */
export const toJsonSchema = (schema: z.ZodType): Record<string, unknown> => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: "draft-7", io: "output", unrepresentable: "any" });
  return rest;
};

/** In strict mode every property has to be required, https://platform.openai.com/docs/guides/structured-outputs */
const isStrict = (schema: unknown): boolean => {
  if (Array.isArray(schema)) return schema.every(isStrict);
  if (typeof schema !== "object" || schema === null) return true;
  const { properties, required, additionalProperties } = schema as Record<string, unknown>;
  if (additionalProperties !== undefined && additionalProperties !== false) return false;
  if (typeof properties === "object" && properties !== null) {
    const names: unknown[] = Array.isArray(required) ? required : [];
    if (!Object.keys(properties).every((name) => names.includes(name))) return false;
  }
  return Object.values(schema).every(isStrict);
};

export const responseFormat = (form: Form, name: string, schema: Record<string, unknown>) => {
  if (form === "words") return {};
  if (form === "json") return { response_format: { type: "json_object" as const } };
  const json_schema = { name, schema, strict: isStrict(schema) };
  return { response_format: { type: "json_schema" as const, json_schema } };
};

/** What the model is told of the shape where the provider does not hold it to it. */
export const describeShape = (schema: Record<string, unknown>): string =>
  `Answer with one JSON object and nothing else, without Markdown. It follows this JSON Schema:\n${JSON.stringify(schema)}`;

/** Models put a fence or a sentence around what they were asked for. */
const jsonIn = (text: string): string => {
  const start = text.search(/[[{]/);
  const end = Math.max(text.lastIndexOf("}"), text.lastIndexOf("]"));
  return start === -1 || end < start ? text : text.slice(start, end + 1);
};

const parseJson = (text: string): unknown => {
  for (const candidate of [text, jsonIn(text)])
    try {
      return JSON.parse(candidate);
    } catch {
      // The next candidate, or nothing.
    }
  return undefined;
};

const mostFaults = 10;

/** The answer in the shape of the schema, or what is wrong with it, as the model is told. */
export const readShape = <S extends z.ZodType>(
  schema: S,
  text: string,
): { value: z.output<S> } | { faults: string } => {
  const json = parseJson(text);
  if (json === undefined) return { faults: text.trim() === "" ? "The answer was empty." : "It was not JSON." };
  const parsed = schema.safeParse(json);
  if (parsed.success) return { value: parsed.data };
  const faults = parsed.error.issues.slice(0, mostFaults).map(({ path, message }) => `${path.join(".")}: ${message}`);
  return { faults: faults.join("\n") };
};

/** The first answer goes back to the model with what was wrong; not more of it than helps. */
const mostQuoted = 20_000;

export const repairMessages = (answer: string, faults: string) => [
  { role: "assistant" as const, content: answer.slice(0, mostQuoted) || "(nothing)" },
  { role: "user" as const, content: `That cannot be used:\n${faults}\nAnswer again, with the JSON alone.` },
];

/** Whether an error says that the provider does not know this way of asking. */
export const isUnknownForm = (error: unknown): boolean =>
  error instanceof AiError && error.failure === "refused" && [400, 404, 415, 422].includes(error.status ?? 0);
