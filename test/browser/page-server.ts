// The pages of `pages/`, as the frontends' own servers would give them out: files, and a folder's index for every address
// inside it that is no file. Which origin they are of is decided by the name that the browser calls this server by.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { extname, join, resolve } from "node:path";
import { promisify } from "node:util";

interface Certificate {
  key: string;
  cert: string;
}

interface PageServer {
  port: number;
  stop: () => void;
}

const folder = resolve(import.meta.dirname, "pages");
const types: Record<string, string> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8" };

const nameOf = (path: string): string => {
  if (extname(path) !== "") return path;
  return join(path.split("/")[1] ?? "", "index.html");
};

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { pathname } = new URL(request.url ?? "/", "http://page");
  const file = join(folder, nameOf(pathname));
  const bytes = file.startsWith(folder) ? await readFile(file).catch(() => undefined) : undefined;
  response.writeHead(bytes === undefined ? 404 : 200, {
    "Content-Type": types[extname(file)] ?? "text/plain",
    // The page that shows pictures is as strict as one may be about what it embeds: each has to allow it.
    ...(pathname.startsWith("/stackstage/") && { "Cross-Origin-Embedder-Policy": "require-corp" }),
  });
  response.end(bytes ?? "Not here.");
};

export const startPageServer = async (certificate?: Certificate): Promise<PageServer> => {
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch(() => response.destroy());
  };
  const server = certificate === undefined ? createServer(handle) : createTlsServer(certificate, handle);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

/** A certificate that nobody vouches for, made for this run. */
export const makeCertificate = async (): Promise<Certificate> => {
  const options = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=example.test";
  const { stdout } = await promisify(execFile)("openssl", [...options.split(" "), "-keyout", "-", "-out", "-"]);
  const [key = "", cert = ""] = stdout.match(/-----BEGIN[^]*?-----END[^\n]*-----\n/g) ?? [];
  return { key, cert };
};
