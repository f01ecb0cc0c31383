// Makes what is committed under assets/out and public/ from this folder's own packages. Run with `npm run assets`.
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { buildFonts } from "./build-fonts.ts";
import { buildIcons } from "./build-icons.ts";
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

/** The two documentation pages' scripts and styles, served as static assets. */
const copyDocsBundles = (): void => {
  mkdirSync(`${publicFolder}/docs`, { recursive: true });
  mkdirSync(`${publicFolder}/redoc`, { recursive: true });
  for (const file of ["swagger-ui-bundle.js", "swagger-ui.css"])
    cpSync(`${packages}/swagger-ui-dist/${file}`, `${publicFolder}/docs/${file}`);
  cpSync(`${packages}/redoc/bundles/redoc.standalone.js`, `${publicFolder}/redoc/redoc.standalone.js`);
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out);
writeJson("icons.json", await buildIcons());
await writeFonts();
copyDocsBundles();
writeJson("SOURCES.json", readSources());
