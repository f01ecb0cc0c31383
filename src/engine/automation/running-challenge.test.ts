import { createHmac } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { planWorkflow } from "./plan/index.ts";
import { endPython, python, runModules } from "../../../test/python/python-process.ts";
import { SECRET } from "../../../test/python/sign.ts";
import { eventOf, jobOf } from "./running-fixture.ts";

afterAll(endPython);

describe.skipIf(python === undefined)("a generated module that Zoom asks whether the address is its owner's", () => {
  it("answers with the token and its digest, where the question is signed, and runs nothing", async () => {
    const planned = planWorkflow("When a Zoom meeting ends, post it to Slack");
    if (planned.kind !== "plan") throw new Error(planned.message);
    const question = JSON.stringify({
      event: "endpoint.url_validation",
      payload: { plainToken: "qgg8vlvZRS6UYooatFL8Aw" },
    });
    const signed = eventOf(planned.plan, () => question);
    const unsigned = { ...signed, headers: { "content-type": "application/json" } };
    const old = { ...signed, headers: { ...Object(signed["headers"]), "x-zm-request-timestamp": "1700000000" } };
    const [ran] = await runModules([{ ...jobOf(planned.plan), events: [unsigned, old, signed] }]);
    expect(ran?.answers.map(({ statusCode }) => statusCode)).toEqual([401, 401, 200]);
    expect(JSON.parse(ran?.answers[2]?.body ?? "{}")).toEqual({
      plainToken: "qgg8vlvZRS6UYooatFL8Aw",
      encryptedToken: createHmac("sha256", SECRET).update("qgg8vlvZRS6UYooatFL8Aw").digest("hex"),
    });
    expect(ran?.requests).toEqual([]);
  });
});
