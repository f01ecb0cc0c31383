import { HUBSPOT, SLACK, TIMESTAMPED, TWILIO } from "./runtime/proofs.ts";
import { challengeLines } from "./challenge.ts";
import { LINE } from "./expression.ts";
import type { Module } from "./module.ts";
import { pythonLiteral } from "./literal.ts";
import { marksOf } from "./marks.ts";
import type { Mark } from "./marks.ts";
import type { Workflow } from "./workflow.ts";

const SIGNATURE = "def lambda_handler(event: dict[str, Any], context: Any) -> Any:";

const using = (module: Module, ...helpers: string[]): void => {
  for (const helper of helpers) module.use(helper);
};

/** `_is_authentic(request)`, and undefined where the sender proves nothing. */
const proof = (module: Module, workflow: Workflow): string | undefined => {
  const { event } = workflow.trigger;
  const secret = event?.secret ?? "";
  const head = [
    "def _is_authentic(request: _HttpRequest) -> bool:",
    '    """Tell whether the request comes from whom it should."""',
  ];
  const written = (...lines: string[]): string => [...head, ...lines].join("\n");
  switch (event?.verification) {
    case undefined:
    case "none": {
      if (workflow.plan.trigger.type !== "webhook") return undefined;
      module.import("import os");
      using(module, "_is_equal");
      module.constant("WEBHOOK_TOKEN", 'WEBHOOK_TOKEN = os.getenv("WEBHOOK_TOKEN", "")');
      return [
        head[0],
        '    """Tell whether the request carries WEBHOOK_TOKEN, in a header or the address; all do where there is none."""',
        '    given = request.headers.get("x-webhook-token") or request.query.get("token") or ""',
        "    return not WEBHOOK_TOKEN or _is_equal(WEBHOOK_TOKEN, given)",
      ].join("\n");
    }
    case "stripe":
      using(module, "_hmac", "_is_equal", "_is_recent");
      return written(TIMESTAMPED(event.proof?.header ?? "stripe-signature", secret));
    case "slack":
      using(module, "_hmac", "_is_equal", "_is_recent");
      return written(SLACK(secret));
    case "hubspot":
      using(module, "_hmac", "_is_equal", "_is_recent");
      module.import("import base64");
      module.import("import urllib.parse");
      return written(HUBSPOT(secret));
    case "twilio":
      using(module, "_is_equal");
      for (const name of ["base64", "hmac", "urllib.parse"]) module.import(`import ${name}`);
      return written(TWILIO(secret));
    case "token":
      using(module, "_is_equal");
      return written(
        ...given(event.proof?.header ?? "x-webhook-token", event.proof?.prefix),
        // Senders that cannot set a header carry it in the address.
        '    given = given or request.query.get("token", "")',
        `    return _is_equal(${secret}, given)`,
      );
    case "github":
    case "shopify":
    case "hmac-sha256": {
      const known = {
        github: { header: "x-hub-signature-256", prefix: "sha256=", encoding: "hex" },
        shopify: { header: "x-shopify-hmac-sha256", encoding: "base64" },
        "hmac-sha256": {},
      }[event.verification];
      const rule = { header: "x-signature", encoding: "hex", signs: "body", ...known, ...event.proof };
      using(module, "_hmac", "_is_equal");
      const lines = given(rule.header, rule.prefix);
      let content = "request.body";
      let recent = "";
      if (rule.signs === "url+body") content = "request.url.encode() + request.body";
      if (rule.signs === "timestamp+body" || rule.signs === "v0:timestamp:body") {
        using(module, "_is_recent");
        lines.push(`    timestamp = request.headers.get("${rule.timestamp_header ?? "x-timestamp"}", "")`);
        content =
          rule.signs === "timestamp+body"
            ? "timestamp.encode() + request.body"
            : 'b"v0:" + timestamp.encode() + b":" + request.body';
        recent = "_is_recent(timestamp) and ";
      }
      if (rule.encoding === "base64") module.import("import base64");
      const digest = `_hmac(${secret}, ${content})`;
      const expected = rule.encoding === "base64" ? `base64.b64encode(${digest}).decode()` : `${digest}.hex()`;
      return written(...lines, `    expected = ${expected}`, `    return ${recent}_is_equal(expected, given)`);
    }
  }
};

const given = (header: string, prefix: string | undefined): string[] => [
  `    given = request.headers.get("${header}", "")${prefix === undefined ? "" : `.removeprefix(${pythonLiteral(prefix)})`}`,
];

const holds = (mark: Mark): string => {
  if ("header" in mark) return `request.headers.get(${pythonLiteral(mark.header)}) == ${pythonLiteral(mark.value)}`;
  const found = `_pick(payload, ${mark.path.map((key) => pythonLiteral(key)).join(", ")})`;
  if (mark.value === undefined) return `${found} is ${mark.isThere ? "not None" : "None"}`;
  return typeof mark.value === "boolean"
    ? `${found} is ${pythonLiteral(mark.value)}`
    : `${found} == ${pythonLiteral(mark.value)}`;
};

