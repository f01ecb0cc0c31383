import type { Component } from "../../model/index.ts";
import type { Objects } from "./objects.ts";

/** Stores that an operator runs for the object that describes them. */
const storeTypes: readonly string[] = [
  "kubernetes_postgresql_cluster",
  "kubernetes_mysql_cluster",
  "kubernetes_mongodb_cluster",
  "kubernetes_redis_cluster",
  "kubernetes_elasticsearch_cluster",
  "kubernetes_kafka_cluster",
  "kubernetes_rabbitmq_cluster",
];

/** What operators add to a store's name to name the services that they make for it. */
const added =
  /^rf[rs]-|-(?:rw|ro|r|svc|primary|replicas|master|leader|follower|client|nodes|es-http|kafka-bootstrap|kafka-brokers|pgbouncer|haproxy|proxysql|pxc|mongos)$/g;

/** The store that a host names: `orders-db-rw.shop.svc`. */
export const storeNamed = (host: string, own: string, objects: Objects): Component | undefined => {
  const [name = "", second] = host.split(".");
  const namespace = second === undefined || second === "svc" ? own : second;
  for (const candidate of new Set([name, name.replaceAll(added, "")]))
    for (const type of storeTypes) {
      const found = objects.find(type, namespace, candidate);
      if (found !== undefined) return found;
    }
  return undefined;
};
