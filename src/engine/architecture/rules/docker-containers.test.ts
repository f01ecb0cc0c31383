import { expect, test } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Attributes } from "../model/index.ts";
import { dockerContainerRules } from "./docker-containers.ts";
import { answerOf, component, unshown } from "./rules-fixture.ts";
import type { RuleCase } from "./rules-fixture.ts";

const container = (attributes: Attributes) => component("docker_container", "c", attributes);
const mount = (path: string) => container({ volumes: [{ host_path: path, container_path: "/x" }] });
const port = (image: string, fields: Attributes) => container({ image, ports: [{ internal: 5432, ...fields }] });
const someday = new Unknown();

const cases: readonly RuleCase[] = [
  ["docker-privileged-container", container({ privileged: true }), "fail"],
  ["docker-privileged-container", container({ privileged: false }), "pass"],
  ["docker-privileged-container", container({ privileged: someday }), "unknown"],
  ["docker-runtime-socket", mount("/var/run/docker.sock"), "fail"],
  ["docker-runtime-socket", mount("/data"), "pass"],
  ["docker-host-path", mount("/etc/"), "fail"],
  ["docker-host-path", mount("/"), "fail"],
  ["docker-host-path", mount("/etc/nginx/conf.d"), "pass"],
  ["docker-host-path", container({ volumes: [{ volume_name: "v", container_path: "/etc" }] }), "pass"],
  ["docker-host-network", container({ network_mode: "host" }), "fail"],
  ["docker-host-network", container({ network_mode: "none" }), "pass"],
  ["docker-host-network", container({ network_mode: someday }), "unknown"],
  ["docker-host-process-namespace", container({ pid_mode: "host" }), "fail"],
  ["docker-host-process-namespace", container({}), "pass"],
  ["docker-added-capabilities", container({ capabilities: [{ add: ["CAP_SYS_ADMIN"] }] }), "fail"],
  ["docker-added-capabilities", container({ capabilities: [{ add: ["NET_BIND_SERVICE"] }] }), "pass"],
  ["docker-added-capabilities", container({ capabilities: someday }), "unknown"],
  ["docker-published-store", port("postgres:16", { external: 5432 }), "fail"],
  ["docker-published-store", port("postgres:16", { external: 5432, ip: "127.0.0.1" }), "pass"],
  ["docker-published-store", port("postgres:16", {}), "pass"],
  ["docker-published-store", port("nginx:1", { external: 80 }), "pass"],
  ["docker-unconfined", container({ security_opts: ["seccomp:unconfined"] }), "fail"],
  ["docker-unconfined", container({}), "pass"],
  ["docker-privilege-escalation", container({}), "fail"],
  ["docker-privilege-escalation", container({ security_opts: ["no-new-privileges:true"] }), "pass"],
  ["docker-privilege-escalation", container({ security_opts: someday }), "unknown"],
  ["docker-floating-image", container({ image: "registry:5000/app" }), "fail"],
  ["docker-floating-image", container({ image: "app:latest" }), "fail"],
  ["docker-floating-image", container({ image: "app:1.2" }), "pass"],
  ["docker-floating-image", container({ image: "app@sha256:00" }), "pass"],
  ["docker-floating-image", container({ image: someday }), "unknown"],
  ["docker-no-memory-limit", container({}), "fail"],
  ["docker-no-memory-limit", container({ memory: 256 }), "pass"],
  ["docker-host-ipc", container({ ipc_mode: "host" }), "fail"],
  ["docker-host-ipc", container({ ipc_mode: "private" }), "pass"],
  ["docker-host-users", container({ userns_mode: "host" }), "fail"],
  ["docker-host-users", container({}), "pass"],
  ["docker-root-user", container({ user: "0:0" }), "fail"],
  ["docker-root-user", container({ user: "root" }), "fail"],
  ["docker-root-user", container({ user: "1000" }), "pass"],
  ["docker-root-user", container({}), "pass"],
  ["docker-root-user", container({ user: someday }), "unknown"],
  ["docker-kept-capabilities", container({}), "fail"],
  ["docker-kept-capabilities", container({ capabilities: [{ drop: ["NET_RAW"] }] }), "fail"],
  ["docker-kept-capabilities", container({ capabilities: [{ drop: ["all"] }] }), "pass"],
  ["docker-kept-capabilities", container({ capabilities: someday }), "unknown"],
  ["docker-writable-root", container({}), "fail"],
  ["docker-writable-root", container({ read_only: true }), "pass"],
  ["docker-no-cpu-limit", container({}), "fail"],
  ["docker-no-cpu-limit", container({ cpus: "0.5" }), "pass"],
  ["docker-no-cpu-limit", container({ cpu_set: someday }), "unknown"],
  ["docker-unbounded-logs", container({}), "fail"],
  ["docker-unbounded-logs", container({ log_driver: "json-file", log_opts: { "max-file": "3" } }), "fail"],
  ["docker-unbounded-logs", container({ log_opts: { "max-size": "10m" } }), "pass"],
  ["docker-unbounded-logs", container({ log_driver: "local" }), "pass"],
  ["docker-unbounded-logs", container({ log_driver: someday }), "unknown"],
  ["docker-no-healthcheck", container({ healthcheck: [{ test: ["NONE"] }] }), "fail"],
  ["docker-no-healthcheck", container({ healthcheck: [{ test: ["CMD", "true"] }] }), "pass"],
  ["docker-no-restart-policy", container({ restart: "no" }), "fail"],
  ["docker-no-restart-policy", container({}), "fail"],
  ["docker-no-restart-policy", container({ restart: "always" }), "pass"],
  ["docker-no-restart-policy", container({ restart: someday }), "unknown"],
];

test.each(cases.map((row) => ({ row, id: row[0], outcome: row[2] })))("$id: $outcome", ({ row, outcome }) => {
  expect(answerOf(dockerContainerRules, row)).toBe(outcome);
});

test("every rule is shown failing and passing", () => {
  expect(unshown(dockerContainerRules, cases)).toEqual([]);
});
