// Workflows as Cue's pages use them: made of words, kept, edited, filled with credentials, taken home.
import type { SignedIn } from "../../../test/caller.ts";
import { call, read, signUp, toRequest } from "../../../test/caller.ts";
import { unzipSync } from "fflate";
import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { tools } from "#engine/automation";
import type { Validation, Workflow, WorkflowEntry } from "./schema.ts";

let ann: SignedIn;
let bob: SignedIn;
beforeAll(async () => {
  [ann, bob] = [await signUp(), await signUp()];
  // The first of all reads 11 MB of wasm.
  await make(ann);
});

const stripe = "When a Stripe payment succeeds, save it to DynamoDB and send a SendGrid email to the customer.";
const unknownId = `wf_${"0".repeat(32)}`;
const stripeKeys = {
  STRIPE_WEBHOOK_SECRET: "whsec_0123456789abcdef0123456789abcdef",
  SENDGRID_API_KEY: "SG.aaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
};

const as = ({ access_token: bearer }: SignedIn, path: string, init: Parameters<typeof call>[1] = {}) =>
  call(path, { bearer, ...init });

const make = async (who: SignedIn, prompt = stripe): Promise<Workflow> => {
  const { status, body } = await as(who, "/workflows/generate", { json: { prompt } });
  if (status !== 200) throw new Error(`generate answered ${status}: ${JSON.stringify(body)}`);
  return body as Workflow;
};

interface Filled {
  updated_code: string;
  missing: string[];
  validation: Validation;
}

