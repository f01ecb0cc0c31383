import { describe, expect, it } from "vitest";
import { analyzeDesign, designFromRequest } from "../../index.ts";
import type { DesignAnalysis } from "../../analyze.ts";
import type { Cloud } from "../../model/index.ts";

const clouds: readonly Cloud[] = ["aws", "azure", "gcp"];
const projects = ["web app", "api", "ecommerce", "data pipeline", "machine learning", "static site", "iot", "saas"];

const analyze = (cloud: Cloud, project: string, ...requirements: string[]): DesignAnalysis =>
  analyzeDesign({ ...designFromRequest({ cloud, project_type: project, requirements }), generated: true });

const cases = clouds.flatMap((cloud) => projects.map((project) => [cloud, project] as const));

/** Of these all parts are regional services already, at the best agreement that their providers give. */
const regionalAlready = new Set(["aws data pipeline", "aws machine learning", "aws static site", "gcp api"]);

/** These are paid for by what is used: there is no size, no copy and no key that a cheaper design could go without. */
const paidByUse = new Set(["aws static site", "gcp data pipeline", "gcp static site", "gcp iot"]);

const has = ({ suggested }: DesignAnalysis, pattern: RegExp): boolean =>
  suggested.architecture.components.some(({ type }) => pattern.test(type));

describe.each(cases)("what is asked of a design on %s: %s", (cloud, project) => {
  const name = `${cloud} ${project}`;
  const unasked = analyze(cloud, project);

  it("high availability: more of a month is promised", () => {
    const asked = analyze(cloud, project, "high_availability");
    const [before, after] = [unasked.suggested.availability.percent ?? 0, asked.suggested.availability.percent ?? 0];
    expect(Math.sign(after - before)).toBe(regionalAlready.has(name) ? 0 : 1);
  });

  it("low cost: a month is cheaper, and a budget watches it", () => {
    const asked = analyze(cloud, project, "low_cost");
    const saved = unasked.suggested.cost.monthly - asked.suggested.cost.monthly;
    expect(Math.sign(saved)).toBe(paidByUse.has(name) ? 0 : 1);
    expect(asked.terraform).toMatch(/resource "\w*budget\w*"/);
  });

  it("security: no lower score, more guards", () => {
    const asked = analyze(cloud, project, "security");
    const [before, after] = [unasked.suggested.scores.pillars.security, asked.suggested.scores.pillars.security];
    // What AWS's rules can mend of a form's design they mend unasked; a new guard is judged itself, too.
    expect(after).toBeGreaterThanOrEqual((before ?? 0) + (cloud === "aws" ? -1 : 1));
    const guards =
      /waf|guardduty|security_policy|firewall_policy|key_vault|kms|security_group_association|private_endpoint/;
    expect(has(asked, guards)).toBe(true);
  });

  it("low latency: something is nearer or warmer than before", () => {
    const asked = analyze(cloud, project, "low_latency");
    expect(asked.terraform).not.toBe(unasked.terraform);
    const words =
      /aws_cloudfront_distribution|parallelization_factor|buffering_interval|azurerm_cdn_frontdoor|auto_inflate_enabled|enable_cdn|min_instance_count|enable_streaming_engine/;
    expect(asked.terraform).toMatch(words);
  });

  it("compliance: it is written down who did what, and kept", () => {
    const asked = analyze(cloud, project, "compliance");
    expect(has(asked, /cloudtrail|diagnostic_setting|audit_config/)).toBe(true);
    expect(asked.suggested.scores.pillars.operations).toBeGreaterThan(unasked.suggested.scores.pillars.operations ?? 0);
    const keeping = { aws: /noncurrent_days|expiration/, azure: /retention_in_days/, gcp: /retention_days/ };
    expect(asked.terraform).toMatch(keeping[cloud]);
    // A database or a registry would have to be built anew for a key; Azure's storage needs a vault beside it.
    const key = { aws: "aws_kms_key", azure: "", gcp: "google_kms_crypto_key" }[cloud];
    const holds = cloud !== "gcp" || has(asked, /^google_(?:storage_bucket|pubsub_topic)$/);
    expect(asked.terraform).toContain(holds ? key : "");
  });
});

describe("prices of what is asked to be cheap", () => {
  it.each(["web app", "api", "ecommerce", "saas", "static site", "iot", "data pipeline"])("%s on Azure", (project) => {
    expect(analyze("azure", project, "low_cost").suggested.cost.monthly).toBeLessThan(120);
  });

  it("a second machine comes back when availability is asked for as well", () => {
    const cheap = analyze("aws", "web app", "low_cost");
    const both = analyze("aws", "web app", "low_cost", "high_availability");
    expect([/desired_count\s+= 1/.test(cheap.terraform), /desired_count\s+= 2/.test(both.terraform)]).toEqual([
      true,
      true,
    ]);
  });
});
