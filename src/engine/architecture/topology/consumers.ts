import { isObject, isUnknown, read } from "../model/index.ts";
import type { Component, Model, Value } from "../model/index.ts";

/** Queues and streams: somebody puts in, somebody else takes out. */
const queues: ReadonlySet<string> = new Set([
  "aws.sqs",
  "aws.kinesis",
  "aws.msk",
  "aws.mq",
  "azure.service-bus",
  "azure.event-hubs",
]);

const isWorker = ({ name, attributes }: Component): boolean => {
  const own = read(attributes, "name") ?? read(attributes, "function_name");
  return /(?:^|[-_])(?:worker|consumer|processor)s?(?:$|[-_])/i.test(typeof own === "string" ? own : name);
};

const refsOf = (value: Value): readonly string[] => (isUnknown(value) ? value.refs : []);

/** What a Dataflow job reads: its parameters say so by their names. */
const inputsOf = (job: Component): string[] => {
  const parameters = read(job.attributes, "parameters");
  if (!isObject(parameters)) return [];
  return Object.entries(parameters).flatMap(([name, value]) => (name.startsWith("input") ? refsOf(value) : []));
};

const dataflow = ["google_dataflow_job", "google_dataflow_flex_template_job"];

/** Ends of an arrow. */
interface Ends {
  from: string;
  to: string;
}

/**
 * Tells which arrows lead to what their beginning is fed by: who may use a queue may mostly do both,
 * but a worker takes from one that nobody else takes from.
 */
export const fedFrom = (model: Model, arrows: readonly Ends[]): ((arrow: Ends) => boolean) => {
  const isTaken = new Set(arrows.map(({ from }) => from));
  const inputs = new Map(model.ofType(...dataflow).map((job) => [job.id, new Set(inputsOf(job))]));
  return ({ from, to }) => {
    const [user, source] = [model.find(from), model.find(to)];
    if (user === undefined || source === undefined) return false;
    if (inputs.get(from)?.has(to) === true) return true;
    return queues.has(source.service) && isWorker(user) && !isTaken.has(to);
  };
};
