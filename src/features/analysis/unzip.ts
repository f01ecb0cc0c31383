import { AppError } from "#http/errors";
import { Unzip, UnzipInflate } from "fflate";

/** One file of an archive, with its path in it. */
export interface ZippedFile {
  name: string;
  bytes: Uint8Array;
}

interface Limits {
  /** Unpacked bytes of all files that are wanted. */
  maxBytes: number;
  maxFiles: number;
}

/** Entries of an archive, wanted or not. */
const mostEntries = 20_000;
/** Fed in pieces this small, an archive unpacks at most some megabytes before the next look at the sum. */
const pieceBytes = 2_048;

/** What holds no infrastructure of the user's own: caches, other people's modules, the finder's shadows. */
const ignored = /(?:^|\/)(?:\.terraform|\.git|node_modules|__MACOSX|\.aws-sam|cdk\.out\/asset\.[^/]*)\//;

const broken = (): AppError =>
  new AppError("invalid_request", "The zip archive cannot be read.", {
    errors: [{ path: "file", message: "Not a whole zip archive; encrypted ones are not taken." }],
  });

const tooLarge = (what: string): AppError => new AppError("too_large", `The zip archive holds more than ${what}.`);

/**
 * Files of a zip archive whose names `isWanted` takes, in the order of the archive. Only those are unpacked, and never
 * more of them than the limits allow, whatever their headers say. Throws `invalid_request` and `too_large`.
 */
export const unzip = (
  archive: Uint8Array,
  isWanted: (name: string) => boolean,
  { maxBytes, maxFiles }: Limits,
): ZippedFile[] => {
  const files: { name: string; chunks: Uint8Array[]; done: boolean }[] = [];
  let size = 0;
  let entries = 0;
  let failure: AppError | undefined;

  const reader = new Unzip((entry) => {
    if (++entries > mostEntries) failure ??= tooLarge(`${mostEntries} entries`);
    if (failure !== undefined || entry.name.endsWith("/") || ignored.test(entry.name) || !isWanted(entry.name)) return;
    if (files.length === maxFiles) {
      failure = tooLarge(`${maxFiles} files of code`);
      return;
    }
    const file = { name: entry.name, chunks: [] as Uint8Array[], done: false };
    files.push(file);
    entry.ondata = (error, chunk, final) => {
      if (error) failure ??= broken();
      size += chunk?.length ?? 0;
      if (size > maxBytes) failure ??= tooLarge("5 MB of code");
      if (failure !== undefined) {
        file.chunks.length = 0;
        return;
      }
      file.chunks.push(chunk);
      file.done ||= final;
    };
    entry.start();
  });
  reader.register(UnzipInflate);

  try {
    for (let at = 0; at < archive.length && failure === undefined; at += pieceBytes)
      reader.push(archive.subarray(at, at + pieceBytes), at + pieceBytes >= archive.length);
  } catch {
    failure ??= broken();
  }
  if (failure !== undefined) throw failure;
  if (entries === 0 || files.some(({ done }) => !done)) throw broken();
  return files.map(({ name, chunks }) => ({ name, bytes: join(chunks) }));
};

const join = (chunks: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
};

/** Paths without the one folder that all of them lie in: archives of a repository begin with its name. */
export const withoutCommonFolder = (names: readonly string[]): string[] => {
  const [first = ""] = names;
  const folder = first.slice(0, first.indexOf("/") + 1);
  if (folder === "" || !names.every((name) => name.startsWith(folder))) return [...names];
  return names.map((name) => name.slice(folder.length));
};
