// The Blog Creator's main flow, from an account to a file.
import { expect } from "vitest";
import { early, late, words } from "./held-model.ts";
import type { Visitor } from "./visit.ts";
import { downloadBy, patienceMs, release, signUp, test } from "./visit.ts";

const guide = `# Home solar guide

A typical system of 6 kW costs about 15,000 dollars before incentives. Inverters last 10 to 15 years.
`;

const seesState = ({ page }: Visitor, state: RegExp) =>
  page.locator("#state", { hasText: state }).waitFor({ timeout: patienceMs });
const contentOf = ({ page }: Visitor) => page.locator("#content").innerText();
const press = ({ page }: Visitor, name: string) => page.getByRole("button", { name, exact: true }).click();

/** The words of the model are on the page while it still holds the rest back. */
const seesHalf = async (visitor: Visitor): Promise<void> => {
  const { page } = visitor;
  await seesState(visitor, /^writing$/);
  await page.locator("#content", { hasText: early }).waitFor({ timeout: patienceMs });
  expect(await contentOf(visitor)).not.toContain(late);
  expect(await page.locator("#state").innerText()).toBe("writing");
};

const download = async (visitor: Visitor, name: string): Promise<{ filename: string; text: string }> => {
  const { filename, bytes } = await downloadBy(visitor, visitor.page.getByRole("button", { name, exact: true }));
  return { filename, text: bytes.toString("latin1") };
};

const addGuide = async (visitor: Visitor): Promise<void> => {
  const file = { name: "guide.md", mimeType: "text/markdown", buffer: Buffer.from(guide) };
  await visitor.page.getByLabel("Documents").setInputFiles(file);
  await press(visitor, "Upload");
  await visitor.page.getByText("guide.md: completed").waitFor({ timeout: patienceMs });
};

test("sign-up, upload, draft and refinement as they are written, undo, redo, and three files", async ({ visitor }) => {
  const { page, places, complaints } = visitor;
  await signUp(visitor);
  await addGuide(visitor);
  await page.getByLabel("Title").fill("Solar at home");
  await page.getByLabel("Instructions").fill("Short, hold:draft");
  await press(visitor, "Generate");
  await seesHalf(visitor);
  await release(places, "draft");
  await seesState(visitor, /version 1, completed/);
  const first = await contentOf(visitor);
  expect(first).toContain(words.at(-1));

  await page.getByLabel("Feedback").fill("Make it warmer, hold:refinement");
  await press(visitor, "Refine");
  await seesHalf(visitor);
  await release(places, "refinement");
  await seesState(visitor, /version 2, completed/);

  await press(visitor, "Undo");
  await seesState(visitor, /version 1, /);
  expect(await contentOf(visitor)).toBe(first);
  await press(visitor, "Redo");
  await seesState(visitor, /version 2, /);

  const markdown = await download(visitor, "Markdown");
  expect(markdown.filename).toBe("solar-at-home.md");
  expect(markdown.text).toMatch(/^---\n[^]*title: "?Solar at home"?\n[^]*holly/);
  const html = await download(visitor, "HTML");
  expect(html.filename).toBe("solar-at-home.html");
  expect(html.text).toMatch(/^<!doctype html>[^]*<title>Solar at home<\/title>/i);
  const pdf = await download(visitor, "PDF");
  expect(pdf.filename).toBe("solar-at-home.pdf");
  expect(pdf.text).toMatch(/^%PDF-[^]*%%EOF\s*$/);
  expect(complaints).toEqual([]);
});

test("a refinement that the page leaves in the middle is there when it comes back", async ({ visitor }) => {
  const { page, places } = visitor;
  const token = await signUp(visitor);
  await addGuide(visitor);
  await page.getByLabel("Title").fill("Left alone");
  await press(visitor, "Generate");
  await seesState(visitor, /version 1, completed/);
  await page.getByLabel("Feedback").fill("Make it warmer, hold:leaving");
  await press(visitor, "Refine");
  await seesHalf(visitor);
  await page.goto("about:blank");
  await release(places, "leaving");
  await expect
    .poll(
      async () => {
        const answer = await fetch(`${places.local.api}/api/v1/blog`, {
          headers: { Authorization: `Bearer ${token}` },
        });
        return answer.json();
      },
      { timeout: patienceMs },
    )
    .toMatchObject([{ version: 2, status: "completed", content: expect.stringContaining(late) }]);
});