describe("the calls that Cue's pages were recorded with", () => {
  test("generate answers both namings, nodes with all fields of their credentials, and edges between them", async () => {
    const { status, body } = await as(ann, "/workflows/generate", { json: { description: stripe } });
    expect(status).toBe(200);
    const made = body as Workflow;
    expect(made.workflow_id).toBe(made.workflowId);
    expect(made.id).toBe(made.workflowId);
    expect(made.code).toBe(made.generated_code_skeleton);
    expect(made.code).toContain("\ndef lambda_handler(event: dict[str, Any], context: Any)");
    expect(made.identified_tools).toEqual([
      { id: "stripe", name: "Stripe", credentials_needed: ["STRIPE_WEBHOOK_SECRET"] },
      { id: "aws-dynamodb", name: expect.stringContaining("DynamoDB"), credentials_needed: [] },
      { id: "sendgrid", name: "SendGrid", credentials_needed: ["SENDGRID_API_KEY"] },
    ]);
    expect(made.trigger).toMatchObject({ type: "webhook", tool: "stripe", event: "payment_intent.succeeded" });
    expect(made.nodes.map(({ serviceType, icon }) => [serviceType, icon])).toEqual([
      ["stripe", expect.stringMatching(/^(?:webhook|payment)$/)],
      ["aws-dynamodb", "storage"],
      ["sendgrid", "email"],
    ]);
    const ids = made.nodes.map(({ id }) => id);
    expect(made.edges.map(({ source, target }) => [source, target])).toEqual([
      [ids[0], ids[1]],
      [ids[1], ids[2]],
    ]);
    expect(new Set([...ids, ...made.edges.map(({ id }) => id)]).size).toBe(5);
    for (const credential of made.nodes.flatMap(({ requiredCredentials }) => requiredCredentials)) {
      expect(credential).toEqual({
        id: expect.stringMatching(/^[A-Z][A-Z0-9_]+$/),
        type: expect.stringMatching(/^(?:password|text|email|url)$/),
        name: expect.stringMatching(/./),
        description: expect.stringMatching(/./),
        required: expect.any(Boolean),
        placeholder: expect.stringMatching(/./),
        helpUrl: expect.stringMatching(/^https:\/\//),
        validationPattern: expect.stringMatching(/./),
      });
      expect(made.code).toContain(`os.getenv("${credential.id}", "PLACEHOLDER_${credential.id}")`);
    }
    expect(made).toMatchObject({
      engine: "builtin",
      open: [],
      status: "draft",
      validation: { is_valid: true, validation_errors: [], suggestions: [] },
    });
  });

  test("its list is a bare array of what its cards show, under the id that /auth/users/me answers", async () => {
    const carl = await signUp();
    const made = await make(carl);
    const { id } = (await as(carl, "/auth/users/me")).body as { id: string };
    const { status, body } = await as(carl, `/workflows/user/${id}`);
    expect(status).toBe(200);
    expect(body).toEqual([
      {
        id: made.id,
        name: made.name,
        description: stripe,
        status: "draft",
        createdAt: made.createdAt,
        generatedCode: made.code,
      },
    ]);
  });

  test("a transcript is read as text is", async () => {
    const { body } = await as(ann, "/workflows/generate", {
      json: { prompt: "um, so, every Monday at nine a m, post hello to Slack", input_type: "speech_transcript" },
    });
    expect(body).toMatchObject({ trigger: { type: "schedule" }, steps: [{ tool: "slack" }] });
  });
});

describe("words", () => {
  test.each([
    ["no words", {}],
    ["empty", { prompt: "" }],
    ["spaces", { prompt: " \n " }],
    ["nothing to do", { prompt: "hello there" }],
    ["too long", { prompt: "a".repeat(10_001) }],
    ["100 KB", { prompt: "send an email ".repeat(7_400) }],
    ["no text", { prompt: { a: 1 } }],
    ["an unknown kind", { prompt: stripe, input_type: "telepathy" }],
  ])("that ask for nothing are refused with 422 and a place: %s", async (_, json) => {
    const { status, body } = await as(ann, "/workflows/generate", { json });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: "invalid_request",
      errors: [{ path: expect.stringMatching(/prompt|input_type/) }],
    });
  });

  test("F10: are planned whatever stands in them, and stay words", async () => {
    const hostile = `${stripe} """ ' \\N{BULLET} {x} \u2028 \u202e __import__("os")`;
    const long = `${stripe} ${"and then send a Slack message to #ops, ".repeat(250)}`.slice(0, 10_000);
    for (const prompt of [hostile, long]) {
      const { status, body } = await as(ann, "/workflows/generate", { json: { prompt } });
      expect([status, (body as Workflow).validation]).toEqual([
        200,
        { is_valid: true, validation_errors: [], suggestions: [] },
      ]);
    }
  });

  test.each([
    ["NUL", "\u0000"],
    ["half of a surrogate pair", "\ud800"],
  ])("F6: that hold %s are refused", async (_, broken) => {
    for (const [path, field] of [
      ["/workflows/generate", "prompt"],
      ["/code/validate", "code"],
    ] as const) {
      const { status } = await as(ann, path, { json: { [field]: `${stripe} ${broken}` } });
      expect([400, 422]).toContain(status);
    }
  });

  test("E3: whose it is, the caller does not say", async () => {
    const { body } = await as(ann, "/workflows/generate", {
      json: { prompt: stripe, user_id: bob.user.id, owner: bob.user.id },
    });
    expect(body).toMatchObject({ user_id: ann.user.id });
    expect((await as(bob, `/workflows/${(body as Workflow).id}`)).status).toBe(404);
  });
});

describe("L5–L9: an Idempotency-Key", () => {
  test.each(["/workflows/generate", "/workflows"])("makes one workflow of two requests to %s", async (path) => {
    const carl = await signUp();
    const send = (prompt: string, who = carl) =>
      as(who, path, { json: { prompt }, headers: { "Idempotency-Key": "same-key" } });
    const first = await send(stripe);
    const second = await send(stripe);
    expect([second.status, second.headers.get("idempotency-replayed")]).toEqual([first.status, "true"]);
    expect(second.body).toEqual(first.body);
    expect((await send("Every day at 9am send a Slack message")).status).toBe(422);
    expect(((await as(carl, "/workflows")).body as { workflows: unknown[] }).workflows).toHaveLength(1);
    const other = await send(stripe, bob);
    expect(other.headers.get("idempotency-replayed")).toBeNull();
    expect((other.body as Workflow).id).not.toBe((first.body as Workflow).id);
  });
});