/** An expression that holds when it is the event that the workflow waits for; undefined where nothing else comes here. */
const wanted = (workflow: Workflow): string | undefined => {
  const marks = marksOf(workflow);
  return marks.length === 0 ? undefined : marks.map(holds).join(" and ");
};

const body = "hashlib.sha256(request.body).hexdigest()";

/** What an event is known by, so that it is handled once. */
const eventKey = (workflow: Workflow): string => {
  switch (workflow.trigger.tool?.id) {
    case "stripe":
    case "paypal":
      return `_pick(payload, "id") or ${body}`;
    case "github":
      return `request.headers.get("x-github-delivery") or ${body}`;
    case "slack":
      return `_pick(payload, "event_id") or _pick(payload, "trigger_id") or ${body}`;
    case "shopify":
      return `request.headers.get("x-shopify-webhook-id") or ${body}`;
    case "twilio":
      return `_pick(payload, "MessageSid") or ${body}`;
    case "typeform":
      return `_pick(payload, "event_id") or ${body}`;
    case undefined:
    default:
      return `request.headers.get("idempotency-key") or request.headers.get("webhook-id") or ${body}`;
  }
};

/** `a or b or c`, a line each where one line is too short. */
const alternatives = (before: string, expression: string, operator: "or" | "and"): string[] => {
  if (before.length + expression.length <= LINE) return [`${before}${expression}`];
  return [
    `${before}(`,
    ...expression.split(` ${operator} `).map((each, at) => `        ${at === 0 ? "" : `${operator} `}${each}`),
    "    )",
  ];
};

const webhook = (module: Module, workflow: Workflow): string[] => {
  using(module, "_read_request", "_HttpRequest", "_payload", "_response", "_claim", "_settle", "_log", "_describe");
  module.import("import hashlib");
  module.import("import uuid");
  const authentic = proof(module, workflow);
  const filter = wanted(workflow);
  const key = eventKey(workflow);
  if (`${filter ?? ""}${key}`.includes("_pick(")) module.use("_pick");
  const handler = [
    SIGNATURE,
    '    """Answer the sender: check that it is the sender, and run the workflow once per event."""',
    "    try:",
    "        request = _read_request(event)",
    ...(authentic === undefined
      ? []
      : [
          "        if not _is_authentic(request):",
          '            _log("warning", "request refused: the proof of its sender does not match")',
          '            return _response(401, {"error": "invalid signature"})',
        ]),
    "        payload = _payload(request)",
    "    except (UnicodeDecodeError, ValueError):",
    '        return _response(400, {"error": "the body cannot be read"})',
    ...challengeLines(module, workflow),
    ...(filter === undefined
      ? []
      : ["    if not _is_wanted(request, payload):", '        return _response(200, {"status": "ignored"})']),
    "    key = _event_key(request, payload)",
    "    if not _claim(key):",
    '        return _response(200, {"status": "duplicate"})',
    "    try:",
    "        run_workflow(payload)",
    "    except Exception as error:",
    "        _settle(key, done=False)",
    "        error_id = uuid.uuid4().hex",
    '        _log("error", "workflow failed", error_id=error_id, error=_describe(error))',
    '        return _response(500, {"error": "the workflow failed", "error_id": error_id})',
    "    _settle(key, done=True)",
    '    return _response(200, {"status": "done"})',
  ];
  const named = [
    "def _event_key(request: _HttpRequest, payload: Any) -> str:",
    '    """Return what an event is known by: the id that its sender gives it, or what it says."""',
    ...alternatives("    key = ", key, "or"),
    '    return f"{WORKFLOW}:{key}"',
  ];
  const isWanted = [
    "def _is_wanted(request: _HttpRequest, payload: Any) -> bool:",
    '    """Tell whether it is the event that the workflow waits for."""',
    ...alternatives("    return ", filter ?? "True", "and"),
  ].join("\n");
  return [authentic, filter === undefined ? undefined : isWanted, named.join("\n"), handler.join("\n")].flatMap(
    (each) => each ?? [],
  );
};

const api = (module: Module, workflow: Workflow): string[] => {
  using(module, "_read_request", "_HttpRequest", "_payload", "_response", "_log", "_describe");
  module.import("import uuid");
  const last = workflow.steps.at(-1)?.id ?? "";
  return [
    [
      SIGNATURE,
      '    """Run the workflow for a request and answer with what its last step gave."""',
      "    try:",
      "        request = _read_request(event)",
      "        payload = _payload(request)",
      "    except (UnicodeDecodeError, ValueError):",
      '        return _response(400, {"error": "the body cannot be read"})',
      "    try:",
      "        data = run_workflow(payload)",
      "    except Exception as error:",
      "        error_id = uuid.uuid4().hex",
      '        _log("error", "workflow failed", error_id=error_id, error=_describe(error))',
      '        return _response(500, {"error": "the workflow failed", "error_id": error_id})',
      `    return _response(200, {"status": "done", "result": data.get("${last}")})`,
    ].join("\n"),
  ];
};

