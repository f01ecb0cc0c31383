import { AppError } from "#http/errors";

/** A part of multipart/form-data (RFC 7578). Its data is read to the end before the next part comes. */
export interface Part {
  name: string;
  /** Undefined for a field of text. */
  filename: string | undefined;
  data: AsyncIterable<Uint8Array>;
}

interface Limits {
  /** Of the whole body. */
  bytes: number;
  parts: number;
}

export interface Multipart {
  parts: () => AsyncGenerator<Part, void, undefined>;
  /** Reads on and throws away: stopping halfway resets the connection, and the caller never sees the answer. */
  drain: () => Promise<void>;
}

const longestHead = 16_384;
const endOfHead = Buffer.from("\r\n\r\n");

const malformed = (): AppError => new AppError("malformed_body", "The body is not valid multipart/form-data.");

/** The boundary that a Content-Type names (RFC 2046: at most 70 characters). */
const boundaryOf = (contentType: string): string => {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^;\s"]{1,70}))(?:\s*;|\s*$)/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) throw new AppError("malformed_body", "The Content-Type names no usable boundary.");
  return boundary;
};

const parameter = /;\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\[^])*)"|([^;"\s]*))/g;

/** What browsers and curl do to a quote inside a name. */
const unquote = (text: string): string => text.replaceAll(/\\(["\\])/g, "$1").replaceAll(/%22/g, '"');

const decodeExtended = (text: string): string | undefined => {
  const [, encoded = ""] = /^utf-8'[^']*'(.*)$/i.exec(text) ?? [];
  try {
    return encoded === "" ? undefined : decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
};

const readHead = (head: string): Pick<Part, "name" | "filename"> => {
  const disposition = head.split("\r\n").find((line) => /^content-disposition\s*:/i.test(line)) ?? "";
  if (!/^content-disposition\s*:\s*form-data\s*(;|$)/i.test(disposition)) throw malformed();
  const found = new Map<string, string>();
  for (const [, name = "", quoted, plain] of disposition.matchAll(parameter))
    found.set(name.toLowerCase(), quoted === undefined ? (plain ?? "") : unquote(quoted));
  const extended = decodeExtended(found.get("filename*") ?? "");
  return { name: found.get("name") ?? "", filename: extended ?? found.get("filename") };
};

/**
 * Takes a multipart body apart as it arrives; no more of it is held than one chunk of the connection and a part's head.
 * Throws `malformed_body`, also for a body that breaks off, and `too_large`.
 */
export const openMultipart = (
  body: ReadableStream<Uint8Array>,
  contentType: string,
  { bytes: mostBytes, parts: mostParts }: Limits,
): Multipart => {
  const delimiter = Buffer.from(`\r\n--${boundaryOf(contentType)}`);
  const reader = body.getReader();
  let size = 0;
  // The first delimiter has no line before it.
  let held = Buffer.from("\r\n");

  const readMore = async (): Promise<void> => {
    const { done, value } = await reader.read().catch(() => {
      // Whoever sent it has left.
      throw malformed();
    });
    if (done) throw malformed();
    size += value.byteLength;
    if (size > mostBytes) throw new AppError("too_large", `The upload is larger than ${mostBytes} bytes.`);
    held = Buffer.concat([held, value]);
  };

  async function* readData(): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const at = held.indexOf(delimiter);
      const safe = at === -1 ? Math.max(0, held.length - delimiter.length + 1) : at;
      const piece = held.subarray(0, safe);
      held = held.subarray(at === -1 ? safe : at + delimiter.length);
      if (piece.length > 0) yield piece;
      if (at !== -1) return;
      await readMore();
    }
  }

  /** What follows a delimiter: the head of a part, or undefined at the end. */
  const readNext = async (): Promise<string | undefined> => {
    while (held.length < 2) await readMore();
    if (held.subarray(0, 2).equals(Buffer.from("--"))) return undefined;
    for (;;) {
      const end = held.indexOf(endOfHead);
      if (end > longestHead || (end === -1 && held.length > longestHead + endOfHead.length)) throw malformed();
      if (end !== -1) {
        const head = held.subarray(0, end).toString("utf8");
        held = held.subarray(end + endOfHead.length);
        if (!/^[ \t]*\r\n/.test(head)) throw malformed();
        return head;
      }
      await readMore();
    }
  };

  async function* parts(): AsyncGenerator<Part, void, undefined> {
    for await (const _ of readData()) continue;
    for (let count = 1; ; count++) {
      const head = await readNext();
      if (head === undefined) return;
      if (count > mostParts) throw new AppError("too_large", `The upload has more than ${mostParts} parts.`);
      const data = readData();
      yield { ...readHead(head), data };
      for await (const _ of data) continue;
    }
  }

  const drain = async (): Promise<void> => {
    for (;;) if ((await reader.read()).done) return;
  };
  return { parts, drain };
};
