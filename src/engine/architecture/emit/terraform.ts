import { splitAddress } from "../parse/evaluate/addresses.ts";
import type { Block } from "../parse/hcl/ast.ts";
import type { Project, SourceFile } from "../parse/project.ts";
import type { Model, Platform } from "../model/index.ts";

/** Provider and version that the added code is written for. */
const providers: Record<Platform, { name: string; source: string; version: string }> = {
  aws: { name: "aws", source: "hashicorp/aws", version: "~> 5.0" },
  azure: { name: "azurerm", source: "hashicorp/azurerm", version: "~> 4.0" },
  gcp: { name: "google", source: "hashicorp/google", version: "~> 6.0" },
  kubernetes: { name: "kubernetes", source: "hashicorp/kubernetes", version: "~> 2.38" },
  docker: { name: "docker", source: "kreuzwerker/docker", version: "~> 3.6" },
};

/** Platforms whose providers a design of another may need beside its own. */
const carried = ["kubernetes", "docker"] as const;

const outputAttributes: Readonly<Record<string, string>> = {
  aws_lb: "dns_name",
  aws_alb: "dns_name",
  aws_cloudfront_distribution: "domain_name",
  aws_apigatewayv2_api: "api_endpoint",
  aws_db_instance: "endpoint",
  aws_rds_cluster: "endpoint",
  aws_eks_cluster: "endpoint",
  aws_sqs_queue: "url",
  aws_dynamodb_table: "name",
  azurerm_linux_web_app: "default_hostname",
  azurerm_linux_function_app: "default_hostname",
  azurerm_cdn_frontdoor_endpoint: "host_name",
  google_cloud_run_v2_service: "uri",
  google_sql_database_instance: "connection_name",
};

const hasBlock = (project: Project, test: (block: Block) => boolean): boolean =>
  project.files.some(({ body }) => body.some((item) => item.kind === "block" && test(item)));

/** `terraform` block with a pinned provider, unless the project has one. */
export const versionsBlock = (project: Project, platform: Platform): string | undefined => {
  const pinned = hasBlock(
    project,
    ({ type, body }) =>
      type === "terraform" && body.some((item) => item.kind === "block" && item.type === "required_providers"),
  );
  if (pinned) return undefined;
  const needed = [platform, ...carried.filter((other) => other !== platform && usesProvider(project, other))];
  const entries = needed.map((one) => {
    const { name, source, version } = providers[one];
    return `    ${name} = {\n      source  = "${source}"\n      version = "${version}"\n    }\n`;
  });
  const terraform = `terraform {\n  required_version = ">= 1.6"\n\n  required_providers {\n${entries.join("")}  }\n}`;
  return platform === "kubernetes" && !hasBlock(project, ({ type }) => type === "provider")
    ? `${terraform}\n\n${clusterOfUser}`
    : terraform;
};

/** Without it the provider looks for a cluster on the machine that it runs on. */
const clusterOfUser = `provider "kubernetes" {\n  config_path = "~/.kube/config"\n}`;

const usesProvider = (project: Project, name: string): boolean =>
  hasBlock(project, ({ type, labels }) => type === "resource" && labels[0]?.startsWith(`${name}_`) === true);

/** Outputs for what a caller of a root will look for first, unless its own files (`project`) declare some. `root` is its label. */
export const outputBlocks = (project: Project, model: Model, root: string): string[] => {
  if (hasBlock(project, ({ type }) => type === "output")) return [];
  const isOwn = (id: string): boolean => {
    const parts = splitAddress(id);
    return parts.root === root && parts.modules === "";
  };
  return model.components.flatMap(({ id, type, address: shown }) => {
    const attribute = outputAttributes[type];
    if (id !== shown || attribute === undefined || !isOwn(id)) return [];
    const address = splitAddress(shown).local;
    const name = `${type.replace(/^[a-z]+_/, "")}_${address.replace(/^.*\./, "")}_${attribute}`;
    return [`output "${name}" {\n  value = ${address}.${attribute}\n}`];
  });
};

/** All files as one text; `# --- File: x ---` lines tell where each begins, and are read back as such. */
export const joinFiles = (files: readonly SourceFile[]): string => {
  const kept = files.filter(({ text }) => text.trim() !== "");
  const [only, ...others] = kept;
  if (only !== undefined && others.length === 0) return `${only.text.trim()}\n`;
  return kept
    .map(({ name, text }) => `# --- File: ${name} ---\n\n${text.replaceAll("\r\n", "\n").trim()}\n`)
    .join("\n");
};
