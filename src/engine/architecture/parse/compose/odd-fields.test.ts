import { describe, expect, it } from "vitest";
import { translateCompose } from "./index.ts";

const translate = (text: string) => translateCompose({ name: "compose.yaml", text });
const linesOf = (text: string): string[] =>
  translate(text)
    .text.split("\n")
    .map((line) => line.trim());

const service = (fields: string): string =>
  `services:\n  web:\n    image: nginx:1.25\n${fields.replaceAll(/^(?=.)/gm, "    ")}\n`;

describe("fields of a service that are written in an odd way", () => {
  it.each([
    [
      "a path of Windows",
      String.raw`volumes: ['C:\data:/data:ro']`,
      [String.raw`host_path = "C:\\data"`, 'container_path = "/data"', "read_only = true"],
    ],
    ["a path of the home folder", "volumes: ['~/x:/x']", ['host_path = pathexpand("~/x")']],
    ["a volume without a name", "volumes: [/cache]", ['container_path = "/cache"']],
    [
      "a volume at length",
      "volumes: [{type: volume, source: data, target: /data}]",
      ['volume_name = "data"', 'container_path = "/data"'],
    ],
    ["memory at length", "volumes: [{type: tmpfs, target: /run}]", ['"/run" = ""']],
    ["memory with its options", "tmpfs: ['/run:size=64m']", ['"/run" = "size=64m"']],
    [
      "a port of version 6 of the protocol",
      "ports: ['[::1]:80:8080']",
      ['ip = "::1"', "external = 80", "internal = 8080"],
    ],
    [
      "a range of one port less outside than inside",
      "ports: ['80:8080-8081']",
      ["internal = 8080", "internal = 8081", "external = 80"],
    ],
    ["a stop that has fractions of a second", "stop_grace_period: 1m30s500ms", ["stop_timeout = 90"]],
    ["a size in bytes", "shm_size: 67108864", ["shm_size = 64"]],
    ["a size in kilobytes", "mem_limit: 2048k", ["memory = 2"]],
    [
      "a limit of the deployment",
      "deploy:\n  resources:\n    limits: {memory: 1g, cpus: '0.5'}",
      ["memory = 1024", 'cpus = "0.5"'],
    ],
    ["a policy of the deployment", "deploy:\n  restart_policy: {condition: any}", ['restart = "always"']],
    [
      "replicas of the deployment",
      "container_name: shop\ndeploy: {replicas: 500}",
      ["count = 100", 'name = "shop-${count.index + 1}"'],
    ],
    ["replicas that the caller counts", "scale: ${N:-2}\ncontainer_name: ${NAME}", ["count = 2", "name = var.name"]],
    [
      "a driver of logs",
      "logging: {driver: awslogs, options: {awslogs-group: shop}}",
      ['log_driver = "awslogs"', 'awslogs-group = "shop"'],
    ],
    [
      "a device",
      "devices: ['/dev/a:/dev/b:r', /dev/c]",
      ['host_path = "/dev/a"', 'container_path = "/dev/b"', 'permissions = "r"', 'container_path = "/dev/c"'],
    ],
    [
      "a host with a sign between",
      "extra_hosts: ['db=10.0.0.1', 'alone']",
      ['ip = "10.0.0.1"', 'host = "alone"', 'ip = ""'],
    ],
    ["a host of version 6", "extra_hosts: ['db:::1']", ['host = "db"', 'ip = "::1"']],
    ["labels without a value", "labels: [alone]", ['label = "alone"', 'value = ""']],
    [
      "settings of the kernel",
      "sysctls: [net.core.somaxconn=1024, alone]",
      ['"net.core.somaxconn" = "1024"', 'alone = ""'],
    ],
    [
      "a check of one word",
      "healthcheck: {test: [curl, localhost], interval: 30s, timeout: [1], retries: 3}",
      ['test = ["CMD-SHELL", "curl", "localhost"]', 'interval = "30s"', "retries = 3"],
    ],
    ["a check without words", "healthcheck: {test: [], retries: many}", ["test = []"]],
    ["a command of nothing", "command: ~\nentrypoint: []", ["command = []", "entrypoint = []"]],
    ["a value for a name that is set", "hostname: ${NAME:+set}x", ['hostname = "x"']],
    ["a name in braces", "hostname: ${NAME}", ["hostname = var.name"]],
    ["secrets at length", "secrets: [{source: key, target: id}, {target: x}, other]", []],
  ])("%s", (_, fields, lines) => {
    expect(linesOf(service(fields))).toEqual(expect.arrayContaining(lines));
  });

  it.each([
    ["a port that is no number", "ports: ['web', 'a-b', '80-x', {target: x}, '99999999999-1']", "ports {"],
    ["ports that are no list", "ports: 80", "ports {"],
    ["a mount that leads nowhere", "volumes: [{type: bind, source: /x}]", "volumes {"],
    ["mounts that are no list", "volumes: data", "volumes {"],
    ["a size that is none", "mem_limit: much", "memory ="],
    ["a time that is none", "stop_grace_period: soon", "stop_timeout"],
    ["replicas that are none", "deploy: {replicas: [2]}", "count ="],
    ["one replica", "deploy: {replicas: 1}", "count ="],
    ["an unknown number of tries", "restart: on-failure:often", "max_retry_count"],
    ["a service that links to itself", "links: ['web:me', 'nobody']", "depends_on"],
    ["secrets that are no list", "secrets: {a: b}", "volumes {"],
    ["a check that is no map", "healthcheck: yes", "healthcheck {"],
  ])("nothing is made of %s", (_, fields, absent) => {
    expect(linesOf(service(fields)).filter((line) => line.startsWith(absent))).toEqual([]);
  });
});

