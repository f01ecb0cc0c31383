import { Names } from "../cloudformation/names.ts";
import { readDocument } from "../document/index.ts";
import type { DocumentFile } from "../document/index.ts";
import type { DocumentNode, MapNode } from "../document/node.ts";
import { entryOf, textOf } from "../document/node.ts";
import type { Translation } from "../translate/terraform-writer.ts";
import { hclString, TerraformWriter } from "../translate/terraform-writer.ts";
import { at, isTrue, namesOf, pairsOf, textAt, textsOf } from "./fields.ts";
import { Interpolation } from "./interpolation.ts";
import { ServiceWriter } from "./service-writer.ts";
import type { Surroundings } from "./service-writer.ts";

interface Declared {
  name: string;
  line: number;
  node: DocumentNode;
}

const declaredIn = (root: DocumentNode, key: string): Declared[] => {
  const node = entryOf(root, key);
  if (node?.kind !== "map") return [];
  return node.entries.map(({ key: name, keyLine, value }) => ({ name, line: keyLine, node: value }));
};

/** A service as a map; one that says nothing is an empty one. */
const mapOf = ({ node, line }: Declared): MapNode => {
  if (node.kind === "map") return { ...node, line };
  return { kind: "map", start: node.start, end: node.end, line, endLine: node.endLine, entries: [] };
};

const usesDefaultNetwork = ({ node }: Declared): boolean =>
  entryOf(node, "network_mode") === undefined &&
  (namesOf(entryOf(node, "networks")).length === 0 ||
    namesOf(entryOf(node, "networks")).some(({ text }) => text === "default"));

/** Networks and volumes: code of each one's name, and what writes it where the file declares it. */
class Shared {
  readonly names = new Map<string, string>();
  readonly labels = new Map<Declared, string>();
  readonly all: readonly Declared[];

  constructor(type: string, all: readonly Declared[], names: Names) {
    this.all = all;
    for (const declared of all) {
      if (isTrue(entryOf(declared.node, "external"))) {
        this.names.set(declared.name, hclString(textOf(entryOf(declared.node, "name")) ?? declared.name));
        continue;
      }
      const label = names.claim(type, declared.name);
      this.labels.set(declared, label);
      this.names.set(declared.name, `${type}.${label}.name`);
    }
  }
}

/** The name of a network or a volume, and what drives it. */
const writeHead = ({ name, line, node }: Declared, texts: Interpolation, out: TerraformWriter): void => {
  const own = textAt(node, "name");
  if (own === undefined) out.attribute("name", hclString(name), line);
  else out.attribute("name", texts.code(own.text, own.line), own.line);
  const driver = textAt(node, "driver");
  if (driver !== undefined) out.attribute("driver", hclString(driver.text), driver.line);
};

const writeNetwork = (network: Declared, texts: Interpolation, out: TerraformWriter): void => {
  writeHead(network, texts, out);
  const { node } = network;
  for (const [key, argument] of [
    ["internal", "internal"],
    ["attachable", "attachable"],
    ["enable_ipv6", "ipv6"],
  ] as const) {
    const value = entryOf(node, key);
    if (value !== undefined) out.attribute(argument, String(isTrue(value)), value.line);
  }
  const pools = at(node, "ipam", "config");
  for (const pool of pools?.kind === "list" ? pools.items : [])
    out.block("ipam_config", [], pool, () => {
      for (const key of ["subnet", "gateway", "ip_range"]) {
        const value = textAt(pool, key);
        if (value !== undefined) out.attribute(key, texts.code(value.text, value.line), value.line);
      }
    });
};

const writeVolume = (volume: Declared, texts: Interpolation, out: TerraformWriter): void => {
  writeHead(volume, texts, out);
  const options = pairsOf(entryOf(volume.node, "driver_opts"));
  const [first] = options;
  if (first !== undefined) {
    const object = options.map(({ key, value, line: place }) => ({
      key,
      value: texts.code(value ?? "", place),
      line: place,
    }));
    out.attribute("driver_opts", { object }, first.line);
  }
};

