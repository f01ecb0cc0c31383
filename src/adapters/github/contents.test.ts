import { afterEach, describe, expect, test, vi } from "vitest";
import { readContent, writeContent } from "./contents.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const place = { apiUrl: "https://git.example", token: "a-token", repo: "ada/blog", path: "posts/a b.md" };
const write = { text: "# Post\n", message: "Publish", sha: null };

/** GitHub answers so, the last one from then on; what it was asked is told. */
const answering = (...answers: readonly (() => Response)[]) => {
  const asked: { method: string; url: string; body: unknown }[] = [];
  vi.stubGlobal("fetch", async (url: string, { method = "GET", body }: RequestInit) => {
    asked.push({ method, url, body: typeof body === "string" ? JSON.parse(body) : undefined });
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (answer === undefined) throw new Error("nothing to answer");
    return answer();
  });
  return asked;
};

const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (): Response =>
    Response.json(body, { status, headers });
const nowhere = (): Response => {
  throw new TypeError("no network");
};
const late = (): Response => {
  throw new DOMException("too slow", "TimeoutError");
};

describe("a file that is read", () => {
  test("has its sha, or none where it is not there", async () => {
    const asked = answering(answer(200, { type: "file", sha: "s1" }));
    expect(await readContent({ ...place, branch: "main" })).toEqual({ ok: true, sha: "s1" });
    expect(asked[0]?.url).toBe("https://git.example/repos/ada/blog/contents/posts/a%20b.md?ref=main");
    answering(answer(404, { message: "Not Found" }));
    expect(await readContent(place)).toEqual({ ok: true, sha: null });
  });

  test("is asked for once more where GitHub stumbles, and no oftener", async () => {
    const asked = answering(nowhere, answer(200, { type: "file", sha: "s2" }));
    expect(await readContent(place)).toEqual({ ok: true, sha: "s2" });
    expect(asked).toHaveLength(2);
    const again = answering(answer(502, {}));
    expect(await readContent(place)).toEqual({ ok: false, reason: "unreachable" });
    expect(again).toHaveLength(2);
  });

  test.each([
    ["a folder", answer(200, [{ type: "file" }]), "invalid"],
    ["a submodule", answer(200, { type: "submodule", sha: "x" }), "invalid"],
    ["something else altogether", answer(200, { words: 1 }), "unreachable"],
    ["moved elsewhere", answer(301, { message: "Moved" }, { Location: "https://git.example/x" }), "moved"],
    ["nothing of ours", answer(401, { message: "Bad credentials" }), "refused"],
    ["forbidden", answer(403, { message: "Resource not accessible" }), "refused"],
    ["too late", late, "timeout"],
  ])("is %s", async (_name, given, reason) => {
    answering(given);
    expect(await readContent(place)).toEqual({ ok: false, reason });
  });

  test.each([
    ["when it says", answer(429, {}, { "Retry-After": "30" }), 30],
    ["within the hour, whatever it says", answer(403, {}, { "Retry-After": "99999" }), 3_600],
    ["after a minute, where it says nothing", answer(403, { message: "You have exceeded a secondary rate limit" }), 60],
    [
      "after a minute, where its time is over",
      answer(403, {}, { "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1" }),
      60,
    ],
  ])("that was asked for too often is there again %s", async (_name, given, retryAfter) => {
    answering(given);
    expect(await readContent(place)).toEqual({ ok: false, reason: "rate_limited", retryAfter });
  });
});

describe("a file that is written", () => {
  const written = { content: { sha: "new", html_url: "https://git.example/ada/blog/a.md" }, commit: { sha: "c1" } };

  test("is one commit, over the file that was read or as a new one", async () => {
    const asked = answering(answer(201, written));
    expect(await writeContent(place, { ...write, text: "น้ำ" })).toEqual({
      ok: true,
      sha: "new",
      commitSha: "c1",
      htmlUrl: "https://git.example/ada/blog/a.md",
    });
    await writeContent({ ...place, branch: "drafts" }, { ...write, sha: "old" });
    expect(asked.map(({ body }) => body)).toEqual([
      { message: "Publish", content: Buffer.from("น้ำ").toString("base64") },
      { message: "Publish", content: Buffer.from("# Post\n").toString("base64"), sha: "old", branch: "drafts" },
    ]);
  });

  test.each([
    ["none", null],
    ["one that is no page", "javascript:alert(1)"],
  ])("has no address where GitHub names %s", async (_name, html_url) => {
    answering(answer(200, { ...written, content: { sha: "new", html_url } }));
    expect(await writeContent(place, write)).toMatchObject({ ok: true, htmlUrl: null });
  });

  test.each([
    ["made by somebody meanwhile", answer(422, { message: 'Invalid request.\n\n"sha" wasn\'t supplied.' }), "conflict"],
    ["changed by somebody meanwhile", answer(409, { message: "is at x but expected y" }), "conflict"],
    [
      "of a name that GitHub does not take",
      answer(422, { message: "path contains a malformed path component" }),
      "invalid",
    ],
    ["of nothing that it says", answer(422, "no"), "invalid"],
    ["in a repository that is not there", answer(404, { message: "Not Found" }), "missing"],
    ["answered in another way", answer(200, { content: 5 }), "unreachable"],
    ["not answered", nowhere, "unreachable"],
  ])("is not when it is %s, and is not tried again", async (_name, given, reason) => {
    const asked = answering(given);
    expect(await writeContent(place, write)).toEqual({ ok: false, reason });
    expect(asked).toHaveLength(1);
  });
});