describe("what a Compose file declares beside its services", () => {
  it("has names, drivers and addresses of its own, and what is no text is left out", () => {
    const lines = linesOf(`services:
  web:
    image: {not: a text}
    build: {context: ./web, dockerfile: [x], target: prod, args: [VERSION, A=1]}
    networks: {front: {aliases: [shop], ipv4_address: 10.0.0.9}, default: ~}
  worker:
    build: .
    image: \${TAG:-worker:1}
networks:
  front:
    name: shop-front
    driver: [bridge]
    internal: true
    ipam: {config: [{subnet: 10.0.0.0/24, gateway: {a: b}}]}
  old: {external: true, name: legacy}
  older: {external: true}
volumes:
  data:
    name: {a: b}
    driver: local
    driver_opts: {type: nfs, device: ~}
`);
    expect(lines).toEqual(
      expect.arrayContaining([
        'resource "docker_network" "default" {',
        'name = "shop-front"',
        "internal = true",
        'subnet = "10.0.0.0/24"',
        'name = "data"',
        'driver = "local"',
        'type = "nfs"',
        'device = ""',
        'name = "web"',
        'context = "./web"',
        'target = "prod"',
        "VERSION = var.version_",
        'A = "1"',
        'name = "worker:1"',
        "image = docker_image.worker.image_id",
        'aliases = ["web", "shop"]',
        'ipv4_address = "10.0.0.9"',
      ]),
    );
    expect(lines.filter((line) => /^(?:dockerfile|gateway|driver = "\[)/.test(line))).toEqual([]);
  });

  it("tells of a file that holds nothing, and of what it does not follow", () => {
    const said = (text: string) => translate(text).problems.map(({ message }) => message);
    expect(said("# nothing yet")).toEqual(["nothing could be read of this Compose file"]);
    expect(said("services: []")).toEqual(["this Compose file has no services"]);
    expect(
      said("include: [other.yaml]\nservices:\n  web:\n    extends: {service: base}\n    env_file: [.env]\n"),
    ).toEqual([
      "included files are not read: send what `docker compose config` prints",
      "what a service extends is not read: send what `docker compose config` prints",
      "variables of an environment file are not read",
    ]);
  });
});
