/** Codes of JSON-RPC 2.0, and the one that the SDK's transport has for what HTTP refuses. */
export const rpcCodes = { parseError: -32_700, invalidRequest: -32_600, refused: -32_000 } as const;

type RpcCode = (typeof rpcCodes)[keyof typeof rpcCodes];

/** A mistake in the protocol, to the request with this id; null where none could be read. */
export const answerRpcError = (status: 400 | 406, code: RpcCode, message: string, id?: unknown): Response => {
  const known = typeof id === "string" || Number.isSafeInteger(id) ? id : null;
  return Response.json({ jsonrpc: "2.0", id: known, error: { code, message } }, { status });
};
