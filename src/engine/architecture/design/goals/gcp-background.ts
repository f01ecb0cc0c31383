import { read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { code, set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { all, every } from "./cloud-goals.ts";
import { declared, numberAt } from "./declared.ts";
import { placeOf } from "./gcp-cache.ts";
import type { Place } from "./gcp-cache.ts";

// What works on events, behind the design's front or without one.

const functions = "google_cloudfunctions2_function";
const jobs = "google_dataflow_job";

const isTriggered = ({ attributes }: Component): boolean => read(attributes, "event_trigger") !== undefined;
const startsCold = (worker: Component): boolean => !(numberAt(worker, "service_config.min_instance_count") >= 1);
const usesEngine = (job: Component): boolean => textAt(job, "enable_streaming_engine") === "true";

/** Whether events are worked on at once: an instance is waiting for them, and jobs scale within seconds. */
export const isFlowQuick = (model: Model): boolean | undefined =>
  all(
    every(model.ofType(functions).filter(isTriggered), (worker) => !startsCold(worker)),
    every(model.ofType(jobs), usesEngine),
  );

/** One instance of each worker is kept running; streaming jobs hand their state to the service. */
export const makeFlowQuick = (model: Model): Edit[] => [
  ...declared(model, functions)
    .filter((worker) => isTriggered(worker) && startsCold(worker))
    .map(({ address }) => set(address, "service_config.min_instance_count", 1)),
  ...declared(model, jobs)
    .filter((job) => !usesEngine(job))
    .map(({ address }) => set(address, "enable_streaming_engine", true)),
];

const isInside = (worker: Component): boolean =>
  textAt(worker, "service_config.ingress_settings") === "ALLOW_INTERNAL_ONLY";
const isInsideJob = (job: Component): boolean => textAt(job, "ip_configuration") === "WORKER_IP_PRIVATE";

/** Whether nobody outside can call what only events should call. */
export const isFlowInside = (model: Model): boolean | undefined =>
  all(every(model.ofType(functions).filter(isTriggered), isInside), every(model.ofType(jobs), isInsideJob));

/** Workers without addresses of their own reach Google's services through a subnet that lets them. */
const moveInside = (job: Component, { subnetwork, edits }: Place): Edit[] => [
  ...edits,
  ...(edits.length === 0 ? [set(subnetwork, "private_ip_google_access", true)] : []),
  set(job.address, "subnetwork", code(`${subnetwork}.self_link`)),
  set(job.address, "ip_configuration", "WORKER_IP_PRIVATE"),
  // Without the service in between, workers would have to be let through to each other.
  set(job.address, "enable_streaming_engine", true),
];

const jobsInside = (model: Model): Edit[] => {
  const place = placeOf(model);
  if (place === undefined) return [];
  return declared(model, jobs)
    .filter((job) => !isInsideJob(job) && read(job.attributes, "subnetwork") === undefined)
    .flatMap((job) => moveInside(job, place));
};

/** Events still come in: they count as internal. */
export const keepFlowInside = (model: Model): Edit[] => [
  ...declared(model, functions)
    .filter((worker) => isTriggered(worker) && !isInside(worker))
    .map(({ address }) => set(address, "service_config.ingress_settings", "ALLOW_INTERNAL_ONLY")),
  ...jobsInside(model),
];
