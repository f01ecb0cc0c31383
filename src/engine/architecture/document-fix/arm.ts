import { Code } from "../design/edit.ts";
import type { Edit, Literal } from "../design/edit.ts";
import { declare } from "../parse/arm/declarations.ts";
import { ArmExpressions } from "../parse/arm/expressions.ts";
import { ArmScope } from "../parse/arm/scope.ts";
import type { ArmResource } from "../parse/arm/scope.ts";
import { root as atRoot, TemplateReader } from "../parse/arm/template.ts";
import { Names } from "../parse/cloudformation/names.ts";
import type { DocumentNode } from "../parse/document/node.ts";
import { entryOf, textOf } from "../parse/document/node.ts";
import type { Failure } from "../rules/index.ts";
import { ownPath, settingFor } from "./arm-setting.ts";
import type { Holder, Wanted } from "./arm-setting.ts";
import { newSettings } from "./arm-new-settings.ts";
import type { DocumentChange, DocumentPath } from "./change.ts";
import { pathsOf } from "./node-paths.ts";
import { planEach } from "./plan-each.ts";
import { Refusal } from "./splice.ts";
import type { Plan, TranslatedFile } from "./translated-file.ts";

const wantedBy = (edits: readonly Edit[]): Wanted => {
  const wanted = new Map<string, Literal>();
  for (const edit of edits) {
    if (edit.op === "set") wanted.set(edit.path.filter((step) => typeof step === "string").join("."), edit.value);
    else if (edit.op === "block" && !(edit.value instanceof Code))
      for (const [name, value] of Object.entries(edit.value)) wanted.set([...edit.path, name].join("."), value);
    else throw new Refusal("This needs another resource, which is not written by this fix.");
  }
  return wanted;
};

/** Settings that came later than their resource; Azure takes no notice of them in an older version of its interface. */
const since: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Source: Microsoft.Storage/storageAccounts, the template reference of each version.
  "microsoft.storage/storageaccounts": {
    "properties.sasPolicy.sasExpirationPeriod": "2021-02-01",
    "properties.isLocalUserEnabled": "2021-08-01",
  },
};

const refuseTooOld = ({ type, node }: ArmResource, path: string): void => {
  const known = Object.hasOwn(since, type.toLowerCase()) ? since[type.toLowerCase()] : undefined;
  const first = known !== undefined && Object.hasOwn(known, path) ? known[path] : undefined;
  const version = textOf(entryOf(node, "apiVersion")) ?? "";
  if (first !== undefined && /^\d{4}-/.test(version) && version < first)
    throw new Refusal(`This setting needs the apiVersion ${first} or a later one.`);
};

/** Changes to one ARM template. */
class ArmFixes {
  private readonly file: TranslatedFile;
  private readonly resources: ReadonlyMap<number, ArmResource[]>;
  private readonly paths: ReadonlyMap<DocumentNode, DocumentPath>;

  constructor(file: TranslatedFile) {
    this.file = file;
    this.paths = pathsOf(file.documents);
    const scope = new ArmScope(new Names());
    const [root] = file.documents;
    if (root?.kind === "map") {
      const { frame } = declare(root, scope);
      new TemplateReader(new ArmExpressions(scope)).resources(entryOf(root, "resources"), frame, atRoot);
    }
    this.resources = Map.groupBy(scope.resources, ({ node }) => node.line);
  }

  changesOf(failure: Failure): DocumentChange[] {
    const [first] = failure.edits;
    const resource = this.resourceAt(first?.address ?? failure.address);
    if (failure.edits.some(({ address }) => address !== first?.address))
      throw new Refusal("This changes several resources at once.");
    const wanted = wantedBy(failure.edits);
    const together = this.settings(resource, wanted);
    if (together !== undefined) return together;
    return [...wanted].flatMap((one) => {
      const changes = this.settings(resource, new Map([one]));
      if (changes === undefined)
        throw new Refusal("No one setting of the template says this: an expression decides it, or several do.");
      return changes;
    });
  }

  private resourceAt(address: string): ArmResource {
    const [type] = address.split(".");
    const known = this.resources.get(this.file.lines.get(address) ?? 0) ?? [];
    const [resource, ...others] = known.filter(({ terraformType }) => terraformType === type);
    if (resource === undefined || others.length > 0)
      throw new Refusal("Which resource of the template is meant is not certain.");
    return resource;
  }

  private settings(resource: ArmResource, wanted: Wanted): DocumentChange[] | undefined {
    const holders: Holder[] = [{ node: resource.node, fields: resource.mapping.fields }, ...resource.settings];
    for (const holder of holders) {
      const path = this.paths.get(holder.node);
      const setting = path && settingFor(holder, wanted);
      if (path !== undefined && setting !== undefined) refuseTooOld(resource, setting.path);
      if (path !== undefined && setting !== undefined)
        return [{ path: [...path, ...ownPath(holder.node, setting.path)], value: setting.value }];
    }
    const path = this.paths.get(resource.node);
    return path && newSettings(resource, path, this.listAround(path), wanted);
  }

  /** How many stand in the list that a path leads into. */
  private listAround(path: DocumentPath): number | undefined {
    const around = path
      .slice(0, -1)
      .reduce<DocumentNode | undefined>(
        (node, step, index) =>
          index === 0
            ? this.file.documents[Number(step)]
            : typeof step === "number"
              ? node?.kind === "list"
                ? node.items[step]
                : undefined
              : entryOf(node, step),
        undefined,
      );
    return around?.kind === "list" ? around.items.length : undefined;
  }
}

/** What mends findings in ARM templates. */
export const planArm = (files: readonly TranslatedFile[], failures: readonly Failure[]): Plan[] =>
  files.flatMap((file) => {
    const own = failures.filter(({ place }) => place.file === file.name);
    const fixes = new ArmFixes(file);
    return planEach(file, own, (edit, failure) => (edit === failure.edits[0] ? fixes.changesOf(failure) : []));
  });
