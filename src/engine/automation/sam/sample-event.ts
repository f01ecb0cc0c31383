import { marksOf } from "../python/marks.ts";
import type { Workflow } from "../python/workflow.ts";

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Values that read like the real ones, by what a field's name ends with. */
const EXAMPLES: readonly (readonly [RegExp, Json])[] = [
  [/email$/, "customer@example.com"],
  [/(amount|total|price|size|count|number|quantity)$/, 4200],
  [/(created|timestamp|time)$/, 1_767_225_600],
  [/date$/, "2026-01-01T00:00:00Z"],
  [/phone$/, "+15551234567"],
  [/url|link$/, "https://example.com/item/42"],
  [/currency$/, "usd"],
  [/status$/, "succeeded"],
  [/(^|_)id$/, "id_42"],
  [/name$/, "Ada Lovelace"],
  [/(text|message|body|description)$/, "Hello from a test"],
];

const exampleOf = (name: string): Json => EXAMPLES.find(([pattern]) => pattern.test(name))?.[1] ?? `example ${name}`;

type Keys = readonly (string | number)[];

/** Puts a value at a path into a copy of a tree, with lists where the path has numbers. */
const put = (tree: Json | undefined, [key, ...rest]: Keys, value: Json): Json => {
  if (key === undefined) return tree !== undefined && typeof tree === "object" ? tree : value;
  if (typeof key === "number") {
    const items = Array.isArray(tree) ? [...tree] : [];
    while (items.length < key) items.push(null);
    items[key] = put(items[key] ?? undefined, rest, value);
    return items;
  }
  const fields =
    tree !== undefined && tree !== null && typeof tree === "object" && !Array.isArray(tree) ? { ...tree } : {};
  // As a field of its own: a path of the catalogue may well be called like something that every object has.
  return Object.fromEntries([
    ...Object.entries(fields).filter(([name]) => name !== key),
    [key, put(Object.hasOwn(fields, key) ? fields[key] : undefined, rest, value)],
  ]);
};

/** What the steps get as `trigger` when the event of the plan happens. */
const samplePayload = (workflow: Workflow): Json => {
  const { event } = workflow.trigger;
  let payload: Json = {};
  for (const field of event?.outputs ?? []) payload = put(payload, field.path, exampleOf(field.name));
  for (const mark of marksOf(workflow))
    if ("path" in mark && mark.value !== undefined) payload = put(payload, mark.path, mark.value);
  if (event === undefined && workflow.plan.trigger.type !== "schedule") {
    payload = {
      id: "id_42",
      email: "customer@example.com",
      name: "Ada Lovelace",
      message: "Hello from a test",
      amount: 4200,
    };
  }
  return payload;
};

/** What some senders number their events with. */
const NUMBERED: Readonly<Record<string, { [key: string]: string }>> = {
  github: { "x-github-delivery": "00000000-0000-4000-8000-000000000042" },
  shopify: { "x-shopify-webhook-id": "42" },
};

const headersOf = (workflow: Workflow): { [key: string]: string } => ({
  ...Object.fromEntries(marksOf(workflow).flatMap((mark) => ("header" in mark ? [[mark.header, mark.value]] : []))),
  ...NUMBERED[workflow.trigger.tool?.id ?? ""],
});

/** A value as DynamoDB types it. */
const attributeValue = (value: Json): Json => {
  if (value === null) return { NULL: true };
  if (typeof value === "boolean") return { BOOL: value };
  if (typeof value === "number") return { N: String(value) };
  if (Array.isArray(value)) return { L: value.map(attributeValue) };
  return typeof value === "string" ? { S: value } : { M: attributeValues(value) };
};

const attributeValues = (item: { [key: string]: Json }): { [key: string]: Json } =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, attributeValue(value)]));

/** A record of a table's stream: what happened to an item with the fields that the steps may read. */
const tableChange = (workflow: Workflow, payload: Json): Json => {
  const fields = typeof payload === "object" && payload !== null && !Array.isArray(payload) ? payload : {};
  const given = fields["item"] ?? payload;
  const item = typeof given === "object" && given !== null && !Array.isArray(given) ? given : {};
  const image = attributeValues({ id: "id_42", ...item });
  const [eventName = "INSERT"] = workflow.trigger.event?.changes ?? [];
  const table = workflow.plan.trigger.table ?? "items";
  return {
    eventID: "00000000000000000000000000000042",
    eventName,
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: "us-east-1",
    dynamodb: {
      ApproximateCreationDateTime: 1_767_225_600,
      Keys: { id: image["id"] ?? { S: "id_42" } },
      ...(eventName === "REMOVE" ? {} : { NewImage: image }),
      ...(eventName === "INSERT" ? {} : { OldImage: { ...image, status: { S: "pending" } } }),
      SequenceNumber: "111100000000000000000000042",
      SizeBytes: 512,
      StreamViewType: "NEW_AND_OLD_IMAGES",
    },
    eventSourceARN: `arn:aws:dynamodb:us-east-1:123456789012:table/${table}/stream/2026-01-01T00:00:00.000`,
  };
};

/** An event as Lambda hands it to the function; that of a webhook carries no proof, which has a time in it. */
export const sampleEvent = (workflow: Workflow): Json => {
  const payload = samplePayload(workflow);
  const { trigger } = workflow.plan;
  switch (trigger.type) {
    case "webhook":
    case "api": {
      const isForm = workflow.trigger.tool?.id === "twilio" || workflow.trigger.event?.event === "slash_command";
      const path = trigger.type === "api" ? "/run" : "/webhook";
      const fields = typeof payload === "object" && payload !== null && !Array.isArray(payload) ? payload : {};
      const form = Object.entries(fields)
        .map(
          ([name, value]) =>
            `${encodeURIComponent(name)}=${encodeURIComponent(typeof value === "string" ? value : JSON.stringify(value))}`,
        )
        .join("&");
      return {
        version: "2.0",
        routeKey: `POST ${path}`,
        rawPath: path,
        rawQueryString: "",
        headers: {
          "content-type": isForm ? "application/x-www-form-urlencoded" : "application/json",
          ...headersOf(workflow),
        },
        requestContext: { domainName: "api.example.com", http: { method: "POST", path } },
        body: isForm ? form : JSON.stringify(payload),
        isBase64Encoded: false,
      };
    }
    case "schedule":
      return {
        version: "0",
        id: "id_42",
        "detail-type": "Scheduled Event",
        source: "aws.scheduler",
        time: "2026-01-01T09:00:00Z",
        detail: {},
      };
    case "s3":
      return {
        Records: [put(put(payload, ["eventSource"], "aws:s3"), ["s3", "object", "key"], "incoming/a+file.txt")],
      };
    case "sqs":
      return { Records: [{ messageId: "message-42", eventSource: "aws:sqs", body: JSON.stringify(payload) }] };
    case "sns":
      return {
        Records: [{ EventSource: "aws:sns", Sns: { MessageId: "message-42", Message: JSON.stringify(payload) } }],
      };
    case "dynamodb":
      return { Records: [tableChange(workflow, payload)] };
    case "email":
      return { Records: [{ eventSource: "aws:ses", ses: payload }] };
    case "eventbridge":
    case "manual":
      return payload;
  }
};
