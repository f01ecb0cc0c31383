// Mermaid's own parsers without what draws: seven grammars and the plain objects they fill, as one module that needs no DOM.
import { readdirSync, readFileSync } from "node:fs";
import type { Plugin } from "esbuild";
import { build } from "esbuild";

const packages = `${import.meta.dirname}/node_modules`;
const chunks = `${packages}/mermaid/dist/chunks/mermaid.core`;
const grammars = `${packages}/@mermaid-js/parser/dist/chunks/mermaid-parser.core`;

/** Name in our module → start of the chunk's file name; the rest of that is a hash. */
const diagrams = {
  flowchart: "flowDiagram",
  sequence: "sequenceDiagram",
  class: "classDiagram-v2",
  state: "stateDiagram-v2",
  er: "erDiagram",
  c4: "c4Diagram",
  architecture: "architectureDiagram",
};

const findFile = (folder: string, isWanted: (name: string) => boolean): string => {
  const [found, ...others] = readdirSync(folder).filter((name) => name.endsWith(".mjs") && isWanted(name));
  if (found === undefined || others.length > 0) throw new Error(`not exactly one such file in ${folder}`);
  return JSON.stringify(`${folder}/${found}`);
};

const exportsOf = (name: string): string =>
  /export \{([^}]*)\};?\s*$/.exec(readFileSync(`${chunks}/${name}`, "utf8"))?.[1] ?? "";

const entry = (): string =>
  [
    ...Object.entries(diagrams).map(([name, start]) => {
      const file = findFile(chunks, (candidate) => candidate.startsWith(`${start}-`));
      return `export { diagram as ${name} } from ${file};`;
    }),
    `export { setSiteConfig } from ${findFile(chunks, (name) => /\bsetSiteConfig\b/.test(exportsOf(name)))};`,
  ].join("\n");

/** Only the grammar of architecture diagrams; the package's own `parse` would bring all seventeen. */
const architectureParser = (): string => `
  import { createArchitectureServices } from ${findFile(grammars, (name) => name.startsWith("architecture-"))};
  let parser;
  export const parse = (_, text) => {
    parser ??= createArchitectureServices().Architecture.parser.LangiumParser;
    const { lexerErrors, parserErrors, value } = parser.parse(text);
    if (lexerErrors.length === 0 && parserErrors.length === 0) return value;
    throw Object.assign(new Error("Parse error"), { lexerErrors, parserErrors });
  };`;

/** Labels become plain text in our hands, so there is no markup to purify. */
const passThrough = "export default { sanitize: (text) => text, addHook() {} };";

/** Answers itself to whatever is asked of it at the top of a module; nothing that is called later gets here. */
const nothing = "const nothing = new Proxy(() => nothing, { get: () => nothing }); module.exports = nothing;";

const drawingPackages =
  /^(d3|elkjs|cytoscape|cytoscape-cose-bilkent|cytoscape-fcose|katex|roughjs|marked|stylis|dagre-d3-es|@iconify\/utils)(\/|$)/;
const drawingChunks = /\/(swimlanes|elk|dagre|cose-bilkent|bpmnIcons|sizeCapture)-[A-Z0-9]+\.mjs$/;

const replaceOnce = (text: string, pattern: RegExp, replacement: string): string => {
  const found = text.match(new RegExp(pattern, `${pattern.flags}g`))?.length;
  if (found !== 1) throw new Error(`${found ?? 0} times in the chunk, not once: ${pattern}`);
  return text.replace(pattern, replacement);
};

/** A diagram keeps its parser and its database; with the last mention of its renderer the renderer itself falls away. */
const withoutRenderer = (text: string): string => {
  const start = text.lastIndexOf("\n// src/diagrams/");
  const definition = replaceOnce(text.slice(start), /^ {2}renderer[:,].*\n/m, "")
    .replaceAll(/^ {2}styles.*\n/gm, "")
    .replace(/^ {2}init: [\s\S]*?\n {2}\}, "init"\)\n/m, "");
  return text.slice(0, start) + definition;
};

/** The names of shapes are needed to tell a misspelt one; how to draw them is not. */
const withoutShapes = (text: string): string =>
  replaceOnce(
    text.replaceAll(/^ {4}handler: \w+,?\n/gm, ""),
    /^ {2}const undocumentedShapes = \{[\s\S]*?\n {2}\};\n/m,
    "  const undocumentedShapes = {};\n",
  );

const withoutThemes = (text: string): string =>
  replaceOnce(
    text,
    /^var themes_default = \{[\s\S]*?\n\};\n/m,
    "var themes_default = { default: { getThemeVariables: () => ({}) } };\n",
  );

/** The settings were copied whole, hundreds of values, for every node; nothing that is left writes to them. */
const withoutCopies = (text: string): string =>
  replaceOnce(text, /return assignWithDepth_default\(\{\}, currentConfig\);/, "return currentConfig;");

