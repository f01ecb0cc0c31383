import type { AppEnv } from "#http/context";
import { AppError } from "#http/errors";
import { parseJson, refuseBrokenText } from "#http/json";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";

/** A request body that was read, bounded, decoded and checked. */
export type Body = { kind: "json"; value: unknown } | { kind: "form"; form: FormData } | { kind: "text"; text: string };

const maxParts = 500;

const tooLarge = (maxBytes: number): AppError =>
  new AppError("too_large", `The body is larger than ${maxBytes} bytes.`);

/** What is read of a body only to be thrown away: a caller who is refused while still sending sees a broken connection. */
const mostDrained = 100_000_000;

/** Lets a caller finish sending what is not taken, so that they see why. */
export const drain = async (request: Request): Promise<void> => {
  if (Number(request.headers.get("content-length")) > mostDrained) return;
  try {
    let size = 0;
    for await (const chunk of request.body ?? []) if ((size += chunk.byteLength) > mostDrained) return;
  } catch {
    // A caller who went away needs no answer.
  }
};

/** The whole body, never more than `maxBytes` of it in memory: refused by its declared length, else counted while read. */
const readBytes = async (request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> => {
  if (Number(request.headers.get("content-length")) > maxBytes) {
    await drain(request);
    throw tooLarge(maxBytes);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    // Read on and throw away: stopping halfway resets the connection, and the caller never sees the answer.
    if (size > maxBytes) chunks.length = 0;
    else chunks.push(chunk);
  }
  if (size > maxBytes) throw tooLarge(maxBytes);
  return joinChunks(chunks, size);
};

const joinChunks = (chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
};

/** UTF-8 bytes → text without its BOM; a 400 for any other encoding. */
const decodeText = (bytes: Uint8Array): string => {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // Falls through to the same answer: text in UTF-16 decodes to NULs or not at all.
  }
  throw new AppError("malformed_body", "The body is not text in UTF-8.");
};

const parseForm = async (bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<FormData> => {
  const form = await new Response(bytes, { headers: { "Content-Type": contentType } }).formData().catch(() => {
    throw new AppError("malformed_body", "The body is not valid multipart/form-data.");
  });
  let parts = 0;
  for (const [name, value] of form) {
    if (++parts > maxParts) throw new AppError("too_large", `The form has more than ${maxParts} parts.`);
    refuseBrokenText(name);
    if (typeof value === "string") refuseBrokenText(value);
  }
  return form;
};

const readMediaType = (c: Context<AppEnv>, taken: readonly string[]): string => {
  const [essence = "", ...parameters] = (c.req.header("content-type") ?? "").toLowerCase().split(";");
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith("charset="));
  const isUtf8 = charset === undefined || /^charset="?(utf-?8|us-ascii)"?$/.test(charset);
  const mediaType = essence.trim();
  if (taken.includes(mediaType) && isUtf8) return mediaType;
  throw new AppError("unsupported_media_type", `Send ${taken.join(" or ")}, in UTF-8.`, {
    headers: { Accept: taken.join(", ") },
  });
};

/** Reads and checks the body before the route's validators see it. `taken`: the media types the route documents. */
export const checkBody = (taken: readonly string[], maxBytes: number) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const mediaType = readMediaType(c, taken);
    const bytes = await readBytes(c.req.raw, maxBytes);
    if (mediaType === "multipart/form-data") {
      const form = await parseForm(bytes, c.req.header("content-type") ?? "");
      c.req.bodyCache.formData = form;
      c.set("body", { kind: "form", form });
    } else {
      const text = decodeText(bytes);
      const isJson = mediaType === "application/json";
      // The stream is spent; the validators get a request that still has its body.
      c.req.raw = new Request(c.req.url, { method: c.req.method, headers: c.req.raw.headers, body: bytes });
      c.set("body", isJson ? { kind: "json", value: parseJson(text) } : { kind: "text", text });
    }
    await next();
  });

/** The body of a route that documents one. */
export const getBody = (c: Context<AppEnv>): Body => {
  const { body } = c.var;
  if (!body) throw new Error("This route documents no body.");
  return body;
};
