import { describe, expect, it } from "vitest";
import { findEntry } from "./entry.ts";
import { retrieve } from "./retrieve.ts";
import { correctSpelling } from "./terms.ts";

const topOf = (question: string): string => retrieve(question)[0]?.entry.id ?? "nothing";

describe("the entry found first", () => {
  it.each([
    "How do I survive an availability zone outage?",
    "What if one data centre of a region fails?",
    "How do I connect several virtual networks?",
  ])("holds for every cloud where none is named: %s", (question) => {
    expect(findEntry(topOf(question))?.clouds).not.toHaveLength(1);
  });

  it.each([
    ["How do I survive an availability zone outage on Google Cloud?", "ha-gcp-regional-resources"],
    ["How do I survive a zone outage on Azure App Service?", "ha-azure-app-service-zones"],
    ["How do I survive a zone outage on AWS?", "ha-zones-before-regions"],
  ])("is of the cloud that is named: %s", (question, id) => {
    expect(topOf(question)).toBe(id);
  });

  it("is the same for a question with a slip", () => {
    expect(topOf("how do I secure kuberntes secrets")).toBe(topOf("how do I secure kubernetes secrets"));
  });
});

describe("the spelling of a question", () => {
  it.each([
    ["reduce Latancy in kuberntes", "reduce latency in kubernetes"],
    ["Which stocks should I buy?", "Which stocks should I buy?"],
    ["scaled the databases", "scaled the databases"],
  ])("%s is read as %s", (question, read) => {
    expect(correctSpelling(question)).toBe(read);
  });
});
