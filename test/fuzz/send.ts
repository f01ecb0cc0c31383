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
  /** How many requests were sent again because their connection broke before there was an answer. */
  broken: () => number;
  close: () => void;
}

/** A stream of events that goes on for ever is left when it has been quiet for so long. */
const quietMs = 1_000;

/** Of a stream that was left, the events that came whole. */
const wholeEvents = (body: Buffer): Buffer =>
  body.subarray(0, body.includes("\n\n") ? body.lastIndexOf("\n\n") + 2 : 0);

/** The connection broke: whether the request was heard, nobody knows. */
class Broken extends NoAnswer {}

/** Sends requests to one address; an answer that is not there after `deadlineMs` counts as none. */
export const createSender = (url: string, deadlineMs: number): Sender => {
  const { hostname, port } = new URL(url);
  // A connection for each: one that is kept may be closed just as the next request takes it.
  const agent = new Agent({ keepAlive: false, maxSockets: 64 });
  let broken = 0;

  const attempt = (sent: Sent): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { method, target: path, headers, body } = sent;
      const length = body === undefined ? {} : { "Content-Length": String(body.length) };
      const going = request({ agent, hostname, port, method, path, headers: { ...headers, ...length } });
      const fail = (error: NoAnswer): void => {
        clearTimeout(deadline);
        reject(error);
        going.destroy();
      };
      const deadline = setTimeout(() => fail(new NoAnswer(`no answer within ${deadlineMs / 1_000} s`)), deadlineMs);
      const breakOff = (error: NodeJS.ErrnoException): void =>
        fail(new Broken(`the connection broke: ${error.code ?? error.message}`));
      const settle = (answer: Answer): void => {
        clearTimeout(deadline);
        resolve(answer);
      };
      going.on("error", breakOff);
      going.on("upgrade", (response, socket) => {
        socket.destroy();
        settle({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.alloc(0) });
      });
      going.on("response", (response) => {
        const chunks: Buffer[] = [];
        const finish = (read: Buffer = Buffer.concat(chunks)): void =>
          settle({ status: response.statusCode ?? 0, headers: response.headers, body: read });
        const isEndless =
          method === "GET" && response.headers["content-type"]?.startsWith("text/event-stream") === true;
        const leave = (): void => {
          finish(wholeEvents(Buffer.concat(chunks)));
          going.destroy();
        };
        let quiet = isEndless ? setTimeout(leave, quietMs) : undefined;
        response.on("data", (chunk: Buffer) => {
          chunks.push(chunk);
          if (!isEndless) return;
          clearTimeout(quiet);
          quiet = setTimeout(leave, quietMs);
        });
        response.on("error", (error) => {
          clearTimeout(quiet);
          breakOff(error);
        });
        response.on("end", () => {
          clearTimeout(quiet);
          finish();
        });
      });
      going.end(body);
    });

  /** A break that the request causes is there again when it is sent again; any other is counted. */
  const send = async (sent: Sent): Promise<Answer> => {
    try {
      return await attempt(sent);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      broken++;
      return attempt(sent);
    }
  };

  return { send, broken: () => broken, close: () => agent.destroy() };
};
