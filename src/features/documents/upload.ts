import { createHash } from "node:crypto";
import type { FileType } from "#adapters/extraction";
import type { Ctx } from "#http/context";
import { drain } from "#http/body";
import { AppError, fromStore } from "#http/errors";
import { toDisplayName } from "./file-name.ts";
import type { Part } from "./multipart.ts";
import { openMultipart } from "./multipart.ts";
import { recognise } from "./recognise.ts";
import type { DocumentRow } from "./store.ts";
import { eraseDocuments, noteSize, openUpload, reserveDocuments, storeBytes } from "./store.ts";

/** 20 MB a file, 50 MB a request: as the contract has it. */
const most = { fileBytes: 20_000_000, requestBytes: 50_000_000, files: 100, fields: 20, fieldBytes: 65_536 };
/** R2's parts are all of one size, at least 5 MiB; what is smaller is stored at once. */
const partBytes = 5 * 1024 * 1024;
/** Small files are stored together, as many as fit into the memory of one part. */
const together = 25;

/** Files that are stored and that nobody sees yet. */
export interface Staged {
  ids: string[];
  /** SHA-256 of names and contents, whatever boundary stood between them. */
  hash: string;
}

interface SmallFile extends FileType {
  name: string;
  bytes: Uint8Array;
}

const overQuota = (ctx: Ctx): AppError => {
  const { files, bytes } = ctx.settings.documentQuota;
  return new AppError(
    "forbidden",
    `An account holds at most ${files} documents of ${bytes} bytes together. Delete some and try again.`,
  );
};

const tooLargeFile = (): AppError => new AppError("too_large", `A file is larger than ${most.fileBytes} bytes.`);

/** Stores the files of one request as they arrive. What it has written down is in `ids`, also when it fails. */
const createStaging = (ctx: Ctx, owner: string) => {
  const ids: string[] = [];
  const waiting: SmallFile[] = [];
  const hash = createHash("sha256");
  let waitingBytes = 0;

  const rowOf = (name: string, { fileType, mediaType }: FileType, size: number): DocumentRow => ({
    id: ctx.newId("doc"),
    owner,
    filename: name,
    media_type: mediaType,
    file_type: fileType,
    size,
    status: "uploading",
    progress: 0,
    page_count: null,
    chunk_count: 0,
    error_code: null,
    error_message: null,
    created_at: ctx.now().toISOString(),
    processed_at: null,
  });

  const reserve = async (rows: readonly DocumentRow[]): Promise<void> => {
    ids.push(...rows.map(({ id }) => id));
    const usage = await fromStore(reserveDocuments(ctx.env, owner, rows));
    const quota = ctx.settings.documentQuota;
    if (usage.files > quota.files || usage.bytes > quota.bytes) throw overQuota(ctx);
  };

  const flush = async (): Promise<void> => {
    const files = waiting.splice(0);
    waitingBytes = 0;
    if (files.length === 0) return;
    const staged = files.map((file) => ({ row: rowOf(file.name, file, file.bytes.length), bytes: file.bytes }));
    await reserve(staged.map(({ row }) => row));
    // Every one is awaited, also when one fails: what is taken back must have been written.
    const writes = staged.map(({ row, bytes }) => storeBytes(ctx.env, row.id, bytes));
    await Promise.allSettled(writes);
    await fromStore(Promise.all(writes));
  };

  const keepSmall = async (file: SmallFile): Promise<void> => {
    if (waitingBytes + file.bytes.length > partBytes || waiting.length >= together) await flush();
    waiting.push(file);
    waitingBytes += file.bytes.length;
  };

  /** A file of more than one part: its size is known at its end, so the largest possible one is reserved. */
  const keepLarge = async (
    name: string,
    type: FileType,
    first: Uint8Array,
    rest: AsyncIterable<Uint8Array>,
    mostLeft: number,
  ): Promise<void> => {
    await flush();
    const row = rowOf(name, type, Math.min(most.fileBytes, mostLeft));
    await reserve([row]);
    const upload = await fromStore(openUpload(ctx.env, row.id));
    try {
      const size = await pourParts(first, rest, (part) => fromStore(upload.add(part)));
      await fromStore(upload.complete());
      await fromStore(noteSize(ctx.env, row.id, size));
    } catch (error) {
      // After its completion there is nothing to abort, and the object is taken back with its row.
      await upload.abort().catch(() => undefined);
      throw error;
    }
  };

  const take = async (part: Part, mostLeft: number): Promise<void> => {
    const name = toDisplayName(part.filename ?? "");
    const content = createHash("sha256");
    const pieces = hashed(part.data, content);
    const { bytes: first, ended } = await readUpTo(pieces, partBytes);
    const type = await recognise(first, name, ended);
    if (ended) await keepSmall({ ...type, name, bytes: first });
    else await keepLarge(name, type, first, pieces, mostLeft);
    hash.update(`${JSON.stringify(name)} ${content.digest("hex")}\n`);
  };

  return { ids, take, flush, digest: () => hash.digest("hex") };
};

