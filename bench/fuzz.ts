// Spoiled inputs of every format through the main job, and spoiled Terraform through our parser and HashiCorp's.
// Spoiled archives too. Prints tables; asserts nothing. FUZZ_INPUTS: how many of each (10,000). FUZZ_ONE: the number of a single one to try
// again. FUZZ_CORPUS: further seeds, a file of JSON lines that each have `files`.
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse as parseByOracle } from "@cdktn/hcl2json";
import { analyzeDesign, goalsFor } from "../src/engine/architecture/index.ts";
import { mutate, mutateBytes } from "../src/engine/architecture/fuzz-fixture.ts";
import { seeds as ownSeeds } from "../src/engine/architecture/fuzz-seeds-fixture.ts";
import { parseHcl } from "../src/engine/architecture/parse/hcl/index.ts";
import { unzip } from "../src/features/analysis/unzip.ts";
import { AppError } from "../src/http/errors.ts";
import { zip } from "../test/zip.ts";

interface Seed {
  name: string;
  text: string;
}

const inputs = Number(process.env["FUZZ_INPUTS"] ?? 10_000);
const one = process.env["FUZZ_ONE"];
const first = Number(one ?? 0);
const times = one === undefined ? inputs : 1;

const root = join(import.meta.dirname, "..");
const folders = ["examples", "src/engine/architecture/parse/**/fixtures", "src/engine/architecture/emit/**/fixtures"];

const ownFiles = (): Seed[] =>
  folders
    .flatMap((folder) => globSync(`${folder}/**/*.{tf,json,yaml,yml}`, { cwd: root }))
    .toSorted()
    .map((path) => ({ name: basename(path), text: readFileSync(join(root, path), "utf8") }));

const givenFiles = (path: string): Seed[] =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .flatMap((line) => {
      const { files }: { files: Record<string, string> } = JSON.parse(line);
      return Object.entries(files).map(([name, text]) => ({ name, text }));
    });

const { FUZZ_CORPUS: corpus } = process.env;
const seeds = [...ownSeeds, ...ownFiles(), ...(corpus === undefined ? [] : givenFiles(corpus))];

/** Time of the processor, not of the clock: other work on the machine counts less. */
const timeOf = (job: () => void): number => {
  const start = process.cpuUsage();
  job();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
};

const tooSlow = 300;

const goals = goalsFor({
  requirements: [
    "high_availability",
    "disaster_recovery",
    "security",
    "backup",
    "monitoring",
    "scalability",
    "low_cost",
  ],
});

/** Every other input is asked to become something else, too. */
const analyze = (number: number, file: Seed): void => {
  analyzeDesign({ files: [file], generated: false, goals: number % 2 === 0 ? [] : goals, users: [] });
};

const fuzzAnalysis = (): void => {
  const spent: { number: number; ms: number }[] = [];
  const crashes: { number: number; name: string; error: string }[] = [];
  for (let number = first; number < first + times; number++) {
    const file = mutate(seeds, number);
    try {
      spent.push({ number, ms: timeOf(() => analyze(number, file)) });
    } catch (error) {
      const [message = "", place = ""] = error instanceof Error ? (error.stack ?? error.message).split("\n") : [];
      crashes.push({ number, name: file.name, error: `${message} ${basename(place)}` });
    }
  }
  spent.sort((a, b) => b.ms - a.ms);
  // Alone and warm, to tell a slow input from a busy machine.
  const slowest = spent.slice(0, 10).map(({ number, ms }) => {
    const file = mutate(seeds, number);
    const again = Math.min(...Array.from({ length: 3 }, () => timeOf(() => analyze(number, file))));
    return {
      number,
      name: file.name,
      KB: Math.round(file.text.length / 1024),
      ms: Math.round(ms),
      again: Math.round(again),
    };
  });
  const median = spent[Math.floor(spent.length / 2)]?.ms ?? Number.NaN;
  console.log(
    `${times} inputs from ${seeds.length} seeds: ${crashes.length} crashes, median ${median.toFixed(1)} ms,` +
      ` ${slowest.filter(({ again }) => again > tooSlow).length} over ${tooSlow} ms`,
  );
  if (crashes.length > 0) console.table(crashes.slice(0, 50));
  console.table(slowest);
};

const isRefused = async (text: string): Promise<string | undefined> => {
  try {
    await parseByOracle("main.tf", text);
    return undefined;
  } catch (error) {
    return String(error);
  }
};

/** The oracle's words without the places and names in them: what is left tells the class of a disagreement. */
const classOf = (refusal: string): string =>
  (/main\.tf:\d+,\d+-(?:\d+,)?\d+: ([^;]*)/.exec(refusal)?.[1] ?? refusal).slice(0, 90);

/** The oracle has no limit of depth: it ends for good where its stack does. */
const tooDeep = /(\S|\{a=|\{"a":|"\$\{|x \{\n|- |true \? )\1{500}/;

const fuzzParser = async (): Promise<void> => {
  const code = seeds.filter(({ name }) => name.endsWith(".tf"));
  const classes = new Map<string, number[]>();
  let asked = 0;
  for (let number = first; asked < times; number++) {
    const { text } = mutate(code, number);
    if (tooDeep.test(text)) continue;
    asked++;
    const problem = parseHcl(text).problems[0]?.message;
    const refusal = await isRefused(text);
    if ((refusal === undefined) === (problem === undefined)) continue;
    const told =
      refusal === undefined ? `only we refuse: ${problem ?? ""}` : `only HashiCorp refuses: ${classOf(refusal)}`;
    classes.set(told, [...(classes.get(told) ?? []), number]);
  }
  const disagreed = [...classes.values()].flat().length;
  const agreed = (100 * (asked - disagreed)) / asked;
  console.log(`HCL: ${agreed.toFixed(2)} % of ${asked} texts accepted or refused like HashiCorp's parser does`);
  console.table([...classes].map(([told, [...at]]) => ({ times: at.length, told, numbers: at.slice(0, 4).join(" ") })));
};

/** Archives of a few seeds each. */
const archivesOf = (size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(seeds.length / size) }, (_, index) =>
    zip(
      seeds
        .slice(index * size, (index + 1) * size)
        .map(({ name, text }, at) => ({ name: `${at}/${name}`, data: text })),
    ),
  );

/** What comes out of an archive is spoiled text like any other: only the unpacking is timed. */
const fuzzArchives = (): void => {
  const archives = archivesOf(3);
  const limits = { maxBytes: 5_000_000, maxFiles: 500 };
  const crashes: { number: number; error: string }[] = [];
  let refused = 0;
  let slowest = { number: 0, ms: 0 };
  for (let number = first; number < first + times; number++) {
    const bytes = mutateBytes(archives, number);
    const read = (): void => {
      try {
        unzip(bytes, () => true, limits);
      } catch (error) {
        if (error instanceof AppError) refused++;
        else crashes.push({ number, error: String(error) });
      }
    };
    const ms = timeOf(read);
    if (ms > slowest.ms) slowest = { number, ms };
  }
  console.log(
    `${times} archives: ${crashes.length} crashes, ${refused} refused, ` +
      `slowest ${slowest.ms.toFixed(0)} ms (number ${slowest.number})`,
  );
  if (crashes.length > 0) console.table(crashes.slice(0, 50));
};

fuzzAnalysis();
fuzzArchives();
await fuzzParser();
