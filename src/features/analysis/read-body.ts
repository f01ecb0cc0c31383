import type { SourceFile } from "#engine/architecture";
import { describeFormat, uniqueNames } from "#engine/architecture";
import type { Body } from "#http/body";
import type { Fault } from "#http/errors";
import { AppError, validate } from "#http/errors";
import { AnalyzeRequest } from "./input.ts";
import { unzip, withoutCommonFolder } from "./unzip.ts";

/** One request, whatever form it came in. */
export interface AnalyzeInput extends AnalyzeRequest {
  files: SourceFile[];
  /** Files that were sent and not read, and why. */
  skipped: Fault[];
}

const maxFileBytes = 1_000_000;
/** Unpacked bytes of one request. */
const maxUploadBytes = 5_000_000;
/** Files of one request, uploaded, zipped or pasted with marker lines. */
export const mostFiles = 500;
const formFields = [
  "text",
  "content",
  "project_type",
  "cloud",
  "region",
  "usage",
  "architecture_text",
  "previous",
] as const;

const parseRequest = (value: unknown): AnalyzeRequest => validate(AnalyzeRequest, value);

const tooLarge = (): AppError => new AppError("too_large", `A file is larger than ${maxFileBytes} bytes.`);

export const tooManyFiles = (): AppError => new AppError("too_large", `The upload holds more than ${mostFiles} files.`);

const decode = (bytes: Uint8Array): string | undefined => {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
};

const namesCode = (name: string): boolean => /\.(?:tf|tfvars|tfstate|json|ya?ml|template)$/i.test(name);

const fault = (file: string, message: string): Fault => ({ file, line: 1, column: 1, message });

/** Whatever else an archive holds in JSON and YAML is no infrastructure, and nobody has to be told. */
const isCode = (file: SourceFile): boolean => !["JSON", "YAML", "words"].includes(describeFormat(file));

interface Upload {
  files: SourceFile[];
  skipped: Fault[];
  /** Bytes that archives may still unpack. */
  room: number;
}

const addArchive = (bytes: Uint8Array, upload: Upload): void => {
  const { files, skipped } = upload;
  const entries = unzip(bytes, namesCode, { maxBytes: upload.room, maxFiles: mostFiles });
  for (const entry of entries) upload.room -= entry.bytes.length;
  const names = withoutCommonFolder(entries.map(({ name }) => name));
  for (const [index, { bytes: content }] of entries.entries()) {
    const [named] = uniqueNames([{ name: names[index] ?? "", text: "" }]);
    const name = named?.name ?? "file";
    const text = content.length > maxFileBytes ? undefined : decode(content);
    if (content.length > maxFileBytes) skipped.push(fault(name, `Larger than ${maxFileBytes} bytes.`));
    else if (text === undefined) skipped.push(fault(name, "Not text in UTF-8."));
    else if (isCode({ name, text })) files.push({ name, text });
  }
};

const isArchive = (name: string, bytes: Uint8Array): boolean =>
  /\.zip$/i.test(name) || (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4);

const addPart = async (part: File | string, upload: Upload): Promise<void> => {
  if (typeof part === "string") {
    upload.files.push({ name: "main.tf", text: part });
    return;
  }
  const [named] = uniqueNames([{ name: part.name, text: "" }]);
  const name = named?.name ?? "file";
  const bytes = new Uint8Array(await part.arrayBuffer());
  if (isArchive(part.name, bytes)) {
    addArchive(bytes, upload);
    return;
  }
  if (bytes.length > maxFileBytes) throw tooLarge();
  const text = decode(bytes);
  if (text === undefined) upload.skipped.push(fault(name, "Not text in UTF-8."));
  else upload.files.push({ name, text });
};

const readForm = async (form: FormData): Promise<AnalyzeInput> => {
  const fields = Object.fromEntries(
    formFields.flatMap((name) => {
      const value = form.get(name);
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
  const requirements = form
    .getAll("requirements")
    .flatMap((value) => (typeof value === "string" ? value.split(",") : []));
  const request = parseRequest({
    ...fields,
    ...(requirements.length > 0 && { requirements: requirements.map((word) => word.trim()) }),
  });

  const parts = [...form.getAll("file"), ...form.getAll("files")];
  if (parts.length > mostFiles) throw tooManyFiles();
  const upload: Upload = { files: [], skipped: [], room: maxUploadBytes };
  for (const part of parts) await addPart(part, upload);
  if (upload.files.length > mostFiles) throw tooManyFiles();
  return { ...request, files: uniqueNames(upload.files), skipped: upload.skipped };
};

/** Body of `POST /api/analyze` → one input: JSON, multipart with files, or plain text. */
export const readInput = async (body: Body): Promise<AnalyzeInput> => {
  const input =
    body.kind === "form"
      ? await readForm(body.form)
      : { ...parseRequest(body.kind === "json" ? body.value : { content: body.text }), files: [], skipped: [] };
  const pasted = [input.content, input.text, input.file_content];
  if (pasted.some((text) => text !== undefined && text.length > maxFileBytes * 5)) throw tooLarge();
  return input;
};
