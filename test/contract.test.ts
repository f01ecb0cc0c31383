// The contract is kept: over a real `npm start`, every documented example is sent as it stands, and every answer is what
// the document says of its status and media type.
import { calls } from "./contract/calls.ts";
import type { Call } from "./contract/calls.ts";
import type { Contract, Media, Operation } from "./contract/document.ts";
import { readContract } from "./contract/document.ts";
import type { Sent, World } from "./contract/world.ts";
import { openWorld } from "./contract/world.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let world: World;
let contract: Contract;
beforeAll(async () => {
  world = await openWorld();
  contract = await readContract(world.url);
});
afterAll(() => world.stop());

const isJson = (mediaType: string): boolean => /^application\/(json|[a-z.]+\+json)$/.test(mediaType);
const mediaTypeOf = (headers: Headers): string => (headers.get("content-type") ?? "").split(";")[0]?.trim() ?? "";

const operationOf = (operationId: string): Operation => {
  const found = contract.operations.find((one) => one.operationId === operationId);
  if (found === undefined) throw new Error(`${operationId} is not in the document.`);
  return found;
};

const addressOf = ({ path, parameters }: Operation, call: Call): string => {
  const examples = parameters
    .filter((parameter) => parameter.in === "query")
    .map(({ name, schema }): [string, string] => [name, String(schema.example)]);
  const query = new URLSearchParams({ ...Object.fromEntries(examples), ...call.query });
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(call.path?.[name] ?? ""));
  return query.size === 0 ? filled : `${filled}?${query}`;
};

const made = (example: unknown, { real = {} }: Call): unknown => {
  let text = JSON.stringify(example);
  for (const [written, meant] of Object.entries(real)) text = text.replaceAll(written, meant);
  return JSON.parse(text);
};

const bearerOf = ({ as }: Call): string | undefined => {
  if (as === undefined) return world.ann.bearer;
  if (as === "nobody") return undefined;
  return as === "admin" ? world.asAdmin.bearer : as.bearer;
};

/** Every way in which the document shows how to call this: a JSON example each, a text, a form, or nothing to send. */
const bodiesOf = ({ body }: Operation, call: Call): Pick<Sent, "json" | "text" | "form" | "headers">[] => {
  if (call.form !== undefined) return [{ form: call.form }];
  const shown = Object.entries(body).flatMap(([mediaType, media]) =>
    contract
      .examplesOf(media)
      .map((example) =>
        isJson(mediaType)
          ? { json: made(example, call) }
          : { text: String(example), headers: { "Content-Type": mediaType } },
      ),
  );
  return shown.length === 0 ? [{}] : shown;
};

const successOf = ({ responses }: Operation): number =>
  Number(Object.keys(responses).find((status) => status.startsWith("2") || status.startsWith("3")));

/** Opens a WebSocket, which `fetch` cannot. */
const openSocket = (address: string): Promise<number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(new URL(address, world.url.replace("http", "ws")).href);
    socket.addEventListener("open", () => {
      socket.close();
      resolve(101);
    });
    socket.addEventListener("error", () => resolve(0));
  });

/** What of an answer is not as documented. */
const faultOf = async (operation: Operation, answer: Response): Promise<string | undefined> => {
  const documented = operation.responses[answer.status];
  if (documented === undefined) return `status ${answer.status} is not documented: ${await answer.text()}`;
  const mediaType = mediaTypeOf(answer.headers);
  if (documented.content === undefined) return (await answer.text()) === "" ? undefined : "a body, and none documented";
  const media = documented.content[mediaType];
  if (media === undefined) return `${mediaType} is not documented for ${answer.status}`;
  if (isJson(mediaType)) return contract.faultOf(media.schema ?? {}, await answer.json());
  // A stream of a session goes on: its beginning shows that it is one.
  const { value } = (await answer.body?.getReader().read()) ?? {};
  return value === undefined || value.length === 0 ? "an empty body" : undefined;
};

describe("every documented example is answered as documented", () => {
  test.each(Object.keys(calls))("%s", async (operationId) => {
    const operation = operationOf(operationId);
    const makeCall = calls[operationId];
    const first = (await makeCall?.(world)) ?? {};
    for (const [index, body] of bodiesOf(operation, first).entries()) {
      // What is made for a call may be used up by it.
      const call = index === 0 ? first : ((await makeCall?.(world)) ?? {});
      const address = addressOf(operation, call);
      const status = call.status ?? successOf(operation);
      if (status === 101) {
        if ((await openSocket(address)) !== status) throw new Error(`${address} did not open a WebSocket.`);
        continue;
      }
      const headers = { ...body.headers, ...call.headers };
      const answer = await world.send(address, { ...body, method: operation.method, bearer: bearerOf(call), headers });
      const fault = await faultOf(operation, answer);
      expect({ status: answer.status, fault }).toEqual({ status, fault: undefined });
    }
  });
});