/** A node may be called hasOwnProperty. */
const withoutNameClash = (text: string): string =>
  replaceOnce(text, /prims\[type\]\.hasOwnProperty\(item\)/, "Object.hasOwn(prims[type], item)");

/** Two requests may not meet between the parse and the filling of the database, which is found in a global. */
const withoutWaiting = (text: string): string =>
  replaceOnce(text, /async \(input\) => \{\n {4}const ast = await parse\(/, "(input) => {\n    const ast = parse(");

/** Jison's parsers copied their whole stacks at every step: the square of the text's length. */
const withoutStackCopies = (text: string): string =>
  text.replaceAll(
    /^( *)(stack|vstack|lstack) = \2\.slice\(0, -1 \* len( \* 2)?\);$/gm,
    (_, indent: string, name: string, twice = "") => `${indent}${name}.length -= len${twice};`,
  );

/** Jison's lexers told the line of what they could not read, and not the column. */
const withColumns = (text: string): string =>
  text.replaceAll(/token: null,(\s+)line: this\.yylineno\s/g, "token: null,$1line: this.yylineno,$1loc: this.yylloc\n");

/** Functions and classes are told their names by calls, and a call keeps what nothing else uses. */
const withoutNames = (text: string): string =>
  text
    .replaceAll(/^__name\([\w$]+, "[^"]*"\);$/gm, "")
    .replaceAll(/^ *static \{\n *__name\(this, "[^"]*"\);\n *\}\n/gm, "");

const cuts: readonly [marker: RegExp, cut: (text: string) => string][] = [
  [/^ {2}renderer[:,]/m, withoutRenderer],
  [/^var shapesDefs = /m, withoutShapes],
  [/^var themes_default = /m, withoutThemes],
  [/^var currentConfig = /m, withoutCopies],
  [/^var FlowDB = /m, withoutNameClash],
  [/await parse\("architecture"/, withoutWaiting],
];

const cutChunk = (text: string): string =>
  withoutNames(
    withColumns(withoutStackCopies(cuts.reduce((rest, [marker, cut]) => (marker.test(rest) ? cut(rest) : rest), text))),
  );

/** Files that are not on disk: module name → its text. */
const replaced = (name: string, filter: RegExp, contents: string): Plugin => ({
  name,
  setup: (bundler) => {
    // Without its ending: esbuild takes any `.mjs` for a module, in which `module.exports` means nothing.
    bundler.onResolve({ filter }, ({ path }) => ({
      path: path.replace(/\.mjs$/, ""),
      namespace: name,
      sideEffects: false,
    }));
    bundler.onLoad({ filter: /.*/, namespace: name }, () => ({
      contents,
      loader: "js",
      resolveDir: import.meta.dirname,
    }));
  },
});

const cutting: Plugin = {
  name: "cutting",
  setup: (bundler) =>
    bundler.onLoad({ filter: /\/chunks\/mermaid(-parser)?\.core\/.*\.mjs$/ }, ({ path }) => ({
      contents: cutChunk(readFileSync(path, "utf8")),
      loader: "js",
    })),
};

/** Bundled inside mermaid's own files, so that their licences are not among the packages'. */
const within =
  "Within mermaid's files: langium, vscode-languageserver, js-yaml, lodash-es (MIT), chevrotain (Apache-2.0).";

/** The licence of every package that a file was taken from; chevrotain's is among those of mermaid's files. */
const readLicences = (files: readonly string[]): string => {
  const names = files.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
  const texts = [...new Set([...names, "chevrotain"])].toSorted().flatMap((name) => {
    const file = readdirSync(`${packages}/${name}`).find((candidate) => /^licen[cs]e/i.test(candidate));
    return file === undefined ? [] : [`# ${name}\n\n${readFileSync(`${packages}/${name}/${file}`, "utf8").trim()}\n`];
  });
  return `${within}\n\n${texts.join("\n")}`;
};

/** One ES module with a parser and a database for each kind of diagram, and the licences of all that is in it. */
export const buildMermaid = async (): Promise<{ code: Uint8Array; licences: string }> => {
  const { metafile, outputFiles } = await build({
    stdin: { contents: entry(), resolveDir: import.meta.dirname },
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    minify: true,
    legalComments: "inline",
    write: false,
    metafile: true,
    logLevel: "error",
    plugins: [
      replaced("grammar", /^@mermaid-js\/parser$/, architectureParser()),
      replaced("purifier", /^dompurify$/, passThrough),
      replaced("drawing", drawingPackages, nothing),
      replaced("drawing-chunks", drawingChunks, nothing),
      cutting,
    ],
  });
  const [module] = outputFiles;
  if (module === undefined) throw new Error("esbuild wrote nothing");
  return { code: module.contents, licences: readLicences(Object.keys(metafile.inputs)) };
};
