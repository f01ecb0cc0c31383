import type { JSONRPCMessage } from "@modelcontextprotocol/server";
import {
  createMcpHandler,
  isInitializeRequest,
  isJSONRPCRequest,
  isLegacyRequest,
  parseJSONRPCMessage,
  SUPPORTED_PROTOCOL_VERSIONS,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import type { Ctx } from "#http/context";
import type { AnswerForm } from "./answer-form.ts";
import { answerRpcError, rpcCodes } from "./rpc-error.ts";
import type { Explain } from "./server.ts";
import { createServer } from "./server.ts";

export interface Exchange {
  ctx: Ctx;
  /** The request without its body. */
  request: Request;
  /** Its body, parsed. */
  body: unknown;
  form: AnswerForm;
  explain: Explain;
}

/** Requests of one batch; each call in it is counted on its own. */
const mostInBatch = 20;
/** The revisions that know batches; without a header it is the last of them. */
const batchRevisions: ReadonlySet<string> = new Set(["2024-10-07", "2024-11-05", "2025-03-26"]);

const invalidRequest = (message: string, id?: unknown): Response =>
  answerRpcError(400, rpcCodes.invalidRequest, message, id);

const idOf = (message: unknown): unknown =>
  typeof message === "object" && message !== null && "id" in message ? message.id : undefined;

const parseMessages = (body: unknown): JSONRPCMessage[] | undefined => {
  try {
    return (Array.isArray(body) ? body : [body]).map((message) => parseJSONRPCMessage(message));
  } catch {
    return undefined;
  }
};

const wantsProgress = (messages: readonly JSONRPCMessage[]): boolean =>
  messages.some((message) => isJSONRPCRequest(message) && message.params?._meta?.progressToken !== undefined);

/** Answers without a session: whichever isolate the next request reaches knows as much as this one. */
const serveByHandshake = async (
  { ctx, request, form, explain }: Exchange,
  messages: readonly JSONRPCMessage[],
): Promise<Response> => {
  const streams = form === "events" || (form === "either" && wantsProgress(messages));
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: !streams });
  await createServer(ctx, explain, form !== "json").connect(transport);
  const [only] = messages;
  return transport.handleRequest(request, { parsedBody: messages.length === 1 ? only : messages });
};

/** Nothing is remembered, so a message that asks for no answer has no effect; it must not stop its neighbours either. */
const serveBatch = async (exchange: Exchange, messages: readonly JSONRPCMessage[]): Promise<Response> => {
  if (messages.length > mostInBatch) return invalidRequest(`A batch holds at most ${mostInBatch} messages.`);
  if (!batchRevisions.has(exchange.request.headers.get("mcp-protocol-version") ?? "2025-03-26"))
    return invalidRequest("Batches ended with revision 2025-03-26: send each message on its own.");
  const requests = messages.filter((message) => isJSONRPCRequest(message));
  if (requests.some((message) => isInitializeRequest(message)))
    return invalidRequest("initialize cannot be part of a batch.");
  if (new Set(requests.map(({ id }) => id)).size < requests.length)
    return invalidRequest("Two requests of the batch have the same id.");
  if (requests.length === 0) return new Response(null, { status: 202 });
  const answer = await serveByHandshake(exchange, requests);
  // The transport answers a single request with its answer alone; of a batch it is a batch.
  const isAlone = requests.length === 1 && answer.headers.get("content-type") === "application/json";
  return isAlone ? new Response(`[${await answer.text()}]`, answer) : answer;
};

const isRefusedRevision = ({ request }: Exchange, messages: readonly JSONRPCMessage[]): boolean => {
  const revision = request.headers.get("mcp-protocol-version");
  const isHandshake = messages.some((message) => isInitializeRequest(message));
  return revision !== null && !isHandshake && !SUPPORTED_PROTOCOL_VERSIONS.includes(revision);
};

/** One request of any revision that the SDK knows: those that begin with `initialize`, and those that need no beginning. */
export const serve = async (exchange: Exchange): Promise<Response> => {
  const { ctx, request, body, form, explain } = exchange;
  const messages = parseMessages(body);
  if (messages === undefined) return invalidRequest("This is no JSON-RPC 2.0 message.", idOf(body));
  if (!(await isLegacyRequest(request, body))) {
    const handler = createMcpHandler(() => createServer(ctx, explain, form !== "json"), {
      legacy: "reject",
      responseMode: form === "events" ? "sse" : "auto",
      // Nothing is remembered, so there is nothing to be told of later.
      maxSubscriptions: 0,
    });
    return handler.fetch(request, { parsedBody: body });
  }
  if (isRefusedRevision(exchange, messages))
    return answerRpcError(
      400,
      rpcCodes.refused,
      `This revision of the protocol is not known. Known are ${SUPPORTED_PROTOCOL_VERSIONS.join(", ")}.`,
      idOf(body),
    );
  return Array.isArray(body) ? serveBatch(exchange, messages) : serveByHandshake(exchange, messages);
};
