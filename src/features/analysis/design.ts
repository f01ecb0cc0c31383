import type { DesignAnalysis, DesignInput, SourceFile } from "#engine/architecture";
import {
  analyzeDesign,
  describeFormat,
  designFromRequest,
  goalsFor,
  maskSecrets,
  splitFiles,
  uniqueNames,
} from "#engine/architecture";
import type { Fault } from "#http/errors";
import { AppError } from "#http/errors";
import type { AnalyzeInput } from "./read-body.ts";
import { mostFiles, tooManyFiles } from "./read-body.ts";

export interface Understood {
  title: string;
  design: DesignAnalysis;
  skipped: Fault[];
  /** What was assumed where the request did not say. */
  notes: readonly string[];
}

const nothingSent = (): AppError =>
  new AppError("invalid_request", "Send Terraform, a few words about a design, or the form's project_type.", {
    errors: [
      { path: "content", message: "Required: content, text, file, file_content, architecture_text or project_type" },
    ],
  });

/** Files and pasted texts in the order that they came; only those that hold Terraform. */
const collectFiles = (input: AnalyzeInput): { files: SourceFile[]; words: string[]; skipped: Fault[] } => {
  const files: SourceFile[] = [];
  const words: string[] = [];
  const skipped = [...input.skipped];
  const sort = (file: SourceFile, named: boolean): void => {
    const format = describeFormat(file);
    if (format === "terraform") files.push(file);
    else if (format === "words" && !named) words.push(file.text);
    else
      skipped.push({
        file: file.name,
        line: 1,
        column: 1,
        message: format === "words" ? "Holds no Terraform." : `Looks like ${format}; only Terraform is read.`,
      });
  };
  for (const file of input.files) sort(file, true);
  for (const text of [input.content, input.text, input.file_content])
    if (text !== undefined) for (const file of splitFiles(text)) sort(file, false);
  if (files.length > mostFiles) throw tooManyFiles();
  return { files: uniqueNames(files), words, skipped };
};

const titleOf = (files: readonly SourceFile[], cloud: string): string => {
  const [only] = files;
  const name = files.length === 1 && only !== undefined ? only.name.replace(/^.*\//, "").replace(/\.tf$/, "") : "main";
  const clouds: Record<string, string> = { aws: "AWS", azure: "Azure", gcp: "Google Cloud" };
  return name === "main" ? `${clouds[cloud] ?? "Cloud"} architecture` : name;
};

/** Understands what was sent and has the engine analyse it: code where there is code, else a design made from the words. */
export const understand = (input: AnalyzeInput): Understood => {
  const { files, words, skipped } = collectFiles(input);
  const text = [input.architecture_text, ...words].filter((part) => part !== undefined).join("\n");
  const cloud = input.cloud ?? input.cloudProvider;
  const wanted = {
    ...(input.project_type !== undefined && { project_type: input.project_type }),
    ...(cloud !== undefined && { cloud }),
    ...(input.region !== undefined && { region: input.region }),
    ...(input.requirements !== undefined && { requirements: input.requirements }),
    ...(text !== "" && { text }),
  };
  const shared = {
    ...(input.usage !== undefined && { usage: input.usage }),
    ...(input.users !== undefined && {
      users: input.users.map(({ country, region, share }) => ({
        share,
        ...(country !== undefined && { country }),
        ...(region !== undefined && { region }),
      })),
    }),
  };
  if (files.length > 0) {
    const design = run({
      ...shared,
      ...(cloud !== undefined && { cloud }),
      ...(input.region !== undefined && { region: input.region }),
      files,
      generated: false,
      goals: goalsFor(wanted),
    });
    const title =
      input.project_type === undefined
        ? titleOf(files, design.architecture.cloud)
        : maskSecrets(input.project_type).text;
    return { title, design, skipped, notes: [] };
  }
  if (text === "" && input.project_type === undefined) {
    if (skipped.length > 0)
      throw new AppError("invalid_request", "None of the files could be read.", { errors: skipped });
    throw nothingSent();
  }
  const { title, notes, ...baseline } = designFromRequest(wanted);
  return { title, design: run({ ...shared, ...baseline, generated: true }), skipped, notes };
};

const run = (input: DesignInput): DesignAnalysis => {
  const design = analyzeDesign(input);
  if (design.resources > 0) return design;
  throw new AppError("invalid_request", "The code declares no resource that could be analysed.", {
    errors: design.warnings,
  });
};
