// Drafts lose nothing: over a real `npm start`, with clients that leave, two that edit at once, and kill -9.
import type { RunningApi } from "./harness.ts";
import { startApi } from "./harness.ts";
import type { SlowModel } from "./slow-model.ts";
import { startSlowModel } from "./slow-model.ts";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

interface Draft {
  id: string;
  session_id: string;
  title: string;
  content: string;
  status: string;
  version: number;
}
interface Version {
  version: number;
  author: string;
  reason: string;
  characters: number;
}
interface Frame {
  type: string;
  role?: string;
  content?: string;
  version?: number;
  data?: { sources?: { quote: string }[] };
}

const run = promisify(execFile);
const writer = { email: "blogger@example.com", password: "violet-otter-42-lamp" };
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 60_000, interval: 50 });

const guide = `# Home solar guide

## Costs

A typical system of 6 kW costs about 15,000 dollars before incentives. The federal tax credit pays back 30 percent of that. Batteries add 8,000 to 12,000 dollars.

## Maintenance

Rain keeps panels clean in most places. Inspect the wiring once a year. Inverters last 10 to 15 years and are the part that fails most often.
`;
const paragraph = "A typical system of 6 kW costs about 15,000 dollars before incentives, as the guide has it.";
const longText = Array.from({ length: 500 }, (_, index) => `${paragraph} (${index})`).join("\n\n");

/** A signed-in writer with one document. */
const signIn = async ({ url }: RunningApi, how: "register" | "login") => {
  const json = { "Content-Type": "application/json" };
  const signedIn = await fetch(`${url}/api/v1/auth/${how}`, {
    method: "POST",
    headers: json,
    body: JSON.stringify(writer),
  });
  const { access_token: token } = (await signedIn.json()) as { access_token: string };
  const headers = { ...json, Authorization: `Bearer ${token}` };
  const send = (path: string, body?: unknown, more: RequestInit = {}) =>
    fetch(`${url}/api/v1${path}`, {
      ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
      ...more,
      headers: { ...headers, ...(more.headers as Record<string, string>) },
    });
  const read = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T;
  const get = (id: string) => read<Draft>(send(`/blog/${id}`));
  const put = (id: string, body: unknown, ifMatch?: string) =>
    send(`/blog/${id}`, body, { method: "PUT", headers: ifMatch === undefined ? {} : { "If-Match": ifMatch } });
  return {
    send,
    get,
    put,
    list: () => read<Draft[]>(send("/blog?limit=100")),
    versionsOf: async (id: string) => (await read<{ versions: Version[] }>(send(`/blog/${id}/versions`))).versions,
    begin: (body: object) => read<Draft>(send("/blog/generate", body)),
    settled: (id: string) =>
      until(async () => {
        const draft = await get(id);
        expect(draft.status).not.toBe("generating");
        return draft;
      }),
    addDocument: async (): Promise<string> => {
      const form = new FormData();
      form.append("file", new Blob([guide]), "guide.md");
      const { Authorization } = headers;
      const uploaded = await fetch(`${url}/api/v1/documents/upload`, {
        method: "POST",
        headers: { Authorization },
        body: form,
      });
      return ((await uploaded.json()) as { id: string }).id;
    },
    connect: async (sessionId: string) => {
      const { ticket } = await read<{ ticket: string }>(
        send(`/sessions/${sessionId}/ticket`, undefined, { method: "POST" }),
      );
      const socket = new WebSocket(`${url.replace("http", "ws")}/ws/${sessionId}?ticket=${ticket}`);
      const frames: Frame[] = [];
      socket.addEventListener("message", ({ data }) => void frames.push(JSON.parse(String(data))));
      await new Promise((opened, refused) => {
        socket.addEventListener("open", opened);
        socket.addEventListener("error", refused);
      });
      return { socket, frames };
    },
  };
};
type Client = Awaited<ReturnType<typeof signIn>>;

/** Asks for a refinement and leaves at its first bytes. */
const refineAndLeave = async (client: Client, id: string, feedback: string): Promise<void> => {
  const leave = new AbortController();
  const answer = await client.send(`/blog/${id}/refine`, { feedback }, { signal: leave.signal });
  expect(answer.status).toBe(200);
  await answer.body?.getReader().read();
  leave.abort();
};

