import { expect, it } from "vitest";
import { shortImage, softwareOf } from "./software.ts";

it.each([
  ["postgres:16", "app.postgresql", "postgres:16"],
  ["registry:5000/bitnami/postgresql@sha256:0123", "app.postgresql", "postgresql"],
  ["docker.io/library/redis:7-alpine", "app.redis", "redis:7-alpine"],
  ["redis-exporter:1", "app.redis", "redis-exporter:1"],
  ["mcr.microsoft.com/mssql/server:2022-latest", "generic.database", "server:2022-latest"],
  ["ghcr.io/team/mongo-express:1", "app.mongodb", "mongo-express:1"],
  ["team/nginx-proxy-of-ours", undefined, "nginx-proxy-of-ours"],
  ["constructor", undefined, "constructor"],
])("%s holds %s and is called %s", (image, software, called) => {
  expect([softwareOf(image), shortImage(image)]).toEqual([software, called]);
});
