import type { Call } from "../catalogue/index.ts";
import { callJson, mayHaveGaps, piecesOf, textFor } from "./call-text.ts";
import type { CallScope } from "./call-text.ts";
import { call, code, dict, flat, list, print, text } from "./expression.ts";
import type { Expression } from "./expression.ts";
import { pythonLiteral } from "./literal.ts";
import { variableName } from "./names.ts";
import { conditionOf } from "./values.ts";
import type { WorkflowStep } from "./workflow.ts";

const picked = (scope: CallScope, from: string, path: readonly (string | number)[]): string => {
  if (path.length === 0) return from;
  scope.module.use("_pick");
  return `_pick(${from}, ${path.map((key) => pythonLiteral(key)).join(", ")})`;
};

/** The lines of a step that calls AWS. */
export const boto3Call = (scope: CallScope, request: Extract<Call, { kind: "boto3" }>): string[] => {
  const { module } = scope;
  module.use("_client");
  const parameters = callJson(scope, request.parameters);
  const typedNames = new Set(request.attribute_values);
  const named = (parameters?.kind === "dict" ? parameters.entries : []).map(([key, value]): [string, Expression] => {
    const name = key.kind === "text" ? key.value : flat(key);
    if (!typedNames.has(name)) return [name, value];
    module.use("_attribute_values");
    // DynamoDB knows an item by its key, which the tables of the template call "id".
    if (request.operation !== "put_item" || name !== "Item") return [name, call("_attribute_values", [value])];
    module.use("_with_id");
    return [name, call("_attribute_values", [call("_with_id", [value])])];
  });
  const target = `_client(${pythonLiteral(request.service)}).${request.operation}`;
  const gaps = mayHaveGaps(scope, request.parameters);
  if (gaps) module.use("_compact");
  const sent = gaps
    ? call(target, [call("**_compact", [dict(named.map(([name, value]) => [text(name), value]))])])
    : call(target, [], named);
  const result = request.result ?? [];
  const isPlain = result.length === 0;
  const read = request.attribute_values !== undefined && !isPlain;
  if (request.operation === "put_item" && request.service === "dynamodb" && isPlain) {
    return [print("", sent, "", 4), `return ${scope.inputs.has("item") ? variableName("item") : "{}"}`];
  }
  if (isPlain) return [print("return ", sent, "", 4)];
  const lines = [print("answer = ", sent, "", 4)];
  let value = picked(scope, "answer", result);
  if (request.stream !== undefined) {
    module.use("MAX_ANSWER_BYTES");
    const bytes = `${value}.read(MAX_ANSWER_BYTES)`;
    if (request.stream === "json") module.import("import json");
    value =
      request.stream === "bytes"
        ? bytes
        : request.stream === "text"
          ? `${bytes}.decode("utf-8", "replace")`
          : `json.loads(${bytes})`;
  }
  if (request.lines !== undefined) {
    module.use("_lines");
    const { key, value: wanted, text: part } = request.lines;
    value = flat(call("_lines", [code(value), text(key), text(wanted), text(part)]));
  }
  if (read) {
    module.use("_plain_values");
    value = `_plain_values(${value})`;
  }
  return [...lines, `return ${value}`];
};

export const smtpCall = (scope: CallScope, request: Extract<Call, { kind: "smtp" }>): string[] => {
  scope.module.use("_send_mail");
  const pair = (first: string, second: string): Expression =>
    code(`(${flat(textFor(scope, first))}, ${flat(textFor(scope, second))})`);
  return [
    print(
      "return ",
      call("_send_mail", [
        pair(request.host, request.port),
        pair(request.user, request.password),
        textFor(scope, request.from),
        textFor(scope, request.to),
        textFor(scope, request.subject),
        textFor(scope, request.body),
      ]),
      "",
      4,
    ),
  ];
};

export const imapCall = (scope: CallScope, request: Extract<Call, { kind: "imap" }>): string[] => {
  scope.module.use("_read_mail");
  const login = code(`(${flat(textFor(scope, request.user))}, ${flat(textFor(scope, request.password))})`);
  return [
    print("return ", call("_read_mail", [textFor(scope, request.host), login, textFor(scope, request.folder)]), "", 4),
  ];
};

