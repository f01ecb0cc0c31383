import { own } from "../../model/own.ts";
import type { DocumentNode, MapNode } from "../document/node.ts";
import { textOf } from "../document/node.ts";
import { hclString } from "../translate/terraform-writer.ts";
import type { Hcl, TerraformWriter } from "../translate/terraform-writer.ts";
import { at, cutAt, isTrue, mebibytes, namesOf, pairsOf, seconds, shellWords, textAt, textsOf } from "./fields.ts";
import type { Placed } from "./fields.ts";
import type { Interpolation } from "./interpolation.ts";
import { mountsOf, portsOf } from "./mappings.ts";

/** What the rest of the file says of the names that a service uses. */
export interface Surroundings {
  texts: Interpolation;
  /** Service → label of its container. */
  containers: ReadonlyMap<string, string>;
  /** Network → code of its name. */
  networks: ReadonlyMap<string, string>;
  /** Volume → code of its name. */
  volumes: ReadonlyMap<string, string>;
  /** Secret or configuration → the file that it is read from. */
  files: ReadonlyMap<string, string>;
  /** Code of the image that a service is built to. */
  built: (service: string) => string | undefined;
}

/** Fields that the provider takes as they are, by its own names. */
const plainTexts: Readonly<Record<string, string>> = {
  hostname: "hostname",
  domainname: "domainname",
  user: "user",
  working_dir: "working_dir",
  network_mode: "network_mode",
  pid: "pid_mode",
  ipc: "ipc_mode",
  userns_mode: "userns_mode",
  cgroup_parent: "cgroup_parent",
  runtime: "runtime",
  stop_signal: "stop_signal",
  cpus: "cpus",
  cpuset: "cpu_set",
};

const plainBools: Readonly<Record<string, string>> = {
  privileged: "privileged",
  read_only: "read_only",
  init: "init",
  tty: "tty",
  stdin_open: "stdin_open",
};

const plainLists: Readonly<Record<string, string>> = {
  security_opt: "security_opts",
  dns: "dns",
  dns_opt: "dns_opts",
  dns_search: "dns_search",
  group_add: "group_add",
};

const restarts: Readonly<Record<string, string>> = { any: "always", "on-failure": "on-failure", none: "no" };
const mostReplicas = 100;

/** Writes one service of a Compose file as a container. */
export class ServiceWriter {
  private readonly name: string;
  private readonly service: MapNode;
  private readonly around: Surroundings;
  private readonly out: TerraformWriter;

  constructor(name: string, service: MapNode, around: Surroundings, out: TerraformWriter) {
    this.name = name;
    this.service = service;
    this.around = around;
    this.out = out;
  }

  write(): void {
    const { line } = this.service;
    const replicas = this.replicas();
    if (replicas !== undefined) this.out.attribute("count", String(replicas.count), replicas.line);
    this.writeName(replicas !== undefined);
    const image = this.code("image") ?? { code: hclString(this.name), line };
    this.out.attribute("image", this.around.built(this.name) ?? image.code, image.line);
    this.writePlain();
    this.writeCommands();
    this.writeEnvironment();
    this.writeLimits();
    this.writeRestart();
    this.writeLogging();
    this.writeMemoryMounts();
    this.writeDependencies();
    this.writePorts();
    this.writeMounts();
    this.writeNetworks();
    this.writeCapabilities();
    this.writeHealthcheck();
    this.writeSmallBlocks();
  }

  private field(...path: string[]): DocumentNode | undefined {
    return at(this.service, ...path);
  }

  /** The text of a field as code. */
  private code(...path: string[]): { code: string; line: number } | undefined {
    const placed = textAt(this.service, ...path);
    return placed && { code: this.around.texts.code(placed.text, placed.line), line: placed.line };
  }

  /** The text of a field with its defaults in place. */
  private plain(...path: string[]): Placed | undefined {
    const placed = textAt(this.service, ...path);
    return placed && { ...placed, text: this.around.texts.plain(placed.text) };
  }

  private list(texts: readonly Placed[]): Hcl {
    return { list: texts.map(({ text, line }) => ({ value: this.around.texts.code(text, line), line })) };
  }

  private block(name: string, line: number, body: () => void): void {
    this.out.block(name, [], { line, endLine: line }, body);
  }

  private replicas(): { count: number; line: number } | undefined {
    const said = this.plain("deploy", "replicas") ?? this.plain("scale");
    if (said === undefined) return undefined;
    const count = Number(said.text);
    return Number.isInteger(count) && count > 1 ? { count: Math.min(count, mostReplicas), line: said.line } : undefined;
  }

  private writeName(isCounted: boolean): void {
    const { code, line } = this.code("container_name") ?? { code: hclString(this.name), line: this.service.line };
    const name = isCounted && code.startsWith('"') ? `${code.slice(0, -1)}-\${count.index + 1}"` : code;
    this.out.attribute("name", name, line);
  }

