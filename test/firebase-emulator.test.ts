// The real Auth emulator, which is 289 MB and so no dependency:
//   npx firebase-tools@15 emulators:exec --only auth --project demo-stackstage \
//     "npx vitest run --project http test/firebase-emulator.test.ts"
import type { RunningApi } from "./harness.ts";
import { startApi } from "./harness.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const emulator = process.env["FIREBASE_AUTH_EMULATOR_HOST"];
const password = "violet-otter-42-lamp";
const email = "emulated@example.com";

// Skipped where no emulator runs: `emulators:exec` sets the variable.
describe.skipIf(emulator === undefined)("with the Firebase Auth emulator", () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi({ FIREBASE_PROJECT_ID: "demo-stackstage", FIREBASE_AUTH_EMULATOR_HOST: emulator ?? "" });
  });
  afterAll(() => api.stop());

  const post = async (path: string, json: unknown) => {
    const answer = await fetch(`${api.url}${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(json),
    });
    // As the contract has it; the expectations below hold it to that.
    const body = (await answer.json()) as { user_id: string; access_token: string; id_token: string };
    return { status: answer.status, body };
  };
  const whoIs = async (bearer: string) => {
    const answer = await fetch(`${api.url}/users/me`, { headers: { Authorization: `Bearer ${bearer}` } });
    return answer.json();
  };

  test("signing up, signing in, and an ID token as Bearer are one account", async () => {
    const made = await post("/api/auth/signup", { email, password });
    expect(made).toMatchObject({ status: 200, body: { success: true, id_token: expect.any(String) } });
    const back = await post("/api/auth/login", { email, password });
    expect(back).toMatchObject({ status: 200, body: { user_id: made.body.user_id } });
    expect(await whoIs(back.body.access_token)).toMatchObject({ id: made.body.user_id, email });
    expect(await whoIs(back.body.id_token)).toMatchObject({ id: made.body.user_id });
    expect(await post("/api/auth/login", { id_token: back.body.id_token })).toMatchObject({ status: 200 });
  });

  test("an address is signed up once, and a wrong password is 401", async () => {
    expect((await post("/api/auth/signup", { email, password })).status).toBe(409);
    expect((await post("/api/auth/login", { email, password: "wrong password" })).status).toBe(401);
    expect((await post("/api/auth/login", { email: "nobody@example.com", password })).status).toBe(401);
  });
});
