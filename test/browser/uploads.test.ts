// Files that go up from a page, with what the page can show meanwhile.
import { expect } from "vitest";
import { pdfOf } from "../document-client.ts";
import type { Visitor } from "./visit.ts";
import { fetchIn, patienceMs, signUp, slowUploads, test } from "./visit.ts";

const toFile = (name: string, mimeType: string, content: string | Uint8Array) => ({
  name,
  mimeType,
  buffer: Buffer.from(content),
});

const heron = toFile(
  "heron.pdf",
  "application/pdf",
  pdfOf([["The grey heron nests in the tallest poplars."], ["It eats eels and voles."]]),
);
const notes = toFile(
  "notes.md",
  "text/markdown",
  "# Notes\n\nThe kingfisher digs a tunnel of one metre into the bank.\n",
);
/** Long to send and short to read: most of it is a comment. */
const longPage = toFile(
  "marsh.html",
  "text/html",
  `<h1>Marsh</h1><!-- ${"x".repeat(4_000_000)} --><p>Bitterns boom at dusk in the reed beds.</p>`,
);

/** The percentages that the page has shown so far. */
const shown = async ({ page }: Visitor): Promise<number[]> =>
  (await page.locator("#sent").innerText()).match(/\d+/g)?.map(Number) ?? [];

// So slowly that a browser which stands still for some seconds, and then catches up, has not sent all of it.
const bytesPerSecond = 200_000;

test("several files go up with their progress, are read, and are found", async ({ visitor }) => {
  const { page, complaints } = visitor;
  await signUp(visitor);
  const hurry = await slowUploads(visitor, bytesPerSecond);
  await page.getByLabel("Documents").setInputFiles([heron, longPage, notes]);
  await page.getByRole("button", { name: "Upload" }).click();
  await expect.poll(async () => (await shown(visitor)).length, { timeout: patienceMs }).toBeGreaterThan(3);
  await hurry();
  await page.getByText("upload 201").waitFor({ timeout: patienceMs });
  const seen = await shown(visitor);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen[0]).toBeLessThan(50);
  expect(seen.at(-1)).toBe(100);

  for (const { name } of [heron, longPage, notes])
    await page.getByText(`${name}: completed`).waitFor({ timeout: patienceMs });
  const find = async (query: string) => {
    await page.getByLabel("Search").fill(query);
    await page.getByRole("button", { name: "Find" }).click();
  };
  await find("where does the heron nest");
  await page.locator("#found", { hasText: "heron.pdf: The grey heron nests in the tallest poplars" }).waitFor();
  await find("kingfisher tunnel");
  await page.locator("#found", { hasText: "notes.md:" }).waitFor();
  await find("when do bitterns boom");
  await page.locator("#found", { hasText: "marsh.html:" }).waitFor();
  expect(complaints).toEqual([]);
});

test("G10: an upload that is aborted in the middle leaves nothing, not even the file that was whole", async ({
  visitor,
}) => {
  const { page, places } = visitor;
  const token = await signUp(visitor);
  const hurry = await slowUploads(visitor, bytesPerSecond);
  await page.getByLabel("Documents").setInputFiles([notes, longPage]);
  await page.getByRole("button", { name: "Upload" }).click();
  // Well into the second file.
  await page.locator("#sent", { hasText: /\b[3-6]\d\b/ }).waitFor({ timeout: patienceMs });
  await page.getByRole("button", { name: "Abort" }).click();
  await page.getByText("upload aborted").waitFor();
  await hurry();
  const list = async () => {
    const headers = { Authorization: `Bearer ${token}` };
    const { body = "" } = await fetchIn(page, `${places.local.api}/api/v1/documents`, { headers });
    return (JSON.parse(body) as { documents: { filename: string }[] }).documents.map(({ filename }) => filename);
  };
  expect(await list()).toEqual([]);
  // What came after it is all there is: the one that was cut off has not turned up meanwhile.
  await page.getByLabel("Documents").setInputFiles([heron]);
  await page.getByRole("button", { name: "Upload" }).click();
  await page.getByText("heron.pdf: completed").waitFor({ timeout: patienceMs });
  expect(await list()).toEqual(["heron.pdf"]);
});
