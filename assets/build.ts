// Makes what is committed under assets/out and public/ from this folder's own packages. Run with `npm run assets`.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { buildFetchedFonts, buildFonts } from "./build-fonts.ts";
import { buildIcons } from "./build-icons.ts";
import { buildMermaid } from "./build-mermaid.ts";
import { readSources } from "./build-sources.ts";

const packages = `${import.meta.dirname}/node_modules`;
const out = `${import.meta.dirname}/out`;
const publicFolder = `${import.meta.dirname}/../public`;

/** One entry a line, so that a change of one icon or font is a change of one line. */
const writeJson = (name: string, entries: object): void => {
  const lines = Object.entries(entries).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  writeFileSync(`${out}/${name}`, `{\n${lines.join(",\n")}\n}\n`);
};

const writeFonts = async (): Promise<void> => {
  const { fonts, widths } = await buildFonts();
  mkdirSync(`${out}/fonts`, { recursive: true });
  for (const [name, bytes] of fonts) writeFileSync(`${out}/fonts/${name}.ttf`, bytes);
  writeJson("font-widths.json", widths);
};

/** Fonts of a megabyte or two: static assets, which the Worker fetches when a text needs them. */
const writeFetchedFonts = async (): Promise<void> => {
  const { fonts, coverage } = await buildFetchedFonts();
  rmSync(`${publicFolder}/fonts`, { recursive: true, force: true });
  mkdirSync(`${publicFolder}/fonts`, { recursive: true });
  for (const [name, bytes] of fonts) writeFileSync(`${publicFolder}/fonts/${name}.ttf`, bytes);
  writeJson("font-coverage.json", coverage);
};

/** Each family's licence goes with its fonts, as the Open Font License asks. */
const copyFontLicences = (): void => {
  const copy = (family: string, folder: string): void =>
    cpSync(`${packages}/@expo-google-fonts/${family}/LICENSE_FONT`, `${folder}/fonts/${family}-OFL.txt`);
  for (const family of ["inter", "jetbrains-mono", "noto-sans-thai"]) copy(family, out);
  for (const family of ["noto-sans-kr", "noto-sans-jp", "noto-sans-sc", "noto-sans-tc"]) copy(family, publicFolder);
};

/** Mermaid's parsers, loaded when a diagram comes as text. */
const writeMermaid = async (): Promise<void> => {
  const { code, licences } = await buildMermaid();
  writeFileSync(`${out}/mermaid-parsers.js`, code);
  writeFileSync(`${out}/mermaid-parsers-LICENSE.txt`, licences);
};

const logoOfRedoc = "https://cdn.redoc.ly/redoc/logo-mini.svg";
const noPicture = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E";

/** ReDoc asks its maker's host for a logo: nothing of ours asks another host for anything. */
const takeLogoOut = (file: string): void => {
  const code = readFileSync(file, "utf8");
  if (!code.includes(logoOfRedoc)) throw new Error("ReDoc has its logo elsewhere now.");
  writeFileSync(file, code.replaceAll(logoOfRedoc, noPicture));
};

/** The two documentation pages' scripts and styles, served as static assets, with their licences. */
const copyDocsBundles = (): void => {
  const swagger = ["swagger-ui-bundle.js", "swagger-ui-bundle.js.LICENSE.txt", "swagger-ui.css", "LICENSE", "NOTICE"];
  const redoc = ["bundles/redoc.standalone.js", "bundles/redoc.standalone.js.LICENSE.txt", "LICENSE"];
  for (const file of swagger) cpSync(`${packages}/swagger-ui-dist/${file}`, `${publicFolder}/docs/${basename(file)}`);
  for (const file of redoc) cpSync(`${packages}/redoc/${file}`, `${publicFolder}/redoc/${basename(file)}`);
  takeLogoOut(`${publicFolder}/redoc/redoc.standalone.js`);
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out);
writeJson("icons.json", await buildIcons());
await writeFonts();
await writeFetchedFonts();
await writeMermaid();
copyFontLicences();
copyDocsBundles();
writeJson("SOURCES.json", readSources());
