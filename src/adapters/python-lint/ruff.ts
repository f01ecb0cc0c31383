import type * as Ruff from "@astral-sh/ruff-wasm-web";

/** Versions that Lambda runs, and the one that is coming. */
export const pythonVersions = ["3.9", "3.10", "3.11", "3.12", "3.13", "3.14"] as const;
export type PythonVersion = (typeof pythonVersions)[number];

/** Something that ruff says about a place; lines and columns are counted from 1, columns in UTF-16 units. */
export interface Diagnostic {
  /** `F821`, `S307` …, or `invalid-syntax`. */
  code: string;
  message: string;
  line: number;
  column: number;
  /** How it can be mended, where ruff knows. */
  fix: { message: string; edits: readonly Edit[] } | undefined;
}

/** Replaces a range of the text. */
interface Edit {
  content: string;
  from: { line: number; column: number };
  to: { line: number; column: number };
}

/**
 * Pyflakes, syntax, bugbear, bandit, pylint's errors, async and pyupgrade. Left out of bandit: asserts (S101), what every
 * HTTP client trips over (S310: the scheme of a URL), and starting a process by a partial path (S607).
 */
const rules = {
  select: ["F", "E9", "E722", "E703", "W605", "B", "S", "PLE", "ASYNC", "UP"],
  ignore: ["S101", "S310", "S311", "S607", "B904"],
};

let loading: Promise<typeof Ruff> | undefined;
const workspaces = new Map<PythonVersion, Ruff.Workspace>();

const load = async (): Promise<typeof Ruff> => {
  const [ruff, wasm] = await Promise.all([
    import("@astral-sh/ruff-wasm-web"),
    import("@astral-sh/ruff-wasm-web/ruff_wasm_bg.wasm"),
  ]);
  ruff.initSync({ module: wasm.default });
  return ruff;
};

const workspaceFor = async (version: PythonVersion): Promise<Ruff.Workspace> => {
  loading ??= load();
  const ruff = await loading;
  const known = workspaces.get(version);
  if (known !== undefined) return known;
  const options = { "target-version": `py${version.replace(".", "")}`, "line-length": 120, lint: rules };
  const made = new ruff.Workspace(options, ruff.PositionEncoding.Utf16);
  workspaces.set(version, made);
  return made;
};

const placeOf = ({ row, column }: { row: number; column: number }) => ({ line: row, column });

const toDiagnostic = ({ code, message, start_location: start, fix }: Ruff.Diagnostic): Diagnostic => ({
  code: code ?? "invalid-syntax",
  message,
  ...placeOf(start),
  fix: fix
    ? {
        message: fix.message ?? "",
        edits: fix.edits.map(({ content, location, end_location: end }) => ({
          content: content ?? "",
          from: placeOf(location),
          to: placeOf(end),
        })),
      }
    : undefined,
});

/** What ruff says of a Python module, which is never run. The wasm is loaded with the first call. Throws what its stack throws. */
export const lintPython = async (code: string, version: PythonVersion): Promise<Diagnostic[]> => {
  const workspace = await workspaceFor(version);
  try {
    // Answered by ruff in this shape (its own Diagnostic).
    return (workspace.check(code) as Ruff.Diagnostic[]).map(toDiagnostic);
  } catch (error) {
    // It was left in the middle of its work: the next one asks a new one.
    workspaces.delete(version);
    throw error;
  }
};
