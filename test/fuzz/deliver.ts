// A recipe becomes the request that goes over the wire.
import { randomUUID } from "node:crypto";
import type { Operation } from "./contract.ts";
import type { Body, Recipe } from "./requests.ts";
import type { Sent } from "./send.ts";
import { damage } from "./spoil.ts";
import type { File } from "./words.ts";
import { isFromPool } from "./words.ts";
import type { World } from "./world.ts";

type Draw = (value: unknown) => unknown;

const isFile = (value: unknown): value is File => typeof value === "object" && value !== null && "bytes" in value;

/** The value with what it leaves open filled in from the pools. */
const fillIn = (value: unknown, world: World, owner: string | undefined): unknown => {
  if (isFromPool(value)) return world.draw(value, owner);
  if (Array.isArray(value)) return value.map((one) => fillIn(one, world, owner));
  if (typeof value !== "object" || value === null || isFile(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fillIn(one, world, owner)]));
};

const toText = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

const encode = (text: string): string => encodeURIComponent(text.toWellFormed());

const pathOf = ({ path }: Operation, given: Recipe["path"], draw: Draw): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = given[name];
    if (typeof value === "object" && value !== null && "$raw" in value) return String(value.$raw);
    // Nothing at all would be another address.
    return encode(toText(draw(value))) || "%20";
  });

const queryOf = (query: Recipe["query"], draw: Draw): string => {
  const pairs = query.map(([name, value]) => `${encode(name)}=${encode(toText(draw(value) ?? ""))}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
};

/** A field's name in a form, as browsers write it: https://html.spec.whatwg.org/#multipart-form-data */
const quoted = (name: string): string =>
  name.replaceAll("\n", "%0A").replaceAll("\r", "%0D").replaceAll('"', "%22").toWellFormed();

const formOf = (parts: [string, unknown][], boundary: string, draw: Draw): Buffer =>
  Buffer.concat([
    ...parts.flatMap(([name, part]) => {
      const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"`;
      const [more, content] = isFile(part)
        ? [`; filename="${quoted(part.name)}"${part.type && `\r\nContent-Type: ${part.type}`}`, part.bytes]
        : ["", Buffer.from(toText(draw(part)))];
      return [Buffer.from(`${head}${more}\r\n\r\n`), content, Buffer.from("\r\n")];
    }),
    Buffer.from(`--${boundary}--\r\n`),
  ]);

const bytesOf = (body: Body, boundary: string, hurt: Recipe["damage"], draw: Draw): Buffer => {
  if (body.kind === "form") return formOf(body.parts, boundary, draw);
  const text = body.kind === "text" ? body.text : (JSON.stringify(draw(body.value)) ?? "");
  return hurt === undefined ? Buffer.from(text) : damage(text, hurt);
};

/** An address that an answer gave as a whole: a signed one, or the one that a sign-in provider sends the browser back to. */
const wholeAddressOf = async (
  { path }: Operation,
  { address: wanted }: Recipe,
  world: World,
  draw: Draw,
): Promise<{ address?: string; cookie?: string }> => {
  if (wanted === undefined) return {};
  const provider = /^\/auth\/(google|github)\/callback$/.exec(path)?.[1];
  const modes = ["code", "cookie", "code"];
  if (provider === "google" || provider === "github") return world.walk(provider, modes[wanted.pick % 3] ?? "code");
  const address = String(draw(wanted));
  return address.startsWith("/") ? { address } : {};
};

/** The request as it goes over the wire. */
export const deliver = async (operation: Operation, recipe: Recipe, world: World): Promise<Sent> => {
  if (operation.path.endsWith("/exchange")) await world.keepCode();
  const credentials = await world.credentialsOf(recipe.actor);
  const owner = world.ownerOf(recipe.actor);
  const draw: Draw = (value) => fillIn(value, world, owner);
  const boundary = `fuzz-${randomUUID()}`;
  const { mediaType, body } = recipe;
  // workerd hands an upgrade to the Worker as a GET, whatever its method was, and cannot answer it then.
  const { Upgrade: upgrade, ...headers } = recipe.headers;
  const isUpgrade = upgrade !== undefined && recipe.method === "GET";
  const isForm = mediaType === "multipart/form-data" && body?.kind === "form";
  const { address, cookie } = await wholeAddressOf(operation, recipe, world, draw);
  return {
    method: recipe.method,
    target: address ?? pathOf(operation, recipe.path, draw) + queryOf(recipe.query, draw),
    headers: {
      ...(mediaType !== undefined && { "Content-Type": isForm ? `${mediaType}; boundary=${boundary}` : mediaType }),
      ...headers,
      ...(isUpgrade && {
        Upgrade: upgrade,
        Connection: "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
      }),
      ...credentials,
      ...(cookie !== undefined && { Cookie: cookie }),
    },
    body: body === undefined ? undefined : bytesOf(body, boundary, recipe.damage, draw),
  };
};
