// Somebody who uses a running API over HTTP, account and all.
import type { RunningApi } from "../npm-start.ts";
import { password } from "./world.ts";

interface Heard<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: T;
}

interface Sending {
  json?: unknown;
  form?: FormData;
  headers?: Record<string, string>;
  /** Another credential than the account's own; none where it is null. */
  bearer?: string | null;
  signal?: AbortSignal;
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const sendOnce = async <T>(
  url: string,
  own: string | null,
  method: string,
  path: string,
  { json, form, headers, bearer = own, signal }: Sending,
): Promise<Heard<T>> => {
  const answer = await fetch(`${url}${path}`, {
    method,
    redirect: "manual",
    headers: {
      // A connection that was idle may be closed just when it is used again: that would be no fault of the API.
      Connection: "close",
      ...(json !== undefined && { "Content-Type": "application/json" }),
      ...(bearer !== null && { Authorization: `Bearer ${bearer}` }),
      ...headers,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    ...(form !== undefined && { body: form }),
    ...(signal && { signal }),
  });
  // As the contract has it; the tests of each route hold it to that.
  return { status: answer.status, headers: answer.headers, body: parse(await answer.text()) as T };
};

/**
 * A call whose answer is read to its end; throws where the connection breaks before that. What may be asked twice without
 * being done twice is asked once more then.
 */
const sendTo = <T>(
  url: string,
  own: string | null,
  method: string,
  path: string,
  sending: Sending = {},
): Promise<Heard<T>> => {
  const send = () => sendOnce<T>(url, own, method, path, sending);
  return method === "GET" || sending.headers?.["Idempotency-Key"] !== undefined ? send().catch(send) : send();
};

interface SignedIn {
  access_token: string;
  refresh_token: string;
  user: { id: string };
}

/** A client of one account, which it makes or signs in to. */
export const enter = async ({ url }: RunningApi, email: string, how: "register" | "login") => {
  const { status, body } = await sendTo<SignedIn>(url, null, "POST", `/api/v1/auth/${how}`, {
    json: { email, password },
  });
  if (status !== (how === "register" ? 201 : 200)) throw new Error(`${how} answered ${status}`);
  return {
    url,
    email,
    id: body.user.id,
    bearer: body.access_token,
    refresh: body.refresh_token,
    send: <T = Record<string, unknown>>(method: string, path: string, sending?: Sending) =>
      sendTo<T>(url, body.access_token, method, path, sending),
  };
};
export type Client = Awaited<ReturnType<typeof enter>>;

/** Looks again until it is so, or the patience of a slow machine is over; answers whether it was. */
export const becomes = async (isSo: () => Promise<boolean>, patienceMs = 60_000): Promise<boolean> => {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    if (await isSo()) return true;
    if (Date.now() > giveUpAt) return false;
    await new Promise((wake) => setTimeout(wake, 100));
  }
};
