import { getBody } from "#http/body";
import { validate } from "#http/errors";
import { createRouter, json, route } from "#http/openapi";
import { z } from "@hono/zod-openapi";
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createApp } from "../app.ts";

const maxBytes = 2000;
const Input = z.object({
  text: z.string().optional(),
  count: z.int().optional(),
  tags: z.array(z.string()).optional(),
});

const echoRoute = route(
  { access: "public", maxBytes },
  {
    method: "post",
    path: "/echo",
    request: {
      body: {
        content: {
          "application/json": { schema: Input },
          "multipart/form-data": { schema: { type: "object" } },
          "text/plain": { schema: { type: "string" } },
        },
      },
    },
    responses: { 200: json(z.object({ seen: z.string() }), "What arrived") },
  },
);

const echo = createRouter().openapi(echoRoute, (c) => {
  const body = getBody(c);
  if (body.kind === "json") return c.json({ seen: JSON.stringify(validate(Input, body.value)) }, 200);
  return c.json({ seen: body.kind === "text" ? body.text : [...body.form.keys()].join() }, 200);
});
const app = createApp().route("/", echo);

const post = async (body: BodyInit, type: string) =>
  app.request(
    "http://api/echo",
    { method: "POST", body, headers: type ? { "Content-Type": type } : {} },
    env,
    createExecutionContext(),
  );

const part = (name: string) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\nvalue\r\n`;
const utf16 = (text: string) => new TextEncoder().encode(text.replaceAll(/./g, "$&\0"));
const plainJson = "application/json";
const form = "multipart/form-data; boundary=b";

test.each<[string, BodyInit, string, string]>([
  ["JSON", '{"text":"x","other":1}', plainJson, '{"text":"x"}'],
  ["JSON with a charset", '{"count":1}', "application/json; charset=UTF-8", '{"count":1}'],
  ["JSON with a byte order mark", '\ufeff{"count":1}', plainJson, '{"count":1}'],
  ["text", "bucket, please", "text/plain", "bucket, please"],
  ["a form", `${part("a")}${part("b")}--b--\r\n`, form, "a,b"],
  ["exactly the largest body", "a".repeat(maxBytes), "text/plain", "a".repeat(maxBytes)],
])("takes %s", async (_name, body, type, seen) => {
  const answer = await post(body, type);
  expect(await answer.json()).toEqual({ seen });
});

test.each<[string, BodyInit, string, number, string]>([
  ["an empty body", "", plainJson, 400, "malformed_body"],
  ["malformed JSON", "{", plainJson, 400, "malformed_body"],
  ["F6 UTF-16", utf16('{"count":1}'), plainJson, 400, "malformed_body"],
  ["F6 UTF-16 as text", utf16("x"), "text/plain", 400, "malformed_body"],
  ["F6 a surrogate's bytes", new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]), plainJson, 400, "malformed_body"],
  ["F6 NUL in text", "a\0b", "text/plain", 400, "malformed_body"],
  ["a form without a boundary", part("a"), "multipart/form-data", 400, "malformed_body"],
  ["a form cut short", part("a").slice(0, -4), form, 400, "malformed_body"],
  ["F1 one byte too many", "a".repeat(maxBytes + 1), "text/plain", 413, "too_large"],
  ["F7 no type", new TextEncoder().encode("x"), "", 415, "unsupported_media_type"],
  ["F7 a type the route does not take", "x", "image/png", 415, "unsupported_media_type"],
  ["F7 what curl -d sends", "a=1", "application/x-www-form-urlencoded", 415, "unsupported_media_type"],
  ["F7 another charset", "{}", "application/json; charset=utf-16", 415, "unsupported_media_type"],
  ["F8 infinity", '{"count":1e999}', plainJson, 422, "invalid_request"],
  ["F8 an integer that loses digits", '{"count":9007199254740993}', plainJson, 422, "invalid_request"],
  ["F8 an array for a string", '{"text":["x"]}', plainJson, 422, "invalid_request"],
  ["an array for the body", "[]", plainJson, 422, "invalid_request"],
])("refuses %s", async (_name, body, type, status, code) => {
  const answer = await post(body, type);
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(await answer.json()).toMatchObject({ status, code });
});

test("a form of more than 500 parts is refused", async () => {
  const wide = createRouter().openapi(route({ access: "public" }, { ...echoRoute, path: "/wide" }), (c) =>
    c.json({ seen: getBody(c).kind }, 200),
  );
  const ask = async (parts: number) => {
    const body = `${part("a").repeat(parts)}--b--\r\n`;
    const init = { method: "POST", body, headers: { "Content-Type": form } };
    return (await createApp().route("/", wide).request("http://api/wide", init, env, createExecutionContext())).status;
  };
  expect(await ask(500)).toBe(200);
  expect(await ask(501)).toBe(413);
});

test("F2: a body without a length is counted and refused at the limit", async () => {
  let sent = 0;
  const body = new ReadableStream({
    pull: (controller) => {
      if (sent++ < 10) controller.enqueue(new Uint8Array(1000).fill(0x61));
      else controller.close();
    },
  });
  expect((await post(body, "text/plain")).status).toBe(413);
});

test("the invalid fields are named, and nothing of the request is repeated", async () => {
  const answer = await post('{"text":7,"tags":["ok",{"<b>secret</b>":1}]}', plainJson);
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({ errors: [{ path: "text" }, { path: "tags.1" }] });
  expect(text).not.toContain("secret");
});

test("F5: a __proto__ key pollutes nothing", async () => {
  expect((await post('{"__proto__":{"polluted":true}}', plainJson)).status).toBe(422);
  expect(Object.keys(Object.prototype)).toEqual([]);
});
