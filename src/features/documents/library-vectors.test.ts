// Vectors that are odd: of nothing, of no end, of several models and lengths, and questions that have no word in them.
import type { Chunk } from "#engine/text";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { LibraryQuery } from "./library.ts";

let made = 0;
const newLibrary = () => env.LIBRARIES.getByName(`odd-vectors-${++made}`);
const chunk = (position: number, text: string): Chunk => ({
  position,
  text,
  start: 0,
  end: text.length,
  page: null,
  headings: [],
});
const asking = (more: Partial<LibraryQuery>): LibraryQuery => ({
  text: "otter",
  mode: "vector",
  topK: 10,
  documentIds: undefined,
  vector: undefined,
  ...more,
});

test("a vector of nothing, or without an end, is like no question", async () => {
  const library = newLibrary();
  const values = [[0, 0, 0], [Number.POSITIVE_INFINITY, 0, 0], [1, 2, 3], []];
  const chunks = values.map((_, position) => chunk(position, `Text ${position} of the otter.`));
  await library.store("a", "a.md", chunks, { model: "mini", values });
  const ids = async (vector: number[], model = "mini") =>
    (await library.search(asking({ vector: { model, values: vector } }))).map(({ id }) => id);
  expect(await ids([1, 2, 3])).toEqual(["a.2"]);
  expect(await ids([0, 0, 0])).toEqual(["a.2"]);
  expect(await ids([1, 2, 3], "another")).toEqual([]);
  expect(await ids([1, 2])).toEqual([]);
  expect(await library.search(asking({}))).toEqual([]);
  expect(await library.search(asking({ mode: "hybrid", vector: { model: "another", values: [1] } }))).toHaveLength(4);
  expect(await library.search(asking({ topK: 0 }))).toEqual([]);
  expect(await library.search(asking({ documentIds: [] }))).toEqual([]);
});

test("many chunks are compared by their vectors page by page, and those of a document that went are gone", async () => {
  const library = newLibrary();
  const count = 300;
  const chunks = Array.from({ length: count }, (_, position) => chunk(position, `Berth ${position}.`));
  const values = Array.from({ length: count }, (_, at) => [Math.cos(at / 100), Math.sin(at / 100), 0, 0, 1]);
  await library.begin("long", "long.md");
  await library.add("long", chunks, { model: "mini", values });
  await library.publish("long");
  const vector = { model: "mini", values: values[250] ?? [] };
  expect((await library.search(asking({ text: "zzz", topK: 1, vector })))[0]?.id).toBe("long.250");
  await library.remove("long");
  expect(await library.search(asking({ text: "zzz", vector }))).toEqual([]);
});

test("a chunk without a single word is kept, and found by its meaning alone", async () => {
  const library = newLibrary();
  await library.store("dots", "...", [chunk(0, "… — …")], { model: "mini", values: [[1, 0]] });
  await library.store("dots", "...", [chunk(0, "… – …")], { model: "mini", values: [[0, 1]] });
  const found = await library.search(asking({ text: "?", vector: { model: "mini", values: [0, 1] } }));
  expect(found.map(({ text }) => text)).toEqual(["… – …"]);
});

test("of two words that are spelt nearly as the one asked for both count, and what was published before goes", async () => {
  const library = newLibrary();
  await library.store("a", "a.md", [chunk(0, "The marble hall."), chunk(1, "The market hall.")], undefined);
  await library.begin("a", "a.md");
  await library.add("a", [chunk(0, "Never published.")], undefined);
  await library.begin("a", "a.md");
  await library.add("a", [chunk(0, "The marblex."), chunk(1, "The marblee.")], undefined);
  await library.publish("a");
  const found = await library.search(asking({ text: "marblez", mode: "hybrid" }));
  expect(found.map(({ text }) => text).toSorted()).toEqual(["The marblee.", "The marblex."]);
  expect(await library.search(asking({ text: "published", mode: "keyword" }))).toEqual([]);
});
