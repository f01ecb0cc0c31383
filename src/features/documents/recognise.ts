import type { ExtractionFailure, FileType } from "#adapters/extraction";
import type { ErrorCode } from "#http/errors";
import { AppError } from "#http/errors";

const codes: Partial<Record<ExtractionFailure, ErrorCode>> = {
  too_large: "too_large",
  wrong_type: "unsupported_media_type",
};

/**
 * Takes the type from the first bytes of a file, and refuses one that could not be read; of a whole one that is known
 * before anything of it is stored. Throws `unsupported_media_type`, `too_large` and `invalid_request`.
 */
export const recognise = async (head: Uint8Array, name: string, isWhole: boolean): Promise<FileType> => {
  const { checkFile, detectFileType, ExtractionError } = await import("#adapters/extraction");
  const found = detectFileType(head, isWhole ? head.length : Infinity, name);
  if (found === undefined)
    throw new AppError(
      "unsupported_media_type",
      "A file is not of a type that is taken, or its name says another type than its bytes.",
    );
  try {
    await checkFile(found, head, isWhole);
  } catch (error) {
    if (!(error instanceof ExtractionError)) throw error;
    // The limits of a picture's size are of pixels, not of bytes.
    const code = found.fileType === "image" ? "invalid_request" : (codes[error.code] ?? "invalid_request");
    const { message } = error;
    throw new AppError(code, message, code === "invalid_request" ? { errors: [{ path: "file", message }] } : {});
  }
  return found;
};
