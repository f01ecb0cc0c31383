import type { Chunk } from "#engine/text";
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { LibraryChunk, LibraryQuery } from "./library.ts";

let made = 0;
const newLibrary = () => env.LIBRARIES.getByName(`library-test-${++made}`);
type Shelf = ReturnType<typeof newLibrary>;

const chunk = (position: number, text: string, headings: string[] = []): Chunk => ({
  position,
  text,
  start: position * 800,
  end: position * 800 + text.length,
  page: position + 1,
  headings,
});

const publish = async (library: Shelf, id: string, texts: readonly string[], vectors?: number[][]): Promise<void> => {
  await library.begin(id, `${id}.md`);
  const chunks = texts.map((text, position) => chunk(position, text));
  await library.add(id, chunks, vectors && { model: "mini", values: vectors });
  await library.publish(id);
};

const asking = (text: string, more: Partial<LibraryQuery> = {}): LibraryQuery => ({
  text,
  mode: "hybrid",
  topK: 10,
  documentIds: undefined,
  vector: undefined,
  ...more,
});

const idsOf = (hits: readonly LibraryChunk[]): string[] => hits.map(({ id }) => id);
const find = async (library: Shelf, text: string, more: Partial<LibraryQuery> = {}): Promise<string[]> =>
  idsOf(await library.search(asking(text, more)));

const rowsOf = (library: Shelf): Promise<Record<string, number>> =>
  runInDurableObject(library, (_, { storage }) =>
    Object.fromEntries(
      ["documents", "chunks", "waiting", "slot_pages", "postings", "grams", "vectors"].map((table) => [
        table,
        Number(storage.sql.exec(`SELECT count(*) AS rows FROM ${table}`).one()["rows"]),
      ]),
    ),
  );

const nothing = { documents: 0, chunks: 0, waiting: 0, slot_pages: 0, postings: 0, grams: 0, vectors: 0 };

const harbour = "The harbour crane lifts containers from the ship to the quay.";
const bakery = "The bakery kneads sourdough before sunrise and sells it warm.";

test("a document is found from its publication on, and not before", async () => {
  const library = newLibrary();
  await library.begin("a", "a.md");
  await library.add("a", [chunk(0, harbour)], undefined);
  expect(await find(library, "crane")).toEqual([]);
  await library.publish("a");
  await library.publish("a");
  expect(await library.search(asking("crane"))).toEqual([
    {
      ...chunk(0, harbour),
      id: "a.0",
      documentId: "a",
      filename: "a.md",
      score: expect.any(Number),
      scores: { bm25: expect.any(Number), trigram: null, vector: null },
    },
  ]);
});

test("until the new version is published the old one is found, and never both", async () => {
  const library = newLibrary();
  await publish(library, "a", [harbour]);
  await library.begin("a", "a.md");
  await library.add("a", [chunk(0, bakery)], undefined);
  expect(await find(library, "crane")).toEqual(["a.0"]);
  expect(await find(library, "sourdough")).toEqual([]);
  await library.publish("a");
  expect(await find(library, "crane", { mode: "keyword" })).toEqual([]);
  expect(await find(library, "sourdough")).toEqual(["a.0"]);
});

test("a short document is stored in one call, in place of all that there was of it", async () => {
  const library = newLibrary();
  await publish(library, "a", [harbour, bakery]);
  await library.begin("a", "a.md");
  await library.add("a", [chunk(0, "Half of a version that never came.")], undefined);
  await library.store("a", "a.md", [chunk(0, "Lighthouse keepers sleep by day.")], { model: "mini", values: [[1, 0]] });
  expect(await find(library, "lighthouse")).toEqual(["a.0"]);
  expect(await find(library, "crane sourdough version")).toEqual([]);
  expect(await rowsOf(library)).toMatchObject({ documents: 1, chunks: 1, waiting: 0, vectors: 1 });
});

