// One request over a real socket, as it stands: `fetch` would tidy its address, its headers and its body first.
import type { IncomingHttpHeaders } from "node:http";
import { Agent, request } from "node:http";

export interface Sent {
  method: string;
  /** Path and query, as on the wire. */
  target: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** No answer in time, or none at all. */
export class NoAnswer extends Error {}

export interface Sender {
  send: (sent: Sent) => Promise<Answer>;
  close: () => void;
}

/** A stream of events that goes on for ever is left when it has been quiet for so long. */
const quietMs = 1_000;

/** Sends requests to one address; an answer that is not there after `deadlineMs` counts as none. */
export const createSender = (url: string, deadlineMs: number): Sender => {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });

  const attempt = (sent: Sent): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { method, target: path, headers, body } = sent;
      const length = body === undefined ? {} : { "Content-Length": String(body.length) };
      const going = request({ agent, hostname, port, method, path, headers: { ...headers, ...length } });
      const deadline = setTimeout(
        () => going.destroy(new NoAnswer(`no answer within ${deadlineMs / 1_000} s`)),
        deadlineMs,
      );
      const settle = (answer: Answer): void => {
        clearTimeout(deadline);
        resolve(answer);
      };
      going.on("error", (error: NodeJS.ErrnoException) => {
        clearTimeout(deadline);
        // The server closed an idle connection at the moment at which it was used again: nothing was sent.
        if (error.code === "ECONNRESET" && going.reusedSocket) resolve(attempt(sent));
        else
          reject(
            error instanceof NoAnswer ? error : new NoAnswer(`the connection broke: ${error.code ?? error.message}`),
          );
      });
      going.on("upgrade", (response, socket) => {
        socket.destroy();
        settle({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.alloc(0) });
      });
      going.on("response", (response) => {
        const chunks: Buffer[] = [];
        const finish = (): void =>
          settle({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
        const isEndless =
          method === "GET" && response.headers["content-type"]?.startsWith("text/event-stream") === true;
        const leave = (): void => {
          finish();
          going.destroy();
        };
        let quiet = isEndless ? setTimeout(leave, quietMs) : undefined;
        response.on("data", (chunk: Buffer) => {
          chunks.push(chunk);
          if (!isEndless) return;
          clearTimeout(quiet);
          quiet = setTimeout(leave, quietMs);
        });
        response.on("end", () => {
          clearTimeout(quiet);
          finish();
        });
      });
      going.end(body);
    });

  return { send: attempt, close: () => agent.destroy() };
};
