// The official MCP clients, old and new, behind one face.
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as OldTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport as OldTransportFace } from "@modelcontextprotocol/sdk/shared/transport.js";

interface Block {
  type: string;
  text?: string;
  data?: string;
  mimeType?: string;
  uri?: string;
  resource?: { uri: string; text: string; mimeType: string };
}

export interface ToolResult {
  content: Block[];
  structuredContent?: Record<string, unknown>;
  isError?: boolean;
}

export interface AgentClient {
  revision: string | undefined;
  listTools: () => Promise<{ name: string; title?: string; description?: string; annotations?: object }[]>;
  call: (name: string, given: Record<string, unknown>, onProgress?: (message: string) => void) => Promise<ToolResult>;
  listResources: (cursor?: string) => Promise<{ resources: { uri: string; name: string }[]; nextCursor?: string }>;
  listTemplates: () => Promise<string[]>;
  read: (uri: string) => Promise<{ text: string; mimeType: string }>;
  close: () => Promise<void>;
}

const patient = 100_000;
const self = { name: "stackstage-tests", version: "1.0.0" };

/** The library's own types are wider than what a test looks at. */
const as = async <T>(work: Promise<unknown>): Promise<T> => (await work) as T;

type Face = Omit<AgentClient, "revision" | "close">;

interface Library {
  listTools: () => Promise<{ tools: unknown }>;
  callTool: (
    call: { name: string; arguments: Record<string, unknown> },
    options: { timeout: number; onprogress?: (progress: { message?: string | undefined }) => void },
  ) => Promise<unknown>;
  listResources: (page?: { cursor: string }) => Promise<unknown>;
  listResourceTemplates: () => Promise<{ resourceTemplates: { uriTemplate: string }[] }>;
  readResource: (wanted: { uri: string }) => Promise<unknown>;
}

const faceOf = (client: Library): Face => ({
  listTools: async () => (await as<{ tools: Awaited<ReturnType<AgentClient["listTools"]>> }>(client.listTools())).tools,
  call: (name, given, onProgress) =>
    as<ToolResult>(
      client.callTool(
        { name, arguments: given },
        { timeout: patient, ...(onProgress && { onprogress: ({ message = "" }) => onProgress(message) }) },
      ),
    ),
  listResources: (cursor) => as(client.listResources(cursor === undefined ? undefined : { cursor })),
  listTemplates: async () =>
    (await client.listResourceTemplates()).resourceTemplates.map(({ uriTemplate }) => uriTemplate),
  read: async (uri) => {
    const { contents } = await as<{ contents: { text: string; mimeType: string }[] }>(client.readResource({ uri }));
    const [content] = contents;
    if (content === undefined) throw new Error("nothing read");
    return content;
  },
});

const connectNew =
  (mode: "legacy" | "auto") =>
  async (url: URL, headers: Record<string, string>): Promise<AgentClient> => {
    const client = new Client(self, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }));
    const face = faceOf({
      listTools: () => client.listTools(),
      callTool: (call, options) => client.callTool(call, options),
      listResources: (page) => client.listResources(page),
      listResourceTemplates: () => client.listResourceTemplates(),
      readResource: (wanted) => client.readResource(wanted),
    });
    return { ...face, revision: client.getNegotiatedProtocolVersion(), close: () => client.close() };
  };

const connectOld = async (url: URL, headers: Record<string, string>): Promise<AgentClient> => {
  const client = new OldClient(self);
  const transport = new OldTransport(url, { requestInit: { headers } });
  // Its own class and its own interface disagree about an optional field.
  await client.connect(transport as unknown as OldTransportFace);
  const face = faceOf({
    listTools: () => client.listTools(),
    callTool: ({ name, arguments: given }, options) => client.callTool({ name, arguments: given }, undefined, options),
    listResources: (page) => client.listResources(page),
    listResourceTemplates: () => client.listResourceTemplates(),
    readResource: (wanted) => client.readResource(wanted),
  });
  return { ...face, revision: transport.protocolVersion, close: () => client.close() };
};

/** Each library in each way in which it begins. */
export const libraries = [
  ["@modelcontextprotocol/client with initialize", connectNew("legacy"), "2025-11-25"],
  ["@modelcontextprotocol/client without", connectNew("auto"), "2026-07-28"],
  ["@modelcontextprotocol/sdk 1.x", connectOld, "2025-11-25"],
] as const;

export const connect = connectNew("auto");
