// Signing in with a provider, link by link, as a person does it.
import { expect } from "vitest";
import type { Visitor } from "./visit.ts";
import { newEmail, signIn, test } from "./visit.ts";

const cookiesOf = async ({ context, places }: Visitor) => context.cookies(places.api);

test("goes to the provider and back, with a cookie that the page cannot read", async ({ visitor }) => {
  const { page, places, complaints } = visitor;
  const { api, app } = places;
  const email = await signIn(page, `${app}/cue/?api=${api}`);
  expect(page.url()).toBe(`${app}/cue/?success=true`);
  const [session, ...others] = await cookiesOf(visitor);
  expect(others).toEqual([]);
  expect(session).toMatchObject({
    name: "session",
    domain: "api.example.test",
    path: "/",
    httpOnly: true,
    secure: true,
    sameSite: "Lax",
  });
  expect(session?.expires).toBeGreaterThan(Date.now() / 1_000);
  expect(await page.evaluate<string>("document.cookie")).toBe("");
  // Nor can a page of the API itself, where the cookie belongs.
  await page.goto(`${api}/docs`);
  expect(await page.evaluate<string>("document.cookie")).toBe("");
  await page.goto(`${app}/cue/?api=${api}`);
  await page.getByText(`You are ${email}`).waitFor();

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("Nobody is signed in").waitFor();
  expect(await cookiesOf(visitor)).toEqual([]);
  // The only thing that a console says: nobody was signed in when the page asked.
  for (const complaint of complaints) expect(complaint).toContain("401");
});

test("signs out by a link of the page, which ends the session itself and not only the cookie", async ({ visitor }) => {
  const { page, places, context } = visitor;
  const { api, app } = places;
  await signIn(page, `${app}/cue/?api=${api}`);
  const kept = await cookiesOf(visitor);
  await page.getByRole("link", { name: "Leave" }).click();
  await page.getByText("Nobody is signed in").waitFor();
  expect(page.url()).toBe(`${app}/cue`);
  expect(await cookiesOf(visitor)).toEqual([]);
  await context.addCookies(kept);
  await page.reload();
  await page.getByText("Nobody is signed in").waitFor();
});

test("comes back to the page's own words when the person says no", async ({ visitor }) => {
  const { page, places } = visitor;
  const { api, app } = places;
  await page.goto(`${app}/cue/?api=${api}`);
  await page.getByRole("link", { name: "Sign in with Google" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.waitForURL(`${app}/cue/login?error=access_denied`);
  await page.getByText("Nobody is signed in").waitFor();
  expect(await cookiesOf(visitor)).toEqual([]);
});

test("C1, C2: takes the way back once, and only in the browser that left", async ({ visitor }) => {
  const { page, places, requested, browser } = visitor;
  const { api, app } = places;
  await signIn(page, `${app}/cue/?api=${api}`);
  const callback = requested.find((url) => url.startsWith(`${api}/auth/google/callback`)) ?? "";
  expect(callback).toContain("state=");
  const status = async (address: string, onto = page) => (await onto.goto(address))?.status();
  expect(await status(callback)).toBe(400);

  await page.goto(`${app}/cue/?api=${api}`);
  await page.getByRole("link", { name: "Sign in with Google" }).click();
  const back = await page.locator("[name=back]").inputValue();
  const another = await browser.newContext({ ignoreHTTPSErrors: true });
  try {
    expect(await status(back, await another.newPage())).toBe(400);
    expect(await another.cookies(api)).toEqual([]);
  } finally {
    await another.close();
  }
});

test("C10: a page of another site swaps a code for a token, once", async ({ visitor }) => {
  const { page, places, requested, complaints } = visitor;
  const { api, elsewhere } = places;
  const email = newEmail();
  await page.goto(`${elsewhere}/cue/?response=code&api=${api}`);
  await page.getByRole("link", { name: "Sign in with Google" }).click();
  await page.getByLabel("You are").fill(email);
  await page.getByRole("button", { name: "Allow" }).click();
  await page.getByText(`You are ${email}`).waitFor();
  expect(page.url()).toBe(`${elsewhere}/cue`);
  expect(await cookiesOf(visitor)).toEqual([]);
  const withCode = requested.find((url) => url.startsWith(`${elsewhere}/cue?code=`)) ?? "";
  expect(withCode).not.toContain("eyJ");
  expect(complaints.filter((complaint) => !complaint.includes("401"))).toEqual([]);
  await page.goto(withCode);
  await page.getByText("400").waitFor();
});

test("refuses to come back to a page that is not listed", async ({ visitor }) => {
  const { page, places } = visitor;
  const { api, stranger } = places;
  const query = new URLSearchParams({ redirect_uri: `${stranger}/cue` });
  const answer = await page.goto(`${api}/auth/google?${query}`);
  expect(answer?.status()).toBe(400);
  expect(page.url()).toContain(api);
});
