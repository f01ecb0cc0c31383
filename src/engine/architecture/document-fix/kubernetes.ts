import type { Edit, Literal } from "../design/edit.ts";
import { inspectProject, parseTerraform } from "../parse/index.ts";
import type { DocumentNode } from "../parse/document/node.ts";
import { adapt } from "../parse/kubernetes/adapt.ts";
import { targetOf } from "../parse/kubernetes/kinds.ts";
import { readManifests } from "../parse/kubernetes/manifests.ts";
import type { Manifest } from "../parse/kubernetes/manifests.ts";
import { argumentOf, shapeOfBlock, shapeOfResource } from "../parse/kubernetes/shapes.ts";
import type { Shape } from "../parse/kubernetes/shapes.ts";
import type { Failure } from "../rules/index.ts";
import type { DocumentChange, DocumentPath, DocumentValue } from "./change.ts";
import { isList } from "./change.ts";
import { blockInApi, fieldOf, isListOfApi, literalOf } from "./kubernetes-fields.ts";
import { listChanges } from "./list-changes.ts";
import { pathsOf } from "./node-paths.ts";
import { isLiteralMap, plainLiteral } from "./plain-literal.ts";
import { planEach } from "./plan-each.ts";
import { Refusal } from "./splice.ts";
import type { Plan, TranslatedFile } from "./translated-file.ts";

/** A place in a manifest, and what of the provider's schema stands for it. */
interface Place {
  node: DocumentNode | undefined;
  path: DocumentPath;
  shape: Shape | undefined;
}

