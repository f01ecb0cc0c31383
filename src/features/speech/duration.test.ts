import { expect, test } from "vitest";
import { durationOf } from "./duration.ts";

const ascii = (text: string): number[] => Array.from(text, (one) => one.charCodeAt(0));
const mp3 = (second: number, third: number, size: number): Uint8Array => {
  const bytes = new Uint8Array(size);
  bytes.set([0xff, second, third, 0x64]);
  return bytes;
};
const mvhd = (version: number, scale: number, duration: number): Uint8Array => {
  const bytes = new Uint8Array(80);
  const view = new DataView(bytes.buffer);
  bytes.set(ascii("mvhd"), 8);
  view.setUint8(12, version);
  if (version === 1) {
    view.setUint32(32, scale);
    view.setBigUint64(36, BigInt(duration));
  } else {
    view.setUint32(24, scale);
    view.setUint32(28, duration);
  }
  return bytes;
};

test.each<[name: string, bytes: Uint8Array, type: string, seconds: number | undefined]>([
  ["an MP3 of 128 kbit/s", mp3(0xfb, 0x90, 16_000), "audio/mpeg", 1],
  ["an MP3 of version 2 at 64 kbit/s", mp3(0xf3, 0x80, 16_000), "audio/mpeg", 2],
  ["an MP3 of a free rate", mp3(0xfb, 0x00, 16_000), "audio/mpeg", undefined],
  ["an MP3 of a rate that there is not", mp3(0xfb, 0xf0, 16_000), "audio/mpeg", undefined],
  [
    "an MP3 that ends after its mark",
    Uint8Array.from([...ascii("ID3"), 3, 0, 0, 0, 0, 0, 0, 0xff]),
    "audio/mpeg",
    undefined,
  ],
  ["a film's sound", mvhd(0, 1_000, 4_000), "audio/mp4", 4],
  ["a film's sound of the longer form", mvhd(1, 1_000, 5_000), "audio/mp4", 5],
  ["a film's sound without a scale", mvhd(0, 0, 5_000), "audio/mp4", undefined],
  ["a film's sound without a header", new Uint8Array(80), "audio/mp4", undefined],
  [
    "a wave without a rate",
    Uint8Array.from([...ascii("RIFF____WAVEdata"), 4, 0, 0, 0, 1, 2, 3, 4]),
    "audio/wav",
    undefined,
  ],
  ["a wave without samples", Uint8Array.from(ascii("RIFF____WAVE")), "audio/wav", undefined],
  ["something else", new Uint8Array(80), "audio/ogg", undefined],
])("%s lasts what its header says", (_name, bytes, type, seconds) => {
  expect(durationOf(bytes, type)).toBe(seconds);
});
