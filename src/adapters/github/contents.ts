import { z } from "zod";

/** A file of a repository, and who asks for it. The token lives as long as the call. */
export interface Place {
  /** Base URL of the API, without a trailing slash. */
  apiUrl: string;
  token: string;
  /** `owner/name`. */
  repo: string;
  /** The repository's default branch where none is given. */
  branch?: string | undefined;
  path: string;
}

/**
 * Why GitHub did not do it. `refused`: the token is not valid or may not write there. `missing`: no such repository or branch
 * that the token can see. `moved`: the repository has another name now. `conflict`: the file is not the one that was read.
 * `invalid`: GitHub takes no such path, branch or content. `unreachable`: no answer, or none that makes sense.
 */
export type Failure =
  | { ok: false; reason: "refused" | "missing" | "moved" | "conflict" | "invalid" | "unreachable" | "timeout" }
  | { ok: false; reason: "rate_limited"; retryAfter: number };

const deadlineMs = 15_000;

const File = z.object({ type: z.literal("file"), sha: z.string(), html_url: z.string().nullish() });
const Written = z.object({
  content: z.object({ sha: z.string(), html_url: z.string().nullish() }),
  commit: z.object({ sha: z.string() }),
});

interface Answer {
  status: number;
  headers: Record<string, string | number | undefined>;
  data: unknown;
}

// Only these fields are looked at: the library's error also holds the request with its token.
const Refusal = z.object({
  status: z.number(),
  response: z.object({
    headers: z.record(z.string(), z.union([z.string(), z.number()]).optional()),
    data: z.unknown(),
  }),
});

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const isTimeout = (error: unknown): boolean => {
  const causes = [error, error instanceof Error ? error.cause : undefined];
  return causes.some((cause) => cause instanceof Error && /^(?:TimeoutError|AbortError)$/.test(cause.name));
};

/** One request. Neither its error nor the library's ever leaves here: they hold the token. */
const send = async (
  method: "GET" | "PUT",
  { apiUrl, token, repo, branch, path }: Place,
  body: Record<string, unknown>,
  signal: AbortSignal,
): Promise<Answer | "timeout" | "unreachable"> => {
  const { request } = await import("@octokit/request");
  const [owner = "", name = ""] = repo.split("/");
  try {
    const { status, headers, data } = await request({
      method,
      baseUrl: apiUrl,
      // `{+path}` keeps its slashes; the library's usual `{path}` would write them as %2F.
      url: "/repos/{owner}/{repo}/contents/{+path}",
      owner,
      repo: name,
      path: path.split("/").map(encodeURIComponent).join("/"),
      ...(branch !== undefined && (method === "GET" ? { ref: branch } : { branch })),
      ...body,
      headers: {
        authorization: `Bearer ${token}`,
        accept: "application/vnd.github+json",
        "user-agent": "StackStage",
        "x-github-api-version": "2022-11-28",
      },
      // A redirect would take the token along to wherever it points.
      request: { redirect: "manual", signal, log: silent, fetch: (url: string, init: RequestInit) => fetch(url, init) },
    });
    return { status, headers, data };
  } catch (error) {
    const refusal = Refusal.safeParse(error);
    if (refusal.success) return { status: refusal.data.status, ...refusal.data.response };
    return isTimeout(error) || signal.aborted ? "timeout" : "unreachable";
  }
};

/** A read is tried once more when GitHub stumbles; a write never, for it may have been done. */
const sendTwice = async (place: Place, signal: AbortSignal): ReturnType<typeof send> => {
  const first = await send("GET", place, {}, signal);
  const stumbled = first === "unreachable" || (first !== "timeout" && first.status >= 500);
  return stumbled && !signal.aborted ? send("GET", place, {}, signal) : first;
};

const secondsUntil = (headers: Answer["headers"]): number => {
  const after = Number(headers["retry-after"]);
  const reset = Number(headers["x-ratelimit-reset"]) - Date.now() / 1000;
  const seconds = [after, reset].find((value) => Number.isFinite(value) && value > 0) ?? 60;
  return Math.min(3_600, Math.ceil(seconds));
};

const messageOf = (data: unknown): string => z.object({ message: z.string() }).safeParse(data).data?.message ?? "";

const failureOf = ({ status, headers, data }: Answer): Failure => {
  const limited = headers["retry-after"] !== undefined || String(headers["x-ratelimit-remaining"]) === "0";
  if (status === 429 || (status === 403 && (limited || /rate limit/i.test(messageOf(data)))))
    return { ok: false, reason: "rate_limited", retryAfter: secondsUntil(headers) };
  if (status === 401 || status === 403) return { ok: false, reason: "refused" };
  if (status === 404) return { ok: false, reason: "missing" };
  if (status === 409) return { ok: false, reason: "conflict" };
  // An update without the file's SHA: it was made after it was looked for.
  if (status === 422) return { ok: false, reason: /\bsha\b/i.test(messageOf(data)) ? "conflict" : "invalid" };
  if (status >= 300 && status < 400) return { ok: false, reason: "moved" };
  return { ok: false, reason: "unreachable" };
};

/** The file as GitHub has it; `sha` is null where there is none, or no such repository or branch: a write will tell. */
export const readContent = async (place: Place): Promise<{ ok: true; sha: string | null } | Failure> => {
  const answer = await sendTwice(place, AbortSignal.timeout(deadlineMs));
  if (typeof answer === "string") return { ok: false, reason: answer };
  if (answer.status === 404) return { ok: true, sha: null };
  if (answer.status !== 200) return failureOf(answer);
  // A folder answers a list, a submodule another type: neither is a file that can be written.
  const file = File.safeParse(answer.data);
  if (file.success) return { ok: true, sha: file.data.sha };
  const isThere = Array.isArray(answer.data) || z.object({ type: z.string() }).safeParse(answer.data).success;
  return { ok: false, reason: isThere ? "invalid" : "unreachable" };
};

/** Base64 of UTF-8, in pieces: a call with an argument for each byte of a long post would overflow the stack. */
const toBase64 = (text: string): string => {
  const bytes = new TextEncoder().encode(text);
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(binary);
};

/** What was written. */
export interface WrittenContent {
  ok: true;
  sha: string;
  commitSha: string;
  htmlUrl: string | null;
}

/** Writes the file in one commit; over the one with `sha`, or as a new one. */
export const writeContent = async (
  place: Place,
  { text, message, sha }: { text: string; message: string; sha: string | null },
): Promise<WrittenContent | Failure> => {
  const body = { message, content: toBase64(text), ...(sha !== null && { sha }) };
  const answer = await send("PUT", place, body, AbortSignal.timeout(deadlineMs));
  if (typeof answer === "string") return { ok: false, reason: answer };
  if (answer.status !== 200 && answer.status !== 201) return failureOf(answer);
  const written = Written.safeParse(answer.data);
  if (!written.success) return { ok: false, reason: "unreachable" };
  const { content, commit } = written.data;
  const htmlUrl = URL.parse(content.html_url ?? "");
  const isWeb = htmlUrl !== null && /^https?:$/.test(htmlUrl.protocol);
  return { ok: true, sha: content.sha, commitSha: commit.sha, htmlUrl: isWeb ? htmlUrl.href : null };
};
