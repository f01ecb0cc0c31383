// GitHub's contents API in place of GitHub's own: files of repositories in memory. A repository's name says how it fails.
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";

interface Stored {
  text: string;
  sha: string;
}

interface Seen {
  method: string;
  url: string;
  authorization: string;
  message?: string;
  branch?: string;
}

const token = "ghp_a-token-that-may-write";

const answer = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(body));
};

const shaOf = (text: string): string =>
  createHash("sha1")
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest("hex");

/** How a repository fails, by its name. */
const failures: Record<string, (response: ServerResponse) => void> = {
  gone: (response) => answer(response, 404, { message: "Not Found" }),
  broken: (response) => answer(response, 500, { message: "Server Error" }),
  html: (response) => {
    response.writeHead(200, { "Content-Type": "text/html" });
    response.end("<h1>Unicorn</h1>");
  },
  limited: (response) => answer(response, 403, { message: "API rate limit exceeded" }, { "Retry-After": "42" }),
  forbidden: (response) => answer(response, 403, { message: "Resource not accessible by personal access token" }),
  moved: (response) => answer(response, 301, { message: "Moved" }, { Location: `http://127.0.0.1:9/stolen` }),
};

/** `/github/repos/…` answers as GitHub does; `/github/seen` what was asked; `/github/file` puts or gets a file from aside. */
export const createGitHub = (): ((request: IncomingMessage, response: ServerResponse) => Promise<void>) => {
  const files = new Map<string, Stored>();
  const seen: Seen[] = [];
  let flakes = 0;
  const write = (key: string, text: string): Stored => {
    const stored = { text, sha: shaOf(text) };
    files.set(key, stored);
    return stored;
  };
  return async (request, response) => {
    const url = new URL(request.url ?? "", "http://github.invalid");
    if (url.pathname === "/github/seen") return answer(response, 200, seen.splice(0));
    const body = request.method === "GET" ? {} : ((await json(request)) as Record<string, string>);
    if (url.pathname === "/github/file") {
      const key = `${body["repo"]}/${body["path"]}`;
      if (body["text"] !== undefined) write(key, body["text"]);
      return answer(response, 200, files.get(key) ?? null);
    }
    const { authorization = "" } = request.headers;
    const method = request.method ?? "";
    seen.push({ method, url: request.url ?? "", authorization, ...(body as Pick<Seen, "message" | "branch">) });
    const [, owner = "", name = "", path = ""] =
      /^\/github\/repos\/([^/]+)\/([^/]+)\/contents\/(.+)$/.exec(url.pathname) ?? [];
    if (authorization !== `Bearer ${token}`) return answer(response, 401, { message: "Bad credentials" });
    const fail = failures[name];
    if (fail) return fail(response);
    if (name === "flaky" && method === "GET" && flakes++ === 0) return answer(response, 502, {});
    const key = `${owner}/${name}/${decodeURIComponent(path)}`;
    const there = files.get(key);
    const htmlUrl = `https://github.com/${owner}/${name}/blob/main/${path}`;
    if (method === "GET")
      return there
        ? answer(response, 200, { type: "file", sha: there.sha, html_url: htmlUrl })
        : answer(response, 404, { message: "Not Found" });
    if (name === "raced") return answer(response, 409, { message: "does not match" });
    if (there && body["sha"] === undefined) return answer(response, 422, { message: `"sha" wasn't supplied.` });
    if (there && body["sha"] !== there.sha) return answer(response, 409, { message: "does not match" });
    const { sha } = write(key, Buffer.from(body["content"] ?? "", "base64").toString());
    answer(response, there ? 200 : 201, { content: { sha, html_url: htmlUrl }, commit: { sha: `c${sha.slice(1)}` } });
  };
};