test("a long document is found with every chunk, whether its words waited for the index or not", async () => {
  const library = newLibrary();
  const count = 700;
  await library.begin("long", "long.md");
  const chunks = Array.from({ length: count }, (_, position) => chunk(position, `The crane of berth ${position}.`));
  await library.add("long", chunks, undefined);
  const { waiting = 0 } = await rowsOf(library);
  expect(waiting).toBeGreaterThan(0);
  expect(waiting).toBeLessThan(count);
  expect(await find(library, "crane")).toEqual([]);
  // A step that is done again before the end.
  await library.add("long", chunks.slice(650), undefined);
  await library.publish("long");
  expect(new Set(await find(library, "crane", { topK: 1_000 })).size).toBe(count);
  expect(await find(library, "berth 699", { topK: 1 })).toEqual(["long.699"]);
  expect((await rowsOf(library))["waiting"]).toBe(0);
  await library.remove("long");
  expect(await rowsOf(library)).toEqual(nothing);
});

test("what a search has read is not kept past a change", async () => {
  const library = newLibrary();
  const vector = { model: "mini", values: [1, 0] };
  await publish(library, "a", [harbour], [[1, 0]]);
  expect(await find(library, "crane", { vector })).toEqual(["a.0"]);
  await publish(library, "b", ["A crane, and another crane."], [[1, 0.1]]);
  expect((await find(library, "crane", { mode: "keyword" })).toSorted()).toEqual(["a.0", "b.0"]);
  expect(await find(library, "crane", { mode: "vector", vector })).toEqual(["a.0", "b.0"]);
  await library.remove("a");
  expect(await find(library, "crane", { mode: "keyword" })).toEqual(["b.0"]);
  expect(await find(library, "crane", { mode: "vector", vector })).toEqual(["b.0"]);
});

test("the same position again replaces what was there, so a repeated step changes nothing", async () => {
  const library = newLibrary();
  await library.begin("a", "a.md");
  await library.add("a", [chunk(0, harbour), chunk(1, bakery)], {
    model: "mini",
    values: [
      [1, 0],
      [0, 1],
    ],
  });
  const before = await rowsOf(library);
  await library.add("a", [chunk(0, harbour), chunk(1, bakery)], {
    model: "mini",
    values: [
      [1, 0],
      [0, 1],
    ],
  });
  expect(await rowsOf(library)).toEqual(before);
  await library.add("a", [chunk(0, "Lighthouse keepers sleep by day.")], undefined);
  await library.publish("a");
  expect(await find(library, "crane", { mode: "keyword" })).toEqual([]);
  expect(await find(library, "lighthouse")).toEqual(["a.0"]);
  expect((await library.read(["a"])).map(({ text }) => text)).toEqual(["Lighthouse keepers sleep by day.", bakery]);
});

test("what is removed leaves no row, no word, no spelling and no vector", async () => {
  const library = newLibrary();
  await publish(
    library,
    "a",
    [harbour, bakery],
    [
      [1, 0],
      [0, 1],
    ],
  );
  const alone = await rowsOf(library);
  expect(Object.entries(alone).flatMap(([table, rows]) => (rows > 0 ? [] : [table]))).toEqual(["waiting"]);
  const many = Array.from({ length: 600 }, (_, index) => `Page ${index} of the lighthouse almanac, tide ${index * 7}.`);
  await publish(
    library,
    "b",
    many,
    many.map((_, index) => [index, 1]),
  );
  await library.begin("b", "b.md");
  await library.add("b", [chunk(0, "Half of a second version")], undefined);
  await library.remove("b");
  expect(await find(library, "lighthouse almanac")).toEqual([]);
  expect(await rowsOf(library)).toEqual(alone);
  await library.remove("a");
  expect(await rowsOf(library)).toEqual(nothing);
});

test("what comes after the removal is not kept", async () => {
  const library = newLibrary();
  await publish(library, "a", [harbour]);
  await library.remove("a");
  await library.add("a", [chunk(0, harbour)], undefined);
  await library.publish("a");
  expect(await rowsOf(library)).toEqual(nothing);
});

