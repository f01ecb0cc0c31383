import type { Edit } from "../design/edit.ts";
import type { Failure } from "../rules/index.ts";
import type { DocumentChange } from "./change.ts";
import { Refusal } from "./splice.ts";
import type { Plan, TranslatedFile } from "./translated-file.ts";

/** A plan for each finding, edit by edit. */
export const planEach = (
  file: TranslatedFile,
  failures: readonly Failure[],
  changesOf: (edit: Edit, failure: Failure) => readonly DocumentChange[],
): Plan[] =>
  failures.map((failure) => {
    try {
      const changes = failure.edits.flatMap((edit) => changesOf(edit, failure));
      if (changes.length === 0) throw new Refusal("The file says this already, in a way that is not understood.");
      return { failure, file: file.name, changes };
    } catch (error) {
      if (error instanceof Refusal) return { failure, reason: error.message };
      throw error;
    }
  });