  private writePlain(): void {
    for (const [key, name] of Object.entries(plainTexts)) {
      const value = this.code(key);
      if (value !== undefined) this.out.attribute(name, value.code, value.line);
    }
    for (const [key, name] of Object.entries(plainBools)) {
      const node = this.field(key);
      if (node !== undefined) this.out.attribute(name, String(isTrue(node)), node.line);
    }
    for (const [key, name] of Object.entries(plainLists)) {
      const node = this.field(key);
      if (node !== undefined) this.out.attribute(name, this.list(textsOf(node)), node.line);
    }
    const grace = this.plain("stop_grace_period");
    const stop = grace && seconds(grace.text);
    if (grace !== undefined && stop !== undefined) this.out.attribute("stop_timeout", String(stop), grace.line);
    this.writeMap("sysctls", this.field("sysctls"));
  }

  private writeMap(name: string, node: DocumentNode | undefined): void {
    const pairs = pairsOf(node);
    if (node === undefined || pairs.length === 0) return;
    const object = pairs.map(({ key, value, line }) => ({
      key,
      value: this.around.texts.code(value ?? "", line),
      line,
    }));
    this.out.attribute(name, { object }, node.line);
  }

  private writeCommands(): void {
    for (const name of ["entrypoint", "command"]) {
      const node = this.field(name);
      if (node === undefined) continue;
      const texts = textsOf(node);
      const words =
        node.kind === "scalar"
          ? texts.flatMap(({ text, line }) => shellWords(text).map((word) => ({ text: word, line })))
          : texts;
      this.out.attribute(name, this.list(words), node.line);
    }
  }

  private writeEnvironment(): void {
    const node = this.field("environment");
    const pairs = pairsOf(node);
    if (node === undefined || pairs.length === 0) return;
    const list = pairs.map(({ key, value, line }) => ({
      // A key alone is taken from the caller's environment.
      value: this.around.texts.code(`${key}=${value ?? `\${${key}}`}`, line),
      line,
    }));
    this.out.attribute("env", { list }, node.line);
  }

  private writeLimits(): void {
    const size = (name: string, ...paths: string[][]): void => {
      const said = paths.map((path) => this.plain(...path)).find((placed) => placed !== undefined);
      const amount = said && mebibytes(said.text);
      if (said !== undefined && amount !== undefined) this.out.attribute(name, String(amount), said.line);
    };
    size("memory", ["deploy", "resources", "limits", "memory"], ["mem_limit"]);
    size("shm_size", ["shm_size"]);
    const limit = this.code("deploy", "resources", "limits", "cpus");
    if (limit !== undefined && this.field("cpus") === undefined) this.out.attribute("cpus", limit.code, limit.line);
  }

  private writeRestart(): void {
    const said = this.plain("restart") ?? this.plain("deploy", "restart_policy", "condition");
    if (said === undefined) return;
    const [policy, times] = cutAt(said.text, ":");
    this.out.attribute("restart", hclString(own(restarts, policy) ?? policy), said.line);
    if (times !== undefined && /^\d{1,6}$/.test(times)) this.out.attribute("max_retry_count", times, said.line);
  }

  private writeLogging(): void {
    const driver = this.code("logging", "driver");
    if (driver !== undefined) this.out.attribute("log_driver", driver.code, driver.line);
    this.writeMap("log_opts", this.field("logging", "options"));
  }

  private writeMemoryMounts(): void {
    const texts = textsOf(this.field("tmpfs"));
    const mounts = this.mounts().filter(({ isMemory }) => isMemory);
    const object = [
      ...texts.map(({ text, line }) => {
        const [path, options = ""] = cutAt(text, ":");
        return { path, options, line };
      }),
      ...mounts.map(({ target, line }) => ({ path: target, options: "", line })),
    ].map(({ path, options, line }) => ({ key: path, value: hclString(options), line }));
    const [first] = object;
    if (first !== undefined) this.out.attribute("tmpfs", { object }, first.line);
  }

  private writeDependencies(): void {
    const needed = [...namesOf(this.field("depends_on")), ...textsOf(this.field("links"))];
    const list = needed.flatMap(({ text, line }) => {
      const [service] = cutAt(text, ":");
      const label = this.around.containers.get(service);
      return label === undefined || service === this.name ? [] : [{ value: `docker_container.${label}`, line }];
    });
    const unique = [...new Map(list.map((item) => [item.value, item])).values()];
    const [first] = unique;
    if (first !== undefined) this.out.attribute("depends_on", { list: unique }, first.line);
  }

  private writePorts(): void {
    for (const { internal, external, ip, protocol, line } of portsOf(this.field("ports"), (text) =>
      this.around.texts.plain(text),
    ))
      this.block("ports", line, () => {
        this.out.attribute("internal", internal, line);
        if (external !== undefined) this.out.attribute("external", external, line);
        if (ip !== undefined) this.out.attribute("ip", hclString(ip), line);
        if (protocol !== undefined) this.out.attribute("protocol", hclString(protocol), line);
      });
  }

  private mounts() {
    return mountsOf(this.field("volumes"), (text) => this.around.texts.plain(text));
  }

