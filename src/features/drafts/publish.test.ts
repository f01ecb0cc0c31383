import { describe, expect, inject, test } from "vitest";
import { AppError } from "#http/errors";
import type { Publishable, PublishTarget } from "./publish.ts";
import { publishDraft } from "./publish.ts";

const gitHub = `${inject("standIns").publish.control}/github`;
const token = "ghp_a-token-that-may-write";
const now = new Date("2026-11-21T10:00:00Z");

const draft: Publishable = {
  id: "draft_00ff",
  title: "결제 시스템 이야기",
  content: "# 결제 시스템 이야기\n\n본문입니다.\n",
  categories: ["Engineering"],
  tags: ["큐"],
  publishedAt: null,
  publishedTo: null,
};

const publish = (change: Partial<PublishTarget>, of: Partial<Publishable> = {}, at = now, apiUrl = gitHub) =>
  publishDraft({ apiUrl, now: at }, { ...draft, ...of }, { repo: "ann/blog", token, ...change });

const failureOf = async (work: Promise<unknown>): Promise<AppError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error("it did not fail as it should");
  return error;
};

const file = async (repo: string, path: string, text?: string): Promise<{ text: string } | null> => {
  const answer = await fetch(`${gitHub}/file`, { method: "POST", body: JSON.stringify({ repo, path, text }) });
  return answer.json();
};

const seen = async (): Promise<{ method: string; url: string; message?: string; branch?: string }[]> =>
  (await fetch(`${gitHub}/seen`)).json();

const written = async (change: Partial<PublishTarget>, of: Partial<Publishable> = {}, at = now) => {
  const outcome = await publish(change, of, at);
  if (outcome.dryRun) throw new Error("nothing was written");
  return outcome;
};

test("a post is written, updated at the same path under another title, and found as it was sent", async () => {
  await seen();
  const first = await written({ repo: "ann/first", branch: "main" });
  expect(first.path).toBe("_posts/2026-11-21-결제-시스템-이야기.md");
  expect(first.url).toMatch(/^https:\/\/github\.com\/ann\/first\/blob\/main\/_posts\/2026-11-21-%EA/);
  expect((await file("ann/first", first.path))?.text).toMatch(
    /^---\ntitle: "결제 시스템 이야기"\n[\s\S]*\n---\n\n본문입니다\.\n$/,
  );
  const again = await written(
    { repo: "ann/first", branch: "main" },
    { title: "Another", content: "New.", publishedAt: now, publishedTo: first.publishedTo },
    new Date("2027-01-01"),
  );
  expect(again.path).toBe(first.path);
  expect((await file("ann/first", first.path))?.text).toContain('title: "Another"\ndate: 2026-11-21 10:00:00 +0000');
  const requests = await seen();
  expect(requests.map(({ method }) => method)).toEqual(["GET", "PUT", "GET", "PUT"]);
  expect(requests[0]?.url).toMatch(/\/repos\/ann\/first\/contents\/_posts\/2026-11-21-%EA[^/]*\?ref=main$/);
  expect(requests[1]).toMatchObject({ branch: "main", message: "Publish: 결제 시스템 이야기" });
  expect(requests[3]?.message).toBe("Update: Another");
});

test("200 KB of Hangul arrive letter by letter", async () => {
  const content = "가나다라마바사\n\n".repeat(10_000);
  const { path } = await written({ repo: "ann/long" }, { content });
  expect((await file("ann/long", path))?.text).toContain(content.trim());
});

test("a dry run says what would be written, and writes nothing", async () => {
  const outcome = await publish({ repo: "ann/dry", dry_run: true });
  expect(outcome).toMatchObject({ dryRun: true, exists: false, path: "_posts/2026-11-21-결제-시스템-이야기.md" });
  expect(await file("ann/dry", outcome.path)).toBeNull();
});

test("a title of many lines is one line of the commit", async () => {
  await seen();
  await written({ repo: "ann/lines" }, { title: `One\nCo-authored-by: x\r\n${"long ".repeat(40)}` });
  const [, put] = await seen();
  expect(put?.message).toMatch(/^Publish: One Co-authored-by: x long .*…$/);
});