describe("a workflow that is kept", () => {
  test("is saved under a name with code of one's own, read, edited, planned anew and deleted", async () => {
    const own = "def lambda_handler(event, context):\n    return event\n";
    const saved = await as(ann, "/workflows", { json: { name: "Payments", description: stripe, code: own } });
    expect([saved.status, saved.body]).toMatchObject([201, { name: "Payments", code: own, generatedCode: own }]);
    const { id } = saved.body as Workflow;
    const path = `/workflows/${id}`;
    expect((await as(ann, path)).body).toEqual(saved.body);
    const named = await as(ann, path, { method: "PUT", json: { name: "Paid" } });
    expect(named.body).toMatchObject({ name: "Paid", code: own });
    const bad = await as(ann, path, { method: "PUT", json: { generatedCode: "def f(:\n" } });
    expect(bad.body).toMatchObject({ validation: { is_valid: false, validation_errors: [{ line: 1 }, { line: 2 }] } });
    const ours = await as(ann, path, { method: "PUT", json: { code: null } });
    expect((ours.body as Workflow).code).toContain("def lambda_handler");
    const replanned = await as(ann, path, { method: "PUT", json: { prompt: "Every Monday at 9am post to Slack" } });
    expect(replanned.body).toMatchObject({ name: "Paid", trigger: { type: "schedule" }, steps: [{ tool: "slack" }] });
    expect((await as(ann, path, { method: "DELETE" })).status).toBe(204);
    expect((await as(ann, path)).status).toBe(404);
    expect((await as(ann, path, { method: "DELETE" })).status).toBe(404);
  });

  test("is listed newest first, a page at a time, and its bare list says where the next one is", async () => {
    const carl = await signUp();
    const ids = [];
    for (let index = 0; index < 5; index++) ids.push((await make(carl)).id);
    const seen: string[] = [];
    for (let query = "?limit=2"; ;) {
      const { body } = await as(carl, `/workflows${query}`);
      const { workflows, next_cursor: next } = body as { workflows: WorkflowEntry[]; next_cursor: string | null };
      seen.push(...workflows.map((entry) => entry.id));
      if (next === null) break;
      query = `?limit=2&cursor=${encodeURIComponent(next)}`;
    }
    expect(seen.toSorted()).toEqual(ids.toSorted());
    const bare = await as(carl, `/workflows/user/${carl.user.id}?limit=2`);
    const [, next = ""] = /<([^>]+)>; rel="next"/.exec(bare.headers.get("link") ?? "") ?? [];
    const { pathname, search } = new URL(next);
    expect((await as(carl, `${pathname}${search}`)).body).toMatchObject([{ id: seen[2] }, { id: seen[3] }]);
  });

  test.each([
    ["a limit of 0", "/workflows?limit=0"],
    ["a cursor of somebody's own", "/workflows?cursor=xyz"],
  ])("%s is refused", async (_, path) => {
    expect([400, 422]).toContain((await as(ann, path)).status);
  });

  test("E1: is nobody else's: every route answers as for one that is not there", async () => {
    const { id } = await make(ann);
    const calls: [string, string, unknown?][] = [
      ["GET", ""],
      ["PUT", "", { name: "mine" }],
      ["DELETE", ""],
      ["GET", "/download"],
      ["POST", "/credentials", { credentials: stripeKeys }],
      ["POST", "/credentials", { credentials: { NONSENSE: "x" } }],
    ];
    const withoutId = (body: unknown) => ({ ...(body as object), request_id: "", instance: "" });
    for (const [method, path, json] of calls) {
      const init = { method, ...(json !== undefined && { json }) };
      const [theirs, missing] = [
        await as(bob, `/workflows/${id}${path}`, init),
        await as(bob, `/workflows/${unknownId}${path}`, init),
      ];
      expect([method, path, theirs.status]).toEqual([method, path, 404]);
      expect(withoutId(theirs.body)).toEqual(withoutId(missing.body));
    }
    expect((await as(bob, `/workflows/user/${ann.user.id}`)).status).toBe(404);
    expect((await as(ann, `/workflows/${id}`)).status).toBe(200);
    expect((await call(`/workflows/${id}`)).status).toBe(401);
  });

  test.each(["wf_1", "../x", "%00", "wf_ABCDEF0123456789ABCDEF0123456789"])(
    "F11: an id of no form is no id: %s",
    async (id) => {
      expect([400, 404, 422]).toContain((await as(ann, `/workflows/${id}`)).status);
    },
  );
});

