import { exports } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { RegionsAnswer } from "./schema.ts";

const post = (path: string, body: unknown): Promise<Response> =>
  exports.default.fetch(`http://api${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

const rank = async (body: unknown): Promise<RegionsAnswer> => {
  const answer = await post("/api/regions", body);
  expect(answer.status).toBe(200);
  return RegionsAnswer.parse(await answer.json());
};

const codes = ({ regions }: RegionsAnswer): string[] => regions.map(({ region }) => region);

const content =
  'provider "aws" {\n  region = "us-east-1"\n}\n\nresource "aws_instance" "web" {\n  instance_type = "m5.large"\n}\n';

describe("POST /api/regions", () => {
  test("ranks by where the users are, and says what is measured", async () => {
    const answer = await rank({
      cloud: "azure",
      users: [
        { country: "AU", share: 2 },
        { country: "Japan", share: 1 },
      ],
    });
    expect(answer.regions[0]).toMatchObject({
      region: expect.stringMatching(/australia|japan/),
      zones: expect.any(Number),
    });
    expect(new Set(answer.regions.map(({ latency }) => latency))).toEqual(new Set(["measured", "estimated"]));
    const scores = answer.regions.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(answer.regions[0]).not.toHaveProperty("monthly");
  });

  test("keeps to where data may stay, and to what is offered there", async () => {
    const users = [{ country: "US", share: 1 }];
    const european = await rank({ cloud: "aws", users, residency: "EU" });
    expect(european.regions.length).toBeGreaterThan(3);
    expect(european.regions.every(({ residency }) => residency.includes("EU"))).toBe(true);
    expect(codes(await rank({ cloud: "aws", users, residency: ["DE", "FR"] })).toSorted()).toEqual([
      "eu-central-1",
      "eu-west-3",
    ]);
    const offered = await rank({ cloud: "aws", users, services: ["apprunner", "aws.s3"] });
    expect(codes(offered)).not.toContain("us-west-1");
    expect(offered.not_filtered_by).toEqual(["aws.s3"]);
  });

  test("goes by the weights", async () => {
    const users = [{ country: "DE", share: 1 }];
    const green = await rank({ cloud: "gcp", users, weights: { latency: 0, cost: 0, carbon: 1 } });
    const carbon = green.regions.flatMap(({ carbon_g_per_kwh }) => carbon_g_per_kwh ?? []);
    expect(carbon[0]).toBe(Math.min(...carbon));
  });

  test.each(["content", "analysis_id"])("prices the design of %s in each region", async (field) => {
    const kept = await (await post("/api/analyze?diagram=none", { content })).json<{ analysis_id: string }>();
    const design = field === "content" ? { content } : { analysis_id: kept.analysis_id };
    const { cloud, current, regions } = await rank({ ...design, users: [{ country: "BR", share: 1 }] });
    expect([cloud, current?.region]).toEqual(["aws", "us-east-1"]);
    const home = regions.find(({ region }) => region === "us-east-1");
    const far = regions.find(({ region }) => region === "sa-east-1");
    expect(home).toMatchObject({ monthly: current?.monthly, monthly_delta: 0 });
    expect(far?.monthly ?? 0).toBeGreaterThan(1.2 * (home?.monthly ?? 0));
  });

  test("tells of places that it does not know", async () => {
    const users = [{ country: "Atlantis" }, { country: "Atlantis" }, { region: "eu-nowhere-1" }];
    const { unknown_places, weights, regions } = await rank({ cloud: "aws", users });
    expect(unknown_places).toEqual(["Atlantis", "eu-nowhere-1"]);
    expect(weights.latency).toBe(0);
    expect(regions[0]?.why).toContain("no place of users is known");
  });

  test("takes users of every country, by code or name, in any unit", async () => {
    const share = (country: string, part: number) => ({ country, share: part });
    const asParts = await rank({ cloud: "aws", users: [share("BR", 0.6), share("ES", 0.4)] });
    const asPercent = await rank({ cloud: "aws", users: [share("Brazil", 30), share("br", 30), share("spain", 40)] });
    expect(asPercent.regions).toEqual(asParts.regions);
    const everywhere = Array.from({ length: 200 }, (_, n) => ({ country: ["DE", "US", "JP"][n % 3] }));
    expect((await rank({ cloud: "aws", users: everywhere })).unknown_places).toEqual([]);
  });

  test("says what the score was made with, and what may have been meant otherwise", async () => {
    const users = [{ country: "DE" }];
    const defaults = { latency: 0.7, cost: 0.25, carbon: 0.05 };
    expect((await rank({ cloud: "aws", users })).weights).toEqual(defaults);
    const zero = await rank({ cloud: "aws", users, weights: { latency: 0, cost: 0, carbon: 0 } });
    expect([zero.weights, zero.notes[0]]).toEqual([defaults, expect.stringContaining("Every weight is 0")]);
    const nowhere = await rank({ cloud: "aws", users, residency: "NG" });
    expect([nowhere.regions, nowhere.notes[0]]).toEqual([[], expect.stringContaining("No region of this cloud")]);
    const nobody = await rank({ cloud: "aws", users: [{ country: "DE", share: 0 }] });
    expect(nobody.notes[0]).toContain("Every share is 0");
  });

  test("prices with the usage of single resources", async () => {
    const code = 'resource "aws_lambda_function" "f" {\n  function_name = "f"\n  memory_size = 128\n}\n';
    const priced = async (usage: unknown) => rank({ content: code, users: [], usage });
    const little = await priced({ resources: { "aws_lambda_function.f": { requests: 1_000_000 } } });
    const much = await priced({ resources: { "aws_lambda_function.f": { requests: 900_000_000 } } });
    expect(much.current?.monthly ?? 0).toBeGreaterThan(20 * (little.current?.monthly ?? 0));
    expect((await priced({ resources: { nobody: { requests: 1 } } })).notes[0]).toContain('no resource "nobody"');
  });

  test.each([
    ["no cloud", { users: [] }, 422],
    ["a weight of another name", { cloud: "aws", weights: { price: 1 } }, 422],
    ["users of nowhere", { cloud: "aws", users: [{}] }, 422],
    ["residency in a place that is none", { cloud: "aws", residency: ["EU", "Atlantis"] }, 422],
    ["a share that is none", { cloud: "aws", users: [{ country: "DE", share: -1 }] }, 422],
    ["an unknown analysis", { analysis_id: `an_${"0".repeat(32)}` }, 404],
    ["a design of another cloud", { cloud: "gcp", content }, 422],
  ])("%s", async (_name, body, status) => {
    expect((await post("/api/regions", body)).status).toBe(status);
  });
});