  private writeMounts(): void {
    for (const { target, volume, path, readOnly, isMemory, line } of this.mounts()) {
      if (isMemory) continue;
      this.writeMount(target, readOnly, line, () => {
        if (path !== undefined) this.out.attribute("host_path", pathCode(path), line);
        else if (volume !== undefined)
          this.out.attribute("volume_name", this.around.volumes.get(volume) ?? hclString(volume), line);
      });
    }
    for (const kind of ["secrets", "configs"] as const)
      for (const { source, target, line } of this.handed(kind)) {
        const file = this.around.files.get(`${kind} ${source}`);
        if (file !== undefined)
          this.writeMount(target, true, line, () => this.out.attribute("host_path", pathCode(file), line));
      }
  }

  private writeMount(target: string, readOnly: boolean, line: number, source: () => void): void {
    this.block("volumes", line, () => {
      source();
      this.out.attribute("container_path", hclString(target), line);
      if (readOnly) this.out.attribute("read_only", "true", line);
    });
  }

  /** Secrets and configurations that the service is handed, and where they appear in its container. */
  private handed(kind: "secrets" | "configs"): { source: string; target: string; line: number }[] {
    const node = this.field(kind);
    const folder = kind === "secrets" ? "/run/secrets/" : "/";
    if (node?.kind !== "list") return [];
    return node.items.flatMap((item) => {
      const source = textOf(item) ?? textOf(at(item, "source"));
      if (source === undefined) return [];
      const target = textOf(at(item, "target")) ?? source;
      return [{ source, target: target.startsWith("/") ? target : `${folder}${target}`, line: item.line }];
    });
  }

  private writeNetworks(): void {
    if (this.field("network_mode") !== undefined) return;
    const node = this.field("networks");
    const joined = namesOf(node);
    const used = joined.length > 0 ? joined : [{ text: "default", line: this.service.line }];
    for (const { text, line } of used)
      this.block("networks_advanced", line, () => {
        this.out.attribute("name", this.around.networks.get(text) ?? hclString(text), line);
        const aliases = [{ text: this.name, line }, ...textsOf(at(node, text, "aliases"))];
        this.out.attribute("aliases", this.list(aliases), line);
        const address = textOf(at(node, text, "ipv4_address"));
        if (address !== undefined) this.out.attribute("ipv4_address", this.around.texts.code(address, line), line);
      });
  }

  private writeCapabilities(): void {
    const [add, drop] = [this.field("cap_add"), this.field("cap_drop")];
    const first = add ?? drop;
    if (first === undefined) return;
    this.block("capabilities", first.line, () => {
      if (add !== undefined) this.out.attribute("add", this.list(textsOf(add)), add.line);
      if (drop !== undefined) this.out.attribute("drop", this.list(textsOf(drop)), drop.line);
    });
  }

  private writeHealthcheck(): void {
    const node = this.field("healthcheck");
    if (node?.kind !== "map") return;
    const test = at(node, "test");
    const words = textsOf(test);
    const [first] = words;
    const isShell = first !== undefined && (test?.kind === "scalar" || !/^(?:CMD|CMD-SHELL|NONE)$/.test(first.text));
    const command = isTrue(at(node, "disable"))
      ? [{ text: "NONE", line: node.line }]
      : isShell
        ? [{ text: "CMD-SHELL", line: first.line }, ...words]
        : words;
    this.block("healthcheck", node.line, () => {
      this.out.attribute("test", this.list(command), test?.line ?? node.line);
      for (const name of ["interval", "timeout", "start_period"]) {
        const value = textAt(node, name);
        if (value !== undefined) this.out.attribute(name, hclString(value.text), value.line);
      }
      const retries = textAt(node, "retries");
      if (retries !== undefined && /^\d{1,6}$/.test(retries.text))
        this.out.attribute("retries", retries.text, retries.line);
    });
  }

  private writeSmallBlocks(): void {
    for (const { text, line } of textsOf(this.field("devices"))) {
      const [host, others] = cutAt(text, ":");
      const [inside, permissions] = others === undefined ? [host, undefined] : cutAt(others, ":");
      this.block("devices", line, () => {
        this.out.attribute("host_path", hclString(host), line);
        this.out.attribute("container_path", hclString(inside), line);
        if (permissions !== undefined) this.out.attribute("permissions", hclString(permissions), line);
      });
    }
    for (const { key, value, line } of pairsOf(this.field("extra_hosts"))) {
      const [host, ip = ""] = value === undefined ? cutAt(key, ":") : [key, value];
      this.block("host", line, () => {
        this.out.attribute("host", hclString(host), line);
        this.out.attribute("ip", hclString(ip), line);
      });
    }
    for (const { key, value, line } of pairsOf(this.field("labels")))
      this.block("labels", line, () => {
        this.out.attribute("label", hclString(key), line);
        this.out.attribute("value", this.around.texts.code(value ?? "", line), line);
      });
  }
}

/** Terraform's provider wants whole paths; Compose takes one from where its file lies. */
const pathCode = (path: string): string =>
  /^(?:\/|[A-Za-z]:)/.test(path)
    ? hclString(path)
    : path.startsWith("~")
      ? `pathexpand(${hclString(path)})`
      : `abspath(${hclString(path)})`;
