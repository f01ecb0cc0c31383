import type { SourceFile } from "#engine/architecture";
import { uniqueNames } from "#engine/architecture";
import type { Body } from "#http/body";
import type { Fault } from "#http/errors";
import { AppError, validate } from "#http/errors";
import { AnalyzeRequest } from "./input.ts";

/** One request, whatever form it came in. */
export interface AnalyzeInput extends AnalyzeRequest {
  files: SourceFile[];
  /** Files that were sent and not read, and why. */
  skipped: Fault[];
}

const maxFileBytes = 1_000_000;
/** Files of one request, uploaded or pasted with marker lines. */
export const mostFiles = 100;
const formFields = ["text", "content", "project_type", "cloud", "region", "usage", "architecture_text"] as const;

const parseRequest = (value: unknown): AnalyzeRequest => validate(AnalyzeRequest, value);

const tooLarge = (): AppError => new AppError("too_large", `A file is larger than ${maxFileBytes} bytes.`);

export const tooManyFiles = (): AppError => new AppError("too_large", `The upload holds more than ${mostFiles} files.`);

const decode = async (file: File): Promise<string | undefined> => {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(await file.arrayBuffer());
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
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
  const files: SourceFile[] = [];
  const skipped: Fault[] = [];
  for (const part of parts) {
    if (typeof part === "string") {
      files.push({ name: "main.tf", text: part });
      continue;
    }
    if (part.size > maxFileBytes) throw tooLarge();
    const text = await decode(part);
    const [named] = uniqueNames([{ name: part.name, text: "" }]);
    const name = named?.name ?? "file";
    if (text === undefined) skipped.push({ file: name, line: 1, column: 1, message: "Not text in UTF-8." });
    else files.push({ name, text });
  }
  return { ...request, files: uniqueNames(files), skipped };
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
