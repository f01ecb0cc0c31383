// How the tests in workerd call the API.
import { exports } from "cloudflare:workers";

interface Call {
  method?: string;
  json?: unknown;
  form?: FormData;
  bearer?: string;
  apiKey?: string;
  cookie?: string;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** The body as JSON; as text where it is none. */
  body: unknown;
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** A call as `fetch` takes it. */
export const toRequest = (path: string, { method, json, form, bearer, apiKey, cookie, headers }: Call = {}): Request =>
  new Request(`http://api${path}`, {
    method: method ?? (json === undefined && form === undefined ? "GET" : "POST"),
    redirect: "manual",
    headers: {
      ...(json !== undefined && { "Content-Type": "application/json" }),
      ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
      ...(apiKey !== undefined && { "X-API-Key": apiKey }),
      ...(cookie !== undefined && { Cookie: cookie }),
      ...headers,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    ...(form !== undefined && { body: form }),
  });

/** An app of ours, whose settings a test chooses for each request. */
export interface App {
  request: (
    request: Request,
    init: object,
    settings: Cloudflare.Env,
    work: ExecutionContext,
  ) => Response | Promise<Response>;
}

export const read = async (answer: Response): Promise<Answer> => ({
  status: answer.status,
  headers: answer.headers,
  // The runtime warns of `text()` on a picture.
  body: parse(new TextDecoder().decode(await answer.arrayBuffer())),
});

export const call = async (path: string, init?: Call): Promise<Answer> =>
  read(await exports.default.fetch(toRequest(path, init)));

export interface SignedIn {
  access_token: string;
  refresh_token: string;
  user: { id: string; email: string };
}

let made = 0;

/** A password that none of the tests' checks minds. */
export const password = "violet-otter-42-lamp";

/** A new local account, signed in. */
export const signUp = async (email = `person${++made}@example.com`): Promise<SignedIn> => {
  const { status, body } = await call("/api/v1/auth/register", {
    json: { email, password, full_name: "Ada Lovelace" },
  });
  if (status !== 201) throw new Error(`register answered ${status}: ${JSON.stringify(body)}`);
  // As the contract has it; the tests of the route hold it to that.
  return body as SignedIn;
};
