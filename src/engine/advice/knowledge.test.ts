import { describe, expect, it } from "vitest";
import { parseTerraform } from "../architecture/parse/index.ts";
import { rules } from "../architecture/rules/index.ts";
import { entries, knowledge } from "./entry.ts";
import file from "./equivalents.json" with { type: "json" };
import plain from "./plain-words.json" with { type: "json" };

const all = Object.values(knowledge).flat();
const ids = new Set(all.map(({ id }) => id));
/** What is found by the text itself is no rule of the list. */
const ruleIds = new Set([...rules.map(({ id }) => id), "literal-secret-in-code"]);

describe("the knowledge base", () => {
  it("holds at least 150 entries, each under an id of its own", () => {
    expect(all.length).toBeGreaterThanOrEqual(150);
    expect(entries().size).toBe(all.length);
  });

  it.each(Object.entries(knowledge))("keeps to its form in %s", (file, list) => {
    const faults = list.flatMap((entry) => {
      const isRight =
        (file === "patterns" ? Object.hasOwn(knowledge, entry.theme) : entry.theme === file) &&
        /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(entry.id) &&
        entry.title.length > 3 &&
        entry.question_forms.length >= 3 &&
        entry.body.length > 200 &&
        entry.clouds.every((cloud) => ["aws", "azure", "gcp"].includes(cloud)) &&
        entry.sources.every(({ url }) => url.startsWith("https://"));
      return isRight ? [] : [entry.id];
    });
    expect(list.length).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  });

  it("points only to entries that there are, and not to itself", () => {
    const lost = all.flatMap(({ id, related }) =>
      related.filter((other) => other === id || !ids.has(other)).map((other) => `${id} → ${other}`),
    );
    expect(lost).toEqual([]);
  });

  it("points only to rules that there are", () => {
    const lost = all.flatMap(({ id, rules: named }) =>
      named.filter((rule) => !ruleIds.has(rule)).map((rule) => `${id} → ${rule}`),
    );
    expect(lost).toEqual([]);
  });

  it("has Terraform that our own parser reads", () => {
    const faults = all.flatMap(({ id, code }) =>
      code?.language === "hcl" || code?.language === "terraform"
        ? parseTerraform([{ name: `${id}.tf`, text: code.text }]).warnings.map(({ message }) => `${id}: ${message}`)
        : [],
    );
    expect(faults).toEqual([]);
  });

  it("has Mermaid that begins as a diagram and closes what it opens", () => {
    const faults = all.flatMap(({ id, code }) => {
      if (code?.language !== "mermaid") return [];
      const opened = code.text.match(/^\s*subgraph\b/gm)?.length ?? 0;
      const closed = code.text.match(/^\s*end\s*$/gm)?.length ?? 0;
      return /^(?:flowchart|graph|sequenceDiagram|stateDiagram)/.test(code.text.trim()) && opened <= closed ? [] : [id];
    });
    expect(faults).toEqual([]);
  });

  it("has everyday words for every entry and for nothing else", () => {
    expect(new Set(Object.keys(plain.words))).toEqual(ids);
  });
});

describe("the table of equivalents", () => {
  it("names every service once, with what it is", () => {
    expect(new Set(file.services.map(({ id }) => id)).size).toBe(file.services.length);
    const nameless = file.services.filter(({ what, aws, azure, gcp }) => [what, aws, azure, gcp].includes(""));
    expect(nameless).toEqual([]);
  });
});
