import type { Edit } from "../design/edit.ts";
import { addressOf, applyEdits } from "../design/patch.ts";
import { read } from "../model/index.ts";
import type { Model } from "../model/index.ts";
import { entryOf, textOf } from "../parse/document/node.ts";
import { inspectProject, parseTerraform } from "../parse/index.ts";
import type { Project, TerraformFile } from "../parse/index.ts";
import type { Failure } from "../rules/index.ts";
import { isList, isMap } from "./change.ts";
import type { DocumentChange, DocumentMap, DocumentValue } from "./change.ts";
import { Emission } from "./emission.ts";
import type { Emitted } from "./emission.ts";
import { changesBetween } from "./property-changes.ts";
import { asServerless, isServerless } from "./serverless.ts";
import { spokenDefault } from "./spoken-defaults.ts";
import { Refusal } from "./splice.ts";
import { refuseMissing, TemplateNames } from "./template-names.ts";
import { pathOf, TemplateResources } from "./template-resources.ts";
import type { TemplateResource } from "./template-resources.ts";
import type { Plan, TranslatedFile } from "./translated-file.ts";

/** Findings on one resource are looked at one after the other: each round reads the templates anew. */
const mostRounds = 40;

/** A finding with what it touches. */
interface Wish {
  failure: Failure;
  edits: readonly Edit[];
  file: TranslatedFile;
  /** Resources of the template whose settings may change. */
  touched: ReadonlySet<TemplateResource>;
}

/** SAM gives the role of a function what the function's own settings need. */
const grantsOfRole = /^aws_iam_role_policy(?:_attachment)?\./;

const copiedLine = /^[ \t]*(\w+)[ \t]*=[ \t]*(aws_\w+\.[\w-]+)\.(\w+)[ \t]*\r?\n/gm;

const additionsFile = "added-by-fixes.tf";

const namesIn = (text: string): string[] =>
  Array.from(text.matchAll(/\b([a-z]+_\w+\.[A-Za-z_][\w-]*)/g), ([, address]) => address ?? "");

/** Changes to CloudFormation templates of one folder, which are one design together. */
class TemplateFixes {
  private readonly files: ReadonlyMap<string, TranslatedFile>;
  private readonly project: Project;
  private readonly resources: ReadonlyMap<string, TemplateResources>;
  private readonly before: Emission;

  constructor(files: readonly TranslatedFile[], project: Project, model: Model) {
    this.files = new Map(files.map((file) => [file.name, file]));
    this.project = project;
    this.resources = new Map(files.map((file) => [file.name, new TemplateResources(file)]));
    this.before = new Emission(model);
  }

  plan(failures: readonly Failure[]): Plan[] {
    const plans: Plan[] = [];
    const rounds: Wish[][] = [];
    const next = new Map<TemplateResource, number>();
    for (const failure of failures) {
      const wish = this.wishOf(failure);
      const round = Math.max(0, ...[...(wish?.touched ?? [])].map((resource) => next.get(resource) ?? 0));
      if (wish === undefined) plans.push({ failure, reason: "The resource is not found in the template." });
      else if (round >= mostRounds) plans.push({ failure, reason: "Too many changes to this resource at once." });
      else {
        for (const resource of wish.touched) next.set(resource, round + 1);
        (rounds[round] ??= []).push(wish);
      }
    }
    for (const wishes of rounds) plans.push(...this.planRound(wishes));
    return plans;
  }

  private wishOf(failure: Failure): Wish | undefined {
    const file = this.files.get(failure.place.file);
    const known = file && this.resources.get(file.name);
    const owner = known?.ownerOf(failure.address);
    if (file === undefined || known === undefined || owner === undefined) return undefined;
    const named = failure.edits.flatMap((edit) => (edit.op === "add" ? namesIn(edit.text) : [edit.address]));
    const touched = named.flatMap((address) => known.ownerOf(address) ?? []);
    const edits = failure.edits.map((edit) => (edit.op === "add" ? this.withoutUnset(edit) : edit));
    return { failure, edits, file, touched: new Set([owner, ...touched]) };
  }

  /** A copy of what another resource leaves unset (`port = aws_db_instance.main.port`) is unset as well. */
  private withoutUnset(edit: Extract<Edit, { op: "add" }>): Edit {
    const text = edit.text.replaceAll(copiedLine, (line, name: string, address: string, attribute: string) => {
      const source = name === attribute ? this.before.model.find(address) : undefined;
      return source !== undefined && read(source.attributes, attribute) === undefined ? "" : line;
    });
    return { ...edit, text };
  }

