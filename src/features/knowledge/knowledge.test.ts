import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { SignedIn } from "../../../test/caller.ts";
import { call, read, signUp, toRequest } from "../../../test/caller.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../app.ts";
import file from "./au-guru.json" with { type: "json" };
import { sayFact } from "./fact-text.ts";
import { ensureLoaded } from "./load.ts";
import { KnowledgeFile } from "./schema.ts";

interface Topic {
  id: string;
  title: string;
  facts: { id: string; fact: string; value: unknown }[];
}
interface Results {
  results: { id: string; title: string; text: string; score: number }[];
}

const app = createApp();
let admin: SignedIn;

/** A call by an administrator. */
const manage = async (path: string, init: Parameters<typeof toRequest>[1] = {}) =>
  read(
    await app.request(
      toRequest(path, { bearer: admin.access_token, ...init }),
      {},
      { ...env, ADMIN_EMAILS: admin.user.email },
      createExecutionContext(),
    ),
  );

const search = async (q: string, more = "") => {
  const { status, body } = await call(`/api/v1/knowledge/search?q=${encodeURIComponent(q)}${more}`);
  expect(status).toBe(200);
  return (body as Results).results;
};

const idsFor = async (q: string) => (await search(q)).map(({ id }) => id);

beforeAll(async () => {
  admin = await signUp();
  await env.DB.prepare("UPDATE users SET email_verified = 1 WHERE id = ?").bind(admin.user.id).run();
});

describe("the knowledge file", () => {
  const { topics } = KnowledgeFile.parse(file);

  test("is served whole, without a seed step", async () => {
    const { body } = await call("/api/v1/knowledge");
    expect((body as { topics: unknown[] }).topics).toEqual(
      topics.map(({ id, title, facts }) => ({ id, title, facts: facts.length, updated_at: expect.any(String) })),
    );
    for (const { id, ...topic } of topics) {
      const answer = await call(`/api/v1/knowledge/${id}`);
      expect(answer.body).toEqual({ id, ...topic, updated_at: expect.any(String) });
    }
  });

  test("says each fact in both languages with all of its values", () => {
    for (const topic of topics)
      for (const fact of topic.facts)
        for (const language of ["en", "th"] as const) {
          const said = sayFact(fact, topic, language);
          expect(said).not.toMatch(/[{}]/);
          const values = typeof fact.value === "object" ? Object.values(fact.value) : [fact.value];
          for (const value of values) expect(said.replaceAll(/(?<=\d),(?=\d{3})/g, "")).toContain(String(value));
        }
  });

  test("is loaded once, and a newer one leaves alone what an administrator has touched", async () => {
    await manage("/api/v1/knowledge/history", {
      method: "PUT",
      json: { title: "H", facts: [{ fact: "a", value: 1 }] },
    });
    await manage("/api/v1/knowledge/graduate", { method: "DELETE" });
    await env.DB.prepare("UPDATE knowledge_files SET hash = 'older'").run();
    await Promise.all([ensureLoaded(env, new Date()), ensureLoaded(env, new Date())]);
    const { body } = await call("/api/v1/knowledge");
    const kept = (body as { topics: { id: string; facts: number }[] }).topics.map(({ id, facts }) => [id, facts]);
    expect(kept).toEqual([
      ["contacts", 3],
      ["undergraduate", 11],
      ["history", 1],
      ["tuition", 6],
    ]);
    expect((await call("/api/v1/knowledge/graduate")).status).toBe(404);
    expect(await idsFor("matriculation")).toEqual(["tuition/ug-matriculation"]);
  });
});

describe("searching", () => {
  test.each([
    ["matriculation", "tuition/ug-matriculation"],
    ["matriculaton", "tuition/ug-matriculation"],
    ["ค่าแรกเข้า", "tuition/ug-matriculation"],
    ["telephone Hua Mak", "contacts/hua-mak"],
    ["Ramkamhaeng 24", "contacts/hua-mak"],
  ])("%s finds %s first", async (q, id) => {
    const [first] = await search(q);
    expect(first?.id).toBe(id);
  });

  test("goes by words, not by letters in a row", async () => {
    expect(await idsFor("coffee")).toEqual([]);
    expect(await idsFor("lawn")).toEqual([]);
    expect(await idsFor("art")).not.toContain("contacts/hua-mak");
  });

  test("has scores that fall, and as many as asked for", async () => {
    const results = await search("tuition undergraduate international", "&limit=3");
    const scores = results.map(({ score }) => score);
    expect(results[0]?.id).toBe("tuition/ug-international");
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(results).toHaveLength(3);
  });

  test.each([
    '"',
    "AND",
    "C++",
    "NOT fee OR",
    "head:x",
    "🎓",
    "'; DROP TABLE knowledge_facts; --",
    "*",
    "(((",
    "a".repeat(9_000),
  ])("%j is no error", async (q) => {
    expect((await call(`/api/v1/knowledge/search?q=${encodeURIComponent(q)}`)).status).toBe(200);
  });

  test("without words is refused", async () => {
    expect((await call("/api/v1/knowledge/search")).status).toBe(422);
    expect((await call("/api/v1/knowledge/search?q=fee&limit=0")).status).toBe(422);
  });
});

