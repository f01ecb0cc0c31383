import { afterAll, describe, expect, it } from "vitest";
import type { Plan, Value } from "./plan/index.ts";
import { endPython, python, runModules } from "../../../test/python/python-process.ts";
import type { Ran } from "../../../test/python/python-process.ts";
import { jobOf } from "./running-fixture.ts";

const words = (value: string | number): Value => ({ kind: "literal", value });
const ask = (tool: string, action: string, inputs: Record<string, Value>): Plan => ({
  name: "made_for_a_test",
  description: "Made for a test",
  trigger: { type: "manual", description: "Something happens" },
  steps: [{ id: "act", tool, action, title: action, inputs }],
  open: [],
});
const run = async (tool: string, action: string, inputs: Record<string, Value>, events = 1): Promise<Ran> => {
  const job = jobOf(ask(tool, action, inputs));
  const [ran] = await runModules([{ ...job, events: Array.from({ length: events }, () => ({ id: "id_42" })) }]);
  if (ran === undefined) throw new Error("Nothing ran");
  expect(ran.error).toBeUndefined();
  return ran;
};
const bodyOf = (request: Ran["requests"][number] | undefined): unknown => JSON.parse(request?.body ?? "null");
const called = (ran: Ran): string[] => ran.requests.map(({ method, host, path }) => `${method} ${host}${path}`);
const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

afterAll(endPython);

describe.skipIf(python === undefined)("what a generated module sends where a token is fetched first", () => {
  it("asks Zoom once for a token of the account, and makes two meetings with it", async () => {
    const ran = await run(
      "zoom",
      "create_meeting",
      { user: words("me"), title: words("Kick-off"), duration: words(45) },
      2,
    );
    expect(called(ran)).toEqual([
      "POST zoom.us/oauth/token",
      "POST api.zoom.us/v2/users/me/meetings",
      "POST api.zoom.us/v2/users/me/meetings",
    ]);
    const [token, meeting] = ran.requests;
    expect(token?.headers["authorization"]).toBe(basic("key-of-zoom_client_id", "key-of-zoom_client_secret"));
    expect(Object.fromEntries(new URLSearchParams(token?.body))).toEqual({
      grant_type: "account_credentials",
      account_id: "key-of-zoom_account_id",
    });
    expect(meeting?.headers["authorization"]).toBe("Bearer access-token");
    expect(bodyOf(meeting)).toMatchObject({ topic: "Kick-off", type: 2, duration: 45, timezone: "UTC" });
    expect(bodyOf(meeting)).toHaveProperty("start_time", expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/));
  });

  it("opens a session at Bluesky once, and posts twice in it", async () => {
    const ran = await run("bluesky", "create_post", { text: words('Hello "world" \\N{BULLET}') }, 2);
    expect(called(ran)).toEqual([
      "POST bsky.social/xrpc/com.atproto.server.createSession",
      "POST bsky.social/xrpc/com.atproto.repo.createRecord",
      "POST bsky.social/xrpc/com.atproto.repo.createRecord",
    ]);
    expect(bodyOf(ran.requests[0])).toEqual({
      identifier: "key-of-bluesky_handle",
      password: "key-of-bluesky_app_password",
    });
    expect(ran.requests[1]?.headers["authorization"]).toBe("Bearer access-token");
    expect(bodyOf(ran.requests[1])).toMatchObject({
      repo: "key-of-bluesky_handle",
      collection: "app.bsky.feed.post",
      record: { $type: "app.bsky.feed.post", text: 'Hello "world" \\N{BULLET}' },
    });
  });

  it("drafts an invoice in Xero with a key that keeps a retried call from making a second", async () => {
    const ran = await run("xero", "create_invoice", {
      name: words("Acme"),
      description: words("Work"),
      price: words(12.5),
    });
    expect(called(ran)).toEqual(["POST identity.xero.com/connect/token", "POST api.xero.com/api.xro/2.0/Invoices"]);
    expect(ran.requests[0]?.body).toBe("grant_type=client_credentials");
    expect(ran.requests[1]?.headers["idempotency-key"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(bodyOf(ran.requests[1])).toMatchObject({
      Type: "ACCREC",
      Status: "DRAFT",
      Contact: { Name: "Acme" },
      LineItems: [{ Description: "Work", Quantity: 1, UnitAmount: 12.5 }],
    });
  });

  it("hands Snowflake the table and the row as bindings, never as SQL", async () => {
    const ran = await run("snowflake", "insert_row", { table: words("EVENTS; DROP TABLE EVENTS") });
    expect(ran.requests[0]?.headers["x-snowflake-authorization-token-type"]).toBe("PROGRAMMATIC_ACCESS_TOKEN");
    expect(bodyOf(ran.requests[0])).toMatchObject({
      statement: "INSERT INTO IDENTIFIER(?) SELECT PARSE_JSON(?)",
      bindings: {
        "1": { type: "TEXT", value: "EVENTS; DROP TABLE EVENTS" },
        "2": { type: "TEXT", value: '{"id": "id_42"}' },
      },
    });
  });
});