async function* hashed(
  data: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let size = 0;
  for await (const piece of data) {
    size += piece.length;
    if (size > most.fileBytes) throw tooLargeFile();
    hash.update(piece);
    yield piece;
  }
}

/** The first bytes of a stream, which stays open where it goes on. */
const readUpTo = async (
  data: AsyncIterator<Uint8Array>,
  bytes: number,
): Promise<{ bytes: Uint8Array; ended: boolean }> => {
  const pieces: Uint8Array[] = [];
  let size = 0;
  while (size <= bytes) {
    const { done, value } = await data.next();
    if (done === true) return { bytes: Buffer.concat(pieces), ended: true };
    pieces.push(value);
    size += value.length;
  }
  return { bytes: Buffer.concat(pieces), ended: false };
};

/** Hands bytes on in parts of R2's size; answers how many there were. */
const pourParts = async (
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
  add: (part: Uint8Array) => Promise<void>,
): Promise<number> => {
  let pieces = [first];
  let held = first.length;
  let size = first.length;
  const pour = async (): Promise<void> => {
    const all = Buffer.concat(pieces);
    await add(all.subarray(0, partBytes));
    pieces = [all.subarray(partBytes)];
    held = all.length - Math.min(partBytes, all.length);
  };
  for await (const piece of rest) {
    while (held >= partBytes) await pour();
    pieces.push(piece);
    held += piece.length;
    size += piece.length;
  }
  while (held > 0) await pour();
  return size;
};

const readFiles = async (
  { parts }: ReturnType<typeof openMultipart>,
  staging: ReturnType<typeof createStaging>,
  length: number,
): Promise<void> => {
  let files = 0;
  let fields = 0;
  for await (const part of parts()) {
    if (part.filename !== undefined) {
      if (++files > most.files) throw new AppError("too_large", `The upload has more than ${most.files} files.`);
      await staging.take(part, length);
      continue;
    }
    if (++fields > most.fields) throw new AppError("too_large", `The upload has more than ${most.fields} fields.`);
    // No field means anything here; an unknown one is ignored.
    let size = 0;
    for await (const piece of part.data)
      if ((size += piece.length) > most.fieldBytes)
        throw new AppError("too_large", `A field is larger than ${most.fieldBytes} bytes.`);
  }
  if (files === 0)
    throw new AppError("invalid_request", "There is no file in the upload.", {
      errors: [{ path: "file", message: "Required: at least one part with a filename." }],
    });
  await staging.flush();
};

const checkHeaders = async (request: Request): Promise<{ contentType: string; length: number }> => {
  const contentType = request.headers.get("content-type") ?? "";
  const length = Number(request.headers.get("content-length") ?? most.requestBytes);
  const isForm = /^multipart\/form-data\s*(;|$)/i.test(contentType);
  if (isForm && length <= most.requestBytes) return { contentType, length };
  await drain(request);
  if (isForm) throw new AppError("too_large", `The upload is larger than ${most.requestBytes} bytes.`);
  throw new AppError("unsupported_media_type", "Send multipart/form-data.", {
    headers: { Accept: "multipart/form-data" },
  });
};

/** Takes back what was stored of a request that failed. What this does not reach is swept. */
export const discard = (ctx: Ctx, ids: readonly string[]): Promise<void> => eraseDocuments(ctx.env, ids);

/**
 * Stores the files of an upload while it arrives: the row first, then the bytes, at most one part of them in memory.
 * Throws `malformed_body`, `too_large`, `unsupported_media_type`, `invalid_request` and `forbidden` for a quota;
 * then nothing of the request is stored.
 */
export const stageUpload = async (ctx: Ctx, owner: string, request: Request): Promise<Staged> => {
  const { contentType, length } = await checkHeaders(request);
  if (request.body === null) throw new AppError("malformed_body", "The body is not valid multipart/form-data.");
  const multipart = openMultipart(request.body, contentType, {
    bytes: most.requestBytes,
    parts: most.files + most.fields,
  });
  const staging = createStaging(ctx, owner);
  try {
    await readFiles(multipart, staging, length);
    return { ids: staging.ids, hash: staging.digest() };
  } catch (error) {
    await discard(ctx, staging.ids).catch(() => undefined);
    await multipart.drain().catch(() => undefined);
    throw error;
  }
};
