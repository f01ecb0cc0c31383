import type { Call } from "../catalogue/index.ts";
import { callJson, callText, mayHaveGaps, objectFor, pathOf, piecesOf, textFor } from "./call-text.ts";
import type { CallScope } from "./call-text.ts";
import { call, code, dict, flat, print, text } from "./expression.ts";
import type { Expression } from "./expression.ts";
import { constantName } from "./names.ts";
import { pythonLiteral } from "./literal.ts";
import { isWholeAddress } from "./workflow.ts";
import type { WorkflowStep } from "./workflow.ts";

type HttpCall = Extract<Call, { kind: "http" }>;

/** The constant that holds an API's address; an environment variable of its name points it elsewhere. */
const baseConstant = (scope: CallScope, step: WorkflowStep, base: string): string => {
  const stem = `${constantName(step.tool.id)}_API_BASE`;
  const pieces = piecesOf(base);
  const address = pieces.every((piece) => piece.kind === "words")
    ? flat(text(base))
    : pieces.length === 1
      ? pieces.map(({ value }) => value).join("")
      : `f"${pieces.map((piece) => (piece.kind === "words" ? piece.value : `{${piece.value}}`)).join("")}"`;
  let name = stem;
  const statement = (): string => `${name} = os.getenv("${name}", ${address}).rstrip("/")`;
  for (let again = 2; (scope.module.constants.get(name) ?? statement()) !== statement(); again += 1) {
    name = `${stem}_${String(again)}`;
  }
  scope.module.import("import os");
  scope.module.constant(name, statement());
  return name;
};

const authOf = (
  scope: CallScope,
  step: WorkflowStep,
  request: HttpCall,
  url: string,
): { header?: readonly [string, Expression]; query?: readonly [string, Expression]; lines?: string[] } => {
  const { auth } = request;
  const bearer = (token: string): readonly [string, Expression] => ["Authorization", code(`f"Bearer {${token}}"`)];
  const said = (template: string): Expression => textFor(scope, template);
  switch (auth.kind) {
    case "none":
      return {};
    case "bearer":
      return { header: bearer(flat(said(auth.token))) };
    case "header":
      return { header: [auth.name, said(auth.value)] };
    case "query":
      return { query: [auth.name, said(auth.value)] };
    case "basic":
      scope.module.use("_basic");
      return { header: ["Authorization", call("_basic", [said(auth.user), said(auth.password)])] };
    case "google-service-account": {
      scope.module.use("_google_token");
      const subject = auth.subject === undefined ? [] : [said(auth.subject)];
      const token = call("_google_token", [code(auth.credential), text(auth.scope), ...subject]);
      return { lines: [print("token = ", token, "", 4)], header: bearer("token") };
    }
    case "oauth2": {
      scope.module.use("_oauth2_token");
      const grant: [Expression, Expression][] = [[text("grant_type"), text(auth.grant)]];
      if (auth.refresh_token !== undefined) grant.push([text("refresh_token"), said(auth.refresh_token)]);
      if (auth.account_id !== undefined) grant.push([text("account_id"), said(auth.account_id)]);
      if (auth.scope !== undefined) grant.push([text("scope"), said(auth.scope)]);
      const client = code(`(${flat(said(auth.client_id))}, ${flat(said(auth.client_secret))})`);
      const base = /^https:\/\/[^/]+/.exec(auth.token_url)?.[0];
      const address =
        base === undefined
          ? said(auth.token_url)
          : code(`f"{${baseConstant(scope, step, base)}}${auth.token_url.slice(base.length)}"`);
      const token = call("_oauth2_token", [address, dict(grant), client, text(auth.client_in)]);
      return { lines: [print("token = ", token, "", 4)], header: bearer("token") };
    }
    case "session": {
      scope.module.use("_session_token");
      const login = dict(Object.entries(auth.login).map(([name, value]) => [text(name), said(value)]));
      const base = /^https:\/\/[^/]+/.exec(auth.url)?.[0] ?? "";
      const address = code(`f"{${baseConstant(scope, step, base)}}${auth.url.slice(base.length)}"`);
      const token = call("_session_token", [address, login, text(auth.token), code(String(auth.seconds))]);
      return { lines: [print("token = ", token, "", 4)], header: bearer("token") };
    }
    case "oauth1": {
      scope.module.use("_oauth1_header");
      const client = code(`(${flat(said(auth.key))}, ${flat(said(auth.secret))})`);
      const token = code(`(${flat(said(auth.token))}, ${flat(said(auth.token_secret))})`);
      return { header: ["Authorization", call("_oauth1_header", [text(request.method), code(url), client, token])] };
    }
  }
};

/** What the sender of a money movement repeats so that a retried call does not happen twice. */
const ONCE_HEADERS: Readonly<Record<string, string>> = {
  stripe: "Idempotency-Key",
  paypal: "PayPal-Request-Id",
  xero: "Idempotency-Key",
};

