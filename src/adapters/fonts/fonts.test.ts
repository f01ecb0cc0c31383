import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { cachedFonts } from "./cached-fonts.ts";
import { fontLoader } from "./index.ts";

test("a font that cannot be had is asked for again, one that was had is not", async () => {
  const asked: string[] = [];
  const answers = [() => new Response("", { status: 404 }), () => Promise.reject(new Error("gone")), () => undefined];
  const load = cachedFonts()({
    fetch: async (input) => {
      asked.push(new Request(input).url);
      return (await answers[asked.length - 1]?.()) ?? env.ASSETS.fetch(input);
    },
  });
  expect(await load("noto-sans-tc")).toBeUndefined();
  expect(await load("noto-sans-tc")).toBeUndefined();
  const bytes = await load("noto-sans-tc");
  expect(bytes?.length).toBeGreaterThan(1_000_000);
  expect(await load("noto-sans-tc")).toBe(bytes);
  expect(asked).toEqual(Array.from({ length: 3 }, () => "https://assets.local/fonts/noto-sans-tc.ttf"));
});

test.each(["noto-sans-kr", "noto-sans-jp", "noto-sans-sc", "noto-sans-tc"] as const)(
  "%s is a static asset of the Worker",
  async (face) => {
    const bytes = await fontLoader(env.ASSETS)(face);
    expect(Array.from(bytes?.slice(0, 4) ?? [])).toEqual([0, 1, 0, 0]);
  },
);
