import { isUnknown, read } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { textAt } from "./attributes.ts";

/** Attributes that decide what a thing of its kind costs: its size first, then its number. */
const deciding = [
  "instance_type",
  "instance_class",
  "node_type",
  "broker_node_group_info.instance_type",
  "cluster_config.instance_type",
  "host_instance_type",
  "replication_instance_class",
  "machine_type",
  "settings.tier",
  "vm_size",
  "size",
  "sku_name",
  "sku.name",
  "sku.tier",
  "sku",
  "tier",
  "engine",
  "storage_type",
  "storage_account_type",
  "account_tier",
  "desired_capacity",
  "desired_count",
  "num_cache_nodes",
  "node_count",
  "allocated_storage",
  "count",
] as const;

/** Why a component that is known to cost something is not in the sum; `isKnown` when its type has prices at all. */
export const whyUnpriced = (component: Component, isKnown: boolean): string => {
  if (!isKnown) return `${component.type} is not in the price table`;
  const set = deciding.filter((path) => read(component.attributes, path) !== undefined);
  const vague = set.find((path) => isUnknown(read(component.attributes, path)));
  if (vague !== undefined) return `${vague} is only known after apply`;
  const [path] = set;
  const value = path === undefined ? undefined : textAt(component, path);
  return path === undefined || value === undefined
    ? `no list price here for ${component.type} as it is written`
    : `no list price here for ${component.type} with ${path} ${JSON.stringify(value.slice(0, 80))}`;
};
