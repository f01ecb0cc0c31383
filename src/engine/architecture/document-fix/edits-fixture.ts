import type { Edit } from "../design/edit.ts";
import { inspect } from "../parse/index.ts";
import { receive } from "../receive.ts";
import type { Failure } from "../rules/index.ts";
import { rule } from "../rules/rule.ts";
import { mendDocuments } from "./mend.ts";
import type { Judged } from "./mend.ts";

const asked = rule({
  id: "asked",
  severity: "low",
  pillar: "security",
  types: [],
  title: "",
  why: "",
  fix: "",
  refs: {},
  check: () => ({ outcome: "pass" }),
});

const judged = (name: string, text: string, failures: readonly Failure[]): Judged => {
  const { model, project } = inspect(receive([{ name, text }]).files);
  return { failures, score: 0, model, code: project.files };
};

/** What becomes of a file when these edits, in the provider's words, are to mend a finding in it: its text, or why not. */
export const mended = (name: string, text: string, address: string, ...edits: readonly Edit[]): string | undefined => {
  const place = { file: name, line: 1, end_line: 1 };
  const failure: Failure = { rule: asked, resource: address, address, place, edits };
  const { files, open } = mendDocuments({
    files: [{ name, text }],
    judged: judged(name, text, [failure]),
    wanted: [failure],
    judge: ([next]) => judged(name, next?.text ?? "", []),
  });
  return open[0]?.reason ?? files[0]?.text;
};

/** File, its text, the address that is asked about, the edits, and the parts of the text that change; or the reason. */
export type EditCase = readonly [
  what: string,
  file: string,
  text: string,
  address: string,
  edits: readonly Edit[],
  outcome: string | readonly [from: string, to: string],
];

/** What is expected of a case: the text with its parts changed, or the reason. */
export const expectedOf = ([, , text, , , outcome]: EditCase): string =>
  typeof outcome === "string" ? outcome : text.replace(...outcome);
