import { asText, isObject, isUnknown } from "../../model/index.ts";
import type { Value } from "../../model/index.ts";
import type { Draft } from "./cfn.ts";
import { deepest } from "./cfn.ts";
import type { Handle } from "./mapping.ts";
import type { Reader } from "./reader.ts";
import type { Place } from "./values.ts";
import { askFor, isList, readJson, translate } from "./values.ts";

/** Objects whose keys are the user's own words, not names of properties. */
const freeMaps = new Set(["options", "dockerLabels", "driverOpts", "labels"]);

/** Containers must have these, or the task does not start. */
const required = new Set(["image", "name", "value", "valueFrom"]);

const capitalised = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);

/** What a setting of a program is to hold, by its name: `QUEUE_ARN` an ARN, `BUCKET_NAME` a name, all else an address. */
export const handleOfSetting = (name: string): Handle =>
  /arns?$/i.test(name) ? "arn" : /(?:_|^)name$/i.test(name) ? "name" : /(?:_|^)id$/i.test(name) ? "id" : "text";

/** The containers of a task: what Terraform gives as JSON, with the names that CloudFormation has for the same things. */
export const containerDefinitions = (task: Reader, path: string): Draft => {
  const given = task.raw(path);
  const shape = isUnknown(given) ? given.shape : given;
  const containers = typeof shape === "string" ? readJson(shape) : shape;
  if (!isList(containers)) return [];
  return containers.map((container, index) =>
    translateMember(
      container,
      { component: task.component, path: containerName(container) ?? `container.${index}`, handle: "text" },
      task,
      0,
    ),
  );
};

/** The one container of a batch job. */
export const containerDefinition = (job: Reader, path: string): Draft => {
  const given = job.raw(path);
  const shape = isUnknown(given) ? given.shape : given;
  const container = typeof shape === "string" ? readJson(shape) : shape;
  return isObject(container)
    ? translateMember(container, { component: job.component, path, handle: "text" }, job, 0)
    : undefined;
};

const containerName = (container: Value): string | undefined =>
  isObject(container) ? asText(container["name"]) : undefined;

/** A setting is known by its own name, anything else by where it stands. */
const pathOf = (place: Place, name: string, setting: string | undefined): string =>
  setting !== undefined && (name === "value" || name === "valueFrom")
    ? `${place.path.replace(/\..*$/, "")}.${setting}`
    : `${place.path}.${name}`;

const translateMember = (value: Value, place: Place, task: Reader, depth: number): Draft => {
  if (value === null || depth > deepest) return undefined;
  if (isUnknown(value) && value.shape !== undefined && typeof value.shape !== "string")
    return translateMember(value.shape, place, task, depth + 1);
  if (isList(value)) return value.map((item) => translateMember(item, place, task, depth + 1));
  if (!isObject(value)) return translate(value, place, task.translation);
  const setting = asText(value["name"]);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const member = {
        ...place,
        path: pathOf(place, name, setting),
        handle: handleOf(name, setting),
      };
      return [capitalised(name), memberOf(name, item, member, task, depth)];
    }),
  );
};

const memberOf = (name: string, item: Value, place: Place, task: Reader, depth: number): Draft => {
  if (freeMaps.has(name)) return translate(item, { ...place, handle: "name" }, task.translation);
  const found = translateMember(item, place, task, depth + 1);
  if (found === undefined && required.has(name)) return askFor(place, task.translation);
  return name === "value" && typeof found !== "object" && found !== undefined ? String(found) : found;
};

const handleOf = (name: string, setting: string | undefined): Handle =>
  name === "valueFrom" || name.endsWith("Arn")
    ? "arn"
    : name === "value" && setting !== undefined
      ? handleOfSetting(setting)
      : "text";
