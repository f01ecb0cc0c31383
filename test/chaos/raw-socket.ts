// Connections as no decent client makes them.
import { once } from "node:events";
import type { Socket } from "node:net";
import { connect } from "node:net";

export interface Raw {
  socket: Socket;
  /** All that has come so far. */
  heard: () => string;
  /** When the other side has closed it, or it broke. */
  closed: Promise<void>;
}

/** A connection that reads all that comes, or nothing of it until somebody does. */
export const open = async (url: string, reading: "at once" | "by hand" = "at once"): Promise<Raw> => {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  // Being cut off is what these are for.
  socket.on("error", () => undefined);
  // Not events.once, which rejects with the error that comes before.
  const closed = new Promise<void>((isClosed) => socket.once("close", () => isClosed()));
  let said = "";
  if (reading === "at once") socket.on("data", (bytes: Buffer) => (said += bytes.toString("latin1")));
  if (reading === "at once") socket.on("end", () => socket.end());
  await once(socket, "connect");
  return { socket, heard: () => said, closed };
};

/** The head of a request, up to its body. */
export const headOf = (method: string, path: string, headers: Record<string, string | number>): string =>
  `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("")}\r\n`;

/** Statuses of all answers that have come. */
export const statusesIn = (heard: string): number[] =>
  [...heard.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

/** Sends a text byte by byte. */
export const drip = async ({ socket }: Raw, text: string, everyMs: number): Promise<void> => {
  for (const letter of text) {
    if (socket.destroyed) return;
    socket.write(letter);
    await new Promise((wake) => setTimeout(wake, everyMs));
  }
};
