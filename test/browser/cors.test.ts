// Which page may read what, as a browser decides it.
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import type { Call, Visitor } from "./visit.ts";
import { fetchIn, newEmail, password, patienceMs, signIn, test } from "./visit.ts";

const json = { "Content-Type": "application/json" };

const open = async ({ context }: Visitor, origin: string): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(`${origin}/plain/`);
  return page;
};

/** An account, as the Blog's page makes one; its token. */
const register = async (page: Page, api: string): Promise<string> => {
  const made = await fetchIn(page, `${api}/api/v1/auth/register`, {
    method: "POST",
    headers: json,
    credentials: "include",
    body: JSON.stringify({ email: newEmail(), password }),
  });
  expect(made.status).toBe(201);
  return (JSON.parse(made.body ?? "") as { access_token: string }).access_token;
};

/** What the browser asks before it asks, and is answered: no page sees it. */
const watchPreflights = async ({ context }: Visitor, page: Page) => {
  const answers: { path: string; headers: Record<string, string> }[] = [];
  const devTools = await context.newCDPSession(page);
  await devTools.send("Network.enable");
  const asked = new Set<string>();
  devTools.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (request.method === "OPTIONS") asked.add(requestId);
  });
  devTools.on("Network.responseReceived", ({ requestId, response }) => {
    if (!asked.has(requestId)) return;
    const headers = Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value]);
    answers.push({ path: new URL(response.url).pathname, headers: Object.fromEntries(headers) });
  });
  return answers;
};