describe("an administrator", () => {
  const path = "/api/v1/knowledge/library";
  const put = (json: unknown) => manage(path, { method: "PUT", json });
  const ask = async (message: string) => {
    const { body } = await call("/api/v1/chat", { json: { message } });
    return body as { response: string; sources: { id: string }[] };
  };

  test("adds a topic: the next question is answered from it, in both languages; deleted, it is not", async () => {
    expect((await ask("When does the library open?")).sources).toEqual([]);
    const { status, body } = await put({
      title: "Library",
      facts: [
        { fact: "Library opening hours", value: "08:00 to 20:00, Monday to Saturday" },
        { fact: "Library opening hours", value: "closed on Sunday" },
      ],
    });
    expect(status).toBe(200);
    expect((body as Topic).facts.map(({ id }) => id)).toEqual(["library-opening-hours", "library-opening-hours-2"]);
    const told = await ask("When does the library open?");
    expect(told.sources.map(({ id }) => id)).toContain("library/library-opening-hours");
    expect(told.response).toContain("08:00 to 20:00");
    expect((await ask("ห้องสมุดเปิดกี่โมง")).response).toContain("08:00 to 20:00");

    expect((await manage(path, { method: "DELETE" })).status).toBe(204);
    expect((await ask("When does the library open?")).sources).toEqual([]);
    expect((await manage(path, { method: "DELETE" })).status).toBe(404);
    expect((await call(path)).status).toBe(404);
  });

  test("writes Markdown: a fact in each paragraph, list item and table row", async () => {
    const markdown = `# Dormitories\n\nRooms are **shared** by two.\n\n## Monthly rent\n\n- Fan room: 4,500 THB\n- Air-conditioned room: 6,500 THB\n\n| Deposit | Amount |\n|---|---|\n| Key | 500 THB |\n\n<script>alert(1)</script>\n`;
    const request = new Request("http://api/api/v1/knowledge/dormitories", {
      method: "PUT",
      headers: { "Content-Type": "text/markdown", Authorization: `Bearer ${admin.access_token}` },
      body: markdown,
    });
    const answer = await read(
      await app.request(request, {}, { ...env, ADMIN_EMAILS: admin.user.email }, createExecutionContext()),
    );
    expect(answer.status).toBe(200);
    expect((answer.body as Topic).facts.map(({ fact, value }) => [fact, value])).toEqual([
      ["Dormitories", "Rooms are shared by two."],
      ["Monthly rent: Fan room", "4,500 THB"],
      ["Monthly rent: Air-conditioned room", "6,500 THB"],
      ["Key", "500 THB"],
    ]);
    expect((await ask("How much is a dorm room with a fan?")).response).toContain("4,500 THB");
    await manage("/api/v1/knowledge/dormitories", { method: "DELETE" });
  });

  test.each([
    [{ title: "T", facts: [] }, "facts"],
    [{ facts: [{ fact: "a", value: 1 }] }, "title"],
    [{ title: "T", facts: [{ fact: "a" }] }, "facts.0.value"],
    [{ title: "T", facts: [{ id: "A B", fact: "a", value: 1 }] }, "facts.0.id"],
    [
      {
        title: "T",
        facts: [
          { id: "x", fact: "a", value: 1 },
          { id: "x", fact: "b", value: 2 },
        ],
      },
      "facts.1.id",
    ],
  ])("is told what is wrong with %j, and nothing is replaced", async (json, path_) => {
    await put({ title: "Library", facts: [{ fact: "Books", value: 300_000 }] });
    const { status, body } = await put(json);
    expect(status).toBe(422);
    expect((body as { errors: { path: string }[] }).errors[0]?.path).toBe(path_);
    expect(await idsFor("books")).toEqual(["library/books"]);
    await manage(path, { method: "DELETE" });
  });

  test("cannot take the search's name", async () => {
    const json = { title: "Search", facts: [{ fact: "a", value: 1 }] };
    expect((await manage("/api/v1/knowledge/search", { method: "PUT", json })).status).toBe(422);
  });

  test("is who else may not write", async () => {
    const { access_token: bearer } = await signUp();
    const json = { title: "Mine", facts: [{ fact: "a", value: 1 }] };
    expect((await call(path, { method: "PUT", json, bearer })).status).toBe(403);
    expect((await call(path, { method: "DELETE", bearer })).status).toBe(403);
    expect((await call(path, { method: "PUT", json })).status).toBe(401);
    expect((await call("/api/v1/knowledge/tuition")).status).toBe(200);
  });
});
