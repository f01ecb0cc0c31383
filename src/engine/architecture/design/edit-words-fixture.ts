import { Code } from "./edit.ts";
import type { Edit } from "./edit.ts";

/** Edits in words: `set aws_s3_bucket.a acl = "private"`, `remove aws_s3_bucket.a grant`, `add aws_kms_key.own`. */
export const inWords = (edits: readonly Edit[]): string[] =>
  edits.map((edit) => {
    if (edit.op === "add") return `add ${edit.address}`;
    const place = `${edit.op} ${edit.address} ${edit.path.join(".")}`;
    if (edit.op === "remove") return place;
    return `${place} = ${edit.value instanceof Code ? edit.value.text : JSON.stringify(edit.value)}`;
  });