describe("a draft", () => {
  let api: RunningApi;
  let client: Client;
  let document: string;
  beforeAll(async () => {
    api = await startApi();
    client = await signIn(api, "register");
    document = await client.addDocument();
  });
  afterAll(() => api.stop());
  const write = async () => client.settled((await client.begin({ document_ids: [document] })).id);

  test("K1: is refined to the end for clients who left at the first bytes, 20 of 20", async () => {
    const { id } = await write();
    await client.put(id, { content: longText });
    for (const number of upTo(20)) await refineAndLeave(client, id, `Make it shorter, please, time ${number}.`);
    await until(async () => expect((await client.get(id)).version).toBe(22));
    const versions = await client.versionsOf(id);
    expect(versions.map(({ version }) => version)).toEqual(upTo(22).toReversed());
    expect(versions.slice(0, 20).map(({ author }) => author)).toEqual(upTo(20).map(() => "assistant"));
    const { content, version } = await client.get(id);
    expect(versions[0]).toMatchObject({ version, characters: content.length });
    // Whole paragraphs to the last: nothing was cut where the client left.
    for (const one of content.split("\n\n")) expect(one).toMatch(/ as the guide has it\.(?: \(\d+\))?$/);
  });

  test("N5: of two who edit at once, half of it with If-Match, nothing is lost", async () => {
    const { id } = await write();
    const other = await signIn(api, "login");
    const edit = async (who: Client, number: number, careful: boolean) => {
      const content = `Edit ${number} of ${careful ? "a careful" : "any"} hand`;
      const { version } = await who.get(id);
      return { content, status: (await who.put(id, { content }, careful ? `"${version}"` : undefined)).status };
    };
    const edits = await Promise.all(
      upTo(50).map((number) => edit(number % 2 ? client : other, number, number % 4 < 2)),
    );
    // Whether any of them met another is a matter of time: two that do.
    const { version: old } = await client.get(id);
    const first = {
      content: "Edit 51 of any hand",
      status: (await other.put(id, { content: "Edit 51 of any hand" })).status,
    };
    expect((await client.put(id, { content: "Edit 52 of a careful hand" }, `"${old}"`)).status).toBe(412);
    const kept = [...edits, first].filter(({ status }) => status === 200);
    expect(edits.filter(({ status }) => ![200, 412].includes(status))).toEqual([]);
    expect(kept.length).toBeGreaterThanOrEqual(26);
    const versions = await client.versionsOf(id);
    expect(versions.map(({ version }) => version)).toEqual(upTo(kept.length + 1).toReversed());
    const texts = await Promise.all(
      versions.map(
        async ({ version }) => ((await (await client.send(`/blog/${id}/versions/${version}`)).json()) as Draft).content,
      ),
    );
    expect(texts.slice(0, -1).toSorted()).toEqual(kept.map(({ content }) => content).toSorted());
  });

  test("is talked about over two sockets: a wish makes a version, a question is answered from the documents", async () => {
    const { id, session_id: sessionId } = await write();
    await client.put(id, { content: longText });
    const [one, two] = [await client.connect(sessionId), await client.connect(sessionId)];
    one.socket.send(JSON.stringify({ type: "message", content: "make it shorter" }));
    const isAnswer = ({ type, role }: Frame) => type === "message" && role === "assistant";
    await until(() => expect(two.frames.some(isAnswer)).toBe(true));
    await until(() => expect(one.frames.some(isAnswer)).toBe(true));
    for (const { frames } of [one, two])
      await until(() => expect(frames.find(({ type }) => type === "draft")?.version).toBe(3));
    const shorter = await client.get(id);
    expect(shorter.version).toBe(3);
    expect(shorter.content.length).toBeLessThan(longText.length);
    const before = two.frames.length;
    one.socket.send(JSON.stringify({ type: "message", content: "How long do inverters last?" }));
    await until(() => expect(two.frames.slice(before).some(isAnswer)).toBe(true));
    const answer = two.frames.slice(before).find(isAnswer);
    expect(answer?.content).toContain("10 to 15 years");
    expect(answer?.data?.sources?.[0]?.quote).toContain("10 to 15 years");
    expect((await client.get(id)).version).toBe(3);
    for (const { socket } of [one, two]) socket.close();
  });

  test("has a PDF whose Korean text can be copied out of it", async () => {
    const { id } = await write();
    await client.put(id, { title: "결제 시스템", content: "## 큐를 쓰는 이유\n\n결제가 멈추지 않습니다." });
    const answer = await client.send(`/blog/${id}/export`, { format: "pdf" });
    const { getDocumentProxy, extractText } = await import("unpdf");
    const { text } = await extractText(await getDocumentProxy(await answer.bytes()), { mergePages: true });
    expect(text).toContain("결제 시스템");
    expect(text).toContain("큐를 쓰는 이유");
  });

  test("has front matter that another library of YAML reads as it was meant, of 200 KB too", async (context) => {
    const hasYaml = await run("python3", ["-c", "import yaml"]).then(
      () => true,
      () => false,
    );
    if (!hasYaml) context.skip("python3 has no yaml here");
    const { id } = await write();
    const title = "Costs: \"quotes\" 'single' #hash\nand a line";
    const content = "가나다라 — ```x``` : #1\n\n".repeat(8_000);
    await client.put(id, { title, content, tags: ["no", "1e3", "12:30", "#a", "큐"], categories: ["[x]"] });
    const target = { repo: "ann/blog", token: "ghp_x", dry_run: true };
    const answer = (await (await client.send(`/blog/${id}/publish`, target)).json()) as { content: string };
    const script =
      "import sys,yaml,json; print(json.dumps(yaml.safe_load(sys.stdin.read().split('---\\n')[1]),default=str))";
    const reading = run("python3", ["-c", script]);
    reading.child.stdin?.end(answer.content);
    expect(JSON.parse((await reading).stdout)).toMatchObject({
      title: "Costs: \"quotes\" 'single' #hash and a line",
      tags: ["no", "1e3", "12:30", "#a", "큐"],
      categories: ["[x]"],
      toc: false,
    });
    expect(answer.content.trimEnd().endsWith(content.trimEnd())).toBe(true);
  });
});

