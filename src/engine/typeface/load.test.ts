import { expect, test } from "vitest";
import { loadFaces } from "./load.ts";

test("a face whose file cannot be had is left out, the others are not", async () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const files = await loadFaces(["noto-sans-jp", "noto-sans-kr"], async (face) =>
    face === "noto-sans-kr" ? undefined : bytes,
  );
  expect([...files]).toEqual([["noto-sans-jp", bytes]]);
});
