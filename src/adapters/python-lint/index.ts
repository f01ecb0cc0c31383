export type { Diagnostic, PythonVersion } from "./ruff.ts";
export { lintPython, pythonVersions } from "./ruff.ts";
