// A conversation that a page follows by EventSource or WebSocket, through cuts, a killed server and a reload.
import { afterAll, beforeAll, expect } from "vitest";
import { rm } from "node:fs/promises";
import type { Page } from "playwright-core";
import { startApi } from "../harness.ts";
import { early, late, words } from "./held-model.ts";
import type { Relay } from "./relay.ts";
import { startRelay } from "./relay.ts";
import type { Visitor } from "./visit.ts";
import { fetchIn, patienceMs, placesOrNone, release, signIn, test } from "./visit.ts";

// The wire between the pages and the API on localhost, which the tests cut.
let relay: Relay;
const portOf = (url: string): number => Number(new URL(url).port);
beforeAll(async () => {
  relay = await startRelay();
  const places = placesOrNone();
  if (places !== undefined) relay.aimAt(portOf(places.local.api));
});
afterAll(() => relay.stop());

const addressOf = ({ port }: Relay): string => `http://localhost:${port}`;

/** A page that has signed in and begun a session. */
const begin = async ({ page, places }: Visitor, wire = relay): Promise<void> => {
  await signIn(page, `${places.local.page}/session/?api=${addressOf(wire)}`);
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByText("begun").waitFor();
};

const click = (page: Page, name: string) => page.getByRole("button", { name }).click();

const say = async (page: Page, content: string): Promise<void> => {
  await page.getByLabel("Say").fill(content);
  await click(page, "Send");
};

const textOf = (page: Page) => page.locator("#text").innerText();
const seesEarly = (page: Page) => page.locator("#text", { hasText: early }).waitFor({ timeout: patienceMs });
const seesState = (page: Page, state: string) =>
  page.locator("#state", { hasText: state }).waitFor({ timeout: patienceMs });

/** Every place of the log once, in order, and every word of the model. */
const expectWhole = async (page: Page): Promise<void> => {
  const places = (await page.locator("#places").innerText()).split(" ").map(Number);
  expect(places).toEqual(places.map((_, index) => (places[0] ?? 0) + index));
  expect((await textOf(page)).trim().split(/\s+/)).toEqual(words);
};

/** What the session itself has of the reply. */
const replyOf = async ({ page }: Visitor, wire = relay): Promise<unknown> => {
  const id = await page.evaluate<string>('JSON.parse(sessionStorage.getItem("kept")).id');
  const url = `${addressOf(wire)}/api/v1/sessions/${id}/chat-history`;
  const { body = "" } = await fetchIn(page, url, { credentials: "include" });
  return (JSON.parse(body) as { messages: unknown[] }).messages[1];
};

test("EventSource: words are there before the end", async ({ visitor }) => {
  const { page, places } = visitor;
  await begin(visitor);
  await click(page, "Follow by events");
  await seesState(page, "open");
  await say(page, "Tell me, hold:eventsEarly");
  await seesEarly(page);
  // The model has not said more: nothing else could be here.
  expect(await textOf(page)).not.toContain(late);
  await release(places, "eventsEarly");
  await seesState(page, "reply complete");
  await expectWhole(page);
});

test("K2: EventSource goes on by itself, without a gap, when the wire was cut in the middle", async ({ visitor }) => {
  const { page, places } = visitor;
  await begin(visitor);
  await click(page, "Follow by events");
  await seesState(page, "open");
  await say(page, "Tell me, hold:eventsCut");
  await seesEarly(page);
  relay.cut();
  await seesState(page, "coming back");
  // What is said now, nobody hears.
  await release(places, "eventsCut");
  relay.restore();
  // Its address still says `after=0`: only by Last-Event-ID does nothing come twice.
  await seesState(page, "reply complete");
  await expectWhole(page);
});

test("K2: EventSource goes on when the browser was offline", async ({ visitor }) => {
  const { page, places, context } = visitor;
  await begin(visitor);
  await click(page, "Follow by events");
  await seesState(page, "open");
  await say(page, "Tell me, hold:eventsOffline");
  await seesEarly(page);
  await context.setOffline(true);
  relay.cut();
  await seesState(page, "coming back");
  relay.restore();
  await release(places, "eventsOffline");
  expect(await textOf(page)).not.toContain(late);
  await context.setOffline(false);
  await seesState(page, "reply complete");
  await expectWhole(page);
});

