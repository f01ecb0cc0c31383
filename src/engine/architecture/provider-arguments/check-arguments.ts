import { parseHcl } from "../parse/hcl/index.ts";
import type { Block, Body, Expression } from "../parse/hcl/ast.ts";

interface KnownBody {
  /** Names with a space between them, `name*` where required. */
  arguments?: string;
  blocks?: Readonly<Record<string, number>>;
  objects?: Readonly<Record<string, number>>;
}

/** What a provider knows, as scripts/provider-arguments.ts writes it. */
export interface ProviderArguments {
  package: string;
  provider: string;
  date: string;
  /** The place of a type's body in `bodies`; data sources are `data.…`. */
  types: Readonly<Record<string, number>>;
  bodies: readonly KnownBody[];
}

/** What Terraform itself understands in every resource. */
const metaArguments = new Set(["count", "for_each", "provider", "depends_on"]);
const metaBlocks = new Set(["lifecycle", "connection", "provisioner"]);

interface Names {
  plain: ReadonlySet<string>;
  blocks: ReadonlyMap<string, number>;
  objects: ReadonlyMap<string, number>;
  required: readonly string[];
}

const withoutMark = (name: string): string => (name.endsWith("*") ? name.slice(0, -1) : name);

const namesOf = ({ arguments: text = "", blocks = {}, objects = {} }: KnownBody): Names => {
  const plain = text.split(" ").filter((name) => name !== "");
  const places = (some: Readonly<Record<string, number>>): Map<string, number> =>
    new Map(Object.entries(some).map(([name, place]) => [withoutMark(name), place]));
  return {
    plain: new Set(plain.map(withoutMark)),
    blocks: places(blocks),
    objects: places(objects),
    required: [...plain, ...Object.keys(blocks), ...Object.keys(objects)]
      .filter((name) => name.endsWith("*"))
      .map(withoutMark),
  };
};

const keyOf = (key: Expression): string | undefined => {
  if (key.kind === "variable") return key.name;
  const part = key.kind === "template" && key.parts.length === 1 ? key.parts[0] : undefined;
  return part?.kind === "literal" ? part.text : undefined;
};

/** Reads Terraform text beside what its provider knows. */
class ArgumentCheck {
  private readonly names = new Map<number, Names>();
  private readonly known: ProviderArguments;
  readonly problems: string[] = [];

  constructor(known: ProviderArguments) {
    this.known = known;
  }

  /** `undefined` where the package does not say what is in a block. */
  private namesAt(place: number): Names | undefined {
    const body = this.known.bodies[place];
    if (body === undefined) return undefined;
    const names = this.names.get(place) ?? namesOf(body);
    this.names.set(place, names);
    return names;
  }

  checkFile(body: Body): void {
    for (const item of body) {
      if (item.kind !== "block" || (item.type !== "resource" && item.type !== "data")) continue;
      const [type = "", label = ""] = item.labels;
      const name = item.type === "data" ? `data.${type}` : type;
      const place = this.known.types[name];
      if (place !== undefined) this.checkBody(`${name}.${label}`, item.body, place, true);
      else if (type.startsWith(this.prefix)) this.problems.push(`${name}: no such type`);
    }
  }

  private get prefix(): string {
    return `${Object.keys(this.known.types)[0]?.replace("data.", "").split("_")[0] ?? ""}_`;
  }

  private checkBody(path: string, body: Body, place: number, isTop: boolean): void {
    const names = this.namesAt(place);
    if (names === undefined) return;
    const written = new Set<string>();
    for (const item of body) {
      const dynamic = item.kind === "block" && item.type === "dynamic" ? item : undefined;
      const name = dynamic?.labels[0] ?? (item.kind === "block" ? item.type : item.name);
      written.add(name);
      if (item.kind === "attribute") {
        if (!(isTop && metaArguments.has(name))) this.checkAttribute(`${path}.${name}`, name, item.value, names);
      } else if (!(isTop && metaBlocks.has(name))) this.checkBlock(`${path}.${name}`, name, dynamic ?? item, names);
    }
    for (const name of names.required) if (!written.has(name)) this.problems.push(`${path}: ${name} is missing`);
  }

  private checkBlock(path: string, name: string, block: Block, names: Names): void {
    const place = names.blocks.get(name) ?? names.objects.get(name);
    if (place === undefined) this.problems.push(`${path}: no such block`);
    else this.checkBody(path, contentOf(block), place, false);
  }

  private checkAttribute(path: string, name: string, value: Expression, names: Names): void {
    const place = names.objects.get(name);
    if (place !== undefined) this.checkObject(path, value, place);
    else if (names.blocks.has(name)) this.problems.push(`${path}: a block, not an argument`);
    else if (!names.plain.has(name)) this.problems.push(`${path}: no such argument`);
  }

  private checkObject(path: string, value: Expression, place: number): void {
    const names = this.namesAt(place);
    if (names === undefined) return;
    const { plain, blocks, objects: nested } = names;
    const objects = value.kind === "list" ? value.items : [value];
    for (const object of objects) {
      if (object.kind !== "object") continue;
      const keys = object.items.map(({ key }) => keyOf(key)).filter((key) => key !== undefined);
      for (const key of keys)
        if (!plain.has(key) && !blocks.has(key) && !nested.has(key))
          this.problems.push(`${path}.${key}: no such argument`);
    }
  }
}

const contentOf = (block: Block): Body =>
  block.type === "dynamic"
    ? block.body.flatMap((item) => (item.kind === "block" && item.type === "content" ? item.body : []))
    : block.body;

/** Arguments and blocks in the text that the provider does not know, and required ones that are not there. */
export const argumentProblems = (text: string, known: ProviderArguments): string[] => {
  const check = new ArgumentCheck(known);
  check.checkFile(parseHcl(text).body);
  return check.problems;
};