/** Objects that fixes add. */
const addable: Readonly<Record<string, { apiVersion: string; kind: string }>> = {
  kubernetes_pod_disruption_budget_v1: { apiVersion: "policy/v1", kind: "PodDisruptionBudget" },
  kubernetes_network_policy_v1: { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
};

const typeOf = (address: string): string => address.slice(0, address.indexOf("."));

const placeKey = ({ kind, start, end }: DocumentNode): string => `${kind} ${start} ${end}`;

/** Changes to the manifests of one file. */
class ManifestFixes {
  private readonly file: TranslatedFile;
  private readonly manifests: ReadonlyMap<number, Manifest[]>;
  private readonly paths: ReadonlyMap<string, DocumentPath>;
  private added: ReadonlyMap<string, DocumentValue> | undefined;
  private readonly additions: ReadonlyMap<string, string>;

  constructor(file: TranslatedFile, failures: readonly Failure[]) {
    this.file = file;
    const manifests = readManifests(file.documents, () => {});
    this.manifests = Map.groupBy(manifests, ({ root }) => root.line);
    // What the translator arranges in another way keeps its places: by these it is found again.
    this.paths = new Map([...pathsOf(file.documents)].toReversed().map(([node, path]) => [placeKey(node), path]));
    this.additions = new Map(
      failures.flatMap(({ edits }) =>
        edits.flatMap((edit) => (edit.op === "add" ? [[edit.address, edit.text] as const] : [])),
      ),
    );
  }

  changesOf(edit: Edit): DocumentChange[] {
    if (edit.op === "add") return [{ path: this.endOf(edit.address), value: this.objectAt(edit.address) }];
    const start = this.manifestAt(edit.address);
    if (edit.op === "remove") return this.removal(start, edit.path);
    if (edit.op === "block") return this.block(start, edit.path, edit.value);
    return this.set(start, edit.path, plainLiteral(edit.value));
  }

  private manifestAt(address: string): Place {
    const line = this.file.lines.get(address);
    const type = typeOf(address);
    const known = line === undefined ? [] : (this.manifests.get(line) ?? []);
    const [manifest, ...others] = known.filter((one) => targetOf(one).type === type);
    const path = manifest && this.pathTo(manifest.root);
    if (manifest === undefined || path === undefined || others.length > 0)
      throw new Refusal("Which object of the file is meant is not certain.");
    return { node: adapt(manifest), path, shape: shapeOfResource(type) };
  }

  private pathTo(node: DocumentNode): DocumentPath | undefined {
    return this.paths.get(placeKey(node));
  }

  /** The place at a path of the provider's names, and what of the path there is nothing of yet. */
  private follow(start: Place, path: readonly (string | number)[]): { place: Place; rest: (string | number)[] } {
    let place = start;
    for (let at = 0; at < path.length; at++) {
      const step = path[at];
      const next = typeof step === "number" ? this.itemOf(place, step) : this.memberOf(place, String(step));
      if (next === undefined) return { place, rest: path.slice(at) };
      place = next;
    }
    return { place, rest: [] };
  }

  private memberOf({ node, path, shape }: Place, name: string): Place | undefined {
    // A block that is one of a list was named without its number: the first is meant.
    const map = node?.kind === "list" ? node.items[0] : node;
    const outer = node?.kind === "list" && map !== undefined ? [...path, 0] : path;
    if (map?.kind !== "map") return undefined;
    const entry = map.entries.find(({ key }) => (shape === undefined ? key : argumentOf(key, shape)?.[0]) === name);
    if (entry === undefined) return undefined;
    const holds = shape?.arguments.get(name);
    const own = this.pathTo(entry.value) ?? [...outer, entry.key];
    return { node: entry.value, path: own, shape: typeof holds === "number" ? shapeOfBlock(holds) : undefined };
  }

  private itemOf({ node, path, shape }: Place, index: number): Place | undefined {
    // What is one object of the API is a block of the provider's all the same.
    if (node?.kind !== "list") return index === 0 && node !== undefined ? { node, path, shape } : undefined;
    const item = node.items[index];
    return item && { node: item, path: this.pathTo(item) ?? [...path, index], shape };
  }

  private set(start: Place, path: readonly (string | number)[], value: DocumentValue): DocumentChange[] {
    const { place, rest } = this.follow(start, path);
    if (rest.length === 0)
      return isList(value) ? listChanges(place.path, place.node, value) : [{ path: place.path, value }];
    const names = rest.filter((step) => typeof step === "string");
    if (names.some(isListOfApi)) throw new Refusal("The list that it belongs to is not in the file.");
    return [{ path: [...place.path, ...names.map(fieldOf)], value }];
  }

  private block(
    start: Place,
    path: readonly (string | number)[],
    value: { readonly [name: string]: Literal },
  ): DocumentChange[] {
    const name = String(path.at(-1));
    const { place, rest } = this.follow(start, path.slice(0, -1));
    const holds = place.shape?.arguments.get(name);
    if (rest.length > 0 || typeof holds !== "number")
      throw new Refusal("The group that it belongs to is not in the file.");
    const made = blockInApi(value, shapeOfBlock(holds));
    const known = this.memberOf(place, name);
    if (known === undefined)
      return [{ path: [...place.path, fieldOf(name)], value: isListOfApi(name) ? [made] : made }];
    if (known.node?.kind === "list") return [{ path: [...known.path, known.node.items.length], value: made }];
    return [{ path: known.path, value: made }];
  }

  private removal(start: Place, path: readonly (string | number)[]): DocumentChange[] {
    const { place, rest } = this.follow(start, path);
    if (rest.length > 0) throw new Refusal("What has to go is not in the file.");
    return [{ path: place.path }];
  }

  /** Path of a new document for an object that is added. */
  private endOf(address: string): DocumentPath {
    return [this.file.documents.length + [...this.additions.keys()].indexOf(address)];
  }

  private objectAt(address: string): DocumentValue {
    this.added ??= this.makeObjects();
    const made = this.added.get(address);
    if (made === undefined) throw new Refusal(`This needs ${typeOf(address)}, which is not written by this fix.`);
    return made;
  }

  /** All that is to be added, read as a part of the design: what it refers to is known only there. */
  private makeObjects(): Map<string, DocumentValue> {
    const { code } = this.file;
    const text = [...this.additions.values()].join("\n\n");
    const added = parseTerraform([{ name: `${code.name}.added.tf`, text }]).project.files;
    const { model } = inspectProject({ files: [code, ...added] }, {});
    const objects = new Map<string, DocumentValue>();
    for (const address of this.additions.keys()) {
      const type = typeOf(address);
      const component = model.find(address);
      const shape = shapeOfResource(type);
      const head = Object.hasOwn(addable, type) ? addable[type] : undefined;
      if (component === undefined || shape === undefined || head === undefined) continue;
      const literal = literalOf(component.attributes);
      if (isLiteralMap(literal)) objects.set(address, { ...head, ...blockInApi(literal, shape) });
    }
    return objects;
  }
}

/** What mends findings in manifests of Kubernetes. */
export const planKubernetes = (files: readonly TranslatedFile[], failures: readonly Failure[]): Plan[] =>
  files.flatMap((file) => {
    const own = failures.filter(({ place }) => place.file === file.name);
    const fixes = new ManifestFixes(file, own);
    return planEach(file, own, (edit) => fixes.changesOf(edit));
  });
