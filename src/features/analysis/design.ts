import type { AnalysisStep, DesignAnalysis, DesignInput, SourceFile } from "#engine/architecture";
import {
  analyzeInSteps,
  describeFormat,
  designFromRequest,
  goalsFor,
  isRead,
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

/** Names of pasted texts, which have none of their own. */
const pastedNames: Readonly<Record<string, string>> = {
  "Terraform JSON": "main.tf.json",
  "a Terraform plan": "plan.json",
  Kubernetes: "manifests.yaml",
  "docker-compose": "compose.yaml",
};

/** Text that was pasted without a name gets one that suits what it is written in. */
const named = (file: SourceFile): SourceFile => {
  const format = describeFormat(file);
  if (file.name !== "main.tf" || format === "Terraform" || !isRead(format)) return file;
  const name = pastedNames[format] ?? (/^\s*\{/.test(file.text) ? "template.json" : "template.yaml");
  return { ...file, name };
};

/** Files and pasted texts in the order that they came; only those that hold code which is read. */
const collectFiles = (input: AnalyzeInput): { files: SourceFile[]; words: string[]; skipped: Fault[] } => {
  const files: SourceFile[] = [];
  const words: string[] = [];
  const skipped = [...input.skipped];
  const sort = (file: SourceFile, isNamed: boolean): void => {
    const format = describeFormat(file);
    if (isRead(format)) files.push(isNamed ? file : named(file));
    else if (format === "words" && !isNamed) words.push(file.text);
    else skipped.push({ file: file.name, line: 1, column: 1, message: notRead(format) });
  };
  for (const file of input.files) sort(file, true);
  for (const text of [input.content, input.text, input.file_content])
    if (text !== undefined) for (const file of splitFiles(text)) sort(file, false);
  if (files.length > mostFiles) throw tooManyFiles();
  return { files: uniqueNames(files), words, skipped };
};

const notRead = (format: string): string =>
  format === "words"
    ? "Holds no code that is read."
    : `Looks like ${format}; Terraform, its plans, CloudFormation, Kubernetes and Compose files are read.`;

const titleOf = (files: readonly SourceFile[], cloud: string): string => {
  const [only] = files;
  const name =
    files.length === 1 && only !== undefined
      ? only.name.replace(/^.*\//, "").replace(/(?:\.tf)?\.[A-Za-z]{1,10}$/, "")
      : "main";
  const clouds: Record<string, string> = {
    aws: "AWS",
    azure: "Azure",
    gcp: "Google Cloud",
    kubernetes: "Kubernetes",
    docker: "Docker",
  };
  return ["main", "template", "plan", "manifests", "compose", "docker-compose"].includes(name)
    ? `${clouds[cloud] ?? "Cloud"} architecture`
    : name;
};

/** Steps of the engine, then what it found. */
export type Understanding = Generator<AnalysisStep, Understood>;

/** Understands what was sent and has the engine analyse it: code where there is code, else a design made from the words. */
export const understand = (input: AnalyzeInput): Understanding => {
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
    const code: DesignInput = {
      ...shared,
      ...(cloud !== undefined && { cloud }),
      ...(input.region !== undefined && { region: input.region }),
      files,
      generated: false,
      goals: goalsFor(wanted),
    };
    const title = (design: DesignAnalysis): string =>
      input.project_type === undefined
        ? titleOf(files, design.architecture.cloud)
        : maskSecrets(input.project_type).text;
    return run(code, { title, skipped, notes: [] });
  }
  if (text === "" && input.project_type === undefined) {
    if (skipped.length > 0)
      throw new AppError("invalid_request", "None of the files could be read.", { errors: skipped });
    throw nothingSent();
  }
  const { title, notes, ...baseline } = designFromRequest(wanted);
  return run({ ...shared, ...baseline, generated: true }, { title: () => title, skipped, notes });
};

interface About extends Pick<Understood, "skipped" | "notes"> {
  title: (design: DesignAnalysis) => string;
}

function* run(input: DesignInput, { title, skipped, notes }: About): Understanding {
  const steps = analyzeInSteps(input);
  for (;;) {
    const next = steps.next();
    if (next.done) return { title: title(next.value), design: next.value, skipped, notes };
    if (next.value.step === "parsed" && next.value.isEmpty === true)
      throw new AppError(
        "invalid_request",
        "The code declares no resource, data block or module that could be analysed.",
        {
          errors: [...skipped, ...next.value.warnings],
        },
      );
    yield next.value;
  }
}
