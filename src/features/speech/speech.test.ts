// Recordings: known by their bytes, bounded by size and length, never made up, never kept.
import { teach } from "../../../test/ai-fixtures.ts";
import type { Answering } from "../../../test/ai-fixtures.ts";
import type { Answer, SignedIn } from "../../../test/caller.ts";
import { call, read, signUp } from "../../../test/caller.ts";
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { createApp } from "../../app.ts";
import { durationOf } from "./duration.ts";

const app = createApp();
const settings = {
  AI_BASE_URL: `${inject("ai")}/v1`,
  AI_API_KEY: "test",
  AI_MODEL: "wise-model",
  AI_TRANSCRIPTION_MODEL: "whisper-1",
};

let ann: SignedIn;
beforeAll(async () => {
  ann = await signUp();
});

const ascii = (text: string): number[] => Array.from(text, (one) => one.charCodeAt(0));
const number = (value: number, bytes: number, littleEndian: boolean): number[] => {
  const digits = Array.from({ length: bytes }, (_, index) => Math.floor(value / 256 ** index) % 256);
  return littleEndian ? digits : digits.toReversed();
};

/** 8,000 bytes a second; `claimed` is what its header says of its data. */
const waveOf = (seconds: number, claimed = seconds * 8_000, before: number[] = []): Uint8Array<ArrayBuffer> => {
  const format = [...number(1, 2, true), ...number(1, 2, true), ...number(8_000, 4, true), ...number(8_000, 4, true)];
  const chunks = [
    ...ascii("WAVE"),
    ...before,
    ...ascii("fmt "),
    ...number(16, 4, true),
    ...format,
    ...number(1, 2, true),
    ...number(8, 2, true),
    ...ascii("data"),
    ...number(claimed, 4, true),
  ];
  const head = [...ascii("RIFF"), ...number(chunks.length + seconds * 8_000, 4, true), ...chunks];
  const bytes = new Uint8Array(head.length + seconds * 8_000);
  bytes.set(head);
  return bytes;
};

/** 128 kbit/s. */
const mp3Of = (seconds: number, tag: number[] = []): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(tag.length + seconds * 16_000);
  bytes.set([...tag, 0xff, 0xfb, 0x90, 0x64]);
  return bytes;
};
const tag = (size: number): number[] => [
  ...ascii("ID3"),
  4,
  0,
  0,
  ...[21, 14, 7, 0].map((shift) => (size >> shift) & 0x7f),
  ...Array.from({ length: size }, () => 0),
];

const mpeg4Of = (seconds: number, version: 0 | 1 = 0): Uint8Array<ArrayBuffer> => {
  const width = version === 1 ? 8 : 4;
  const times = [...number(0, width, false), ...number(0, width, false)];
  const header = [version, 0, 0, 0, ...times, ...number(1_000, 4, false), ...number(seconds * 1_000, width, false)];
  const box = [...ascii("mvhd"), ...header, ...Array.from({ length: 80 }, () => 0)];
  const moov = [...number(box.length + 12, 4, false), ...ascii("moov"), ...number(box.length + 4, 4, false), ...box];
  return Uint8Array.from([
    ...number(20, 4, false),
    ...ascii("ftypM4A "),
    ...number(0, 4, false),
    ...ascii("M4A "),
    ...moov,
  ]);
};

const upload = async (
  parts: [string, Blob | string, string?][],
  more: Record<string, string> = {},
): Promise<Answer> => {
  const form = new FormData();
  for (const [name, part, filename] of parts)
    if (typeof part === "string") form.append(name, part);
    else form.append(name, part, filename);
  const request = new Request("http://api/speech/transcribe", {
    method: "POST",
    headers: { Authorization: `Bearer ${ann.access_token}` },
    body: form,
  });
  return read(await app.request(request, {}, { ...env, ...settings, ...more }, createExecutionContext()));
};
const send = (bytes: Uint8Array<ArrayBuffer>, name = "speech.wav", more: Record<string, string> = {}) =>
  upload([["audio", new Blob([bytes]), name]], more);