  /** Findings that touch no resource together, mended at once. */
  private planRound(wishes: readonly Wish[]): Plan[] {
    const edits = wishes.flatMap((wish) => wish.edits);
    const { files, added, applied } = applyEdits(this.project, edits);
    const text = added.map((block) => block.text).join("\n\n");
    const addition = { name: this.beside(additionsFile), text };
    const { project } = parseTerraform([...this.unlessChanged(files), ...(text === "" ? [] : [addition])]);
    const addresses = project.files.find(({ name }) => name === addition.name)?.body ?? [];
    const made = new Set(addresses.flatMap((item) => (item.kind === "block" ? [addressOf(item)] : [])));
    const after = new Emission(inspectProject(project, {}).model);
    const done = new Set(applied);
    return wishes.map((wish) => this.planWish(wish, after, done, made));
  }

  private beside(name: string): string {
    const [first = ""] = this.files.keys();
    return first.slice(0, first.lastIndexOf("/") + 1) + name;
  }

  /** Files that an edit left alone need not be parsed again. */
  private unlessChanged(files: readonly { name: string; text: string }[]) {
    return files.map(({ name, text }, index) => {
      const known: TerraformFile | undefined = this.project.files[index];
      return known?.text === text ? { name, text, parsed: { body: known.body, problems: [] } } : { name, text };
    });
  }

  private planWish(wish: Wish, after: Emission, applied: ReadonlySet<Edit>, made: ReadonlySet<string>): Plan {
    const { failure, edits, file } = wish;
    try {
      if (edits.some((edit) => !applied.has(edit) && edit.op !== "add"))
        throw new Refusal("A function or a condition decides what stands there.");
      const changes = this.changesOf(wish, after, made);
      if (changes.length === 0)
        throw new Refusal("There is no setting of CloudFormation for this, or the template says it by a function.");
      return { failure, file: file.name, changes };
    } catch (error) {
      if (error instanceof Refusal) return { failure, reason: error.message };
      throw error;
    }
  }

  private changesOf({ edits, file, touched }: Wish, after: Emission, made: ReadonlySet<string>): DocumentChange[] {
    const [first] = touched;
    const isGranted = first?.type === "AWS::Serverless::Function" ? grantsOfRole : undefined;
    const added = edits.flatMap((edit) =>
      edit.op === "add"
        ? blocksIn(edit.text).filter((address) => made.has(address) && isGranted?.test(address) !== true)
        : [],
    );
    const names = this.namesOf(file, first?.document ?? 0, after);
    const emitted = this.emitAdded(added, after);
    for (const { id } of emitted) names.newIdFor(id);
    const changes = [
      ...[...touched].flatMap((resource) => this.changesTo(resource, after, names)),
      ...emitted.map((one) => ({
        path: [first?.document ?? 0, "Resources", names.newIdFor(one.id)],
        value: withCondition(names.own(bodyOf(one)), touched),
      })),
    ];
    for (const { value } of changes) refuseMissing(value);
    // Of what became a part of another resource its owner has been asked by now.
    for (const address of added)
      if (after.of(address) === undefined && !address.startsWith("data.") && !after.isFolded(address))
        throw new Refusal(
          `This needs ${address.slice(0, address.indexOf("."))}, which CloudFormation says in another way.`,
        );
    return changes;
  }

  /** Resources that are added, and those that CloudFormation has besides them. */
  private emitAdded(added: readonly string[], after: Emission): Emitted[] {
    return added.flatMap((address) => {
      const emitted = after.of(address);
      return emitted === undefined ? [] : [emitted, ...emitted.besides];
    });
  }

  /** Names are told once for all findings of a round. */
  private namesOf(file: TranslatedFile, document: number, after: Emission): TemplateNames {
    const key = `${document} ${file.name}`;
    const known = this.names.get(after) ?? new Map<string, TemplateNames>();
    this.names.set(after, known);
    const names =
      known.get(key) ??
      new TemplateNames({
        file,
        document,
        resources: this.resources.get(file.name)?.all ?? [],
        mainOf: (resource) => this.mainOf(resource),
        after,
      });
    known.set(key, names);
    return names;
  }

  private readonly names = new Map<Emission, Map<string, TemplateNames>>();

