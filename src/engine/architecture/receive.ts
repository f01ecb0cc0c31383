import { describeFormat } from "./parse/format.ts";
import type { Format, ReadFormat } from "./parse/format.ts";
import { translateArm } from "./parse/arm/index.ts";
import { Names } from "./parse/cloudformation/names.ts";
import { translateCloudFormation } from "./parse/cloudformation/index.ts";
import { translateCompose } from "./parse/compose/index.ts";
import { translateKubernetes } from "./parse/kubernetes/index.ts";
import { patchFiles } from "./parse/kubernetes/kustomization.ts";
import { translatePlan, translateTerraformJson } from "./parse/terraform-json/index.ts";
import type { DocumentFile } from "./parse/document/index.ts";
import type { ReadFile, SourceFile, Warning } from "./parse/index.ts";
import type { Translation } from "./parse/translate/terraform-writer.ts";
import { maskCode, maskDocument, maskMarker } from "./secrets/index.ts";

/** What came, made fit to be read: no secret in it, all of it Terraform. */
export interface Received {
  /** The user's own texts with their secrets masked: the only form of them that may be kept. */
  masked: SourceFile[];
  files: ReadFile[];
  /** File name → lines of the user's text on which a secret was. */
  maskedLines: Map<string, number[]>;
  warnings: Warning[];
}

type Translator = (file: DocumentFile, names: Names) => Translation;

const translators: Readonly<Record<Exclude<ReadFormat, "Terraform">, Translator>> = {
  CloudFormation: translateCloudFormation,
  "Terraform JSON": translateTerraformJson,
  "a Terraform plan": translatePlan,
  Kubernetes: translateKubernetes,
  "docker-compose": translateCompose,
  ARM: translateArm,
};

const isTranslated = (format: Format): format is keyof typeof translators => Object.hasOwn(translators, format);

/** Masks the secrets of every file, then writes those of other formats as Terraform. */
export const receive = (sources: readonly SourceFile[]): Received => {
  const received: Received = { masked: [], files: [], maskedLines: new Map(), warnings: [] };
  const namesOf = new Map<string, Names>();
  const patches = patchFiles(sources);
  for (const source of sources) {
    if (patches.has(source.name)) {
      received.masked.push({ name: source.name, text: maskDocument(source.text).text });
      received.warnings.push({ file: source.name, line: 1, column: 1, message: patchMessage });
      continue;
    }
    const format = describeFormat(source);
    if (isTranslated(format)) receiveDocument(source, format, namesIn(source, namesOf), received);
    else receiveTerraform(source, received);
  }
  return received;
};

const patchMessage =
  "a patch of a kustomization, which is not applied: build it (kubectl kustomize) and send what comes out";

/** Files of one folder are one configuration, in which a name stands for one thing. */
const namesIn = ({ name }: SourceFile, known: Map<string, Names>): Names => {
  const folder = name.slice(0, name.lastIndexOf("/") + 1);
  const names = known.get(folder) ?? new Names();
  known.set(folder, names);
  return names;
};

const receiveTerraform = ({ name, text }: SourceFile, { masked, files, maskedLines }: Received): void => {
  const { text: safe, lines, parsed } = maskCode(text);
  if (lines.length > 0) maskedLines.set(name, lines);
  masked.push({ name, text: safe });
  files.push({ name, text: safe, ...(parsed !== undefined && { parsed }) });
};

const receiveDocument = (
  { name, text }: SourceFile,
  format: keyof typeof translators,
  names: Names,
  { masked, files, maskedLines, warnings }: Received,
): void => {
  const safe = maskDocument(text);
  const { reading } = safe;
  const written = translators[format]({ name, text: safe.text, ...(reading && { reading }) }, names);
  for (const problem of written.problems) warnings.push({ file: name, ...problem });
  // Once more as Terraform: its syntax tells of secrets that the document's own does not.
  const { text: code, parsed } = maskCode(written.text);
  masked.push({ name, text: withoutSecrets(safe.text, secretsBetween(written.text, code)) });
  // A plan shows the value of every variable: only what the code itself says is somebody's mistake.
  const lines = new Set(format === "a Terraform plan" ? [] : safe.lines);
  for (const [index, line] of code.split("\n").entries())
    if (line.includes(maskMarker)) lines.add(written.lines[index] ?? 1);
  if (lines.size > 0)
    maskedLines.set(
      name,
      [...lines].toSorted((a, b) => a - b),
    );
  files.push({
    name,
    text: code,
    origin: written.lines,
    ...(written.bodies && { bodies: written.bodies }),
    ...(parsed !== undefined && { parsed }),
  });
};

/** What the marker took the place of, line by line. */
const secretsBetween = (before: string, after: string): string[] => {
  if (before === after) return [];
  const masked = after.split("\n");
  return before.split("\n").flatMap((line, index) => {
    const [head = "", ...rest] = (masked[index] ?? line).split(maskMarker);
    let at = head.length;
    return rest.flatMap((kept) => {
      const end = kept === "" ? line.length : line.indexOf(kept, at);
      const secret = line.slice(at, Math.max(at, end));
      at += secret.length + kept.length;
      // Of an expression the texts in it: the document says the rest in other words.
      return secret.includes('"') ? Array.from(secret.matchAll(quoted), ([, text = ""]) => text) : [secret];
    });
  });
};

const quoted = /"([^"\\]*)"/g;
const shortest = 4;
const mostSecrets = 1_000;

/** The text that is kept, without what only its Terraform told to be secret. */
const withoutSecrets = (text: string, secrets: readonly string[]): string => {
  let safe = text;
  for (const secret of [...new Set(secrets)].slice(0, mostSecrets))
    if (secret.length >= shortest && !secret.includes(maskMarker)) safe = safe.replaceAll(secret, maskMarker);
  return safe;
};
