// Documents whose upload, job or deletion breaks off: group P of test/THREATS.md.
import { keepAwake } from "../../../test/awake.ts";
import type { SignedIn } from "../../../test/caller.ts";
import { call, signUp } from "../../../test/caller.ts";
import { documentsOf, list, objects, rows, search, settled, upload, uploadOne } from "../../../test/document-caller.ts";
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { sweepDocuments } from "#features/documents";
import { beforeJobs } from "./held-jobs-fixture.ts";

let ada: SignedIn;
beforeAll(async () => {
  ada = await signUp();
});

describe("an interruption", () => {
  test("G10: what an upload left behind is swept, rows and objects", async () => {
    const document = await uploadOne(ada, "left.txt", "Left behind.");
    await env.DB.prepare(
      "UPDATE documents SET status = 'uploading', created_at = '2020-01-01T00:00:00.000Z' WHERE id = ?",
    )
      .bind(document.id)
      .run();
    expect((await list(ada)).map(({ id }) => id)).not.toContain(document.id);
    await sweepDocuments(env, new Date());
    expect(await rows(`id = '${document.id}'`)).toEqual([]);
    expect(await objects()).not.toContain(`documents/${document.id}`);
  });

  test("P2: a deletion that broke off is never shown again, and is finished by the sweep", async () => {
    const document = await uploadOne(ada, "half-gone.txt", "Half gone.");
    await env.DB.prepare("UPDATE documents SET status = 'deleting' WHERE id = ?").bind(document.id).run();
    const { status } = await call(`/api/v1/documents/${document.id}`, { bearer: ada.access_token });
    expect(status).toBe(404);
    await sweepDocuments(env, new Date());
    expect(await rows(`id = '${document.id}'`)).toEqual([]);
    expect(await search(ada, { query: "half gone", document_ids: [document.id] })).toEqual([]);
  });

  test("P3: a document that lost its job gets one from the sweep", async () => {
    const document = await uploadOne(ada, "lost.txt", "The cobalt heron was lost.");
    await env.DB.prepare(
      "UPDATE documents SET status = 'pending', created_at = '2020-01-01T00:00:00.000Z' WHERE id = ?",
    )
      .bind(document.id)
      .run();
    await sweepDocuments(env, new Date());
    expect(await settled(ada, document.id)).toMatchObject({ status: "completed", chunk_count: 1 });
  });

  test("P4: a step that never came to an end, again and again, is not begun once more", async () => {
    const { access_token: bearer } = ada;
    const document = await uploadOne(ada, "endless.txt", "The marten is read.");
    const job = env.DOCUMENT_JOBS.getByName(document.id);
    await beforeJobs(async () => {
      await call(`/api/v1/documents/${document.id}/process`, { method: "POST", bearer });
      // What a job has written down when the process has died under it six times.
      await runInDurableObject(job, (_, { storage }) =>
        storage.kv.put("job", { ...storage.kv.get<Record<string, unknown>>("job"), deaths: 6 }),
      );
    });
    expect(await settled(ada, document.id)).toMatchObject({
      status: "failed",
      error_code: "too_complex",
      chunk_count: 0,
    });
    expect(await search(ada, { query: "marten", document_ids: [document.id] })).toEqual([]);
  });

  test("P4: a step is counted before it begins", async () => {
    let deaths: unknown;
    const id = await beforeJobs(async () => {
      const [document] = documentsOf(await upload(ada, [["counted.txt", "The stoat is read. ".repeat(5_000)]]));
      const job = env.DOCUMENT_JOBS.getByName(document?.id ?? "");
      keepAwake(job);
      await runInDurableObject(job, (instance, { storage }) => {
        const bucket = Object.create(env.BUCKET) as R2Bucket;
        const get = (key: string) => {
          deaths = storage.kv.get<{ deaths: number }>("job")?.deaths;
          return env.BUCKET.get(key);
        };
        // @ts-expect-error The environment of an object is not for others, but for this test.
        instance.env = { ...instance.env, BUCKET: Object.assign(bucket, { get }) };
      });
      return document?.id ?? "";
    });
    expect(await settled(ada, id)).toMatchObject({ status: "completed" });
    expect(deaths).toBe(1);
  });

  test("P4: a step that throws is tried again, and then the document has failed", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    const id = await beforeJobs(async () => {
      const [document] = documentsOf(await upload(ada, [["throws.txt", "It will throw."]]));
      const object = env.DOCUMENT_JOBS.getByName(document?.id ?? "");
      keepAwake(object);
      await runInDurableObject(object, (job) => {
        const broken = { get: () => Promise.reject(new Error("gone")) };
        // @ts-expect-error The environment of an object is not for others, but for this test.
        job.env = { ...job.env, BUCKET: Object.assign(Object.create(env.BUCKET), broken) };
      });
      return document?.id ?? "";
    });
    expect(await settled(ada, id)).toMatchObject({
      status: "failed",
      error_code: "internal",
      error_message: expect.stringContaining("started again"),
      chunk_count: 0,
    });
    vi.restoreAllMocks();
  });
});