/** Objects are written by `_firestore`, whose outermost wrapping the API leaves to the document itself. */
const firestoreScope = (scope: CallScope): CallScope => {
  scope.module.use("_firestore");
  return { ...scope, writeObject: (name) => `_firestore(${name})["mapValue"]["fields"]` };
};

const compacted = (scope: CallScope, expression: Expression, source: unknown): Expression => {
  if (!mayHaveGaps(scope, source)) return expression;
  scope.module.use("_compact");
  return call("_compact", [expression]);
};

/** The lines of a step that calls an API, and the expression of its result. */
export const httpCall = (scope: CallScope, step: WorkflowStep, request: HttpCall): string[] => {
  const { module } = scope;
  module.use("_request");
  const lines: string[] = [];
  const isWhole = isWholeAddress(step);
  const isOwnBase = piecesOf(request.base).some((piece) => piece.kind === "input");
  const base = isWhole ? "" : isOwnBase ? flat(textFor(scope, request.base)) : baseConstant(scope, step, request.base);
  const path = pathOf(scope, request.path);
  const address = isWhole ? "path" : path === "" ? base : `f"{${base}}${path}"`;
  const said = callJson(scope, request.query ?? {});
  const isSigned = request.auth.kind === "oauth1" && path !== "";
  const isQuerySigned = isSigned && said?.kind === "dict" && said.entries.length > 0;
  if (isSigned) lines.push(`url = ${address}`);
  if (isQuerySigned) {
    module.import("import urllib.parse");
    const written = call("urllib.parse.urlencode", [compacted(scope, said, request.query)]);
    lines.push(print('url += "?" + ', written, "", 4));
  }
  const url = isSigned ? "url" : address;
  const auth = authOf(scope, step, request, url);
  lines.push(...(auth.lines ?? []));

  const headers: (readonly [Expression, Expression])[] = [];
  if (auth.header !== undefined) headers.push([text(auth.header[0]), auth.header[1]]);
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    const expression = callText(scope, value);
    if (expression !== undefined) headers.push([text(name), expression]);
  }
  const once = ONCE_HEADERS[step.tool.id];
  if (request.method === "POST" && once !== undefined) {
    module.import("import uuid");
    headers.push([text(once), code("str(uuid.uuid4())")]);
  }
  const optional = step.tool.credentials.some(
    (each) => !each.required && JSON.stringify([request.auth, request.headers]).includes(each.key),
  );
  const named: (readonly [string, Expression])[] = [];
  const query = isQuerySigned ? undefined : said;
  const queried = [
    ...(auth.query === undefined ? [] : [[text(auth.query[0]), auth.query[1]] as const]),
    ...(query?.kind === "dict" ? query.entries : []),
  ];
  if (queried.length > 0) named.push(["query", compacted(scope, dict(queried), request.query)]);
  if (request.json !== undefined) {
    const json = objectFor(request.typed_values === undefined ? scope : firestoreScope(scope), request.json);
    named.push(["json_body", compacted(scope, json, request.json)]);
  } else if (request.form !== undefined) {
    named.push(["form", compacted(scope, objectFor(scope, request.form), request.form)]);
  } else if (request.related !== undefined) {
    module.use("_related");
    const metadata = objectFor(scope, request.related.metadata);
    const file = textFor(scope, request.related.content);
    const upload = call("_related", [metadata, file, textFor(scope, request.related.content_type)]);
    lines.push(print("body, content_type = ", upload, "", 4));
    headers.push([text("Content-Type"), code("content_type")]);
    named.push(["raw", code("body")]);
  } else if (request.raw !== undefined) {
    named.push(["raw", textFor(scope, request.raw)]);
  }
  if (headers.length > 0) {
    if (optional) module.use("_compact");
    named.unshift(["headers", optional ? call("_compact", [dict(headers)]) : dict(headers)]);
  }
  if (request.answer === "text" || request.answer === "bytes" || request.answer === "lines")
    named.push(["answer", text(request.answer)]);
  if (request.answer === "status") {
    module.use("_up_or_down");
    return [...lines, print("return ", call("_up_or_down", [code(url)], named), "", 4)];
  }
  const sent = call("_request", [text(request.method), code(url)], named);
  if (request.answer === "none") return [...lines, print("", sent, "", 4), 'return {"status": "done"}'];
  const result = request.result ?? [];
  const read = (value: string): string => {
    if (request.header_row === undefined) return value;
    module.use("_records");
    return `_records(${value})`;
  };
  if (request.error === undefined && result.length === 0 && request.header_row === undefined)
    return [...lines, print("return ", sent, "", 4)];
  lines.push(print("answer = ", sent, "", 4));
  const at = (keys: readonly (string | number)[]): string => {
    module.use("_pick");
    return `_pick(answer, ${keys.map((key) => pythonLiteral(key)).join(", ")})`;
  };
  if (request.error !== undefined) {
    module.use("_refuse_error");
    lines.push(`_refuse_error(${pythonLiteral(step.tool.name)}, ${at(request.error)})`);
  }
  lines.push(`return ${read(result.length === 0 ? "answer" : at(result))}`);
  return lines;
};
