// A test that has a browser: a context of its own, and a record of what its pages did.
import { buffer } from "node:stream/consumers";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { expect, inject, test as plainTest } from "vitest";
import "../own-connections.ts";
import type { Places } from "./set-up.ts";

export interface Visitor {
  places: Places;
  browser: Browser;
  context: BrowserContext;
  page: Page;
  /** What the pages complained of: errors on their consoles, and exceptions. */
  complaints: string[];
  /** The address of every request that a page made. */
  requested: string[];
}

/** The fixtures of a test: everything of it ends with it, also when it fails. */
export const test = plainTest.extend<{ browser: Browser | undefined; visitor: Visitor }>({
  browser: [
    // Vitest reads the names of what a fixture needs from here: it wants an object, of nothing as well.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const places = inject("places");
      const browser =
        "missing" in places ? undefined : await chromium.connect(places.chromium, { timeout: patienceMs });
      await use(browser);
      await browser?.close();
    },
    { scope: "file" },
  ],
  visitor: async ({ browser, skip }, use) => {
    const places = inject("places");
    if ("missing" in places) return skip(places.missing);
    if (browser === undefined) throw new Error("no browser");
    const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(patienceMs);
    const complaints: string[] = [];
    const requested: string[] = [];
    context.on("request", (request) => requested.push(request.url()));
    context.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    context.on("weberror", (error) => complaints.push(String(error.error())));
    await use({ places, browser, context, page: await context.newPage(), complaints, requested });
    await context.close();
  },
});

interface Answer {
  /** "TypeError …": the browser did not let the page see it. */
  error?: string;
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

/** The part of what `fetch` takes that can be handed to a page. */
export interface Call {
  method?: string;
  headers?: Record<string, string>;
  credentials?: "omit" | "include";
  body?: string;
}

/** What a page gets that calls `fetch` with this. */
export const fetchIn = (page: Page, url: string, init: Call = {}): Promise<Answer> =>
  page.evaluate(
    async ([address, options]) => {
      try {
        const answer = await fetch(address, options);
        const headers = Object.fromEntries(answer.headers);
        return { status: answer.status, headers, body: await answer.text() };
      } catch (error) {
        return { error: String(error) };
      }
    },
    [url, init] as const,
  );

/** How long a test waits for something to happen: as long as a machine takes that is busy with much else. */
export const patienceMs = 60_000;

/** Where everything is, unless there is no browser. */
export const placesOrNone = (): Places | undefined => {
  const places = inject("places");
  return "missing" in places ? undefined : places;
};

/** Lets the model go on that was told to hold under this name. */
export const release = async ({ local }: Places, name: string): Promise<void> => {
  await fetch(`${local.model}/release/${name}`, { method: "POST" });
};

let people = 0;

/** An address that nobody else has. */
export const newEmail = (): string => `person-${process.pid}-${++people}-${Date.now()}@example.com`;
export const password = "violet-otter-42-lamp";

/** Signs in as Cue's and the sessions' pages do: by the link, through the provider's page, and back with the cookie. */
export const signIn = async (page: Page, address: string, email = newEmail()): Promise<string> => {
  await page.goto(address);
  await page.getByRole("link", { name: "Sign in with Google" }).click();
  await page.getByLabel("You are").fill(email);
  await page.getByRole("button", { name: "Allow" }).click();
  await page.getByText(`You are ${email}`).waitFor();
  return email;
};

/** Signs up as the Blog's page does, on localhost, where a model answers; the token that the page has now. */
export const signUp = async ({ page, places: { local } }: Visitor): Promise<string> => {
  const email = newEmail();
  await page.goto(`${local.page}/blog/?api=${local.api}`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  const [made] = await Promise.all([
    // Not the preflight's.
    page.waitForResponse((one) => one.url().endsWith("/register") && one.request().method() === "POST"),
    page.getByRole("button", { name: "Sign up" }).click(),
  ]);
  const { access_token: token } = (await made.json()) as { access_token: string };
  await page.getByText(`You are ${email}`).waitFor();
  expect(token).toBeTruthy();
  return token;
};

/** From now on the page sends at most so many bytes a second; what it answers takes that back. */
export const slowUploads = async ({ context, page }: Visitor, bytesPerSecond: number): Promise<() => Promise<void>> => {
  const devTools = await context.newCDPSession(page);
  const limitTo = async (uploadThroughput: number): Promise<void> => {
    const rest = { offline: false, latency: 0, downloadThroughput: -1 };
    await devTools.send("Network.emulateNetworkConditions", { ...rest, uploadThroughput });
  };
  await limitTo(bytesPerSecond);
  return () => limitTo(-1);
};

/** The file that a click on this brings, with the name that it is saved under. */
export const downloadBy = async ({ page }: Visitor, button: Locator): Promise<{ filename: string; bytes: Buffer }> => {
  const [file] = await Promise.all([page.waitForEvent("download", { timeout: patienceMs }), button.click()]);
  return { filename: file.suggestedFilename(), bytes: await buffer(await file.createReadStream()) };
};