describe("a download", () => {
  const unpack = async (who: SignedIn, id: string) => {
    const request = toRequest(`/workflows/${id}/download`, { bearer: who.access_token });
    const answer = await exports.default.fetch(request);
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
    const texts = Object.entries(files).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)] as const);
    return { answer, files: Object.fromEntries(texts) };
  };

  test("holds all that a deployment needs, placeholders and never a value", async () => {
    const made = await make(ann);
    await as(ann, `/workflows/${made.id}/credentials`, { json: { credentials: stripeKeys } });
    const { answer, files } = await unpack(ann, made.id);
    expect(answer.headers.get("content-type")).toBe("application/zip");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="[\w-]+\.zip"$/);
    expect(Object.keys(files)).toEqual([
      ".env.example",
      "README.md",
      "handler.py",
      "requirements.txt",
      "sample-event.json",
      "template.yaml",
    ]);
    expect(files["handler.py"]).toBe(made.code);
    expect(files["template.yaml"]).toBe(made.template);
    expect(files["template.yaml"]).toContain("AWS::Serverless::Function");
    expect(files[".env.example"]).toMatch(/^SENDGRID_API_KEY=/m);
    expect(JSON.parse(files["sample-event.json"] ?? "")).toMatchObject({ routeKey: "POST /webhook" });
    for (const text of Object.values(files))
      for (const value of Object.values(stripeKeys)) expect(text).not.toContain(value);
  });

  test("holds code of one's own, and of nobody else", async () => {
    const code = "def lambda_handler(event, context):\n    return 'of Bob'\n";
    const saved = await as(bob, "/workflows", { json: { prompt: stripe, code } });
    await as(ann, "/workflows", { json: { prompt: stripe, code: code.replace("Bob", "Ann") } });
    expect((await unpack(bob, (saved.body as Workflow).id)).files["handler.py"]).toBe(code);
  });
});

