import type { FixedCode, SourceFile } from "#engine/architecture";
import { describeFormat, fixCode, isFixable, rejoinFiles, splitFiles } from "#engine/architecture";
import { readSource } from "#features/analysis";
import type { Ctx } from "#http/context";
import { AppError } from "#http/errors";
import { parsePatch } from "diff";
import type { z } from "zod";
import { takeBack } from "./take-back.ts";
import type { DialectFixAnswer, DialectFixRequest, FixAnswer, FixRequest, Refusal } from "./schema.ts";

const refuseField = (path: string, message: string): AppError =>
  new AppError("invalid_request", "Some fields are not valid.", { errors: [{ path, message }] });

/** Names of pasted texts, which have none of their own. */
const pastedNames: Readonly<Record<string, string>> = {
  Kubernetes: "manifests.yaml",
  "docker-compose": "compose.yaml",
};

/** A text that was pasted without a name gets one that suits what it is written in. */
const named = (file: SourceFile): SourceFile => {
  const format = describeFormat(file);
  if (format === "Terraform" || !isFixable(file)) return file;
  const template = /^\s*\{/.test(file.text) ? "template.json" : "template.yaml";
  return { ...file, name: pastedNames[format] ?? template };
};

const unnamed = "main.tf";

const filesOf = (content: string, name?: string): SourceFile[] => {
  const files = splitFiles(content, name ?? unnamed);
  if (files.length === 0) throw refuseField("content", "Holds no code.");
  if (!files.some(isFixable))
    throw refuseField(
      "content",
      "Changes are written into Terraform (HCL), CloudFormation, Kubernetes manifests, Compose files and ARM templates.",
    );
  return name === undefined ? files.map((file) => (file.name === unnamed ? named(file) : file)) : files;
};

/** Files of a kept analysis as one text, a marker line before each. */
const withMarkers = (files: readonly SourceFile[]): string =>
  files.map(({ name, text }) => `--- File: ${name} ---\n${text}${text.endsWith("\n") ? "" : "\n"}`).join("");

const rescanOf = ({ before, after }: FixedCode) => ({ before, after });

/** Mends findings in the code that was sent. Throws `invalid_request` for what is no code that changes are written into. */
export const applyFix = ({ content, file, rules, resource }: z.infer<typeof FixRequest>): FixAnswer => {
  const fixed = fixCode({ files: filesOf(content, file), rules, ...(resource !== undefined && { resource }) });
  return {
    patch: fixed.patch,
    content: rejoinFiles(content, fixed.files),
    changes: fixed.changes,
    open: fixed.open,
    rescan: rescanOf(fixed),
  };
};

type Refused = z.infer<typeof Refusal>;

const refuse = (error: string, ...suggestions: string[]): Refused => ({ success: false, error, suggestions });

/** `rule@resource`, as issues are called, or a rule alone. */
const parseFixId = (fixId: string): { rule: string; resource?: string } => {
  const at = fixId.indexOf("@");
  return at < 0 ? { rule: fixId } : { rule: fixId.slice(0, at), resource: fixId.slice(at + 1) };
};

/** One fix by its id, in the code that came with it or in the source of a kept analysis (its secrets masked). */
export const applyFixById = async (
  ctx: Ctx,
  request: z.infer<typeof DialectFixRequest>,
): Promise<z.infer<typeof DialectFixAnswer> | Refused> => {
  const code = request.code ?? request.content;
  if (code === undefined && request.analysisId === undefined)
    return refuse(
      "There is no code to mend.",
      "Send the code as `code`, or the id of a kept analysis as `analysisId`.",
    );
  const files = code === undefined ? await readSource(ctx, request.analysisId ?? "") : filesOf(code);
  const { rule, resource } = parseFixId(request.fixId);
  const fixed = fixCode({ files, rules: [rule], ...(resource !== undefined && { resource }) });
  if (fixed.changes.length === 0) {
    const [open] = fixed.open;
    return open === undefined
      ? refuse("No finding of this id is in the code.", "Analyse the code again: it may have been mended already.")
      : refuse(open.reason ?? "No change is safe here unasked.", open.fix);
  }
  return {
    success: true,
    details: {
      changes: {
        changeId: request.fixId,
        type: typeof request.fixType === "string" ? request.fixType : rule,
        diff: fixed.patch.trimEnd().split("\n"),
        before: code ?? withMarkers(files),
        after: code === undefined ? withMarkers(fixed.files) : rejoinFiles(code, fixed.files),
      },
    },
    rescan: rescanOf(fixed),
  };
};

/** Takes a patch back out of the code. Throws `conflict` where the code is no longer what the patch made of it. */
export const rollBack = (content: string, patch: string): string => {
  const parsed = readPatch(patch);
  const files = splitFiles(content);
  const [only] = files;
  if (only === undefined) throw refuseField("content", "Holds no code.");
  const restored = new Map(files.map(({ name, text }) => [name, text]));
  for (const part of parsed) {
    const name = parsed.length === 1 && files.length === 1 ? only.name : (part.newFileName ?? "");
    const text = restored.get(name);
    const before = text === undefined ? undefined : takeBack(text, part);
    if (before === undefined)
      throw new AppError("conflict", "The code is not what this patch left behind, so it cannot be taken back.");
    restored.set(name, before);
  }
  return rejoinFiles(
    content,
    files.map(({ name, text }) => ({ name, text: restored.get(name) ?? text })),
  );
};

const readPatch = (patch: string) => {
  try {
    const parsed = parsePatch(patch).filter(({ hunks }) => hunks.length > 0);
    if (parsed.length > 0) return parsed;
  } catch {
    // Falls through to the same answer: its message would quote the patch.
  }
  throw refuseField("patch", "Not a unified diff.");
};

/** A rollback that names a fix and brings no code. */
export const refuseRollback = (): Refused =>
  refuse(
    "Nothing to take back: no change was made to a cloud or to a repository.",
    "Use the code as it was before, `details.changes.before` of the fix's answer.",
    "Or send `content` and the `patch` that POST /api/apply-fix answered.",
  );
