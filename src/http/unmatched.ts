import type { AppEnv } from "#http/context";
import { AppError, answerError } from "#http/errors";
import type { Context, Hono } from "hono";
import { TrieRouter } from "hono/router/trie-router";

type Routes = Hono<AppEnv>["routes"];

const indexMethods = (routes: Routes): TrieRouter<string> => {
  const index = new TrieRouter<string>();
  for (const { method, path } of routes) {
    const isMiddleware = method === "ALL" || path.endsWith("*");
    if (!isMiddleware) index.add("ALL", path, method);
  }
  return index;
};

const findMethods = (index: TrieRouter<string>, path: string): Set<string> => {
  // One slash at the end is gone already; the index would take any number of them, and no route takes another.
  if (path !== "/" && path.endsWith("/")) return new Set();
  const [matches] = index.match("ALL", path);
  const methods = new Set(matches.map(([method]) => method));
  if (methods.has("GET")) methods.add("HEAD");
  if (methods.size > 0) methods.add("OPTIONS");
  return methods;
};

/** What answers when no route did: 405 with `Allow` for an address that takes other methods, else 404. */
export const answerUnmatched = (listRoutes: () => Routes) => {
  let index: TrieRouter<string> | undefined;
  return (c: Context<AppEnv>): Response => {
    index ??= indexMethods(listRoutes());
    const methods = [...findMethods(index, c.req.path)].join(", ");
    const error = methods
      ? new AppError("method_not_allowed", `This address takes ${methods}.`, { headers: { Allow: methods } })
      : new AppError("not_found", "There is nothing at this address.");
    return answerError(error, c);
  };
};
