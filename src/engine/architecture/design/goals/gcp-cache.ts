import { read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { add, addBlock, code, set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { declared, numberAt, singles } from "./declared.ts";
import { originOf } from "./gcp-origin.ts";

const caches = [
  "google_redis_instance",
  "google_redis_cluster",
  "google_memorystore_instance",
  "google_memcache_instance",
];

/** Whether a relational database has a cache beside it. */
export const isCached = (model: Model): boolean | undefined =>
  model.ofType("google_sql_database_instance").length === 0 ? undefined : model.ofType(...caches).length > 0;

const networkCode = `resource "google_compute_network" "stackstage" {
  name                    = "stackstage"
  auto_create_subnetworks = false
}
`;

const subnetCode = (region: string): string => `resource "google_compute_subnetwork" "stackstage" {
  name                     = "stackstage"
  region                   = "${region}"
  network                  = google_compute_network.stackstage.id
  ip_cidr_range            = "10.20.0.0/20"
  private_ip_google_access = true

  log_config {
    aggregation_interval = "INTERVAL_10_MIN"
    flow_sampling        = 0.5
    metadata             = "INCLUDE_ALL_METADATA"
  }
}
`;

export interface Place {
  network: string;
  subnetwork: string;
  edits: Edit[];
}

/** The design's network with a subnet of its, or a new one for the cache and what uses it. */
export const placeOf = (model: Model): Place | undefined => {
  for (const subnet of singles(model, "google_compute_subnetwork")) {
    const network = model.target(subnet, "network");
    if (network !== undefined && network.id === network.address)
      return { network: network.address, subnetwork: subnet.address, edits: [] };
  }
  if (model.ofType("google_compute_network", "google_compute_subnetwork").length > 0) return undefined;
  return {
    network: "google_compute_network.stackstage",
    subnetwork: "google_compute_subnetwork.stackstage",
    edits: [
      add("google_compute_network.stackstage", networkCode),
      add("google_compute_subnetwork.stackstage", subnetCode(model.region)),
    ],
  };
};

const cache = (network: string, region: string): string => `resource "google_redis_instance" "stackstage" {
  name                    = "stackstage"
  region                  = "${region}"
  tier                    = "STANDARD_HA"
  memory_size_gb          = 1
  authorized_network      = ${network}.id
  auth_enabled            = true
  transit_encryption_mode = "SERVER_AUTHENTICATION"
}
`;

const values = {
  CACHE_HOST: code("google_redis_instance.stackstage.host"),
  CACHE_PORT: code("google_redis_instance.stackstage.port"),
};

/** Tells the service where the cache is, and lets it into the network that it stands in. */
const connect = (service: Component, { network, subnetwork }: Place): Edit[] => [
  ...Object.entries(values).map(([name, value]) =>
    addBlock(service.address, "template.containers.env", { name, value }),
  ),
  ...(read(service.attributes, "template.vpc_access") === undefined
    ? [
        set(service.address, "template.vpc_access.egress", "PRIVATE_RANGES_ONLY"),
        set(service.address, "template.vpc_access.network_interfaces.network", code(`${network}.id`)),
        set(service.address, "template.vpc_access.network_interfaces.subnetwork", code(`${subnetwork}.id`)),
      ]
    : []),
];

/** A replicated Redis with a password and encryption beside a relational database. */
export const addCache = (model: Model): Edit[] => {
  const place = isCached(model) === false ? placeOf(model) : undefined;
  if (place === undefined) return [];
  return [
    ...place.edits,
    add("google_redis_instance.stackstage", cache(place.network, model.region)),
    ...declared(model, "google_cloud_run_v2_service").flatMap((service) => connect(service, place)),
  ];
};

const startsCold = (service: Component): boolean => !(numberAt(service, "template.scaling.min_instance_count") >= 1);

const called = (model: Model): Component[] => {
  const service = originOf(model)?.component;
  return service?.type === "google_cloud_run_v2_service" ? [service] : [];
};

/** Whether the first customer after a quiet hour is answered as fast as the others. */
export const isWarm = (model: Model): boolean | undefined =>
  called(model).length === 0 ? undefined : !called(model).some(startsCold);

/** One instance of what customers call is kept running. */
export const keepWarm = (model: Model): Edit[] =>
  called(model)
    .filter(startsCold)
    .map(({ address }) => set(address, "template.scaling.min_instance_count", 1));
