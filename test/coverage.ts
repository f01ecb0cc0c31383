// Istanbul's coverage for the tests in workerd. Vitest's own provider writes the map of every statement into the
// instrumented module and sends all maps back after each test file: tens of megabytes over a WebSocket, a few hundred
// times. Here the maps stay in the process that instruments, and only the counters that moved travel.
import type * as Istanbul from "@vitest/coverage-istanbul/dist/provider.js";
import type { CoverageProviderModule, TestProject, Vitest } from "vitest/node";

/** What instrumented code counts, by the number of a statement, function or branch in its file's map. */
interface Counters {
  hash: string;
  s: Record<string, number>;
  f: Record<string, number>;
  b: Record<string, number[]>;
}

/** Where in its file each of them stands (istanbul-lib-coverage, which brings no types). */
interface FileMap extends Omit<Counters, "hash"> {
  path: string;
}

interface Summary {
  merge: (other: Summary) => void;
  lines: Share;
  branches: Share;
}

interface Reading<Read> {
  onFileRead: (coverage: Read) => void;
  onFinished: (project: TestProject, environment: string) => Promise<void>;
}

interface Share {
  covered: number;
  total: number;
  pct: number;
}

interface CoverageMap {
  files: () => string[];
  fileCoverageFor: (file: string) => { toSummary: () => Summary };
  getCoverageSummary: () => Summary;
}

/** Istanbul's name for the counters. */
const place = "__VITEST_COVERAGE__";

const numbersOf = ({ s, f }: Counters): number[] => [...Object.values(s), ...Object.values(f)];

const setToZero = ({ s, f, b }: Counters): void => {
  for (const key in s) s[key] = 0;
  for (const key in f) f[key] = 0;
  for (const paths of Object.values(b)) paths.fill(0);
};

/** The counters that moved since the last call. */
const takeCounters = (): Counters[] => {
  const all = (globalThis as { [place]?: Record<string, Counters> })[place] ?? {};
  const moved = Object.values(all).filter((counters) => numbersOf(counters).some((count) => count > 0));
  const taken = structuredClone(moved);
  moved.forEach(setToZero);
  return taken;
};

const addTo = (sum: Counters, { s, f, b }: Counters): void => {
  for (const [key, count] of Object.entries(s)) sum.s[key] = (sum.s[key] ?? 0) + count;
  for (const [key, count] of Object.entries(f)) sum.f[key] = (sum.f[key] ?? 0) + count;
  for (const [key, paths] of Object.entries(b))
    sum.b[key] = paths.map((count, path) => (sum.b[key]?.[path] ?? 0) + count);
};

/** Instrumented code without the map in it: with counters alone, and as many lines, so that its source map stays true. */
const withoutMap = (code: string, counters: Counters): string => {
  const from = code.indexOf("var coverageData = ");
  const to = code.indexOf("var coverage = global[gcv]");
  if (from === -1 || to < from) throw new Error("istanbul writes its instrumented code in another way now");
  const lines = code.slice(from, to).split("\n").length - 1;
  return `${code.slice(0, from)}var coverageData = ${JSON.stringify(counters)};${"\n".repeat(lines)}${code.slice(to)}`;
};

/** `src/engine/text/chunk.ts` → `engine/text`; a file of `src/` or `src/http` counts under its folder. */
const folderOf = (file: string, root: string): string => {
  const [top = "", ...rest] = file.slice(`${root}/src/`.length).split("/");
  if (rest.length === 0) return "(src)";
  const deeper = rest[0] === "architecture" ? 2 : 1;
  return [top, ...rest.slice(0, -1).slice(0, deeper)].join("/");
};

const shown = ({ covered, total, pct }: Share): string =>
  `${pct.toFixed(1).padStart(5)} % of ${String(total).padStart(5)} (${String(total - covered).padStart(4)} not)`;

/** Lines and branches by folder. */
const tableOf = (map: CoverageMap, root: string): string => {
  const folders = new Map<string, Summary>();
  for (const file of map.files().toSorted()) {
    const summary = map.fileCoverageFor(file).toSummary();
    const folder = folderOf(file, root);
    const sum = folders.get(folder);
    if (sum === undefined) folders.set(folder, summary);
    else sum.merge(summary);
  }
  const rows = [...[...folders].toSorted(([a], [b]) => (a < b ? -1 : 1)), ["all", map.getCoverageSummary()] as const];
  const width = Math.max(...rows.map(([folder]) => folder.length));
  return rows
    .map(
      ([folder, { lines, branches }]) => `${folder.padEnd(width)}  lines ${shown(lines)}  branches ${shown(branches)}`,
    )
    .join("\n");
};

const createProvider = async () => {
  // Named apart: the tests in workerd load this file too, for its counters, and have no use for Node's part.
  const module = "@vitest/coverage-istanbul/dist/provider.js";
  const { IstanbulCoverageProvider } = (await import(/* @vite-ignore */ module)) as typeof Istanbul;

  return new (class extends IstanbulCoverageProvider {
    readonly maps = new Map<string, FileMap>();
    readonly sums = new Map<string, Counters>();

    override initialize(vitest: Vitest): void {
      super.initialize(vitest);
      const { instrumenter } = this;
      const instrument = instrumenter.instrumentSync.bind(instrumenter);
      instrumenter.instrumentSync = (source, file, sourceMap) => {
        const code = instrument(source, file, sourceMap);
        const hash = /var hash = "([0-9a-f]+)"/.exec(code)?.[1];
        // A file of types alone has nothing to count.
        if (hash === undefined) return code;
        const map = structuredClone(instrumenter.lastFileCoverage()) as FileMap;
        this.maps.set(hash, map);
        return withoutMap(code, { hash, s: map.s, f: map.f, b: map.b });
      };
    }

    override onAfterSuiteRun({ coverage }: { coverage?: unknown }): void {
      // Made by `takeCounters` in the process of the tests.
      for (const counters of (coverage ?? []) as Counters[]) {
        const sum = this.sums.get(counters.hash);
        if (sum === undefined) this.sums.set(counters.hash, counters);
        else addTo(sum, counters);
      }
    }

    override async readCoverageFiles<Read>({ onFileRead, onFinished }: Reading<Read>): Promise<void> {
      const [project] = this.ctx.projects;
      if (project === undefined) return;
      // One by one: the projects transform a file in their own way, and only the lines of the source can be added up.
      for (const [hash, { s, f, b }] of this.sums) {
        const map = this.maps.get(hash);
        if (map === undefined) continue;
        // What Vitest's own provider reads from its files.
        onFileRead({ [map.path]: { ...map, s, f, b } } as Read);
        await onFinished(project, "");
      }
    }

    override async generateReports(map: CoverageMap, allTestsRun: boolean | undefined): Promise<void> {
      this.ctx.logger.log(tableOf(map, this.ctx.config.root));
      await super.generateReports(map as never, allTestsRun);
    }
  })();
};

const coverage: CoverageProviderModule = {
  takeCoverage: takeCounters,
  getProvider: createProvider as CoverageProviderModule["getProvider"],
};

// oxlint-disable-next-line import/no-default-export -- Vitest takes a provider that way
export default coverage;