/** What the server says to the next recordings that go to this model. */
const teachSpeech = (model: string, answering: Answering): Promise<void> =>
  teach("", { ...answering, match: { userMessage: undefined, endpoint: "transcription", model } });

const said = {
  response: { transcription: { text: "Every Monday, post to Slack.", language: "english", duration: 2.5 } },
};

describe("a recording", () => {
  test.each([
    ["audio", waveOf(2), "a.wav"],
    ["audio_file", mp3Of(2), "a.mp3"],
    ["audio", mpeg4Of(2), "a.m4a"],
    ["audio", waveOf(2), "../../etc/passwd"],
    ["audio", mp3Of(2), "it-lies.wav"],
    ["audio", waveOf(2), "blob"],
  ])("is transcribed: part %s", async (part, bytes, name) => {
    await teachSpeech("whisper-of-words", said);
    const { status, body } = await upload([[part, new Blob([bytes]), name]], {
      AI_TRANSCRIPTION_MODEL: "whisper-of-words",
    });
    expect([status, body]).toEqual([
      200,
      { transcript: "Every Monday, post to Slack.", language: "english", duration_s: 2.5 },
    ]);
  });

  test("has the length that its header tells where the model tells none", async () => {
    await teachSpeech("words-only", { response: { transcription: { text: "Hello." } } });
    const { body } = await send(waveOf(3), "a.wav", { AI_TRANSCRIPTION_MODEL: "words-only" });
    expect(body).toEqual({ transcript: "Hello.", duration_s: 3 });
  });

  test("leaves nothing behind", async () => {
    const tables = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all<{ name: string }>();
    const count = async (): Promise<string> => {
      const counts = [];
      for (const { name } of tables.results)
        if (/^[a-z_]+$/.test(name) && !name.startsWith("_cf"))
          counts.push([name, await env.DB.prepare(`SELECT count(*) FROM "${name}"`).first("count(*)")]);
      return JSON.stringify(counts);
    };
    const before = await count();
    await teachSpeech("whisper-of-nothing", said);
    expect((await send(waveOf(2), "a.wav", { AI_TRANSCRIPTION_MODEL: "whisper-of-nothing" })).status).toBe(200);
    expect(await count()).toBe(before);
  });
});

describe("what is refused", () => {
  test.each<[string, [string, Blob | string, string?][], number, RegExp]>([
    ["an address", [["audio", "https://example.com/a.wav"]], 422, /one recording as a file/],
    ["an address beside its name", [["audio_url", "https://example.com/a.wav"]], 422, /one recording as a file/],
    ["no recording", [["other", new Blob(["x"]), "a.wav"]], 422, /one recording as a file/],
    [
      "two",
      [
        ["audio", new Blob([waveOf(1)]), "a.wav"],
        ["audio_file", new Blob([waveOf(1)]), "b.wav"],
      ],
      422,
      /one recording/,
    ],
    ["an empty one", [["audio", new Blob([]), "a.wav"]], 422, /empty/],
    ["16 minutes", [["audio", new Blob([waveOf(960)]), "a.wav"]], 422, /15 minutes/],
    ["16 minutes of MPEG-4", [["audio", new Blob([mpeg4Of(960)]), "a.m4a"]], 422, /15 minutes/],
    ["text by the name of a recording", [["audio", new Blob(["hello, I am text"]), "a.wav"]], 415, /Send a recording/],
    [
      "a picture",
      [["audio", new Blob([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)]), "a.mp3"]],
      415,
      /Send a recording/,
    ],
    ["a page", [["audio", new Blob(["<html><script>1</script></html>"]), "a.mp3"]], 415, /Send a recording/],
  ])("%s", async (_, parts, status, words) => {
    const answer = await upload(parts);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toMatch(words);
  });

  test("F1: more than 12 MB", async () => {
    expect((await send(new Uint8Array(12_100_000))).status).toBe(413);
  });

  test("anything but a form", async () => {
    const { status } = await call("/speech/transcribe", { bearer: ann.access_token, json: { audio: "UklGRg==" } });
    expect(status).toBe(415);
  });

  test("somebody who has not signed in", async () => {
    const form = new FormData();
    form.append("audio", new Blob([waveOf(1)]), "a.wav");
    const request = new Request("http://api/speech/transcribe", { method: "POST", body: form });
    expect((await app.request(request, {}, { ...env, ...settings }, createExecutionContext())).status).toBe(401);
  });
});