describe("a file that somebody else wrote is not written over", () => {
  test("where nothing of ours was", async () => {
    await file("ann/theirs", "notes.md", "theirs");
    expect((await failureOf(publish({ repo: "ann/theirs", path: "notes.md" }))).code).toBe("conflict");
    expect((await failureOf(publish({ repo: "ann/theirs", path: "notes.md", dry_run: true }))).code).toBe("conflict");
    expect((await file("ann/theirs", "notes.md"))?.text).toBe("theirs");
  });

  test("when it changed since we wrote it", async () => {
    const { path, publishedTo } = await written({ repo: "ann/changed" });
    await file("ann/changed", path, "edited on GitHub");
    expect((await failureOf(publish({ repo: "ann/changed" }, { publishedTo }))).code).toBe("conflict");
  });

  test("when it changes between the look and the writing", async () => {
    expect((await failureOf(publish({ repo: "ann/raced" }))).code).toBe("conflict");
  });

  test("but one that was deleted is written again", async () => {
    const { publishedTo } = await written({ repo: "ann/deleted" });
    const elsewhere = { ...publishedTo, repo: "ann/deleted-since" };
    expect((await written({ repo: "ann/deleted-since" }, { publishedTo: elsewhere })).publishedTo.commit_sha).toMatch(
      /^c/,
    );
  });
});

describe("GitHub's failures are told, without the token", () => {
  test.each<[string, object]>([
    ["gone", { code: "invalid_request", errors: [{ path: "repo" }] }],
    ["broken", { code: "upstream_failed" }],
    ["html", { code: "upstream_failed" }],
    ["limited", { code: "rate_limited", headers: { "Retry-After": "42" } }],
    ["forbidden", { code: "forbidden" }],
  ])("%s", async (name, expected) => {
    const error = await failureOf(publish({ repo: `ann/${name}` }));
    expect(error).toMatchObject(expected);
    expect(JSON.stringify([error.message, error.errors, String(error.cause)])).not.toContain(token);
  });

  test("S2: a redirect is not followed", async () => {
    const error = await failureOf(publish({ repo: "ann/moved" }));
    expect(error.errors).toEqual([{ path: "repo", message: "The repository has another name now." }]);
  });

  test("O1: a token that is refused, or that no header takes", async () => {
    expect((await failureOf(publish({ token: "ghp_wrong" }))).code).toBe("forbidden");
    const error = await failureOf(publish({ token: "ghp_x\r\nHost: evil" }));
    expect(error.errors).toMatchObject([{ path: "token" }]);
    expect(JSON.stringify([error.message, error.errors])).not.toContain("evil");
  });

  test("nobody listens", async () => {
    expect((await failureOf(publish({}, {}, now, "http://127.0.0.1:9"))).code).toBe("upstream_failed");
  });

  test("a look that fails once is taken again", async () => {
    expect((await written({ repo: "ann/flaky" })).publishedTo.commit_sha).toMatch(/^c/);
  });
});

describe("S3: what would reach elsewhere than the post is refused by its field, and GitHub is not asked", () => {
  test.each<[keyof PublishTarget, string[]]>([
    ["repo", ["", "blog", "a/b/c", "../x", "a/..", "a/.", "a b/c", "a/b?x", "a/b#", "-a/b", "a/b%2f", "á/b", "a/b\n"]],
    [
      "branch",
      [
        "",
        "a..b",
        "/a",
        "a/",
        "a//b",
        "a?b",
        "a#b",
        "a%b",
        "a b",
        "a\\b",
        "a\u0000",
        "-a",
        "x.lock",
        "refs/heads/a",
        "a/.b",
        "a:b",
        "a@{1}",
      ],
    ],
    [
      "path",
      [
        "",
        "../a.md",
        "a/../b.md",
        "/a.md",
        "a//b.md",
        ".github/workflows/a.md",
        "a/.git/b.md",
        "a\\b.md",
        "a?.md",
        "a#.md",
        "a%2e.md",
        "a\n.md",
        "a\u202E.md",
        "a.yml",
        "a",
        " a.md",
        "a/ .md",
        "a./b.md",
      ],
    ],
  ])("%s", async (field, values) => {
    await seen();
    for (const value of values) {
      const error = await failureOf(publish({ [field]: value }));
      expect([value, error.code, error.errors?.map((fault) => "path" in fault && fault.path)]).toEqual([
        value,
        "invalid_request",
        [field],
      ]);
    }
    expect(await seen()).toEqual([]);
  });
});
