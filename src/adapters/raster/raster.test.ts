import { inflateSync } from "node:zlib";
import { fontLoader } from "#adapters/fonts";
import type { LoadFont } from "#engine/typeface";
import { env } from "cloudflare:workers";
import { expect, it, vi } from "vitest";
import { toPng } from "./index.ts";

const drawing = (width: number, height: number, body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter">` +
  `<rect width="${width}" height="${height}" fill="#0b1020"/>${body}</svg>`;

interface Picture {
  width: number;
  height: number;
  /** `#rrggbb` at a pixel. */
  at: (x: number, y: number) => string;
}

/** Reads back what our encoder writes: one palette, no filters. */
const decode = (png: Uint8Array): Picture => {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks = new Map<string, Uint8Array[]>();
  for (let at = 8; at < png.length; at += 12 + view.getUint32(at)) {
    const name = new TextDecoder().decode(png.subarray(at + 4, at + 8));
    chunks.set(name, [...(chunks.get(name) ?? []), png.subarray(at + 8, at + 8 + view.getUint32(at))]);
  }
  const header = chunks.get("IHDR")?.[0] ?? new Uint8Array(13);
  const size = new DataView(header.buffer, header.byteOffset);
  const [width, height] = [size.getUint32(0), size.getUint32(4)];
  const rows = inflateSync(Buffer.concat(chunks.get("IDAT") ?? []));
  const palette = chunks.get("PLTE")?.[0] ?? new Uint8Array();
  expect(rows.length).toBe((width + 1) * height);
  return {
    width,
    height,
    at: (x, y) => {
      const index = (rows[y * (width + 1) + 1 + x] ?? 0) * 3;
      return `#${[...palette.subarray(index, index + 3)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
    },
  };
};

it("is as wide as asked, with the drawing's exact flat colours", async () => {
  const picture = decode(
    await toPng(drawing(300, 100, `<rect x="150" width="150" height="100" fill="#dc2626"/>`), 2400),
  );
  expect([picture.width, picture.height]).toEqual([2400, 800]);
  expect([picture.at(10, 10), picture.at(1300, 400)]).toEqual(["#0b1020", "#dc2626"]);
});

it("draws a picture that is wider than asked at twice its size", async () => {
  const picture = decode(await toPng(drawing(1500, 100, ""), 2400));
  expect([picture.width, picture.height]).toEqual([3000, 200]);
});

it("joins the strips of a tall picture without a seam", async () => {
  const stripes = Array.from(
    { length: 40 },
    (_, index) => `<rect y="${index * 100}" width="1200" height="50" fill="#${String(10 + index)}aa00"/>`,
  );
  const picture = decode(await toPng(drawing(1200, 4000, stripes.join("")), 2400));
  expect([picture.width, picture.height]).toEqual([2400, 8000]);
  for (let index = 0; index < 40; index += 1) {
    expect(picture.at(5, index * 200 + 2)).toBe(`#${String(10 + index)}aa00`);
    expect(picture.at(5, index * 200 + 98)).toBe(`#${String(10 + index)}aa00`);
    expect(picture.at(5, index * 200 + 102)).toBe("#0b1020");
  }
});

it.each([
  ["Latin", "Inter"],
  ["Greek and Cyrillic", "Ωμέγα Привет"],
  ["Thai", "สวัสดี"],
  ["arrows and signs", "→ ≥ ✓ €"],
])("writes %s text", async (_, text) => {
  const blank = decode(await toPng(drawing(200, 40, ""), 400));
  const written = decode(
    await toPng(
      drawing(200, 40, `<text x="10" y="26" font-size="20" font-weight="600" fill="#ffffff">${text}</text>`),
      400,
    ),
  );
  let inked = 0;
  for (let x = 0; x < written.width; x += 1)
    for (let y = 0; y < written.height; y += 1) if (written.at(x, y) !== blank.at(0, 0)) inked += 1;
  expect(inked).toBeGreaterThan(200);
});

it("keeps more colours than a palette holds close to what they were", async () => {
  const gradient =
    `<defs><linearGradient id="g"><stop offset="0" stop-color="#ff0000"/><stop offset="0.5" stop-color="#00ff00"/><stop offset="1" stop-color="#0000ff"/></linearGradient></defs>` +
    `<rect width="600" height="50" fill="url(#g)"/>`;
  const picture = decode(await toPng(drawing(600, 100, gradient), 1200));
  const green = picture.at(600, 20);
  expect(Number.parseInt(green.slice(3, 5), 16)).toBeGreaterThan(240);
  expect(picture.at(5, 150)).toBe("#0b1020");
});

it("gives the same bytes for the same drawing", async () => {
  const svg = drawing(300, 100, `<text x="10" y="50" font-size="30" fill="#ffffff">Same</text>`);
  expect(await toPng(svg, 800)).toEqual(await toPng(svg, 800));
});

it("refuses SVG that is not of our making", async () => {
  await expect(toPng("<svg><script/></svg>", 800)).rejects.toThrow("not an SVG of ours");
});

const inkOf = (picture: Picture): number => {
  let inked = 0;
  for (let x = 0; x < picture.width; x += 1)
    for (let y = 0; y < picture.height; y += 1) if (picture.at(x, y) !== "#0b1020") inked += 1;
  return inked;
};

const written = (characters: string, weight = 400): string =>
  drawing(120, 40, `<text x="10" y="28" font-size="24" font-weight="${weight}" fill="#ffffff">${characters}</text>`);

const noFonts: LoadFont = () => Promise.resolve(undefined);

it("shows a box for a character that no font here holds", async () => {
  const [unheld, boxes, blank] = await Promise.all(
    [written("עב ab"), written("□□ ab"), written("   ab")].map((svg) => toPng(svg, 240)),
  );
  expect(unheld).toEqual(boxes);
  expect(unheld).not.toEqual(blank);
});

it.each(["한글", "カナ", "中文", "資料"])("writes %s with the fetched font, and boxes without it", async (text) => {
  const asked: string[] = [];
  const load: LoadFont = (face) => {
    asked.push(face);
    return fontLoader(env.ASSETS)(face);
  };
  const [letters, boxes] = await Promise.all([toPng(written(text), 240, load), toPng(written(text), 240, noFonts)]);
  expect(asked).toHaveLength(1);
  expect(boxes).toEqual(await toPng(written("□□"), 240));
  expect(letters).not.toEqual(boxes);
  const bold = await toPng(written(text, 600), 240, load);
  expect(inkOf(decode(bold))).toBeGreaterThan(inkOf(decode(letters)));
});

it("fetches no font for a drawing that needs none", async () => {
  const load = vi.fn<LoadFont>(noFonts);
  await toPng(written("Ωμέγα Привет สวัสดี Việt → ✓"), 240, load);
  expect(load).not.toHaveBeenCalled();
});

it("moves on after a Thai AM by its whole width", async () => {
  const widthOf = async (text: string): Promise<number> => {
    const picture = decode(await toPng(written(text), 240));
    for (let x = picture.width - 1; x > 0; x -= 1)
      for (let y = 0; y < picture.height; y += 1) if (picture.at(x, y) !== "#0b1020") return x;
    return 0;
  };
  expect(await widthOf("กำก")).toBeGreaterThan((await widthOf("กาก")) - 3);
});

it("draws each weight with its own font", async () => {
  const ink = await Promise.all(
    [400, 500, 600, 700].map(async (weight) => inkOf(decode(await toPng(written("Weight", weight), 240)))),
  );
  expect(ink.toSorted((a, b) => a - b)).toEqual(ink);
  expect(new Set(ink).size).toBe(4);
});
