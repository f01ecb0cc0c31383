// The arguments that a Terraform provider knows, out of its prebuilt CDK package, for the types that the engine writes.
// Run by hand; the packages are too big to be dependencies:
//   npm pack @cdktn/provider-aws && mkdir aws && tar xzf cdktn-provider-aws-*.tgz -C aws
//   node scripts/provider-arguments.ts aws/package src/engine/architecture/provider-arguments/aws.json
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A block's arguments, `name*` where required; nested blocks by their place in the list of bodies. */
interface Body {
  arguments?: string;
  blocks?: Record<string, number>;
  /** Arguments of objects: `name = { … }`, and in older resources `name { … }` as well. */
  objects?: Record<string, number>;
}

interface Argument {
  name: string;
  isRequired: boolean;
  isBlock: boolean;
  /** Interface of its own arguments. */
  struct: string | undefined;
}

const root = fileURLToPath(new URL("..", import.meta.url));
const writers = [
  "src/engine/architecture/parse/form",
  "src/engine/architecture/parse/cloudformation",
  "src/engine/architecture/parse/arm",
  "src/engine/architecture/design",
  "src/engine/architecture/rules",
  "examples",
];

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|tf)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

/** Everything in the writers' text that looks like a type. */
const typesNamed = (): Set<string> =>
  new Set(
    writers
      .flatMap((folder) => filesIn(join(root, folder)))
      .flatMap((file) => readFileSync(file, "utf8").match(/\b(?:aws|azurerm|google)_[a-z0-9_]+/g) ?? []),
  );

const interfaces = /^export interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm;
/** A property after its comment, whose link to the registry ends in the argument's own name. */
const properties = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*readonly (\w+)(\??): ([^;{]+|\{[^}]*\})/g;

const argumentOf = (comment: string, property: string, optional: string, type: string): Argument => {
  const name = /#(\w+) \w+#\w+\}/.exec(comment)?.[1] ?? property;
  const struct = /^([A-Z]\w+)(?:\[\])?(?: \||$)/.exec(type.trim())?.[1];
  return { name, isRequired: optional === "", isBlock: /^\s*\* \w+ block$/m.test(comment), struct };
};

const structsIn = (text: string): Map<string, Argument[]> =>
  new Map(
    [...text.matchAll(interfaces)].map(([, name = "", body = ""]) => [
      name,
      [...body.matchAll(properties)].map(([, comment = "", property = "", optional = "", type = ""]) =>
        argumentOf(comment, property, optional, type),
      ),
    ]),
  );

const textOf = (folder: string): string => {
  const structs = join(folder, "index-structs");
  const more = existsSync(structs) ? readdirSync(structs).filter((name) => name.endsWith(".d.ts")) : [];
  return [join(folder, "index.d.ts"), ...more.map((name) => join(structs, name))]
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
};

/** Bodies that are the same are written once: the firewall's statements nest the same few hundreds of times. */
class Bodies {
  readonly list: Body[] = [];
  private readonly known = new Map<string, number>();

  add(body: Body): number {
    const key = JSON.stringify(body);
    const place = this.known.get(key) ?? this.list.push(body) - 1;
    this.known.set(key, place);
    return place;
  }
}

/** The package does not say what is in some blocks that nest without end. */
const unknownBody = -1;

const addStruct = (name: string, structs: ReadonlyMap<string, Argument[]>, bodies: Bodies): number => {
  const all = (structs.get(name) ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const mark = ({ name: argument, isRequired }: Argument): string => `${argument}${isRequired ? "*" : ""}`;
  const placeOf = ({ struct }: Argument): number =>
    struct === undefined ? unknownBody : addStruct(struct, structs, bodies);
  const nested = (some: Argument[]): Record<string, number> =>
    Object.fromEntries(some.map((one) => [mark(one), placeOf(one)]));
  const plain = all.filter(({ struct, isBlock }) => struct === undefined && !isBlock);
  const blocks = all.filter(({ isBlock }) => isBlock);
  const objects = all.filter(({ struct, isBlock }) => struct !== undefined && !isBlock);
  return bodies.add({
    ...(plain.length > 0 && { arguments: plain.map(mark).join(" ") }),
    ...(blocks.length > 0 && { blocks: nested(blocks) }),
    ...(objects.length > 0 && { objects: nested(objects) }),
  });
};

const [source = "", target = ""] = process.argv.slice(2);
const { name, version } = JSON.parse(readFileSync(join(source, "package.json"), "utf8")) as Record<string, string>;
const wanted = typesNamed();
const bodies = new Bodies();
const types: Record<string, number> = {};
let provider = "";
for (const folder of readdirSync(join(source, "lib")).toSorted()) {
  if (!existsSync(join(source, "lib", folder, "index.d.ts"))) continue;
  const text = textOf(join(source, "lib", folder));
  const type = /static readonly tfResourceType = "(\w+)"/.exec(text)?.[1];
  if (type === undefined || !wanted.has(type)) continue;
  const structs = structsIn(text);
  const config = /constructor\(scope: Construct, id: string, config\??: (\w+)\)/.exec(text)?.[1];
  if (config === undefined || !structs.has(config)) throw new Error(`${type}: no configuration found`);
  provider = /hashicorp\/\w+\/[\d.]+/.exec(text)?.[0] ?? provider;
  types[/ extends \w+\.TerraformDataSource /.test(text) ? `data.${type}` : type] = addStruct(config, structs, bodies);
}
const made = { package: `${name}@${version}`, provider, date: new Date().toISOString().slice(0, 10) };
writeFileSync(target, `${JSON.stringify({ ...made, types, bodies: bodies.list }, undefined, 2)}\n`);
console.log(`${target}: ${Object.keys(types).length} types, ${bodies.list.length} bodies`);