test(
  "P3: EventSource goes on when the server was killed: what was said stays, what was cut off says so, and the next is answered",
  { timeout: 600_000 },
  async ({ visitor }) => {
    const { page, places } = visitor;
    const wire = await startRelay();
    let api = await startApi({ ...places.local.settings });
    try {
      wire.aimAt(portOf(api.url));
      await begin(visitor, wire);
      await click(page, "Follow by events");
      await seesState(page, "open");
      await say(page, "Tell me, hold:neverReleased");
      await seesEarly(page);
      await api.kill();
      await seesState(page, "coming back");
      api = await startApi({ ...places.local.settings }, api.stateDir);
      wire.aimAt(portOf(api.url));
      await seesState(page, "reply incomplete");
      expect(await replyOf(visitor, wire)).toMatchObject({
        status: "incomplete",
        content: expect.stringContaining(early),
      });
      await say(page, "And again, at once");
      await seesState(page, "reply complete");
      const seqs = (await page.locator("#places").innerText()).split(" ").map(Number);
      expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
      expect(await textOf(page)).toContain(words.at(-1));
    } finally {
      wire.stop();
      await api.stop();
      await rm(api.stateDir, { recursive: true, force: true });
    }
  },
);

test("WebSocket: a ticket opens it for a page of another origin; a message goes in, words come out", async ({
  visitor,
}) => {
  const { page, places } = visitor;
  await begin(visitor);
  await click(page, "Connect by socket");
  await seesState(page, "open");
  await say(page, "Tell me, hold:socketEarly");
  await seesEarly(page);
  expect(await textOf(page)).not.toContain(late);
  await release(places, "socketEarly");
  await seesState(page, "reply complete");
  await expectWhole(page);
  expect(await replyOf(visitor)).toMatchObject({ status: "complete", content: expect.stringContaining(late) });
  expect(visitor.complaints.filter((complaint) => !complaint.includes("401"))).toEqual([]);
});

test("WebSocket: a page that is loaded again goes on where it was", async ({ visitor }) => {
  const { page, places } = visitor;
  await begin(visitor);
  await click(page, "Connect by socket");
  await seesState(page, "open");
  await say(page, "Tell me, hold:socketReload");
  await seesEarly(page);
  await page.reload();
  await seesState(page, "open");
  await seesEarly(page);
  expect(await textOf(page)).not.toContain(late);
  await release(places, "socketReload");
  await seesState(page, "reply complete");
  await expectWhole(page);
});

test("K7: a WebSocket with a used ticket, none, or from a page that is not listed does not open", async ({
  visitor,
}) => {
  const { page, places, context } = visitor;
  await begin(visitor);
  const id = await page.evaluate<string>('JSON.parse(sessionStorage.getItem("kept")).id');
  const ticketUrl = `${addressOf(relay)}/api/v1/sessions/${id}/ticket`;
  const newTicket = async (): Promise<string> => {
    const { body = "" } = await fetchIn(page, ticketUrl, { method: "POST", credentials: "include" });
    return (JSON.parse(body) as { ticket: string }).ticket;
  };
  const opens = (from: Page, query: string) =>
    from.evaluate(
      (url) =>
        new Promise<boolean>((resolve) => {
          const socket = new WebSocket(url);
          socket.addEventListener("open", () => resolve(true));
          socket.addEventListener("error", () => resolve(false));
        }),
      `${addressOf(relay).replace("http", "ws")}/ws/${id}${query}`,
    );
  const ticket = await newTicket();
  expect(await opens(page, `?ticket=${ticket}`)).toBe(true);
  expect(await opens(page, `?ticket=${ticket}`)).toBe(false);
  // By the cookie, which a browser sends along with a WebSocket of any page of the site.
  expect(await opens(page, "")).toBe(true);
  const stranger = await context.newPage();
  await stranger.goto(`${places.local.page.replace("localhost", "127.0.0.1")}/plain/`);
  expect(await opens(stranger, `?ticket=${await newTicket()}`)).toBe(false);
  expect(await opens(stranger, "")).toBe(false);
});
