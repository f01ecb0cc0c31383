import { expect } from "vitest";
import { patienceMs, test } from "./visit.ts";

test("AU-GURU answers a page that sends no credential, goes on in its session, and begins anew", async ({
  visitor,
}) => {
  const { page, places, complaints, context } = visitor;
  await page.goto(`${places.app}/guru/?api=${places.api}`);
  const ask = async (question: string, answers: number): Promise<string> => {
    await page.getByLabel("Your question").fill(question);
    await page.getByRole("button", { name: "Ask" }).click();
    const answer = page.locator("#answers li").nth(answers - 1);
    await answer.waitFor({ timeout: patienceMs });
    return answer.innerText();
  };
  expect(await ask("What is the phone number of the Suvarnabhumi campus?", 1)).toMatch(/\+?66|02|\d{3}/);
  await ask("And how much is the tuition for international students?", 2);
  await page.getByText("4 messages").waitFor();
  expect(await ask("Which colour is the dean's car?", 3)).toMatch(/don't have|do not have|contact/i);
  await page.getByRole("button", { name: "Reset" }).click();
  // Not the button, which says so before.
  await page.locator("#count", { hasText: /reset/i }).waitFor();
  await ask("Where is the library?", 1);
  await page.getByText("2 messages").waitFor();
  expect(await context.cookies(places.api)).toEqual([]);
  expect(complaints).toEqual([]);
});
