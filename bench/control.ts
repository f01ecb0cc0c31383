// What `/health` is held against: the same route in a Worker that has nothing else.
import { Hono } from "hono";

const app = new Hono();
app.get("/health", (c) => c.json({ status: "ok" }));

// oxlint-disable-next-line import/no-default-export -- a Worker's entry.
export default app;
