// `npm run bench` runs all that take time, `npm run bench -- pictures` one. Each prints tables and asserts nothing.
const benches = ["analysis", "pictures", "report", "identity", "search", "workflows", "fuzz"] as const;

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benches.some((known) => known === name));
if (unknown.length > 0) throw new Error(`There is no such bench; there are ${benches.join(", ")}.`);

// Each is a script of its own that runs when it is loaded.
if (wanted.length === 0 || wanted.includes("analysis")) await import("./analysis.ts");
if (wanted.length === 0 || wanted.includes("pictures")) await import("./pictures.ts");
if (wanted.length === 0 || wanted.includes("report")) await import("./report.ts");
if (wanted.length === 0 || wanted.includes("identity")) await import("./identity.ts");
if (wanted.length === 0 || wanted.includes("search")) await import("./search.ts");
if (wanted.length === 0 || wanted.includes("workflows")) await import("./workflows.ts");
// Looks for faults rather than for time: only when it is asked for.
if (wanted.includes("fuzz")) await import("./fuzz.ts");

export {};