/** Names go in checked and quoted, values as parameters only. */
export const sqlCall = (scope: CallScope, step: WorkflowStep, request: Extract<Call, { kind: "sql" }>): string[] => {
  const { module } = scope;
  const runner = request.driver === "pg8000" ? "_postgresql" : "_mysql";
  module.use(runner);
  const mark = text(request.driver === "pg8000" ? '"' : "`");
  const given = [...request.parameters];
  const parameters: Expression[] = [];
  let rows = "";
  const pieces = piecesOf(request.statement).map((piece): Expression => {
    if (piece.kind === "words") {
      for (let marks = piece.value.split("%s").length - 1; marks > 0; marks -= 1) {
        parameters.push(textFor(scope, given.shift() ?? ""));
      }
      return text(piece.value);
    }
    const name = variableName(piece.value);
    if (scope.inputs.get(piece.value)?.input.type === "object") {
      module.use("_row");
      rows = name;
      parameters.push(code(`*${name}.values()`));
      return call("_row", [code(name), mark]);
    }
    module.use("_identifier");
    return call("_identifier", [code(name), mark]);
  });
  const isRead = step.action.many === true || step.action.outputs.length > 0;
  const run = call(runner, [textFor(scope, request.url), code("statement"), list(parameters)]);
  return [
    print(
      "statement = ",
      pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : call('"".join', [list(pieces)]),
      "",
      4,
    ),
    ...(isRead
      ? [print("return ", run, "", 4)]
      : [print("", run, "", 4), `return ${rows === "" ? '{"status": "done"}' : rows}`]),
  ];
};

export const mongodbCall = (scope: CallScope, request: Extract<Call, { kind: "mongodb" }>): string[] => {
  scope.module.use("_collection");
  const collection = flat(call("_collection", [textFor(scope, request.url), textFor(scope, request.collection)]));
  const document = callJson(scope, request.document) ?? code("{}");
  const act = (method: string, ...args: Expression[]): Expression => call(`${collection}.${method}`, args);
  switch (request.operation) {
    case "insert_one":
      return [
        print("answer = ", act("insert_one", document), "", 4),
        'return {"inserted_id": str(answer.inserted_id)}',
      ];
    case "find": {
      scope.module.use("MAX_ROWS");
      scope.module.use("_documents");
      const found = code(`${flat(act("find", document))}.limit(MAX_ROWS)`);
      return [print("return ", call("_documents", [found]), "", 4)];
    }
    case "update_one":
      return [
        print("answer = ", act("update_one", document, callJson(scope, request.update) ?? code("{}")), "", 4),
        'return {"modified_count": answer.modified_count}',
      ];
    case "delete_one":
      return [print("answer = ", act("delete_one", document), "", 4), 'return {"deleted_count": answer.deleted_count}'];
  }
};

export const feedCall = (scope: CallScope, request: Extract<Call, { kind: "rss" }>): string[] => {
  scope.module.use("_feed");
  return [print("return ", call("_feed", [textFor(scope, request.url)]), "", 4)];
};

/** What is done in Python alone: the first input is what it is done with. */
export const pythonCall = (
  scope: CallScope,
  step: WorkflowStep,
  operation: Extract<Call, { kind: "python" }>["operation"],
): string[] => {
  const { module } = scope;
  const [input] = scope.inputs.keys();
  const name = input === undefined ? '""' : variableName(input);
  switch (operation) {
    case "format":
      return [`return ${name}`];
    case "filter": {
      const conditions = (step.plan.when ?? []).map((condition) => flat(conditionOf(module, condition)));
      if (conditions.length === 0) return [`return [item for item in ${name} if item]`];
      return [
        "kept = []",
        `for item in ${name}:`,
        '    data["item"] = item',
        `    if ${conditions.join(" and ")}:`,
        "        kept.append(item)",
        "return kept",
      ];
    }
    case "delay":
      module.import("import time");
      module.use("MAX_DELAY_SECONDS");
      return [`time.sleep(max(0.0, min(${name}, MAX_DELAY_SECONDS)))`, 'return {"status": "done"}'];
    case "summarise":
      module.use("_summary");
      return [`return _summary(${name})`];
    case "log":
      // The text is put together of the event, so that it is what its author asked to see; nothing else logs one.
      module.use("_log");
      return [`_log("info", "note", text=${name})`, `return ${name}`];
  }
};
