import type { DocumentNode } from "../document/node.ts";
import { hclString } from "../translate/terraform-writer.ts";
import { snakeCase } from "../cloudformation/names.ts";
import { isExpression } from "./expression.ts";
import type { ArmExpression } from "./expression.ts";
import type { Frame } from "./frame.ts";
import { functionTemplates, unknowableFunctions } from "./functions.ts";
import { expressionOf, follow, KnownTexts, resolve } from "./known-text.ts";
import type { ArmScope } from "./scope.ts";

const deepest = 64;
const longestCode = 20_000;

type Call = Extract<ArmExpression, { kind: "call" }>;
type Step = Extract<ArmExpression, { kind: "member" | "index" }>;

/** What an expression comes to: never a call of Terraform's over several lines. */
type Written =
  | string
  | { list: readonly { value: Written; line: number }[] }
  | { object: readonly { key: string; value: Written; line: number }[] };

/** What `reference(…).x.y` is called in Terraform where it is not `y` in snake_case. */
const referenceNames: Readonly<Record<string, string>> = {
  "primaryendpoints.blob": "primary_blob_endpoint",
  "primaryendpoints.web": "primary_web_endpoint",
  "dnssettings.fqdn": "fqdn",
  fullyqualifieddomainname: "fully_qualified_domain_name",
  documentendpoint: "endpoint",
  defaulthostname: "default_hostname",
  vaulturi: "vault_uri",
  loginserver: "login_server",
  "identity.principalid": "identity[0].principal_id",
  principalid: "principal_id",
};

/** The names that Azure's public cloud ends in, as `environment().suffixes` has them: most begin with their dot. */
const suffixes: ReadonlyMap<string, string> = new Map([
  ["acrloginserver", ".azurecr.io"],
  ["azuredatalakestorefilesystem", "azuredatalakestore.net"],
  ["azurefrontdoorendpointsuffix", "azurefd.net"],
  ["keyvaultdns", ".vault.azure.net"],
  ["sqlserverhostname", ".database.windows.net"],
  ["storage", "core.windows.net"],
]);

/** What `listKeys` gives, by Terraform type. */
const keyAttributes: Readonly<Record<string, string>> = {
  azurerm_storage_account: "primary_access_key",
  azurerm_redis_cache: "primary_access_key",
  azurerm_servicebus_namespace: "default_primary_connection_string",
  azurerm_eventhub_namespace: "default_primary_connection_string",
  azurerm_cosmosdb_account: "primary_key",
};

