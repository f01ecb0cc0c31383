import { asText } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { addCdn, cdnOrigin } from "./aws-cdn.ts";
import { all, every } from "./cloud-goals.ts";
import { declared, numberAt } from "./declared.ts";

const buffering = "extended_s3_configuration.buffering_interval";
const window = "maximum_batching_window_in_seconds";
const shortBuffer = 60;

/** Firehose waits five minutes unless it is told otherwise. */
const waitsLong = (delivery: Component): boolean => !(numberAt(delivery, buffering) <= shortBuffer);

const deliveries = (model: Model): readonly Component[] =>
  declared(model, "aws_kinesis_firehose_delivery_stream").filter(
    ({ attributes }) => attributes["destination"] === "extended_s3",
  );

/** Whether customers are met at the edge; `undefined` when nothing faces them. */
export const hasCdn = (model: Model): boolean | undefined => {
  if (model.ofType("aws_cloudfront_distribution").length > 0) return true;
  return cdnOrigin(model) === undefined ? undefined : false;
};

/** Functions that a stream's records wait for: one batch of a shard after the other, unless several are read abreast. */
const streamReaders = (model: Model): Component[] =>
  model
    .ofType("aws_lambda_event_source_mapping")
    .filter(({ references }) => references.some(({ to }) => to.startsWith("aws_kinesis_stream.")));

const readsAbreast = (mapping: Component): boolean => numberAt(mapping, "parallelization_factor") > 1;

/** Over QUIC a first answer comes a round trip sooner. */
const isNewest = ({ attributes }: Component): boolean => (asText(attributes["http_version"]) ?? "").endsWith("3");

/** Whether answers come from near by, and whether what flows through the design is not kept waiting. */
export const isQuick = (model: Model): boolean | undefined =>
  all(
    hasCdn(model),
    every(deliveries(model), (delivery) => !waitsLong(delivery)),
    every(model.ofType("aws_lambda_event_source_mapping"), (mapping) => !(numberAt(mapping, window) > 1)),
    every(streamReaders(model), readsAbreast),
    every(model.ofType("aws_cloudfront_distribution"), isNewest),
  );

/** A CDN before what customers call; data is handed on within the minute. */
export const makeQuick = (model: Model): Edit[] => [
  ...addCdn(model),
  ...deliveries(model)
    .filter(waitsLong)
    .map(({ address }) => set(address, buffering, shortBuffer)),
  ...declared(model, "aws_lambda_event_source_mapping")
    .filter((mapping) => numberAt(mapping, window) > 1)
    .map(({ address }) => set(address, window, 0)),
  ...declared(model, "aws_lambda_event_source_mapping")
    .filter((mapping) => streamReaders(model).includes(mapping) && !readsAbreast(mapping))
    .map(({ address }) => set(address, "parallelization_factor", 5)),
  ...declared(model, "aws_cloudfront_distribution")
    .filter((distribution) => !isNewest(distribution))
    .map(({ address }) => set(address, "http_version", "http2and3")),
];
