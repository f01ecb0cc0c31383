import { call } from "../../../test/caller.ts";
import { describe, expect, test } from "vitest";

const ask = (json: object) => call("/api/regions", { json: { users: [], ...json } });
const server = (cloud: string): string =>
  cloud === "gcp"
    ? 'resource "google_compute_instance" "w" {\n  name = "w"\n  machine_type = "e2-medium"\n  zone = "europe-west1-b"\n}\n'
    : 'resource "aws_instance" "w" {\n  instance_type = "m5.large"\n}\n';

describe("a question about regions", () => {
  test.each([
    [
      "no region where data may stay has all of the services",
      { cloud: "aws", residency: "NZ", services: ["availability-zones", "aws.apprunner"] },
      /No region of this cloud/,
    ],
    ["nobody uses it", { cloud: "aws", users: [{ country: "DE", share: 0 }] }, /Every share is 0/],
    [
      "nothing matters",
      { cloud: "aws", weights: { latency: 0, cost: 0, carbon: 0 } },
      /Every weight is 0: the defaults count/,
    ],
  ])("is answered with a remark where %s", async (_name, json, note) => {
    const { status, body } = await ask(json);
    expect([status, (body as { notes: string[] }).notes[0]]).toEqual([200, expect.stringMatching(note)]);
  });

  test("whose weights leave one out has a remark only where all are 0", async () => {
    for (const weights of [{ latency: 0, cost: 0 }, { carbon: 0, cost: 0 }, { latency: 0, carbon: 0 }, {}]) {
      const { body } = await ask({ cloud: "aws", weights });
      expect((body as { notes: string[] }).notes.join(" ")).not.toContain("Every weight is 0");
    }
  });

  test("names each place that is not known once", async () => {
    const users = [{ country: "Atlantis" }, { country: "Atlantis" }, { region: "mars-north-1" }, { country: "DE" }];
    const { body } = await ask({ cloud: "gcp", users });
    expect(body).toMatchObject({ unknown_places: ["Atlantis", "mars-north-1"] });
  });

  test.each([
    ["a cloud", {}, "cloud"],
    ["a cloud in its design", { content: "services:\n  web:\n    image: nginx\n" }, "content"],
    ["something to price", { content: 'variable "x" {}\n', cloud: "aws" }, "content"],
    ["a design of the same cloud", { content: server("gcp"), cloud: "aws" }, "cloud"],
    ["a place that there is", { cloud: "aws", residency: "Atlantis" }, "residency"],
  ])("needs %s", async (_name, json, path) => {
    const { status, body } = await ask(json);
    expect([status, (body as { errors: { path: string }[] }).errors[0]?.path]).toEqual([422, path]);
  });

  test("about a kept analysis is priced by it, at the usage that is named", async () => {
    const kept = await call("/api/analyze?diagram=none", { json: { content: server("aws") } });
    const { analysis_id } = kept.body as { analysis_id: string };
    const { body } = await ask({ analysis_id, usage: "large" });
    // 730 hours at $0.096, and 8 GB of its disk at $0.10.
    expect(body).toMatchObject({ cloud: "aws", current: { region: "us-east-1", monthly: 70.88 } });
  });
});