describe("a page that is listed", () => {
  test("N2: is asked for once what it may send, and then sends it", async ({ visitor }) => {
    const { api, app } = visitor.places;
    const page = await open(visitor, app);
    const preflights = await watchPreflights(visitor, page);
    const token = await register(page, api);
    const edit = (full_name: string) =>
      fetchIn(page, `${api}/api/v1/users/me`, {
        method: "PATCH",
        credentials: "include",
        headers: { ...json, Authorization: `Bearer ${token}`, "X-Request-Id": "from-a-page" },
        body: JSON.stringify({ full_name }),
      });
    expect(await edit("Ada")).toMatchObject({ status: 200, headers: { "x-request-id": "from-a-page" } });
    expect(await edit("Ada Lovelace")).toMatchObject({ status: 200, body: expect.stringContaining("Ada Lovelace") });
    // Told of on another way than the answers, but in order: with this one all that came before it are there.
    const last = { method: "DELETE", headers: { Authorization: `Bearer ${token}` } };
    expect((await fetchIn(page, `${api}/api/v1/documents/nothing`, last)).status).toBe(404);
    const paths = () => preflights.map(({ path }) => path);
    await expect.poll(paths, { timeout: patienceMs }).toContain("/api/v1/documents/nothing");
    // The second needs no question: the answer to the first holds for a day, of which a browser keeps two hours.
    expect(preflights.filter(({ path }) => path === "/api/v1/users/me").map(({ headers }) => headers)).toEqual([
      expect.objectContaining({
        "access-control-allow-origin": app,
        "access-control-allow-credentials": "true",
        "access-control-max-age": "86400",
        "access-control-allow-headers": expect.stringContaining("authorization"),
        "access-control-allow-methods": expect.stringContaining("PATCH"),
      }),
    ]);
    expect(JSON.stringify(preflights)).not.toContain('"*"');
    expect(visitor.complaints.filter((complaint) => !complaint.includes("404"))).toEqual([]);
  });

  test("reads every header that a page works with, and no other", async ({ visitor }) => {
    const { api, app } = visitor.places;
    const page = await open(visitor, app);
    const headers = { ...json, Authorization: `Bearer ${await register(page, api)}` };
    const ask = (path: string, method = "GET", body?: unknown, more: Record<string, string> = {}) =>
      fetchIn(page, api + path, {
        method,
        credentials: "include",
        headers: { ...headers, ...more },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    await page.evaluate(
      async ([address, authorization]) => {
        const body = new FormData();
        body.append("file", new Blob(["Rain keeps panels clean."]), "solar.md");
        await fetch(address, { method: "POST", headers: { Authorization: authorization }, body });
      },
      [`${api}/api/v1/documents/upload`, headers.Authorization] as const,
    );
    for (const title of ["One", "Two"]) {
      const answer = await ask("/api/v1/blog/generate", "POST", { title }, { "Idempotency-Key": `key-of-${title}` });
      expect(answer.status).toBe(201);
    }
    const list = await ask("/api/v1/blog?limit=1");
    expect(list.headers).toMatchObject({
      link: expect.stringMatching(new RegExp(`^<${api}/api/v1/blog\\?.*cursor=.*>; rel="next"$`)),
      ratelimit: expect.any(String),
      "ratelimit-policy": expect.any(String),
      "x-request-id": expect.any(String),
    });
    const next = /<(.*)>/.exec(list.headers?.["link"] ?? "")?.[1] ?? "";
    const [[first], [second]] = [list, await ask(next.slice(api.length))].map(
      ({ body }) => JSON.parse(body ?? "") as { id: string }[],
    ) as [{ id: string }[], { id: string }[]];
    expect(first?.id).not.toBe(second?.id);
    // Being written it would have another tag in a moment.
    const stateOf = async () => JSON.parse((await ask(`/api/v1/blog/${first?.id}`)).body ?? "") as { status: string };
    await expect.poll(async () => (await stateOf()).status, { timeout: patienceMs }).not.toBe("generating");
    const draft = await ask(`/api/v1/blog/${first?.id}`);
    const tag = draft.headers?.["etag"] ?? "";
    expect(tag).toMatch(/^"\d+"$/);
    const edited = await ask(`/api/v1/blog/${first?.id}`, "PUT", { content: "Edited" }, { "If-Match": tag });
    expect(edited.status).toBe(200);
    const stale = await ask(`/api/v1/blog/${first?.id}`, "PUT", { content: "Too late" }, { "If-Match": tag });
    expect(stale.status).toBe(412);
    const file = await ask(`/api/v1/blog/${first?.id}/export`, "POST", { format: "html" });
    expect(file.headers?.["content-disposition"]).toMatch(/^attachment; filename\*=UTF-8''.+\.html$/);
    const again = await ask("/api/v1/blog/generate", "POST", { title: "One" }, { "Idempotency-Key": "key-of-One" });
    expect(again).toMatchObject({ status: 201, headers: { "idempotency-replayed": "true" } });
    // It was sent with every answer: the page may not see what is not listed.
    expect(file.headers).not.toHaveProperty("referrer-policy");
  });

  test("N4: reads every refusal, whatever was refused", async ({ visitor }) => {
    const { api, app } = visitor.places;
    const page = await open(visitor, app);
    const refusals: [number, string, Call][] = [
      [400, "/api/v1/auth/login", { method: "POST", headers: json, body: "{" }],
      [401, "/api/v1/documents", {}],
      [401, "/users/me", { headers: { Authorization: "Bearer nothing" } }],
      [404, "/none/of/this", {}],
      [404, "/api/v1/analyses/an_00000000000000000000000000000000", { method: "DELETE" }],
      [405, "/health", { method: "POST" }],
      [413, "/api/v1/auth/login", { method: "POST", headers: json, body: `"${"x".repeat(3_000_000)}"` }],
      [415, "/api/diagram", { method: "POST", body: "text" }],
      [422, "/api/diagram", { method: "POST", headers: json, body: '{"mermaid":"no diagram"}' }],
    ];
    for (const [status, path, init] of refusals) {
      const { body, ...answer } = await fetchIn(page, api + path, { credentials: "include", ...init });
      expect({ path, ...answer }).toMatchObject({ path, status, headers: { "x-request-id": expect.any(String) } });
      expect(JSON.parse(body ?? "")).toMatchObject({ status, detail: expect.any(String) });
    }
  });

  test("of another site is not sent along with the cookie, and works with Bearer", async ({ visitor }) => {
    const { api, app, elsewhere } = visitor.places;
    await signIn(visitor.page, `${app}/cue/?api=${api}`);
    const page = await open(visitor, elsewhere);
    const me = (headers = {}) => fetchIn(page, `${api}/users/me`, { credentials: "include", headers });
    expect((await me()).status).toBe(401);
    expect((await me({ Authorization: `Bearer ${await register(page, api)}` })).status).toBe(200);
  });
});

describe("a page that is not listed", () => {
  const blocked = { error: expect.stringContaining("Failed to fetch") };

  test.for(["sibling", "stranger"] as const)(
    "N1: %s reads nothing, with a cookie or without",
    async (name, { visitor }) => {
      const { places } = visitor;
      const { api } = places;
      await signIn(visitor.page, `${places.app}/cue/?api=${api}`);
      const page = await open(visitor, places[name]);
      for (const credentials of ["omit", "include"] as const) {
        expect(await fetchIn(page, `${api}/health`, { credentials })).toEqual(blocked);
        expect(await fetchIn(page, `${api}/users/me`, { credentials })).toEqual(blocked);
        expect(await fetchIn(page, `${api}/openapi.json`, { credentials })).toEqual(blocked);
      }
      await expect
        .poll(() => visitor.complaints.join("\n"), { timeout: patienceMs })
        .toContain("has been blocked by CORS policy");
    },
  );

  test("N1: the sandboxed frame of a listed page is nobody's page", async ({ visitor }) => {
    const { api, app } = visitor.places;
    const page = await open(visitor, app);
    const heard = await page.evaluate<string>(`new Promise((resolve) => {
      addEventListener("message", ({ data }) => resolve(data));
      const frame = document.createElement("iframe");
      frame.sandbox = "allow-scripts";
      frame.srcdoc = \`<script>fetch(${JSON.stringify(`${api}/health`)})
        .then(({ status }) => status, String).then((said) => parent.postMessage(String(said), "*"))</\${"script"}>\`;
      document.body.append(frame);
    })`);
    expect(heard).toContain("Failed to fetch");
  });

  test.for(["sibling", "stranger"] as const)(
    "changes nothing from %s, by fetch without CORS, by a form, or by a link",
    async (name, { visitor }) => {
      const { places } = visitor;
      const { api } = places;
      const email = await signIn(visitor.page, `${places.app}/cue/?api=${api}`);
      const saved = (await visitor.page.evaluate(
        async (url) =>
          (
            await fetch(`${url}/workflows/generate`, {
              method: "POST",
              credentials: "include",
              headers: { "Content-Type": "application/json" },
              body: JSON.stringify({ description: "Every day send an email over SMTP" }),
            })
          ).json(),
        api,
      )) as { workflow_id: string };
      const page = await open(visitor, places[name]);
      const put = { method: "PUT", headers: json, credentials: "include", body: '{"name":"taken"}' } as const;
      expect(await fetchIn(page, `${api}/workflows/${saved.workflow_id}`, put)).toEqual(blocked);
      const remove = { method: "DELETE", credentials: "include" } as const;
      expect(await fetchIn(page, `${api}/workflows/${saved.workflow_id}`, remove)).toEqual(blocked);
      // These are sent, with the cookie where the site is the same one, and answered where nobody can read it.
      await page.evaluate(async (url) => {
        const form = new FormData();
        form.append("file", new Blob(["planted"]), "planted.md");
        const simple = { method: "POST", mode: "no-cors", credentials: "include" } as const;
        await fetch(`${url}/api/v1/documents/upload`, { ...simple, body: form });
        await fetch(`${url}/auth/logout`, simple);
        await fetch(`${url}/api/v1/auth/sessions`, simple);
      }, api);
      await page.setContent(
        `<form method="post" enctype="multipart/form-data" action="${api}/api/v1/documents/upload"><button>Win</button></form>`,
      );
      const [refused] = await Promise.all([
        page.waitForResponse((one) => one.url().endsWith("/upload") && one.request().isNavigationRequest()),
        page.getByRole("button", { name: "Win" }).click(),
      ]);
      expect([401, 403]).toContain(refused.status());

      const state = async (path: string) => (await fetchIn(visitor.page, api + path, { credentials: "include" })).body;
      expect(await state("/users/me")).toContain(email);
      expect(await state(`/workflows/${saved.workflow_id}`)).not.toContain("taken");
      expect(JSON.parse((await state("/api/v1/documents")) ?? "")).toMatchObject({ documents: [] });
    },
  );

  test("cannot sign anyone out by a link or a picture from another site", async ({ visitor }) => {
    const { api, app, stranger } = visitor.places;
    const email = await signIn(visitor.page, `${app}/cue/?api=${api}`);
    const page = await open(visitor, stranger);
    const shown = await page.evaluate<string>(`new Promise((resolve) => {
      const picture = new Image();
      picture.onload = () => resolve("shown");
      picture.onerror = () => resolve("not shown");
      picture.src = ${JSON.stringify(`${api}/api/logout`)};
    })`);
    expect(shown).toBe("not shown");
    await page.setContent(`<a href="${api}/api/logout">Win</a>`);
    await page.getByRole("link").click();
    await page.getByText("Signing out is done from our own pages").waitFor();
    await visitor.page.reload();
    await visitor.page.getByText(`You are ${email}`).waitFor();
  });
});
