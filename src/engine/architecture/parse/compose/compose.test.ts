import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseHcl } from "../hcl/index.ts";
import { unknownArguments } from "../kubernetes/translate-fixture.ts";
import schema from "./fixtures/provider-schema.json" with { type: "json" };
import { translateCompose } from "./index.ts";

const votingApp = readFileSync(new URL("fixtures/voting-app.yaml", import.meta.url), "utf8");
const translate = (text: string) => translateCompose({ name: "compose.yaml", text });

const terraformOf = (text: string): string[] =>
  translate(text)
    .text.split("\n")
    .map((line) => line.trim());

/** A service with these fields, each on a line. */
const service = (fields: string, name = "web"): string =>
  `services:\n  ${name}:\n    image: nginx:1.25\n${fields.replaceAll(/^(?=.)/gm, "    ")}\n`;

describe("a Compose file as Terraform", () => {
  it.each([
    ["a published port", "ports: ['8080:80']", ["internal = 80", "external = 8080"]],
    ["a port of one address", "ports: ['127.0.0.1:8080:80/udp']", ['ip = "127.0.0.1"', 'protocol = "udp"']],
    ["a range of ports", "ports: ['3000-3001:80-81']", ["external = 3000", "external = 3001", "internal = 81"]],
    ["a port at length", "ports: [{target: 80, published: '8080'}]", ["internal = 80", "external = 8080"]],
    ["a path of the host", "volumes: ['/etc/x:/x:ro']", ['host_path = "/etc/x"', "read_only = true"]],
    ["a path beside the file", "volumes: ['./x:/x']", ['host_path = abspath("./x")']],
    ["memory as a file system", "tmpfs: /run", ["tmpfs = {", '"/run" = ""']],
    ["environment as a list", "environment: ['A=1=2', B]", ['env = ["A=1=2", "B=${var.b}"]']],
    ["environment as a map", "environment: {A: 1}", ['env = ["A=1"]']],
    ["a default of the environment", "hostname: ${NAME:-web}", ['hostname = "web"']],
    ["a required value of the environment", "hostname: ${NAME:?set it}", ["hostname = var.name", 'variable "name" {']],
    ["a dollar of its own", "hostname: a$${b}", ['hostname = "a$${b}"']],
    ["a dollar before a name", "hostname: $$$B-%{x}", ['hostname = "${"$"}${var.b}-%%{x}"']],
    ["a command line", "command: sh -c 'a b'", ['command = ["sh", "-c", "a b"]']],
    ["a shell's check", "healthcheck: {test: curl localhost}", ['test = ["CMD-SHELL", "curl localhost"]']],
    ["no check", "healthcheck: {disable: true}", ['test = ["NONE"]']],
    [
      "capabilities",
      "cap_add: [SYS_ADMIN]\ncap_drop: [ALL]",
      ["capabilities {", 'add = ["SYS_ADMIN"]', 'drop = ["ALL"]'],
    ],
    ["limits", "mem_limit: 1g\ncpus: 0.5", ["memory = 1024", 'cpus = "0.5"']],
    ["a policy of restarts", "restart: on-failure:3", ['restart = "on-failure"', "max_retry_count = 3"]],
    ["the host's network", "network_mode: host", ['network_mode = "host"']],
    ["several of one", "scale: 3", ["count = 3", 'name = "web-${count.index + 1}"']],
    ["labels as a list", "labels: ['a=b']", ['label = "a"', 'value = "b"']],
    ["a host of its own", "extra_hosts: ['db:10.0.0.1']", ['host = "db"', 'ip = "10.0.0.1"']],
  ])("%s", (_, fields, lines) => {
    const text = service(fields);
    expect(terraformOf(text)).toEqual(expect.arrayContaining(lines));
    expect(parseHcl(translate(text).text).problems).toEqual([]);
    expect(unknownArguments(translate(text).text, schema)).toEqual([]);
  });

  it("the example has only arguments that the provider has", () => {
    const { text, problems } = translate(votingApp);
    expect(problems).toEqual([]);
    expect(unknownArguments(text, schema)).toEqual([]);
  });

  it("builds images, refers to volumes and networks, and waits for what it depends on", () => {
    expect(terraformOf(votingApp)).toEqual(
      expect.arrayContaining([
        "image = docker_image.vote.image_id",
        'target = "production"',
        "volume_name = docker_volume.db-data.name",
        "name = docker_network.back.name",
        'aliases = ["db", "database"]',
        "depends_on = [docker_container.redis, docker_container.db]",
        'image = "registry.example.com/worker:1.4"',
      ]),
    );
  });

  it("puts services without a network of their own into one", () => {
    expect(terraformOf(service("tty: true"))).toEqual(
      expect.arrayContaining(['resource "docker_network" "default" {', "name = docker_network.default.name"]),
    );
    expect(terraformOf(service("network_mode: host")).join("\n")).not.toContain("docker_network");
  });

  it("takes merged fields from where they are written", () => {
    const { text, lines } = translate(votingApp);
    const at = text.split("\n").findIndex((line) => line.includes('restart = "unless-stopped"'));
    expect(votingApp.split("\n")[(lines[at] ?? 0) - 1]).toContain("restart: unless-stopped");
  });

  it("hands files to services as secrets", () => {
    const text = `${service("secrets: [token]")}secrets: {token: {file: ./token.txt}}\n`;
    expect(terraformOf(text)).toEqual(
      expect.arrayContaining(['host_path = abspath("./token.txt")', 'container_path = "/run/secrets/token"']),
    );
  });

  it.each([
    ["an extended service", service("extends: {file: a.yaml, service: b}"), /docker compose config/],
    ["a file of variables", service("env_file: .env"), /environment file/],
    ["included files", `include: [a.yaml]\n${service("tty: true")}`, /docker compose config/],
    ["no services", "services: {}\n", /no services/],
  ])("%s is told of", (_, text, message) => {
    expect(translate(text).problems.map((problem) => problem.message)).toEqual([expect.stringMatching(message)]);
  });
});

describe("a hostile Compose file", () => {
  const breaking = ['x" {}\nresource "a" "b', '${file("/etc/passwd")}', "%{ for x in y }", "__proto__", "a\\"];

  it.each(breaking)("a name cannot leave its place: %j", (name) => {
    const quoted = JSON.stringify(name);
    const fields = ["environment", "labels", "sysctls"].map((key) => `    ${key}: {${quoted}: ${quoted}}\n`).join("");
    const text = `services:\n  ${quoted}:\n    image: ${quoted}\n    command: ${quoted}\n${fields}    ports: [${quoted}]\n    volumes: [${quoted}]\nvolumes: {${quoted}: {}}\nnetworks: {${quoted}: {name: ${quoted}}}\n`;
    const parsed = parseHcl(translate(text).text);
    expect(parsed.problems).toEqual([]);
    const heads = parsed.body.map((item) => (item.kind === "block" ? (item.labels[0] ?? "") : item.name));
    expect(heads.filter((head) => !/^docker_(?:network|volume|container)$/.test(head))).toEqual([]);
  });

  it.each([
    "services: [1]\n",
    "services: {a: [1], b: null, c: {ports: {a: b}, volumes: 1, deploy: [x]}}\n",
    "services: {a: {build: [], healthcheck: 1, networks: [[]]}}\n",
  ])("what is shaped otherwise is read as far as it goes: %j", (text) => {
    expect(parseHcl(translate(text).text).problems).toEqual([]);
  });

  it("a range of ports is no flood", () => {
    expect(terraformOf(service("ports: ['1-65535:1-65535']")).filter((line) => line === "ports {").length).toBe(100);
  });
});