/** A text of a table; names come from the template, so what objects inherit is none of them. */
const ownText = (table: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** Turns the values of a template into Terraform's. */
export class ArmExpressions {
  readonly scope: ArmScope;
  readonly texts = new KnownTexts();

  constructor(scope: ArmScope) {
    this.scope = scope;
  }

  hcl(node: DocumentNode, frame: Frame): Written {
    if (node.kind === "list")
      return { list: node.items.map((item) => ({ value: this.hcl(item, frame), line: item.line })) };
    if (node.kind === "map")
      return {
        object: node.entries.map(({ key, value, keyLine }) => ({ key, value: this.hcl(value, frame), line: keyLine })),
      };
    if (typeof node.value !== "string") return node.value === null ? "null" : String(node.value);
    if (!isExpression(node.value)) return hclString(node.value.replace(/^\[\[/, "["));
    const expression = expressionOf(node);
    if (expression !== undefined) return this.code(expression, frame, node.line);
    this.scope.report(node.line, "this expression could not be read: its value is taken to be unknown");
    return this.unreadable(node.line);
  }

  code(expression: ArmExpression, frame: Frame, line: number, depth = 0): string {
    if (depth > deepest) return this.unreadable(line);
    if (expression.kind === "text") return hclString(expression.value);
    if (expression.kind === "number") return String(expression.value);
    if (expression.kind === "call") return this.call(expression, frame, line, depth + 1);
    return this.chain(expression, frame, line, depth + 1);
  }

  private unreadable(line: number): string {
    return this.scope.placeholder("unreadable", "What the template says in a way that could not be read", line);
  }

  /** `reference(x).a.b`, `resourceGroup().location`, `parameters('p').q[0]`. */
  private chain(expression: Step, frame: Frame, line: number, depth: number): string {
    const names: string[] = [];
    let head: ArmExpression = expression;
    while (head.kind === "member" || head.kind === "index") {
      if (head.kind === "member") names.unshift(head.name);
      else if (head.at.kind === "text") names.unshift(head.at.value);
      head = head.of;
    }
    if (head.kind === "call") {
      const special = this.property(head, names, frame, line);
      if (special !== undefined) return special;
    }
    if (expression.kind === "member") return `${this.code(expression.of, frame, line, depth)}.${expression.name}`;
    return `${this.code(expression.of, frame, line, depth)}[${this.code(expression.at, frame, line, depth)}]`;
  }

  private property({ name, args }: Call, names: readonly string[], frame: Frame, line: number): string | undefined {
    const [first = "id", ...below] = names;
    if (name === "resourcegroup")
      return [this.scope.resourceGroup(first, line), ...below.map((key) => `[${hclString(key)}]`)].join("");
    if (name === "subscription")
      return this.scope.subscription(first === "tenantId" ? "tenant_id" : "subscription_id", line);
    const suffix =
      name === "environment" && first === "suffixes" ? suffixes.get(below.join(".").toLowerCase()) : undefined;
    if (suffix !== undefined) return hclString(suffix);
    if (name === "reference" || name.startsWith("list")) return this.ofResource(name, args, names, frame, line);
    const description = ownText(unknowableFunctions, name);
    return description === undefined
      ? undefined
      : this.scope.placeholder(name === "uniquestring" ? "unique_string" : name, description, line);
  }

  private ofResource(
    name: string,
    args: readonly ArmExpression[],
    names: readonly string[],
    frame: Frame,
    line: number,
  ): string {
    const [target] = args;
    const text = target === undefined ? "" : this.texts.ofExpression(target, frame);
    const resource = this.scope.findById(text) ?? this.scope.findByName(text);
    if (resource === undefined)
      return this.scope.placeholder(
        name.startsWith("list") ? "access_key" : "existing_resource",
        "What Azure says of a resource that the template does not declare",
        line,
      );
    if (name.startsWith("list"))
      return this.scope.referTo(resource, ownText(keyAttributes, resource.terraformType) ?? "primary_key", frame);
    const path = names.filter((part) => part !== "properties");
    const last = path.at(-1);
    if (last === undefined) return this.scope.referTo(resource, "id", frame);
    const known = ownText(referenceNames, path.join(".").toLowerCase()) ?? ownText(referenceNames, last.toLowerCase());
    return this.scope.referTo(resource, known ?? snakeCase(last), frame);
  }

  private call(call: Call, frame: Frame, line: number, depth: number): string {
    const { name, args } = call;
    const [first] = args;
    if ((name === "parameters" || name === "variables") && first?.kind === "text")
      return this.named(name, first.value, frame, line);
    if (name === "concat" || name.endsWith("resourceid")) {
      const id = this.texts.ofExpression(call, frame);
      const resource = id.includes("/") ? this.scope.findById(id) : undefined;
      if (resource !== undefined) return this.scope.referTo(resource, "id", frame);
      if (name !== "concat") return this.idOf(id, line);
    }
    const special = this.property(call, [], frame, line);
    if (special !== undefined) return special;
    const codes = args.map((arg) => this.code(arg, frame, line, depth));
    if (name === "concat") return this.joined(args, codes, frame);
    if (name === "format") return formatted(args, codes);
    if (name === "and") return `(${codes.join(" && ")})`;
    if (name === "or") return `(${codes.join(" || ")})`;
    if (name === "union") return `merge(${codes.join(", ")})`;
    if (name === "createobject") return objectOf(codes);
    if (name === "substring" && codes.length === 2) return `substr(${codes.join(", ")}, -1)`;
    if (name === "copyindex") return this.index(args, frame, line, depth);
    const template = ownText(functionTemplates, name);
    if (template !== undefined && codes.length >= argumentsOf(template)) return fill(template, codes);
    return this.scope.placeholder(snakeCase(name), "What Azure works out when it deploys the template", line);
  }

  /** An id of what the template does not declare, as far as it is known. */
  private idOf(id: string, line: number): string {
    if (!id.includes("{")) return hclString(id);
    return this.scope.placeholder("existing_id", "Id of a resource that the template does not declare", line);
  }

  private named(kind: "parameters" | "variables", name: string, frame: Frame, line: number): string {
    const key = name.toLowerCase();
    if (kind === "variables") {
      const variable = frame.variables.get(key);
      if (variable?.code !== undefined) return variable.code;
      if (variable !== undefined) return this.inPlace(variable.node, frame);
    } else {
      const parameter = frame.parameters.get(key);
      if (parameter?.code !== undefined) return parameter.code;
      if (parameter?.value !== undefined) return this.inPlace(parameter.value.node, parameter.value.frame);
    }
    this.scope.report(line, "the template declares nothing of this name");
    return this.scope.placeholder(snakeCase(name), "What the template names and does not declare", line);
  }

  private readonly open = new Set<DocumentNode>();
  private readonly written = new Map<DocumentNode, Map<Frame, string>>();

  /** A value where it is used: in a template inside another there is no variable to name it by. */
  private inPlace(node: DocumentNode, frame: Frame): string {
    const value = resolve({ node, frame });
    const known = this.written.get(value.node)?.get(value.frame);
    if (known !== undefined) return known;
    if (this.open.has(value.node) || this.open.size > deepest) return this.unreadable(value.node.line);
    this.open.add(value.node);
    const code = flat(this.hcl(value.node, value.frame));
    this.open.delete(value.node);
    // A variable of variables, each of them twice, doubles with every step.
    const bounded = code.length > longestCode ? this.unreadable(value.node.line) : code;
    this.written.set(value.node, (this.written.get(value.node) ?? new Map<Frame, string>()).set(value.frame, bounded));
    return bounded;
  }

  private joined(args: readonly ArmExpression[], codes: readonly string[], frame: Frame): string {
    if (args.some((arg) => isList(arg, frame))) return `concat(${codes.join(", ")})`;
    const parts = codes.map((code, index) => (args[index]?.kind === "text" ? code.slice(1, -1) : `\${${code}}`));
    return `"${parts.join("")}"`;
  }

  private index(args: readonly ArmExpression[], frame: Frame, line: number, depth: number): string {
    const loop = args.find((arg) => arg.kind === "text");
    const shift = args.find((arg) => arg.kind !== "text");
    const index = frame.indexes.get(loop?.value.toLowerCase() ?? "") ?? "0";
    return shift === undefined ? index : `(${index} + ${this.code(shift, frame, line, depth)})`;
  }
}

const isList = (arg: ArmExpression, frame: Frame): boolean =>
  (arg.kind === "call" && (arg.name === "createarray" || arg.name === "array")) ||
  follow(arg, frame)?.node.kind === "list";

/** A value on one line. */
const flat = (value: Written): string => {
  if (typeof value === "string") return value;
  if ("list" in value) return `[${value.list.map((item) => flat(item.value)).join(", ")}]`;
  return `{ ${value.object.map(({ key, value: inner }) => `${hclString(key)} = ${flat(inner)}`).join(", ")} }`;
};

const objectOf = (codes: readonly string[]): string => {
  const members: string[] = [];
  let key = "";
  for (const [at, code] of codes.entries())
    if (at % 2 === 0) key = code;
    else members.push(`(${key}) = ${code}`);
  return `{ ${members.join(", ")} }`;
};

/** `format('{0}-{1}', a, b)` → `"${a}-${b}"`. */
const formatted = (args: readonly ArmExpression[], codes: readonly string[]): string => {
  const [pattern] = args;
  if (pattern?.kind !== "text") return codes[0] ?? '""';
  const parts = pattern.value.split(/(\{\d+(?::[^}]*)?\})/);
  const inner = parts.map((part) => {
    const place = /^\{(\d+)/.exec(part)?.[1];
    if (place === undefined) return hclString(part).slice(1, -1);
    const at = Number(place) + 1;
    const code = codes[at] ?? '""';
    return args[at]?.kind === "text" ? code.slice(1, -1) : `\${${code}}`;
  });
  return `"${inner.join("")}"`;
};

const argumentsOf = (template: string): number =>
  Math.max(0, ...Array.from(template.matchAll(/\$(\d)/g), ([, place]) => Number(place)));

const fill = (template: string, codes: readonly string[]): string =>
  template.replaceAll(/\$(\d|\*)/g, (_, place: string) =>
    place === "*" ? codes.join(", ") : (codes[Number(place) - 1] ?? "null"),
  );
