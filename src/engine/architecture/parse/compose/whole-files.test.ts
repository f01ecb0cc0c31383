import { expect, test } from "vitest";
import { translateCompose } from "./index.ts";

const textOf = (text: string) => translateCompose({ name: "compose.yaml", text });

/** The lines of a Terraform block by its head, without indentation; empty where there is none. */
const blockOf = (text: string, head: string): string[] =>
  ((text.split(`${head} {\n`)[1] ?? "").split("\n}\n")[0] ?? "").split("\n").map((line) => line.trim());

test.each<[what: string, compose: string, head: string, lines: string[]]>([
  [
    "a network with a name, a driver and addresses of its own",
    `services: {web: {image: "nginx:1", networks: [back]}}
networks:
  back:
    name: shop-back
    driver: bridge
    internal: true
    enable_ipv6: true
    ipam: {config: [{subnet: 10.1.0.0/16, gateway: 10.1.0.1, ip_range: 10.1.1.0/24}]}`,
    'resource "docker_network" "back"',
    [
      'name = "shop-back"',
      'driver = "bridge"',
      "internal = true",
      "ipv6 = true",
      "ipam_config {",
      'subnet = "10.1.0.0/16"',
      'gateway = "10.1.0.1"',
      'ip_range = "10.1.1.0/24"',
      "}",
    ],
  ],
  [
    "a service's own address and name in a network",
    `services: {web: {image: "nginx:1", networks: {back: {ipv4_address: 10.1.0.9, aliases: [api]}}}}
networks: {back: {}}`,
    'resource "docker_container" "web"',
    [
      'name = "web"',
      'image = "nginx:1"',
      "networks_advanced {",
      "name = docker_network.back.name",
      'aliases = ["web", "api"]',
      'ipv4_address = "10.1.0.9"',
      "}",
    ],
  ],
  [
    "a network and a volume that somebody else made",
    `services: {web: {image: "nginx:1", networks: [outside], volumes: ["kept:/data"]}}
networks: {outside: {external: true, name: company}}
volumes: {kept: {external: true}}`,
    'resource "docker_container" "web"',
    [
      'name = "web"',
      'image = "nginx:1"',
      "volumes {",
      'volume_name = "kept"',
      'container_path = "/data"',
      "}",
      "networks_advanced {",
      'name = "company"',
      'aliases = ["web"]',
      "}",
    ],
  ],
  [
    "a volume with a driver and its options",
    `services: {web: {image: "nginx:1", volumes: ["data:/data"]}}
volumes:
  data:
    name: shop-data
    driver: local
    driver_opts: {type: nfs, device: ":/exports", o: }`,
    'resource "docker_volume" "data"',
    [
      'name = "shop-data"',
      'driver = "local"',
      "driver_opts = {",
      'type = "nfs"',
      'device = ":/exports"',
      'o = ""',
      "}",
    ],
  ],
  [
    "an image that is built with arguments, one of which comes from outside",
    `services:
  web:
    image: shop/web:\${TAG:-1}
    build: {context: ./web, dockerfile: Dockerfile.prod, target: run, args: [NODE_ENV=production, COMMIT]}`,
    'resource "docker_image" "web"',
    [
      'name = "shop/web:1"',
      "build {",
      'context = "./web"',
      'dockerfile = "Dockerfile.prod"',
      'target = "run"',
      "build_args = {",
      'NODE_ENV = "production"',
      "COMMIT = var.commit",
      "}",
      "}",
    ],
  ],
  [
    "an image that is built and has no name",
    "services: {web: {build: ./web}}",
    'resource "docker_image" "web"',
    ['name = "web"', "build {", 'context = "./web"', "}"],
  ],
  [
    "secrets and configurations that are files; what has no file or no name is left out",
    `services: {web: {image: "nginx:1", network_mode: host, secrets: [key, {source: cert, target: /etc/cert.pem}, {uid: "1"}, cloud], configs: [{source: site, target: site.conf}]}}
secrets: {key: {file: ./key.txt}, cert: {file: ~/cert.pem}, cloud: {external: true}}
configs: {site: {file: ./site.conf}}`,
    'resource "docker_container" "web"',
    [
      'name = "web"',
      'image = "nginx:1"',
      'network_mode = "host"',
      "volumes {",
      'host_path = abspath("./key.txt")',
      'container_path = "/run/secrets/key"',
      "read_only = true",
      "}",
      "volumes {",
      'host_path = pathexpand("~/cert.pem")',
      'container_path = "/etc/cert.pem"',
      "read_only = true",
      "}",
      "volumes {",
      'host_path = abspath("./site.conf")',
      'container_path = "/site.conf"',
      "read_only = true",
      "}",
    ],
  ],
])("%s", (_, compose, head, lines) => {
  const { text, problems } = textOf(compose);
  expect(blockOf(text, head)).toEqual(lines);
  expect(problems).toEqual([]);
});

