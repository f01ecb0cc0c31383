import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const startDeadlineMs = 300_000;

/** A port that nobody listens on now. */
export const findFreePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("No free port was found.");
  return address.port;
};

export interface LocalWorker {
  url: string;
  /** The process that has started workerd. */
  pid: number;
  stop: () => Promise<void>;
}

/** What `npm start` starts, on a free port with its state in `.wrangler/<name>`. */
export const startWorker = async (name: string, settings: Record<string, string> = {}): Promise<LocalWorker> => {
  const port = await findFreePort();
  const worker = spawn(process.execPath, [resolve(root, "scripts/start.ts")], {
    cwd: root,
    env: { ...process.env, ...settings, PORT: String(port), STATE_DIR: resolve(root, ".wrangler", name) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { pid } = worker;
  if (pid === undefined) throw new Error("The Worker could not be started.");
  const closed = once(worker, "close");
  let said = "";
  let ended = false;
  for (const stream of [worker.stdout, worker.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  void closed.then(() => (ended = true));
  const stop = async (): Promise<void> => {
    worker.kill("SIGTERM");
    await closed;
  };
  const url = `http://127.0.0.1:${port}`;
  const isHealthy = () =>
    fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  const deadline = Date.now() + startDeadlineMs;
  while (!(await isHealthy())) {
    if (ended || Date.now() > deadline) {
      if (!ended) await stop();
      throw new Error(`The Worker did not start:\n${said}`);
    }
    await new Promise((wake) => setTimeout(wake, 100));
  }
  return { url, pid, stop };
};
