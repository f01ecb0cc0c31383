// The API's own pages: whole, quiet, and without a word to any other host.
import { describe, expect } from "vitest";
import type { Visitor } from "./visit.ts";
import { patienceMs, test } from "./visit.ts";

interface Contract {
  paths: Record<string, Record<string, unknown>>;
}

const countOperations = async ({ page, places }: Visitor): Promise<number> => {
  const answer = await page.goto(`${places.api}/openapi.json`);
  if (answer === null) throw new Error("no contract");
  const { paths } = (await answer.json()) as Contract;
  return Object.values(paths).flatMap((methods) => Object.keys(methods)).length;
};

/** Opens a page of the API whose own policy is watched: what it would have stopped is a complaint. */
const open = async ({ page, places, complaints }: Visitor, path: string): Promise<void> => {
  await page.exposeFunction("tellViolation", (what: string) => complaints.push(what));
  await page.addInitScript(
    'addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => tellViolation(`${violatedDirective} ${blockedURI}`))',
  );
  const answer = await page.goto(places.api + path);
  expect(answer?.headers()["content-security-policy"]).toContain("default-src 'self'");
};

const expectQuiet = ({ complaints, requested, places }: Visitor): void => {
  expect(complaints).toEqual([]);
  const foreign = requested.filter((url) => !url.startsWith(`${places.api}/`) && !/^(data|blob):/.test(url));
  expect(foreign).toEqual([]);
};

describe("/docs", () => {
  const operations = ({ page }: Visitor) => page.locator(".opblock");

  test("shows every operation, and asks no other host for anything", async ({ visitor }) => {
    const count = await countOperations(visitor);
    expect(count).toBeGreaterThan(80);
    await open(visitor, "/docs");
    await operations(visitor).first().waitFor({ timeout: patienceMs });
    await expect.poll(() => operations(visitor).count(), { timeout: patienceMs }).toBe(count);
    expect(await operations(visitor).last().isVisible()).toBe(true);
    expectQuiet(visitor);
  });

  test("tries out /health", async ({ visitor }) => {
    const { page } = visitor;
    await open(visitor, "/docs");
    const health = page.locator(".opblock", { has: page.locator('[data-path="/health"]') });
    await health.locator(".opblock-summary-control").click({ timeout: patienceMs });
    await health.getByRole("button", { name: "Try it out" }).click();
    await health.getByRole("button", { name: "Execute" }).click();
    await health.locator(".live-responses-table", { hasText: '"status": "ok"' }).waitFor({ timeout: patienceMs });
    expectQuiet(visitor);
  });
});

test("/redoc shows every operation, and asks no other host for anything", async ({ visitor }) => {
  const { page } = visitor;
  const count = await countOperations(visitor);
  await open(visitor, "/redoc");
  const sections = page.locator('[data-section-id*="/paths/"], [data-section-id*="/operation/"]');
  await sections.first().waitFor({ timeout: patienceMs });
  await expect.poll(() => sections.count(), { timeout: patienceMs }).toBe(count);
  expectQuiet(visitor);
});

test.for(["/docs", "/redoc"])("%s fits a telephone", async (path, { visitor }) => {
  const { page } = visitor;
  await page.setViewportSize({ width: 390, height: 844 });
  await open(visitor, path);
  await page.getByText("/health").first().waitFor({ timeout: patienceMs, state: "attached" });
  const [content, screen] = await page.evaluate<[number, number]>(
    "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
  );
  expect(content).toBeLessThanOrEqual(screen);
  expectQuiet(visitor);
});