test.each<[field: string, lines: string[]]>([
  ["stop_grace_period: 1m30s", ["stop_timeout = 90"]],
  ["stop_grace_period: soon", []],
  ["entrypoint: [sh, -c, a b]", ['entrypoint = ["sh", "-c", "a b"]']],
  [
    "devices: ['/dev/ttyUSB0:/dev/ttyS0:rw', /dev/fuse]",
    [
      "devices {",
      'host_path = "/dev/ttyUSB0"',
      'container_path = "/dev/ttyS0"',
      'permissions = "rw"',
      "}",
      "devices {",
      'host_path = "/dev/fuse"',
      'container_path = "/dev/fuse"',
      "}",
    ],
  ],
  ["extra_hosts: ['v6:::1']", ["host {", 'host = "v6"', 'ip = "::1"', "}"]],
  ["extra_hosts: {db: 10.0.0.5}", ["host {", 'host = "db"', 'ip = "10.0.0.5"', "}"]],
  ["cap_drop: [ALL]", ["capabilities {", 'drop = ["ALL"]', "}"]],
  ["cap_add: [NET_ADMIN]", ["capabilities {", 'add = ["NET_ADMIN"]', "}"]],
  ["logging: {driver: syslog}", ['log_driver = "syslog"']],
  ["deploy: {replicas: 1}", []],
  ["deploy: {replicas: 3}", ["count = 3"]],
  ["sysctls: [net.core.somaxconn=1024]", ["sysctls = {", '"net.core.somaxconn" = "1024"', "}"]],
  ["hostname: 'a${B+c}d'", ['hostname = "ad"']],
  [
    "volumes: [{type: tmpfs, target: /run}, {type: bind, source: /etc/x, target: /x}, {type: volume, target: /own}]",
    [
      "tmpfs = {",
      '"/run" = ""',
      "}",
      "volumes {",
      'host_path = "/etc/x"',
      'container_path = "/x"',
      "}",
      "volumes {",
      'container_path = "/own"',
      "}",
    ],
  ],
  ["volumes: ['${DIR:-/srv}/x:/x']", ["volumes {", 'host_path = "/srv/x"', 'container_path = "/x"', "}"]],
  ["volumes: ['$$x:/y']", ["volumes {", 'host_path = abspath("$x")', 'container_path = "/y"', "}"]],
  ["ports: [http]", []],
  ["ports: ['[::1]:8080:80']", ["ports {", "internal = 80", "external = 8080", 'ip = "::1"', "}"]],
  [
    "ports: [{target: 53, protocol: udp, host_ip: 127.0.0.1}]",
    ["ports {", "internal = 53", 'ip = "127.0.0.1"', 'protocol = "udp"', "}"],
  ],
])("a service with %s", (field, lines) => {
  const { text } = textOf(`services: {web: {image: "nginx:1", network_mode: host, ${field}}}`);
  const own = blockOf(text, 'resource "docker_container" "web"');
  const common = new Set(['image = "nginx:1"', 'network_mode = "host"']);
  expect(own.filter((line) => !common.has(line) && !line.startsWith("name = "))).toEqual(lines);
});
