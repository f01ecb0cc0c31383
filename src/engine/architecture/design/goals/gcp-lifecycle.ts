import { read, readAll } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { every } from "./cloud-goals.ts";
import { declared } from "./declared.ts";

/** Files that start in a colder class were put there by someone who knows them. */
const isHot = (bucket: Component): boolean =>
  /^(?:STANDARD|MULTI_REGIONAL|REGIONAL)?$/i.test(textAt(bucket, "storage_class") ?? "");

const hasClassRule = (bucket: Component): boolean =>
  readAll(bucket.attributes, "lifecycle_rule").some(([, rule]) => read(rule, "action.type") === "SetStorageClass");

const isThrifty = (bucket: Component): boolean =>
  textAt(bucket, "autoclass.enabled") === "true" || hasClassRule(bucket);

/** Whether files that nobody reads any more move to cheaper storage. */
export const isLean = (model: Model): boolean | undefined =>
  every(model.ofType("google_storage_bucket").filter(isHot), isThrifty);

/** Autoclass moves files to cheaper classes while nobody reads them, and back at no charge when someone does. */
export const addLifecycle = (model: Model): Edit[] =>
  declared(model, "google_storage_bucket")
    .filter((bucket) => isHot(bucket) && !isThrifty(bucket))
    .map(({ address }) => set(address, "autoclass.enabled", true));
