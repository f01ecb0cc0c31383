/** Service of what a container image holds, told by the last part of its name. */
const known: readonly (readonly [image: RegExp, service: string])[] = [
  [/^(?:postgres|postgresql|postgis|timescaledb|pgvector|spilo)/, "app.postgresql"],
  [/^(?:mariadb)/, "app.mariadb"],
  [/^(?:mysql|percona)/, "app.mysql"],
  [/^(?:mongo|mongodb)(?:$|[-_])/, "app.mongodb"],
  [/^(?:redis|valkey|keydb)(?:$|[-_])/, "app.redis"],
  [
    /^(?:cassandra|scylla|cockroach|neo4j|couchdb|clickhouse|arangodb|dgraph|mssql|oracle-?(?:xe|free|database))/,
    "generic.database",
  ],
  [/^elasticsearch/, "app.elasticsearch"],
  [/^opensearch$/, "app.opensearch"],
  [/^influxdb/, "app.influxdb"],
  [/^rabbitmq/, "app.rabbitmq"],
  [/^(?:kafka|cp-kafka|redpanda)$/, "app.kafka"],
  [/^nats(?:$|-server|-streaming)/, "app.nats"],
  [/^(?:nginx|nginx-unprivileged|openresty|nginx-ingress)$/, "app.nginx"],
  [/^traefik/, "app.traefik"],
  [/^envoy/, "app.envoy"],
  [/^prometheus$/, "app.prometheus"],
  [/^grafana/, "app.grafana"],
  [/^etcd/, "app.etcd"],
  [/^consul$/, "app.consul"],
  [/^vault$/, "app.vault"],
  [/^wordpress/, "app.wordpress"],
];

/** `registry:5000/team/postgres:16@sha256:…` → `team/postgres`, `16`. */
const partsOf = (image: string): { path: string; tag: string | undefined } => {
  const [named = ""] = image.split("@");
  const colon = named.lastIndexOf(":");
  const isTag = colon > named.lastIndexOf("/");
  return { path: isTag ? named.slice(0, colon) : named, tag: isTag ? named.slice(colon + 1) : undefined };
};

/** The software that an image is known to hold, as a service; `undefined` for anybody's own. */
export const softwareOf = (image: string): string | undefined => {
  const { path } = partsOf(image.toLowerCase());
  // Microsoft's database is called by its folder: `mssql/server`.
  const name = path.endsWith("/mssql/server") ? "mssql" : (path.split("/").at(-1) ?? "");
  return known.find(([pattern]) => pattern.test(name))?.[1];
};

/** An image as a picture names it: without its registry and digest. */
export const shortImage = (image: string): string => {
  const { path, tag } = partsOf(image);
  const name = path.split("/").at(-1) ?? path;
  return tag === undefined ? name : `${name}:${tag}`;
};
