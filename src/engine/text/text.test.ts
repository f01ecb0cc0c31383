import { describe, expect, it } from "vitest";
import {
  buildIndex,
  coverage,
  fuse,
  quote,
  readThesaurus,
  search,
  splitRuns,
  splitSentences,
  stem,
  tokenise,
} from "./index.ts";

describe("stems", () => {
  it.each([
    ["scaling", "scaled", "scales"],
    ["encryption", "encrypt", "encrypted"],
    ["replication", "replicate", "replicated"],
    ["available", "availability"],
    ["databases", "database"],
    ["policies", "policy"],
    ["deployment", "deploy", "deploys"],
    ["failing", "failed", "fails"],
  ])("bring %s together with its other forms", (...forms) => {
    expect(new Set(forms.map(stem)).size).toBe(1);
  });

  it.each(["aws", "s3", "redis", "access", "tls"])("leave %s as it is", (word) => {
    expect(stem(word)).toBe(word);
  });
});

describe("words to search by", () => {
  it.each([
    ["What is a load balancer?", ["load", "balancer"]],
    ["Ｓ３ Buckets", ["s3", "bucket"]],
    ["99.95 % and 10,000", ["99.95", "10,000"]],
    ["it's the VPC's subnet", ["vpc", "subnet"]],
    ["ฐานข้อมูล", ["ฐา", "าน", "นข", "ขอ", "อม", "มู", "ูล"]],
    ["ข้อมูล", ["ขอ", "อม", "มู", "ูล"]],
    ["数据库", ["数据", "据库"]],
    ["", []],
  ])("of %j are %j", (text, words) => {
    expect(tokenise(text)).toEqual(words);
  });
});

describe("a thesaurus", () => {
  const { notionsOf } = readThesaurus({
    ha: "high availability, ha",
    db: "database, ฐานข้อมูล",
    za: "availability zone",
  });

  it.each([
    ["highly needs High Availability", ["=ha"]],
    ["databases in an availability zone", ["=db", "=za"]],
    ["ราคาฐานข้อมูลเท่าไหร่", ["=db"]],
    ["has a habit", []],
  ])("finds in %j the notions %j", (text, notions) => {
    expect(notionsOf(splitRuns(text))).toEqual(notions);
  });
});

describe("a ranking", () => {
  const index = buildIndex(
    [
      { id: "a", texts: { title: tokenise("Cut the bill"), body: tokenise("Buy less. The queue is cheap.") } },
      { id: "b", texts: { title: tokenise("Message queue"), body: tokenise("Work through it later.") } },
      { id: "c", texts: { title: tokenise("Cache"), body: tokenise("A cache keeps answers.") } },
    ],
    { title: { weight: 3, shortening: 0.5 }, body: { weight: 1, shortening: 0.7 } },
  );

  it("counts a title for more than a body", () => {
    expect(search(index, tokenise("queues")).map(({ id }) => id)).toEqual(["b", "a"]);
  });

  it("leaves out what shares no word", () => {
    expect(search(index, tokenise("elephant"))).toEqual([]);
  });

  it("says how much of a question a document holds", () => {
    expect(coverage(index, tokenise("cache answers"), "c")).toBe(1);
    expect(coverage(index, tokenise("cache elephant"), "c")).toBeLessThan(0.5);
    expect(coverage(index, [], "c")).toBe(0);
  });

  it("is fused with another by place alone", () => {
    const hits = (...ids: string[]) => ids.map((id) => ({ id, score: 1 }));
    const fused = fuse([
      { hits: hits("a", "b", "c"), weight: 1 },
      { hits: hits("b", "c"), weight: 1 },
    ]);
    expect(fused.map(({ id }) => id)).toEqual(["b", "c", "a"]);
  });

  it("stands in the order of ids where places are the same", () => {
    const ranked = (...ids: string[]) => ({ hits: ids.map((id) => ({ id, score: 1 })), weight: 1 });
    const opposed = [ranked("c", "a", "b"), ranked("b", "a", "c")];
    const ids = fuse(opposed).map(({ id }) => id);
    expect(ids.indexOf("b")).toBeLessThan(ids.indexOf("c"));
    expect(fuse(opposed.toReversed())).toEqual(fuse(opposed));
  });
});

describe("a quotation", () => {
  const text =
    "Use a queue. It takes peaks. Redis keeps sessions.\n\n| a | b |\n\n- **Zones**: Spread over three zones.\n\n```hcl\nzone = 1\n```";

  it("has the sentences that speak of the question, in the text's order", () => {
    expect(quote(text, tokenise("zones for a queue"), 2)).toEqual([
      "Use a queue.",
      "**Zones**: Spread over three zones.",
    ]);
    expect(quote(text, tokenise("elephants"), 2)).toEqual([]);
  });

  it("takes nothing from tables or code", () => {
    expect(splitSentences(text)).toEqual([
      "Use a queue.",
      "It takes peaks.",
      "Redis keeps sessions.",
      "**Zones**: Spread over three zones.",
    ]);
  });
});