test("clearing leaves nothing at all, and what never was has nothing to find", async () => {
  const library = newLibrary();
  expect(await find(library, "crane")).toEqual([]);
  await publish(library, "a", [harbour]);
  await library.clear();
  const tables = () =>
    runInDurableObject(library, (_, { storage }) =>
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf\\_%' ESCAPE '\\'").toArray(),
    );
  expect(await tables()).toEqual([]);
  expect(await find(library, "crane")).toEqual([]);
  expect(await library.read(["a"])).toEqual([]);
  await library.remove("a");
  expect(await tables()).toEqual([]);
});

test("only the documents asked for are searched, also when others fit better", async () => {
  const library = newLibrary();
  await publish(library, "a", ["A crane stands in the harbour, next to a smaller crane.", "Cranes and cranes."]);
  await publish(library, "b", ["Somewhere in a long text about ships, a crane is named once."]);
  expect(await find(library, "crane harbour", { documentIds: ["b", "of-another-account"] })).toEqual(["b.0"]);
  expect(await find(library, "crane", { documentIds: [] })).toEqual([]);
});

test.each([
  ["C++", ["cpp.0"]],
  ["C#", ["sharp.0"]],
  [".NET", ["sharp.0"]],
  ["node.js", ["node.0"]],
  ["E0499", ["rust.0"]],
  ["0x80070005", ["windows.0"]],
  ["snake_case", ["names.0"]],
  ["camelCaseName", ["names.0"]],
  ["foo-bar", ["names.0"]],
])("the name %s is found where it stands", async (name, expected) => {
  const library = newLibrary();
  await publish(library, "cpp", ["Written in C++ with templates."]);
  await publish(library, "c", ["Written in C with macros, for the vitamin C and the letter c."]);
  await publish(library, "sharp", ["Written in C# on .NET with generics."]);
  await publish(library, "node", ["Runs on node.js in the cloud."]);
  await publish(library, "rust", ["error[E0499]: cannot borrow `x` as mutable more than once at a time"]);
  await publish(library, "windows", ["Installation failed: 0x80070005, access is denied."]);
  await publish(library, "names", ["A snake_case name, a camelCaseName and a foo-bar."]);
  expect((await find(library, name, { mode: "keyword" })).slice(0, 1)).toEqual(expected);
});

test.each([
  ["คอนเทนเนอร์", "thai.0"],
  ["ค่าใช้จ่าย", "thai.0"],
  ["요금", "korean.0"],
  ["部署", "chinese.0"],
])("%s is found in a script without spaces", async (word, expected) => {
  const library = newLibrary();
  await publish(library, "thai", ["วิธีลดค่าใช้จ่ายของคอนเทนเนอร์บนคลาวด์"]);
  await publish(library, "korean", ["클라우드요금을 줄이는 방법"]);
  await publish(library, "chinese", ["如何部署应用程序到云端"]);
  expect(await find(library, word)).toEqual([expected]);
});

test("a misspelt word is found by its spelling, in mode hybrid, and says so", async () => {
  const library = newLibrary();
  await publish(library, "a", ["Kubernetes schedules containers on nodes."]);
  await publish(library, "b", [bakery]);
  const [hit, ...others] = await library.search(asking("kuberntes"));
  expect([hit?.id, others]).toEqual(["a.0", []]);
  expect(hit?.scores).toEqual({ bm25: null, trigram: expect.any(Number), vector: null });
  expect(await find(library, "kuberntes", { mode: "keyword" })).toEqual([]);
  expect(await find(library, "bernet")).toEqual(["a.0"]);
  const exact = asking("kubernetes containers");
  expect(await library.search(exact)).toEqual(await library.search({ ...exact, mode: "keyword" }));
});

