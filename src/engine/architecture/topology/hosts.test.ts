import { expect, it } from "vitest";
import { hostsIn } from "./hosts.ts";

it.each([
  ["DATABASE_URL", "postgres://user@db:5432/x", ["db"]],
  ["DB_HOST", "db", ["db"]],
  ["KAFKA_BROKERS", "kafka-0:9092,kafka-1:9092", ["kafka-0", "kafka-1"]],
  ["SEEDS_HOSTS", "a.ns.svc.cluster.local, b", ["a.ns.svc.cluster.local", "b"]],
  [undefined, "--redis=redis:6379", ["redis"]],
  [undefined, "http://$(API_SERVICE_HOST)/", ["api"]],
  ["MODE", "redis", []],
  [undefined, "redis", []],
  ["AT", "12:30:00", []],
  ["IMAGE", "registry/app:1.25", []],
])("%s=%s names %j", (name, text, hosts) => {
  expect(hostsIn(name, text)).toEqual(hosts);
});