/** An image that a service is built to. */
const writeImage = (service: Declared, build: DocumentNode, texts: Interpolation, out: TerraformWriter): void => {
  const tag = textAt(service.node, "image");
  if (tag === undefined) out.attribute("name", hclString(service.name), build.line);
  else out.attribute("name", texts.code(tag.text, tag.line), tag.line);
  out.block("build", [], build, () => {
    const context = textOf(build) ?? textOf(entryOf(build, "context")) ?? ".";
    out.attribute("context", texts.code(context, build.line), build.line);
    for (const key of ["dockerfile", "target"]) {
      const value = textAt(build, key);
      if (value !== undefined) out.attribute(key, texts.code(value.text, value.line), value.line);
    }
    const args = pairsOf(entryOf(build, "args"));
    const [first] = args;
    if (first !== undefined) {
      const object = args.map(({ key, value, line }) => ({
        key,
        value: texts.code(value ?? `\${${key}}`, line),
        line,
      }));
      out.attribute("build_args", { object }, first.line);
    }
  });
};

/** Files that secrets and configurations are read from. */
const filesOf = (root: DocumentNode): Map<string, string> =>
  new Map(
    (["secrets", "configs"] as const).flatMap((kind) =>
      declaredIn(root, kind).flatMap(({ name, node }) => {
        const file = textOf(entryOf(node, "file"));
        return file === undefined ? [] : [[`${kind} ${name}`, file] as const];
      }),
    ),
  );

const reportUnread = (root: DocumentNode, services: readonly Declared[], out: TerraformWriter): void => {
  const include = entryOf(root, "include");
  if (include !== undefined)
    out.problem(include.line, "included files are not read: send what `docker compose config` prints");
  for (const { node } of services) {
    const extended = entryOf(node, "extends");
    if (extended !== undefined)
      out.problem(extended.line, "what a service extends is not read: send what `docker compose config` prints");
    const [file] = textsOf(entryOf(node, "env_file"));
    if (file !== undefined) out.problem(file.line, "variables of an environment file are not read");
  }
};

const mostServices = 500;

const writeProject = (root: DocumentNode, names: Names, out: TerraformWriter): void => {
  const services = declaredIn(root, "services").slice(0, mostServices);
  if (services.length === 0) out.problem(root.line, "this Compose file has no services");
  reportUnread(root, services, out);
  const texts = new Interpolation(names);
  const written = declaredIn(root, "networks");
  const first = services.find(usesDefaultNetwork);
  const isMissing = first !== undefined && written.every(({ name }) => name !== "default");
  const made: Declared[] = isMissing ? [{ ...first, name: "default", node: { ...mapOf(first), entries: [] } }] : [];
  const networks = new Shared("docker_network", [...made, ...written], names);
  const volumes = new Shared("docker_volume", declaredIn(root, "volumes"), names);
  const containers = services.map((service) => ({ service, label: names.claim("docker_container", service.name) }));
  const images = new Map(
    services.flatMap(({ name, node }) => {
      const build = entryOf(node, "build");
      return build === undefined ? [] : [[name, { build, label: names.claim("docker_image", name) }] as const];
    }),
  );
  const around: Surroundings = {
    texts,
    containers: new Map(containers.map(({ service, label }) => [service.name, label])),
    networks: networks.names,
    volumes: volumes.names,
    files: filesOf(root),
    built: (service) => {
      const image = images.get(service);
      return image && `docker_image.${image.label}.image_id`;
    },
  };
  const resource = (type: string, label: string, { line, node }: Declared, body: () => void): void =>
    out.block("resource", [type, label], { line, endLine: Math.max(line, node.endLine) }, body);

  for (const [network, label] of networks.labels)
    resource("docker_network", label, network, () => writeNetwork(network, texts, out));
  for (const [volume, label] of volumes.labels)
    resource("docker_volume", label, volume, () => writeVolume(volume, texts, out));
  for (const { service, label } of containers) {
    const image = images.get(service.name);
    if (image !== undefined)
      resource("docker_image", image.label, service, () => writeImage(service, image.build, texts, out));
    resource("docker_container", label, service, () =>
      new ServiceWriter(service.name, mapOf(service), around, out).write(),
    );
  }
  texts.declare(out);
};

/** Reads a Compose file and writes it as resources of Terraform's Docker provider. Files of one folder share their `names`. */
export const translateCompose = (file: DocumentFile, names = new Names()): Translation => {
  const { documents, problems } = file.reading ?? readDocument(file.text);
  const out = new TerraformWriter();
  const [root] = documents;
  if (root === undefined) {
    if (problems.length === 0) out.problem(1, "nothing could be read of this Compose file");
  } else writeProject(root, names, out);
  const translation = out.finish();
  return { ...translation, problems: [...problems, ...translation.problems] };
};
