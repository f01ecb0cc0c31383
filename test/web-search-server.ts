// Tavily's search in place of Tavily's own: a query's first word says how it fails. What it finds is nowhere to be fetched.
import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";

interface Asked {
  url: string;
  authorization: string;
  query?: string;
}

const answer = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
};

/** `/web/search` answers as Tavily does; `/web/asked` what was asked of any address since. */
export const createWebSearch = (): ((request: IncomingMessage, response: ServerResponse) => Promise<void>) => {
  const asked: Asked[] = [];
  return async (request, response) => {
    const { url = "", method, headers } = request;
    if (url === "/web/asked") return answer(response, 200, asked.splice(0));
    const { query = "" } = method === "POST" ? ((await json(request)) as { query?: string }) : {};
    asked.push({ url, authorization: headers.authorization ?? "", query });
    const [word] = query.split(" ");
    if (word === "broken") return answer(response, 500, {});
    if (word === "moved") {
      response.writeHead(307, { Location: `http://${headers.host}/web/stolen` });
      return void response.end();
    }
    const page = (number: number) => ({
      title: `Page ${number}`,
      url: `http://${headers.host}/web/page-${number}`,
      content: `The web says ${number} about it.`,
    });
    answer(response, 200, { results: word === "odd" ? [{ url: "javascript:alert(1)" }] : [1, 2, 3, 4, 5].map(page) });
  };
};