// Each takes a start of the whole API: KILLS=10 for more of them.
const kills = Number(process.env["KILLS"] ?? 1);

test("P1: kill -9 while drafts are written: each ends, and every version that was acknowledged is there", async () => {
  const model: SlowModel = await startSlowModel();
  let api = await startApi(model.settings);
  let client = await signIn(api, "register");
  const document = await client.addDocument();
  const edited = await client.settled((await client.begin({ document_ids: [document] })).id);
  let expected = edited.version;
  for (const round of upTo(kills)) {
    for (const number of upTo(5)) {
      expected++;
      expect((await client.put(edited.id, { content: `Round ${round}, edit ${number}` })).status).toBe(200);
    }
    await client.send(`/blog/${edited.id}/undo`, undefined, { method: "POST" });
    const begun = await client.begin({ document_ids: [document], instructions: "hold:killed" });
    const leave = new AbortController();
    const refining = client.send(
      `/blog/${edited.id}/refine`,
      { feedback: "and hold:killed" },
      { signal: leave.signal },
    );
    await refining.catch(() => undefined);
    expect((await client.get(begun.id)).status).toBe("generating");
    await api.kill();
    leave.abort();

    api = await startApi(model.settings, api.stateDir);
    client = await signIn(api, "login");
    expect(await client.get(begun.id)).toMatchObject({ status: "failed", version: 0 });
    for (const { status } of await client.list()) expect(["completed", "failed"]).toContain(status);
    expect((await client.versionsOf(edited.id)).map(({ version }) => version)).toEqual(upTo(expected).toReversed());
    // Undo and redo are where they were.
    expect(await client.get(edited.id)).toMatchObject({ version: expected - 1, content: `Round ${round}, edit 4` });
    const redone = await client.send(`/blog/${edited.id}/redo`, undefined, { method: "POST" });
    expect(await redone.json()).toMatchObject({
      version: expected,
      content: `Round ${round}, edit 5`,
      can_redo: false,
    });
    const again = await client.send(`/blog/${begun.id}/generate-content`, { instructions: "quickly" });
    expect(again.status).toBe(200);
    expect((await client.settled(begun.id)).status).toBe("completed");
  }
  await api.stop();
  model.stop();
}, 400_000);
