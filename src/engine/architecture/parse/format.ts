import type { SourceFile } from "./project.ts";

/** What a file seems to be written in; "words" when it is no code that we know. */
export type Format =
  | "Terraform"
  | "Terraform JSON"
  | "a Terraform plan"
  | "CloudFormation"
  | "Kubernetes"
  | "docker-compose"
  | "ARM"
  | "JSON"
  | "YAML"
  | "a zip archive"
  | "words";

/** Formats that are read. */
export type ReadFormat =
  | "Terraform"
  | "Terraform JSON"
  | "a Terraform plan"
  | "CloudFormation"
  | "Kubernetes"
  | "docker-compose"
  | "ARM";

const readFormats: ReadonlySet<Format> = new Set<ReadFormat>([
  "Terraform",
  "Terraform JSON",
  "a Terraform plan",
  "CloudFormation",
  "Kubernetes",
  "docker-compose",
  "ARM",
]);

export const isRead = (format: Format): format is ReadFormat => readFormats.has(format);

const terraformBlock =
  /^[ \t]*(?:resource|module|provider|variable|data|terraform|locals|output|moved|import|check)\b(?!["']?[ \t]*:)[^\n={]{0,200}\{/m;
const cloudFormation =
  /AWSTemplateFormatVersion|\bAWS::Serverless-2016-10-31\b|\bType["']?\s{0,20}:\s{0,20}["']?AWS::[A-Z]\w+::/;
/** `terraform show -json`, of a plan or of a state. */
const plan = /"format_version"\s{0,20}:/;
const planned = /"(?:planned_values|prior_state|resource_changes|root_module)"\s{0,20}:/;
/** `terraform.tfstate` itself. */
const state = [/"terraform_version"\s{0,20}:/, /"(?:lineage|serial)"\s{0,20}:/, /"resources"\s{0,20}:\s{0,20}\[/];
/** Keys of a manifest, or of those in a list of them. */
const manifest = [/^\uFEFF?(?:- |- {3})?["']?apiVersion["']?:\s/m, /^\uFEFF?(?: {2}| {4})?["']?kind["']?:\s/m];
const composeServices = /^\uFEFF?["']?services["']?:[ \t]*(?:\{.*|#.*)?\r?$/m;
/** By its schema, or by what its resources are. */
const armTemplate = /deploymentTemplate\.json#|"type"\s{0,20}:\s{0,20}"Microsoft\.\w+\/\w/i;
const terraformKey = /"(?:resource|module|provider|variable|data|terraform|locals|output)"\s{0,20}:\s{0,20}[[{]/;

/** Told by what is in it, not by its name: people paste code under any name. */
export const describeFormat = ({ name, text }: SourceFile): Format => {
  if (text.startsWith("PK\u0003\u0004")) return "a zip archive";
  if (/\.tfvars$/i.test(name)) return "Terraform";
  if (/(?:^|\/)kustomization\.ya?ml$/i.test(name)) return "Kubernetes";
  if (/^\s*[[{]/.test(text)) return describeJson(name, text);
  if (/\.ya?ml$|\.template$/i.test(name))
    return describeYaml(text) ?? (terraformBlock.test(text) ? "Terraform" : "YAML");
  if (terraformBlock.test(text)) return "Terraform";
  const yaml = describeYaml(text);
  if (yaml !== undefined) return yaml;
  return /\.tf$/i.test(name) && /[={]/.test(text) && name !== "main.tf" ? "Terraform" : "words";
};

const describeJson = (name: string, text: string): Format => {
  if ((plan.test(text) && planned.test(text)) || state.every((sign) => sign.test(text))) return "a Terraform plan";
  if (armTemplate.test(text)) return "ARM";
  if (cloudFormation.test(text)) return "CloudFormation";
  if (/"apiVersion"\s{0,20}:/.test(text) && /"kind"\s{0,20}:/.test(text)) return "Kubernetes";
  return /\.tf\.json$/i.test(name) || terraformKey.test(text) ? "Terraform JSON" : "JSON";
};

const describeYaml = (text: string): Format | undefined => {
  if (cloudFormation.test(text)) return "CloudFormation";
  if (manifest.every((key) => key.test(text))) return "Kubernetes";
  return composeServices.test(text) ? "docker-compose" : undefined;
};