test.each([
  ["operators", "AND OR NOT NEAR("],
  ["quotes", `"harbour" 'crane' "`],
  ["an asterisk", "har* *"],
  ["a column", "text:harbour col:x"],
  ["brackets", "(harbour) [crane] {x}"],
  ["SQL", "'; DROP TABLE chunks; --"],
  ["emoji", "🚢 👩‍👩‍👧"],
  ["control characters", "a\u0000b\u0007\u001b"],
  ["half a character", "crane \ud83d"],
  ["nothing", ""],
  ["spaces", " \n\t "],
  ["10 KB of words", "harbour crane AND ".repeat(560)],
  ["10 KB of different words", Array.from({ length: 1500 }, (_, index) => `word${index}`).join(" ")],
  ["10 KB of one word", "x".repeat(10_000)],
  ["10 KB of underscores", "_.".repeat(5_000)],
])("%s in a question are words or nothing, never an error", async (_, text) => {
  const library = newLibrary();
  await publish(library, "a", [harbour], [[1, 0]]);
  for (const mode of ["keyword", "hybrid", "vector"] as const)
    expect((await find(library, text, { mode, vector: { model: "mini", values: [1, 0] } })).length).toBeLessThan(2);
});

test("by vector the order follows the angle, and vectors of another model or size take no part", async () => {
  const library = newLibrary();
  await publish(library, "near", [bakery], [[0.9, 0.1, 0]]);
  await publish(library, "far", [harbour], [[-0.5, 1, 0]]);
  await publish(library, "none", ["A crane without a vector"]);
  const hits = await library.search(asking("crane", { mode: "vector", vector: { model: "mini", values: [2, 0, 0] } }));
  expect(idsOf(hits)).toEqual(["near.0", "far.0"]);
  expect(hits[0]?.scores.vector).toBeCloseTo(0.9939, 2);
  expect(hits[1]?.scores.vector).toBeCloseTo(-0.4472, 2);
  expect(hits.map(({ scores }) => scores.bm25)).toEqual([null, null]);
  expect(await find(library, "crane", { mode: "vector" })).toEqual([]);
  for (const vector of [
    { model: "other", values: [1, 0, 0] },
    { model: "mini", values: [1, 0] },
  ]) {
    expect(await find(library, "crane", { mode: "vector", vector })).toEqual([]);
    expect(await find(library, "sourdough", { vector })).toEqual(["near.0"]);
  }
});

test("words and vectors together find what either finds, and the order follows the score", async () => {
  const library = newLibrary();
  await publish(library, "meaning", ["A quay is where ships are unloaded."], [[1, 0]]);
  await publish(library, "words", [harbour], [[0.8, 0.6]]);
  await publish(library, "neither", [bakery], [[0, 1]]);
  const hits = await library.search(asking("crane", { vector: { model: "mini", values: [1, 0] } }));
  expect(idsOf(hits).slice(0, 2)).toEqual(["words.0", "meaning.0"]);
  expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).toSorted((a, b) => b - a));
});

test("a document with many fitting chunks does not push other documents out, yet shows several", async () => {
  const library = newLibrary();
  await publish(
    library,
    "long",
    Array.from({ length: 80 }, (_, index) => `Crane ${index}: the crane of the harbour, crane crane.`),
  );
  for (let index = 0; index < 30; index++)
    await publish(library, `short-${index}`, [
      `Number ${index} names a crane among many other things of a port and its trade.`,
    ]);
  const hits = await library.search(asking("crane harbour", { topK: 41 }));
  const documents = new Set(hits.map(({ documentId }) => documentId));
  expect(documents.size).toBe(31);
  expect(hits.slice(0, 5).filter(({ documentId }) => documentId === "long").length).toBeGreaterThan(2);
  expect(await find(library, "crane", { documentIds: ["long"], topK: 100 })).toHaveLength(80);
});

test("a long document is read in pages", async () => {
  const library = newLibrary();
  await publish(library, "a", [harbour, bakery]);
  await publish(library, "b", ["Third", "Fourth"]);
  const read = async (page: { skip?: number; most?: number }) => idsOf(await library.read(["a", "b", "a"], page));
  expect(await read({})).toEqual(["a.0", "a.1", "b.0", "b.1"]);
  expect(await read({ skip: 1, most: 2 })).toEqual(["a.1", "b.0"]);
  expect(await read({ skip: 3 })).toEqual(["b.1"]);
});
