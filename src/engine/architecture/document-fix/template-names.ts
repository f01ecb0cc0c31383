import type { DocumentNode, MapNode } from "../parse/document/node.ts";
import { entryOf } from "../parse/document/node.ts";
import { isList, isMap } from "./change.ts";
import type { DocumentValue } from "./change.ts";
import type { Emission } from "./emission.ts";
import { Refusal } from "./splice.ts";
import type { TemplateResource } from "./template-resources.ts";
import type { TranslatedFile } from "./translated-file.ts";

interface Around {
  file: TranslatedFile;
  document: number;
  resources: readonly TemplateResource[];
  mainOf: (resource: TemplateResource) => string | undefined;
  after: Emission;
}

const entriesOf = (node: DocumentNode | undefined): MapNode["entries"] => (node?.kind === "map" ? node.entries : []);

/** What stands in a value for something that the template does not hold. */
const missing = "<missing> ";

/** Throws `Refusal` where a value refers to something that is not in the template. */
export const refuseMissing = (value: DocumentValue | undefined): void => {
  if (typeof value === "string" && value.includes(missing))
    throw new Refusal(
      `It needs something that the template does not hold: ${value.slice(value.indexOf(missing) + missing.length).replace(/[.}].*$/s, "")}.`,
    );
  if (isList(value)) value.forEach(refuseMissing);
  else if (isMap(value)) Object.values(value).forEach(refuseMissing);
};

/** Names of a template: what an emitter calls a resource or a parameter is called otherwise in the user's own. */
export class TemplateNames {
  private readonly taken: ReadonlySet<string>;
  private readonly ids: ReadonlyMap<string, string>;
  private readonly parameters: ReadonlyMap<number, string>;
  private readonly lines: ReadonlyMap<string, number>;
  private readonly after: Emission;
  private readonly made = new Map<string, string>();

  constructor({ file, document, resources, mainOf, after }: Around) {
    const root = file.documents[document];
    const own = resources.filter((resource) => resource.document === document);
    const parameters = entriesOf(entryOf(root, "Parameters"));
    this.after = after;
    this.lines = file.lines;
    this.parameters = new Map(parameters.map(({ key, keyLine }) => [keyLine, key]));
    this.taken = new Set([...parameters, ...entriesOf(entryOf(root, "Resources"))].map(({ key }) => key));
    this.ids = new Map(own.flatMap((resource) => this.idsOf(resource, mainOf(resource))).toReversed());
  }

  /** Its id, and those of what SAM makes of it under names that can be counted on. */
  private idsOf({ id, type }: TemplateResource, address: string | undefined): [emitted: string, own: string][] {
    const emitted = address === undefined ? undefined : this.after.idOf(address);
    const role = type === "AWS::Serverless::Function" ? this.after.idOf(`aws_iam_role.${id}Role`) : undefined;
    return [
      ...(role === undefined ? [] : [[role, `${id}Role`] satisfies [string, string]]),
      ...(emitted === undefined ? [] : [[emitted, id] satisfies [string, string]]),
    ];
  }

  /** Makes room for a resource that the template has not yet, and answers its id. */
  newIdFor(emitted: string): string {
    const known = this.made.get(emitted);
    if (known !== undefined) return known;
    // The first of what has a condition carries its number.
    const wanted = emitted.replace(/0$/, "");
    let id = wanted;
    for (let number = 2; this.taken.has(id); number++) id = `${wanted}${number}`;
    this.made.set(emitted, id);
    return id;
  }

  /** A value with the template's own names in it; what the template does not hold is marked. */
  own(value: DocumentValue): DocumentValue {
    if (isList(value)) return value.map((item) => this.own(item));
    if (!isMap(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.ownMember(name, inner)]));
  }

  private ownMember(name: string, value: DocumentValue): DocumentValue {
    if (name === "Ref" && typeof value === "string") return this.ownReference(value);
    if (name === "DependsOn" && isList(value))
      return value.flatMap((id) => (typeof id === "string" ? this.ownReference(id) : []));
    if (name === "Fn::GetAtt" && isList(value) && typeof value[0] === "string")
      return [this.ownReference(value[0]), ...value.slice(1)];
    if (name === "Fn::Sub" && typeof value === "string")
      return value.replaceAll(/\$\{([A-Za-z][\w:]*)/g, (_, id: string) => `\${${this.ownReference(id)}`);
    return this.own(value);
  }

  private ownReference(id: string): string {
    if (id.startsWith("AWS::")) return id;
    const variable = this.after.variableOf(id);
    const line = variable === undefined ? undefined : this.lines.get(`variable.${variable}`);
    const parameter = line === undefined ? undefined : this.parameters.get(line);
    return parameter ?? this.ids.get(id) ?? this.made.get(id) ?? `${missing}${variable ?? id}`;
  }
}
