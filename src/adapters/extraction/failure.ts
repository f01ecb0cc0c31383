/**
 * Why a file gave no text. `malformed`: its bytes are not what they say. `too_large` and `too_complex`: past a limit of
 * bytes, or of anything else, that keeps the work bounded. `wrong_type`: an archive that is no Word document. `empty`: whole,
 * and nothing in it. `no_text`: pages that are only pictures.
 */
export type ExtractionFailure =
  | "encrypted"
  | "malformed"
  | "too_large"
  | "too_complex"
  | "wrong_type"
  | "empty"
  | "no_text";

/** Its message is for the user and holds nothing of the file. */
export class ExtractionError extends Error {
  readonly code: ExtractionFailure;

  constructor(code: ExtractionFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ExtractionError";
    this.code = code;
  }
}