const queue = (module: Module): string[] => {
  using(module, "_parsed", "_log", "_describe");
  return [
    [
      SIGNATURE,
      '    """Run the workflow for each message; those that fail alone go back to the queue."""',
      "    failures = []",
      '    for record in event.get("Records", []):',
      "        try:",
      '            run_workflow(_parsed(record.get("body", "")))',
      "        except Exception as error:",
      '            _log("error", "message failed", message_id=record.get("messageId"), error=_describe(error))',
      '            failures.append({"itemIdentifier": record.get("messageId", "")})',
      '    return {"batchItemFailures": failures}',
    ].join("\n"),
  ];
};

/**
 * A shard is read in order, and from the record that the answer names on everything comes again: so the first that fails ends
 * the batch. https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
const stream = (module: Module, workflow: Workflow): string[] => {
  using(module, "_table_change", "_was_handled", "_settle", "_log", "_describe");
  const changes = workflow.trigger.event?.changes ?? [];
  const unwanted =
    changes.length === 1
      ? `record.get("eventName") != ${pythonLiteral(changes[0] ?? "")}`
      : `record.get("eventName") not in (${changes.map((change) => pythonLiteral(change)).join(", ")})`;
  return [
    [
      "def _handle_record(record: dict[str, Any]) -> None:",
      '    """Run the workflow for a change of the table, once: a stream may bring a record again."""',
      "    key = f\"{WORKFLOW}:{record.get('eventID')}:{(record.get('dynamodb') or {}).get('SequenceNumber')}\"",
      "    if _was_handled(key):",
      "        return",
      "    run_workflow(_table_change(record))",
      "    try:",
      "        _settle(key, done=True)",
      "    except Exception as error:",
      "        # It is done: to fail now would have it done again.",
      '        _log("warning", "a handled record is not remembered", error=_describe(error))',
    ].join("\n"),
    [
      SIGNATURE,
      '    """Run the workflow for each change in order; Lambda sends again what begins with the first that failed."""',
      '    for record in event.get("Records", []):',
      ...(changes.length === 0 || changes.length === 3 ? [] : [`        if ${unwanted}:`, "            continue"]),
      "        try:",
      "            _handle_record(record)",
      "        except Exception as error:",
      '            sequence_number = (record.get("dynamodb") or {}).get("SequenceNumber", "")',
      '            _log("error", "record failed", sequence_number=sequence_number, error=_describe(error))',
      '            return {"batchItemFailures": [{"itemIdentifier": sequence_number}]}',
      '    return {"batchItemFailures": []}',
    ].join("\n"),
  ];
};

/** Lambda tries an asynchronous event again, and puts it aside when that fails, so that errors are let through. */
const records = (doc: string, trigger: string): string[] => [
  [
    SIGNATURE,
    `    """${doc}"""`,
    '    for record in event.get("Records", []):',
    `        run_workflow(${trigger})`,
    '    return {"status": "done"}',
  ].join("\n"),
];

const s3 = (module: Module): string[] => {
  module.import("import urllib.parse");
  return [
    [
      "def _object_record(record: dict[str, Any]) -> dict[str, Any]:",
      '    """Return the record of an object with its key as S3 knows it: events carry it percent-encoded."""',
      '    s3 = record.get("s3") or {}',
      '    item = s3.get("object") or {}',
      '    key = urllib.parse.unquote_plus(item.get("key", ""))',
      '    return {**record, "s3": {**s3, "object": {**item, "key": key}}}',
    ].join("\n"),
    ...records("Run the workflow for each object of the event.", "_object_record(record)"),
  ];
};

/** The functions that end with `lambda_handler`. */
export const handlerFunctions = (module: Module, workflow: Workflow): string[] => {
  module.import("from typing import Any");
  switch (workflow.plan.trigger.type) {
    case "webhook":
      return webhook(module, workflow);
    case "api":
      return api(module, workflow);
    case "sqs":
      return queue(module);
    case "dynamodb":
      return stream(module, workflow);
    case "s3":
      return s3(module);
    case "sns":
      using(module, "_parsed");
      return records(
        "Run the workflow for each notification of the event.",
        '_parsed(record.get("Sns", {}).get("Message", ""))',
      );
    case "email":
      return records("Run the workflow for each mail that SES received.", 'record.get("ses", {})');
    case "eventbridge":
    case "schedule":
    case "manual":
      return [
        [
          SIGNATURE,
          '    """Run the workflow for the event."""',
          "    run_workflow(event)",
          '    return {"status": "done"}',
        ].join("\n"),
      ];
  }
};
