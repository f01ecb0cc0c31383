// Cue's main flow, with its cookie.
import { expect } from "vitest";
import { unzipSync } from "fflate";
import { downloadBy, patienceMs, signIn, test } from "./visit.ts";

const key = "SG.canary0b7e1canary0b7e1.canary0b7e1canary0b7e1canary0b7e1canary0b7e1abc";

test("a workflow out of words: checked, filled in, listed, and downloaded without what was filled in", async ({
  visitor,
}) => {
  const { page, places, complaints } = visitor;
  const { api, app } = places;
  await signIn(page, `${app}/cue/?api=${api}`);
  // The only thing that a console says: nobody was signed in when the page asked first.
  await expect.poll(() => complaints, { timeout: patienceMs }).toEqual([expect.stringContaining("401")]);
  await page.getByLabel("What is to happen").fill("Every Monday at 9am send a SendGrid email to the team");
  await page.getByRole("button", { name: "Generate" }).click();
  await page.getByText("The code is valid").waitFor({ timeout: patienceMs });
  const code = () => page.locator("#code").innerText();
  expect(await code()).toContain("def lambda_handler(event");
  expect(await page.locator("#nodes li").count()).toBeGreaterThan(1);
  await page.locator("#own li").waitFor({ timeout: patienceMs });
  expect(await page.locator("#own li").count()).toBe(1);

  await page.getByLabel("SENDGRID_API_KEY").fill(key);
  await page.getByRole("button", { name: "Fill in" }).click();
  await page.locator("#code", { hasText: key }).waitFor({ timeout: patienceMs });

  // By the browser itself: a link to another origin, the cookie with it.
  const { filename, bytes } = await downloadBy(visitor, page.getByRole("link", { name: "Download" }));
  expect(filename).toMatch(/\.zip$/);
  const files = unzipSync(bytes);
  expect(Object.keys(files).toSorted()).toEqual(
    expect.arrayContaining([".env.example", "README.md", "handler.py", "requirements.txt", "template.yaml"]),
  );
  const texts = Object.values(files).map((content) => new TextDecoder().decode(content));
  expect(texts.join("\n")).toContain("PLACEHOLDER_SENDGRID_API_KEY");
  expect(texts.join("\n")).not.toContain(key);
  expect(complaints).toHaveLength(1);
});
