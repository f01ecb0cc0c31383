// As much of Cloudflare's API as a deployment uses, with an account that begins empty; what it was asked is kept.
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

interface Asked {
  method: string;
  path: string;
  body: string;
}

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("latin1");
};

const id = (digit: string, lengths: readonly number[]): string =>
  lengths.map((length) => digit.repeat(length)).join("-");

/** An empty account on Cloudflare. */
export const startCloudflare = async () => {
  const asked: Asked[] = [];
  const databases: { uuid: string; name: string }[] = [];
  const namespaces: { id: string; title: string }[] = [];
  const buckets = new Set<string>();
  const secrets = new Set<string>();
  const uploads: string[] = [];
  let deployed = 0;

  const missing = { error: { code: 10007, message: "This Worker does not exist on your account." } };

  const answer = (method: string, path: string, body: string): unknown => {
    const made = method === "POST" ? JSON.parse(body || "{}") : {};
    if (path.endsWith("/d1/database")) {
      if (method === "POST")
        databases.push({ uuid: id(String(databases.length + 1), [8, 4, 4, 4, 12]), name: made.name });
      return method === "POST" ? databases.at(-1) : databases;
    }
    if (path.endsWith("/storage/kv/namespaces")) {
      if (method === "POST") namespaces.push({ id: id(String(namespaces.length + 1), [32]), title: made.title });
      return method === "POST" ? namespaces.at(-1) : namespaces;
    }
    if (path.endsWith("/r2/buckets")) {
      if (buckets.has(made.name))
        return { error: { code: 10004, message: "The bucket you tried to create already exists." } };
      buckets.add(made.name);
      return { name: made.name };
    }
    if (path.endsWith("/query")) return [{ success: true, results: [], meta: {} }];
    if (path.includes("/d1/database/")) return databases.find(({ uuid }) => path.endsWith(uuid));
    if (path.endsWith("/secrets"))
      return deployed === 0 ? missing : [...secrets].map((name) => ({ name, type: "secret_text" }));
    if (path === "/zones") return [{ id: "zone", name: "example.com", account: { id: "a" } }];
    if (path.endsWith("/deployments")) return { deployments: [] };
    if (path.endsWith("/settings")) return deployed === 0 ? missing : { bindings: [], migration_tag: "v5" };
    if (path.includes("/workers/services/")) return deployed === 0 ? missing : { default_environment: { script: {} } };
    if (path.endsWith("/assets-upload-session")) return { jwt: "assets", buckets: [] };
    if (/\/workers\/scripts\/[^/]+$/.test(path) || path.endsWith("/versions")) {
      if (method === "GET") return deployed === 0 ? missing : {};
      deployed++;
      uploads.push(path);
      for (const [, name] of body.matchAll(/"name":"([A-Z_]+)","type":"secret_text"/g)) if (name) secrets.add(name);
      return { id: "version", version_id: "version", startup_time_ms: 1, tag: "t", etag: "e" };
    }
    if (path.endsWith("/domains/records") || path.endsWith("/domains/changeset")) return { added: [], conflicting: [] };
    if (path.endsWith("/subdomain")) return { subdomain: "team", enabled: true };
    return method === "GET" ? [] : {};
  };

  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://cloudflare");
      const path = pathname.replace("/client/v4", "");
      const method = request.method ?? "GET";
      asked.push({ method, path, body });
      // Lists are asked for page by page until one is empty.
      const isPastEnd = Number(searchParams.get("page") ?? 1) > 1;
      const result = (isPastEnd ? [] : answer(method, path, body)) as { error?: unknown } | undefined;
      const failed = result !== undefined && "error" in result;
      response.writeHead(failed ? 404 : 200, { "Content-Type": "application/json" });
      response.end(
        JSON.stringify({
          success: !failed,
          errors: failed ? [result.error] : [],
          messages: [],
          result: failed ? null : result,
          result_info: { page: 1, per_page: 20, count: 0, total_count: 0 },
        }),
      );
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/client/v4`,
    asked,
    databases,
    namespaces,
    buckets,
    secrets,
    /** Where the Worker was sent to. */
    uploads,
    stop: () => server.close(),
  };
};
