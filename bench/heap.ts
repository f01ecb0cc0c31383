// The heap of the API's isolate, by the protocol of V8's inspector: https://chromedevtools.github.io/devtools-protocol/v8/
import { once } from "node:events";
import { z } from "zod";

const Targets = z.array(z.object({ title: z.string(), webSocketDebuggerUrl: z.url() }));
const Answer = z.object({ id: z.number(), result: z.object({ usedSize: z.number().optional() }) });

const patienceMs = 30_000;

/** Megabytes that live after everything that can be collected is. */
export type ReadHeap = () => Promise<number>;

/** Connects to a runtime that was started with this inspector port. */
export const connectHeap = async (port: number): Promise<ReadHeap> => {
  const targets = Targets.parse(await (await fetch(`http://127.0.0.1:${port}/json/list`)).json());
  const ours = targets.find(({ title }) => title.endsWith("user:stackstage"));
  if (ours === undefined) throw new Error("The inspector does not know the API's Worker.");
  const socket = new WebSocket(ours.webSocketDebuggerUrl);
  await once(socket, "open");
  let calls = 0;
  const call = async (method: string): Promise<number | undefined> => {
    const id = ++calls;
    const answered = new Promise<number | undefined>((settle, fail) => {
      setTimeout(() => fail(new Error(`The inspector does not answer ${method}.`)), patienceMs).unref();
      const listen = ({ data }: MessageEvent<unknown>): void => {
        const answer = Answer.safeParse(JSON.parse(String(data)));
        if (answer.data?.id !== id) return;
        socket.removeEventListener("message", listen);
        settle(answer.data.result.usedSize);
      };
      socket.addEventListener("message", listen);
    });
    socket.send(JSON.stringify({ id, method }));
    return answered;
  };
  await call("Runtime.enable");
  await call("HeapProfiler.enable");
  return async () => {
    await call("HeapProfiler.collectGarbage");
    const used = await call("Runtime.getHeapUsage");
    if (used === undefined) throw new Error("The inspector does not tell how large the heap is.");
    return used / 1e6;
  };
};
