import { AppError } from "#http/errors";
import { createRouter, json, problemAnswer, route } from "#http/openapi";
import { getBody } from "#http/body";
import { z } from "@hono/zod-openapi";
import { transcribe } from "./service.ts";
import examples from "./examples.json" with { type: "json" };

const maxBytes = 12_000_000;

const Transcript = z
  .object({ transcript: z.string(), language: z.string().optional(), duration_s: z.number().optional() })
  .openapi("Transcript", { example: examples.Transcript });

const recording = { type: "string", format: "binary" } as const;

const transcribeRoute = route(
  { access: "user", limit: "ai", maxBytes },
  {
    method: "post",
    path: "/speech/transcribe",
    operationId: "transcribeSpeech",
    tags: ["Cue"],
    summary: "A recording as text; there is no transcript without a model for speech",
    request: {
      body: {
        required: true,
        description: "The recording, at most 12 MB and 15 minutes: MP3, WAV, M4A, OGG, WebM or FLAC",
        content: {
          "multipart/form-data": {
            schema: {
              type: "object",
              properties: { audio: recording, audio_file: { ...recording, description: "The same as audio" } },
            },
          },
        },
      },
    },
    responses: {
      200: json(Transcript, "What was said"),
      415: problemAnswer("Not a recording, by its bytes"),
      502: problemAnswer("The transcription service failed"),
      503: problemAnswer("No model for speech is set up"),
      504: problemAnswer("The transcription service took too long"),
    },
  },
);

export const speech = createRouter().openapi(transcribeRoute, async (c) => {
  const body = getBody(c);
  const parts = body.kind === "form" ? [...body.form.getAll("audio"), ...body.form.getAll("audio_file")] : [];
  const [file, ...others] = parts.filter((part): part is File => typeof part !== "string");
  if (file === undefined || others.length > 0)
    throw new AppError("invalid_request", "Some fields are not valid.", {
      errors: [{ path: "audio", message: "Send one recording as a file; an address of one is not taken." }],
    });
  return c.json(await transcribe(c.var.ctx, file), 200);
});