describe("without a model for speech", () => {
  test.each([
    ["nothing is set up", { AI_BASE_URL: "", AI_API_KEY: "", AI_MODEL: "", AI_TRANSCRIPTION_MODEL: "" }],
    ["the model only reads", { AI_TRANSCRIPTION_MODEL: "" }],
  ])("503 names the setting: %s", async (_, without) => {
    const { status, body } = await send(waveOf(1), "a.wav", without);
    expect([status, body]).toMatchObject([
      503,
      { code: "not_configured", detail: expect.stringContaining("AI_TRANSCRIPTION_MODEL") },
    ]);
    expect(body).not.toHaveProperty("transcript");
  });
});

describe("a service that fails", () => {
  test.each([
    [401, 502],
    [400, 502],
    [500, 502],
    [429, 429],
  ])("with %i is answered with %i, and none of its words", async (theirs, ours) => {
    const model = `failing-${theirs}`;
    await teachSpeech(model, { response: { error: { message: "canary of upstream", type: "error" }, status: theirs } });
    const { status, body, headers } = await send(waveOf(1), "a.wav", { AI_TRANSCRIPTION_MODEL: model });
    expect(status).toBe(ours);
    expect(JSON.stringify(body)).not.toContain("canary");
    expect(headers.has("retry-after")).toBe(ours === 429);
  });

  test.each([
    ["page", 502],
    ["garbage", 502],
    ["redirect", 502],
    ["silence", 504],
  ])("in another way: %s", async (fault, status) => {
    const broken = {
      AI_BASE_URL: `${inject("ai")}/faults/${fault}`,
      AI_DEADLINE_MS: fault === "silence" ? "500" : "15000",
    };
    expect((await send(waveOf(1), "a.wav", broken)).status).toBe(status);
  });
});

describe("how long it is", () => {
  const list = (size: number): number[] => [
    ...ascii("LIST"),
    ...number(size, 4, true),
    ...Array.from({ length: size + (size % 2) }, () => 0),
  ];
  test.each<[string, Uint8Array, string, number | undefined]>([
    ["WAVE", waveOf(2), "audio/wav", 2],
    ["WAVE behind a chunk of odd length", waveOf(2, 16_000, list(5)), "audio/wav", 2],
    ["WAVE that claims more than it holds", waveOf(2, 0xffffffff), "audio/wav", 2],
    ["WAVE that ends early", waveOf(2).subarray(0, 30), "audio/wav", undefined],
    ["MP3", mp3Of(2), "audio/mpeg", 2],
    ["MP3 behind a tag", mp3Of(2, tag(300)), "audio/mpeg", 2],
    ["MP3 without a frame", new Uint8Array(100), "audio/mpeg", undefined],
    ["MPEG-4", mpeg4Of(7), "audio/mp4", 7],
    ["MPEG-4 of 64 bits", mpeg4Of(7, 1), "audio/mp4", 7],
    ["MPEG-4 without a header", new Uint8Array(100), "audio/mp4", undefined],
    ["OGG", Uint8Array.from(ascii("OggS")), "audio/ogg", undefined],
  ])("%s", (_, bytes, mediaType, seconds) => {
    const known = durationOf(bytes, mediaType);
    expect(known === undefined ? undefined : Math.round(known)).toBe(seconds);
  });
});