/** The data of the first event; what comes after it is left. */
const readEvent = async ({ body }: Response): Promise<unknown> => {
  let read = "";
  for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    read += piece;
    const data = /^data: (.*)\n\n/m.exec(read)?.[1];
    if (data !== undefined) return JSON.parse(data);
  }
  throw new Error("There was no event.");
};

test("every operation that offers events gives them, as documented, to whoever asks for events", async () => {
  // Clients of OpenAI say it in the body, and MCP's server decides itself.
  const decidedOtherwise = new Set(["OpenAI", "MCP"]);
  const offering = contract.operations.filter(
    ({ responses, tags }) =>
      responses[200]?.content?.["text/event-stream"] && !tags.some((tag) => decidedOtherwise.has(tag)),
  );
  expect(offering.length).toBeGreaterThan(5);
  for (const operation of offering) {
    const call = (await calls[operation.operationId]?.(world)) ?? {};
    const [body = {}] = bodiesOf(operation, call);
    const headers = { ...body.headers, ...call.headers, Accept: "text/event-stream" };
    const answer = await world.send(addressOf(operation, call), {
      ...body,
      method: operation.method,
      bearer: bearerOf(call),
      headers,
    });
    expect([operation.operationId, answer.status, mediaTypeOf(answer.headers)]).toEqual([
      operation.operationId,
      200,
      "text/event-stream",
    ]);
    const schema = operation.responses[200]?.content?.["text/event-stream"]?.schema ?? {};
    const fault = contract.faultOf(schema, await readEvent(answer));
    expect([operation.operationId, fault]).toEqual([operation.operationId, undefined]);
  }
});

describe("the document", () => {
  test("shows an example of every JSON body, of every main answer, and of every query parameter", () => {
    const lacks = ({ operationId, body, responses, parameters }: Operation): string[] => {
      const without = (what: string, content: Record<string, Media> = {}) =>
        Object.entries(content)
          .filter(([mediaType, media]) => isJson(mediaType) && contract.examplesOf(media).length === 0)
          .map(() => `${operationId}: ${what}`);
      return [
        ...without("request", body),
        ...Object.entries(responses).flatMap(([status, { content }]) =>
          status.startsWith("2") ? without(`answer ${status}`, content) : [],
        ),
        ...parameters
          .filter((parameter) => parameter.in === "query" && parameter.schema.example === undefined)
          .map(({ name }) => `${operationId}: ?${name}`),
      ];
    };
    expect(contract.operations.flatMap(lacks)).toEqual([]);
  });

  test("shows only examples that fit what they are examples of", () => {
    const { written, operations, faultOf: judge, examplesOf } = contract;
    const schemas = Object.entries(written.components.schemas).flatMap(([name, schema]) =>
      schema.example === undefined ? [] : [{ name, schema, example: schema.example }],
    );
    const bodies = operations.flatMap(({ operationId: name, body, responses }) =>
      [body, ...Object.values(responses).map(({ content = {} }) => content)]
        .flatMap((content) => Object.entries(content))
        .flatMap(([mediaType, media]) =>
          isJson(mediaType) ? examplesOf(media).map((example) => ({ name, schema: media.schema ?? {}, example })) : [],
        ),
    );
    const parameters = operations.flatMap(({ operationId, parameters: all }) =>
      all
        .filter(({ schema }) => schema.example !== undefined)
        .map(({ name, schema }) => ({ name: `${operationId}?${name}`, schema, example: schema.example })),
    );
    const faults = [...schemas, ...bodies, ...parameters].flatMap(({ name, schema, example }) => {
      const fault = judge(schema, example);
      return fault === undefined ? [] : [`${name}: ${fault}`];
    });
    expect(schemas.length).toBeGreaterThan(50);
    expect(faults).toEqual([]);
  });

  test("names each operation once, verb first, and each is called by the tests above", () => {
    const ids = contract.operations.map(({ operationId }) => operationId);
    expect(ids.filter((id) => !/^[a-z]+([A-Z][A-Za-z]*)?$/.test(id))).toEqual([]);
    expect(ids.toSorted()).toEqual(Object.keys(calls).toSorted());
  });

  test("describes every tag that an operation has, and no other", () => {
    const described = contract.written.tags.filter(({ description }) => description).map(({ name }) => name);
    const used = new Set(contract.operations.flatMap(({ tags }) => tags));
    expect(described.toSorted()).toEqual([...used].toSorted());
  });

  test("requires a body wherever the operation cannot go without one", () => {
    const without = contract.operations.filter(
      ({ body, bodyRequired }) => Object.keys(body).length > 0 && !bodyRequired,
    );
    expect(without.map(({ operationId }) => operationId)).toEqual([]);
  });
});