describe("credentials", () => {
  test.each([
    ["in their own field", { credentials: stripeKeys }],
    ["bare", stripeKeys],
  ])("are taken %s, rendered once, and forgotten", async (_, json) => {
    const made = await make(ann);
    const { status, headers, body } = await as(ann, `/workflows/${made.id}/credentials`, { json });
    expect([status, headers.get("cache-control")]).toEqual([200, "no-store"]);
    const filled = body as Filled & { workflow_id: string };
    expect(filled.workflow_id).toBe(made.id);
    expect(filled.missing).toEqual([]);
    for (const value of Object.values(stripeKeys)) expect(filled.updated_code).toContain(`"${value}"`);
    expect(filled.updated_code).not.toContain("PLACEHOLDER_");
    expect(filled.validation).toEqual({ is_valid: true, validation_errors: [], suggestions: [] });
    const kept = (await as(ann, `/workflows/${made.id}`)).body as Workflow;
    expect(kept).toMatchObject({ status: "completed", credentials_given: Object.keys(stripeKeys).toSorted() });
    expect(kept.code).toBe(made.code);
    const rows = await env.DB.prepare("SELECT * FROM workflows WHERE id = ?").bind(made.id).all();
    for (const value of Object.values(stripeKeys)) expect(JSON.stringify(rows)).not.toContain(value);
  });

  test("that are missing are named, and their placeholders are what is wrong with the code", async () => {
    const { id } = await make(ann);
    const { SENDGRID_API_KEY } = stripeKeys;
    const { body } = await as(ann, `/workflows/${id}/credentials`, { json: { credentials: { SENDGRID_API_KEY } } });
    expect(body).toMatchObject({ missing: ["STRIPE_WEBHOOK_SECRET"], validation: { is_valid: false } });
    const { updated_code: code, validation } = body as Filled;
    const line = code.split("\n").findIndex((each) => each.startsWith("STRIPE_WEBHOOK_SECRET =")) + 1;
    expect(validation.validation_errors).toMatchObject([{ code: "placeholder", severity: "error", line }]);
    expect((await as(ann, `/workflows/${id}`)).body).toMatchObject({ status: "draft" });
  });

  test.each([
    ["a name that it does not use", { canary_secret_key: "x" }, "credentials"],
    ["an inherited name", { constructor: "x" }, "credentials"],
    ["a value that is not of its form", { SENDGRID_API_KEY: "canary_secret_key" }, "credentials.SENDGRID_API_KEY"],
    ["an empty value", { SENDGRID_API_KEY: "" }, "credentials.SENDGRID_API_KEY"],
    ["its own placeholder", { SENDGRID_API_KEY: "PLACEHOLDER_SENDGRID_API_KEY" }, "credentials.SENDGRID_API_KEY"],
    ["a second line", { SENDGRID_API_KEY: `${stripeKeys.SENDGRID_API_KEY}\nx` }, "credentials.SENDGRID_API_KEY"],
  ])("are refused with 400 for %s, which is not repeated", async (_, credentials, path) => {
    const { id } = await make(ann);
    for (const json of [{ credentials }, credentials]) {
      const { status, body } = await as(ann, `/workflows/${id}/credentials`, { json });
      expect([status, body]).toMatchObject([400, { code: "bad_request", errors: [{ path }] }]);
      expect(JSON.stringify(body)).not.toContain("canary_secret_key");
    }
  });

  test("F5: __proto__ is a name like any other that it does not use", async () => {
    const { id } = await make(ann);
    const body = '{"credentials":{"__proto__":"x"}}';
    const request = new Request(`http://api/workflows/${id}/credentials`, {
      method: "POST",
      headers: { Authorization: `Bearer ${ann.access_token}`, "Content-Type": "application/json" },
      body,
    });
    expect([400, 422]).toContain((await read(await exports.default.fetch(request))).status);
  });

  test("fill code that its owner has edited, where it reads them", async () => {
    const code = [
      "import os",
      'KEY = os.getenv("SENDGRID_API_KEY", "PLACEHOLDER_SENDGRID_API_KEY")',
      "OTHER = os.getenv('STRIPE_WEBHOOK_SECRET', 'PLACEHOLDER_STRIPE_WEBHOOK_SECRET')",
      "def lambda_handler(event, context):\n    return [KEY, OTHER]\n",
    ].join("\n");
    const saved = await as(ann, "/workflows", { json: { prompt: stripe, code } });
    const { id } = saved.body as Workflow;
    const { body } = await as(ann, `/workflows/${id}/credentials`, { json: stripeKeys });
    const { updated_code: filled, validation } = body as Filled;
    for (const value of Object.values(stripeKeys)) expect(filled).toContain(`"${value}"`);
    expect(validation.is_valid).toBe(true);
    expect(((await as(ann, `/workflows/${id}`)).body as Workflow).code).toBe(code);
  });

  test("F10: no pattern of the catalogue takes longer for a longer value than it has to", () => {
    const slow: string[] = [];
    // Again before it counts: the machine may have stood still, and a slow pattern is slow each time.
    const takesLong = (pattern: RegExp, value: string, tries = 5): boolean => {
      const start = Date.now();
      pattern.test(value);
      return Date.now() - start > 250 && (tries === 1 || takesLong(pattern, value, tries - 1));
    };
    const patterns = new Map(tools.flatMap(({ credentials }) => credentials.map(({ key, pattern }) => [key, pattern])));
    const pieces = [
      "a",
      "A1",
      "0",
      "-",
      "a.",
      "a@",
      "a@b.",
      "https://a.",
      "sk_",
      "aa-",
      '{"a":',
      " ",
      "_",
      "/",
      ":",
      "a:a@",
    ];
    for (const [key, pattern] of patterns) {
      const whole = new RegExp(`^(?:${pattern})$`, "su");
      for (const piece of pieces) {
        const value = `${piece.repeat(Math.ceil(20_000 / piece.length))}\u0001!`;
        if (takesLong(whole, value)) slow.push(`${key} ${piece}`);
      }
    }
    expect(patterns.size).toBeGreaterThan(50);
    expect(slow).toEqual([]);
  });
});
