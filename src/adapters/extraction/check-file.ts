import { checkDocx } from "./docx.ts";
import type { FileType } from "./file-type.ts";
import { checkImageHeader } from "./image.ts";
import { checkPdf } from "./pdf.ts";

/**
 * Refuses a file that could not be read later, as far as that can be told in a moment; `isWhole` says that these are all
 * its bytes. Throws `ExtractionError`.
 */
export const checkFile = async (
  { fileType }: Pick<FileType, "fileType">,
  bytes: Uint8Array,
  isWhole: boolean,
): Promise<void> => {
  if (bytes.length === 0) return;
  if (fileType === "image") checkImageHeader(bytes);
  if (!isWhole) return;
  if (fileType === "docx") checkDocx(bytes);
  if (fileType === "pdf") await checkPdf(bytes);
};
