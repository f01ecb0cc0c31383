import { once } from "node:events";
import type { Server, Socket } from "node:net";
import { connect, createServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";

export interface Relay {
  port: number;
  /** Where connections go from now on. */
  aimAt: (port: number) => void;
  /** Ends every connection at once and takes no more, as a lost network does. */
  cut: () => void;
  restore: () => void;
  stop: () => void;
}

/** Passes bytes on to a port of this machine as they are; with a certificate it speaks TLS on its own side. */
export const startRelay = async (certificate?: { key: string; cert: string }): Promise<Relay> => {
  const open = new Set<Socket>();
  let target: number | undefined;
  let down = false;
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    // Whoever leaves in the middle is no fault of ours; "close" follows.
    socket.on("error", () => undefined);
  };
  const pass = (near: Socket): void => {
    keep(near);
    if (down || target === undefined) {
      near.destroy();
      return;
    }
    const far = connect(target, "localhost");
    keep(far);
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
    near.pipe(far).pipe(near);
  };
  const server: Server = certificate === undefined ? createServer(pass) : createTlsServer(certificate, pass);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const endAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: address.port,
    aimAt: (port) => (target = port),
    cut: () => {
      down = true;
      endAll();
    },
    restore: () => (down = false),
    stop: () => {
      server.close();
      endAll();
    },
  };
};
