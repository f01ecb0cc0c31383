// StackStage's main flow: files in; progress, score, pictures, report and patch out.
import { resolve } from "node:path";
import { expect } from "vitest";
import type { Visitor } from "./visit.ts";
import { downloadBy, patienceMs, test } from "./visit.ts";

const example = resolve(import.meta.dirname, "../../examples/three-tier.tf");

const analyse = async ({ page, places }: Visitor): Promise<void> => {
  await page.goto(`${places.app}/stackstage/?api=${places.api}`);
  await page.getByLabel("Your files").setInputFiles(example);
  await page.getByRole("button", { name: "Analyze" }).click();
  await page.getByText(/^Score \d+/).waitFor({ timeout: patienceMs });
};

test("a file is analysed step by step, and mended", async ({ visitor }) => {
  const { page, complaints } = visitor;
  await analyse(visitor);
  const steps = await page.locator("#steps li").allInnerTexts();
  expect(steps).toEqual(["parsed", "checked", "priced", "designed", "drawn", "done"]);
  expect(await page.locator("#score").innerText()).toMatch(/^Score \d+, \$[\d,]+\/month$/);
  expect(await page.locator("#issues li").count()).toBeGreaterThan(3);
  await page.getByRole("button", { name: "Mend" }).click();
  await page.getByText(/^From \d+ to \d+$/).waitFor({ timeout: patienceMs });
  const [before = 0, after = 0] = (await page.locator("#rescan").innerText()).match(/\d+/g)?.map(Number) ?? [];
  expect(after).toBeGreaterThan(before);
  expect(await page.locator("#patch").innerText()).toMatch(/^Index: [^]*\n--- [^]*\n\+\+\+ [^]*\n@@ /);
  expect(complaints).toEqual([]);
});

test("its pictures are shown by a page of another origin that embeds only what allows it, as SVG and PNG", async ({
  visitor,
}) => {
  const { page, complaints, requested, places } = visitor;
  await analyse(visitor);
  for (const alt of ["svg", "png"]) {
    const size = await page.evaluate<[boolean, number, number]>(`(async () => {
      const picture = document.querySelector('img[alt="${alt}"]');
      await picture.decode();
      return [picture.complete, picture.naturalWidth, picture.naturalHeight];
    })()`);
    expect(size).toEqual([true, expect.any(Number), expect.any(Number)]);
    expect(Math.min(size[1], size[2])).toBeGreaterThan(100);
  }
  expect(complaints).toEqual([]);
  const pictures = requested.filter((url) => url.includes("/api/artifacts/"));
  expect(pictures.map((url) => new URL(url).pathname.slice(-4)).toSorted()).toEqual([".png", ".svg"]);
  // The page really is as strict as that: what says nothing of itself is not embedded.
  const [refused] = await Promise.all([
    page.waitForEvent("requestfailed", (one) => one.url().endsWith("/health")),
    page.evaluate(
      `document.body.append(Object.assign(new Image(), { src: ${JSON.stringify(`${places.api}/health`)} }))`,
    ),
  ]);
  expect(refused.failure()?.errorText).toContain("BLOCKED_BY_RESPONSE");
});

test("its report is a download with a name of its own, straight or inside JSON", async ({ visitor }) => {
  const { complaints } = visitor;
  await analyse(visitor);
  for (const name of ["Report", "Report as the published page asks for it"]) {
    const { filename, bytes } = await downloadBy(visitor, visitor.page.getByRole("button", { name, exact: true }));
    expect(filename).toMatch(/^[\w.-]+\.pdf$/);
    expect(bytes.toString("latin1")).toMatch(/^%PDF-1\.\d[^]*%%EOF\s*$/);
  }
  expect(complaints).toEqual([]);
});
