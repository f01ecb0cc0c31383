import { expect, test } from "vitest";
import { Cut } from "./cut.ts";

const run = (pieces: readonly string[], stop: readonly string[], maxTokens?: number) => {
  const cut = new Cut({ stop, maxTokens });
  const shown = pieces.map((piece) => cut.take(piece));
  shown.push(cut.end());
  return { shown, text: shown.join(""), reason: cut.reason };
};

test("a stop sequence ends the text also where pieces divide it, and what only looks like one is shown", () => {
  expect(run(["Hello EN", "D of it"], ["END"])).toEqual({ shown: ["Hello ", "", ""], text: "Hello ", reason: "stop" });
  expect(run(["Hello EN", "TER, then E"], ["END"])).toMatchObject({
    shown: ["Hello ", "ENTER, then ", "E"],
    reason: undefined,
  });
  expect(run(["a\n", "\nb"], ["\n\n", "b"])).toMatchObject({ text: "a", reason: "stop" });
  expect(run(["xx END yy STOP"], ["STOP", "END"])).toMatchObject({ text: "xx ", reason: "stop" });
});

test("a token is four bytes, and no character is halved", () => {
  expect(run(["12345678"], [], 2)).toMatchObject({ text: "12345678", reason: undefined });
  expect(run(["12345678", "9"], [], 2)).toMatchObject({ text: "12345678", reason: "length" });
  expect(run(["ab😀cd"], [], 1)).toMatchObject({ text: "ab", reason: "length" });
  expect(run(["วันนี้"], [], 1)).toMatchObject({ text: "ว", reason: "length" });
});

test("what comes first counts, and nothing is shown after it", () => {
  expect(run(["1234 END"], ["END"], 1)).toMatchObject({ text: "1234", reason: "length" });
  expect(run(["12 END 5678"], ["END"], 1)).toMatchObject({ text: "12 ", reason: "stop" });
  expect(run(["12 END", " more", "and more"], ["END"])).toMatchObject({ text: "12 ", shown: ["12 ", "", "", ""] });
});
