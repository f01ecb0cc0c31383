// Whatever is asked, a search answers.
import type { SignedIn } from "../../../test/caller.ts";
import { call, signUp } from "../../../test/caller.ts";
import { search, uploadOne } from "../../../test/document-caller.ts";
import { beforeAll, expect, test } from "vitest";

let ada: SignedIn;
beforeAll(async () => {
  ada = await signUp();
  await uploadOne(ada, "heron.md", "# Birds\n\nThe heron stands in shallow water and waits. C++ has foo-bar.");
});

test.each([
  ["C++", "C++"],
  ["a hyphen", "foo-bar"],
  ["quotes", '"quotes"'],
  ["one quote", '"'],
  ["operators", "AND OR NOT NEAR("],
  ["wildcards", "her* ^heron -water"],
  ["emoji", "🦆 🐦‍⬛"],
  ["stop words", "the of and is"],
  ["punctuation", "?!… ()[]{}"],
  ["Thai", "นกกระสายืนในน้ำตื้น"],
  ["Chinese", "苍鹭站在浅水里"],
  [
    "10 KB of words",
    Array.from({ length: 1_100 }, (_, index) => `heron${index}`)
      .join(" ")
      .slice(0, 10_000),
  ],
  ["10 KB of one word", "h".repeat(10_000)],
  ["10 KB of brackets", "(".repeat(10_000)],
])("%s in a question are results or none in every mode, never an error", async (_, query) => {
  const { access_token: bearer } = ada;
  for (const mode of ["keyword", "hybrid"]) expect(Array.isArray(await search(ada, { query, mode }))).toBe(true);
  const byMeaning = await call("/api/v1/documents/search", { bearer, json: { query, mode: "vector" } });
  expect(byMeaning).toMatchObject({ status: 503, body: { code: "not_configured" } });
  const answer = await call("/api/v1/documents/query", { bearer, json: { question: query } });
  expect(answer).toMatchObject({ status: 200, body: { engine: "builtin" } });
});
