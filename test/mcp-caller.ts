// How the tests in workerd speak MCP, by hand: what the official clients would not send is sent too.
import type { App } from "./caller.ts";
import { read, toRequest } from "./caller.ts";
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";

interface Block {
  type: string;
  text?: string;
  data?: string;
  mimeType?: string;
  resource?: { text: string };
}

export interface Result {
  content: Block[];
  structuredContent?: Record<string, unknown>;
  isError?: boolean;
}

/** Who asks, by which headers, and with which settings of the operator's. */
interface Asking {
  bearer?: string;
  apiKey?: string;
  headers?: Record<string, string>;
  settings?: Partial<Cloudflare.Env>;
}

interface Spoken {
  result?: unknown;
  error?: { code: number; message: string; data?: unknown };
}

/** Messages to POST /mcp of an app. */
export const speakerFor = (app: App) => {
  /** A body as it stands: an object is sent as JSON, a text as its own bytes. */
  const post = async (body: unknown, { settings, headers, ...who }: Asking = {}) => {
    const bare = toRequest("/mcp", {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      ...who,
    });
    const request = new Request(bare, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });
    return read(await app.request(request, {}, { ...env, ...settings }, createExecutionContext()));
  };

  const rpc = async (method: string, params: object, asking?: Asking) => {
    const { status, body, headers } = await post({ jsonrpc: "2.0", id: 1, method, params }, asking);
    // As the protocol has it; the official clients hold the answers to it over HTTP.
    return { status, headers, ...(body as Spoken) };
  };

  const callTool = async (name: string, given: object, asking?: Asking): Promise<Result> =>
    (await rpc("tools/call", { name, arguments: given }, asking)).result as Result;

  /** What a resource says; undefined where there is none. */
  const readUri = async (uri: string): Promise<string | undefined> => {
    const { result } = await rpc("resources/read", { uri });
    return (result as { contents: { text: string }[] } | undefined)?.contents[0]?.text;
  };
  return { post, rpc, callTool, readUri };
};

export const textOf = ({ content }: Result): string => content[0]?.text ?? "";

/** The messages of an answer that came as events. */
export const messagesOf = (body: unknown): { method?: string; params?: Record<string, unknown>; result?: unknown }[] =>
  String(body)
    .split("\n\n")
    .flatMap((event) => /^data: (.+)$/m.exec(event)?.[1] ?? [])
    .map((data) => JSON.parse(data) as { method?: string });