  /** Address of the block that a resource of the template became, without what stands beside it. */
  private mainOf(resource: TemplateResource): string | undefined {
    const known = this.mains.get(resource.file.name) ?? this.findMains(resource.file);
    this.mains.set(resource.file.name, known);
    return known.get(resource);
  }

  private readonly mains = new Map<string, ReadonlyMap<TemplateResource, string>>();

  private findMains(file: TranslatedFile): ReadonlyMap<TemplateResource, string> {
    const mains = new Map<TemplateResource, string>();
    const resources = this.resources.get(file.name);
    for (const address of file.lines.keys()) {
      const owner = resources?.ownerOf(address);
      if (owner === undefined || mains.has(owner) || this.before.idOf(address) === undefined) continue;
      // SAM makes several resources of one: the one that goes by its name is meant.
      const isMain = !isServerless(owner.type) || isServerless(owner.type, this.before.of(address)?.type);
      if (isMain) mains.set(owner, address);
    }
    return mains;
  }

  private changesTo(resource: TemplateResource, after: Emission, names: TemplateNames): DocumentChange[] {
    const address = this.mainOf(resource);
    const [earlier, later] = address === undefined ? [] : [this.before.of(address), after.of(address)];
    if (earlier === undefined || later === undefined) return [];
    const [from, to] = [earlier, later].map((emitted) => this.inOwnWords(resource, emitted, names));
    const path = [...pathOf(resource), "Properties"];
    const node = entryOf(resource.node, "Properties");
    const changes = changesBetween({ path, before: from, after: to, node }).map((change) =>
      change.value === undefined ? spokenDefault(resource.type, change) : change,
    );
    if (earlier.deletionPolicy !== later.deletionPolicy && later.deletionPolicy !== undefined)
      changes.push({ path: [...pathOf(resource), "DeletionPolicy"], value: later.deletionPolicy });
    return changes;
  }

  private inOwnWords(resource: TemplateResource, { type, properties }: Emitted, names: TemplateNames): DocumentMap {
    const own = names.own(properties);
    const members = isMap(own) ? own : {};
    if (type === resource.type) return members;
    if (isServerless(resource.type, type)) return asServerless(resource.type, members);
    throw new Refusal(`The template says this as ${resource.type}, which is not written by this fix.`);
  }
}

const bodyOf = ({ type, properties, dependsOn, deletionPolicy }: Emitted): DocumentMap => ({
  Type: type,
  ...(dependsOn.length > 0 && { DependsOn: [...new Set(dependsOn)] }),
  ...(deletionPolicy !== undefined && { DeletionPolicy: deletionPolicy, UpdateReplacePolicy: deletionPolicy }),
  ...(Object.keys(properties).length > 0 && { Properties: properties }),
});

/** What refers to a resource that is not always there is not always there either. */
const withCondition = (body: DocumentValue, touched: ReadonlySet<TemplateResource>): DocumentValue => {
  const used = new Set(namesUsed(body));
  const conditions = [...touched].flatMap(({ id, node }) =>
    used.has(id) ? (textOf(entryOf(node, "Condition")) ?? []) : [],
  );
  const [first, ...others] = new Set(conditions);
  if (others.length > 0) throw new Refusal("It belongs to several resources that are made on different conditions.");
  if (first === undefined || !isMap(body)) return body;
  const { Type = "", ...rest } = body;
  return { Type, Condition: first, ...rest };
};

/** Resources that a value refers to. */
const namesUsed = (value: DocumentValue): string[] => {
  if (isList(value)) return value.flatMap(namesUsed);
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name === "Ref" && typeof inner === "string") return [inner];
    if (name === "Fn::GetAtt" && isList(inner) && typeof inner[0] === "string") return [inner[0]];
    if (name === "Fn::Sub" && typeof inner === "string")
      return Array.from(inner.matchAll(/\$\{(\w+)/g), ([, id = ""]) => id);
    return namesUsed(inner);
  });
};

const blocksIn = (text: string): string[] =>
  Array.from(text.matchAll(/^(resource|data)\s+"([\w-]+)"\s+"([\w-]+)"\s*\{/gm), ([, kind, type, name]) =>
    kind === "data" ? `data.${type}.${name}` : `${type}.${name}`,
  );

/** What mends findings in CloudFormation templates, all of them in one folder. */
export const planCloudFormation = (files: readonly TranslatedFile[], failures: readonly Failure[]): Plan[] => {
  const project = { files: files.map(({ code }) => code) };
  return new TemplateFixes(files, project, inspectProject(project, {}).model).plan(failures);
};
