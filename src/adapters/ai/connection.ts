import type OpenAI from "openai";
import { BodyTooLarge } from "./attempt.ts";

export interface AiSettings {
  /** Up to and with the version: `https://openrouter.ai/api/v1`. */
  baseUrl: string;
  /** A model on this machine needs none. */
  apiKey: string | undefined;
  model: string;
  embeddingModel: string | undefined;
  transcriptionModel: string | undefined;
  /** How long the model may be silent. */
  deadlineMs: number;
}

/** Of one answer as it comes over the wire: a streamed token is about 250 bytes there. */
const mostBytes = 8_000_000;

/** Follows no redirect, and reads no more of an answer than it may hold. */
const boundedFetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
  const response = await fetch(input, { ...init, redirect: "manual" });
  if (response.body === null) return response;
  let bytes = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > mostBytes) controller.error(new BodyTooLarge());
      else controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counted), response);
};

/** The library's client, made when first asked for: nothing of it runs at start-up. */
export const connect = ({ baseUrl, apiKey }: AiSettings): (() => Promise<OpenAI>) => {
  let client: OpenAI | undefined;
  return async () => {
    if (client !== undefined) return client;
    const { default: Client } = await import("openai");
    client ??= new Client({
      baseURL: baseUrl,
      // The library insists on a key; without one of ours the header is left out.
      apiKey: apiKey ?? "none",
      ...(apiKey === undefined && { defaultHeaders: { Authorization: null } }),
      // What is not given is looked up in the environment.
      organization: null,
      project: null,
      // Tries, deadlines and what is logged are ours: it would log what a provider sends.
      maxRetries: 0,
      timeout: 600_000,
      logLevel: "off",
      fetch: boundedFetch,
    });
    return client;
  };
};
