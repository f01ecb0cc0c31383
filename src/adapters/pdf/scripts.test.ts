import { fontLoader } from "#adapters/fonts";
import type { LoadFont } from "#engine/typeface";
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import type { Block, Report } from "./index.ts";
import { renderReport } from "./index.ts";
import { readBack } from "./read-back-fixture.ts";

const load = fontLoader(env.ASSETS);

const reportOf = (text: string): Report => {
  const blocks: Block[] = [
    { kind: "heading", text },
    { kind: "paragraph", text },
    { kind: "table", columns: [{ title: "Name", share: 1, mono: true }], rows: [[text]] },
    { kind: "code", text: `name = "${text}"`, language: "terraform" },
  ];
  return {
    title: text,
    subject: "Cloud architecture report",
    facts: [],
    madeAt: new Date("2026-11-21T10:00:00Z"),
    score: 62,
    reachable: null,
    summary: text,
    figures: [],
    pillars: [],
    risks: [],
    sections: [{ title: "Names", start: "page", blocks }],
  };
};

test.each([
  ["Thai", "ระบบชำระเงิน ที่นี่ ผู้ใช้ ปู่ กำลังทำงาน"],
  ["Korean", "결제 서비스 데이터베이스"],
  ["Japanese", "注文データベース・東京（本番）"],
  ["Simplified Chinese", "订单数据库，上海（生产）"],
  ["Traditional Chinese", "訂單資料庫：臺北（正式）"],
  ["Cyrillic", "Платёжный шлюз"],
  ["Greek", "Υπηρεσία πληρωμών"],
  ["Vietnamese", "Dịch vụ thanh toán Đồng bộ"],
  ["signs", "a <= b -> c → ≥ € №"],
])("%s is drawn with outlines and can be copied, in headings, text, tables and code", async (_, text) => {
  const { pages, blank } = await readBack(await renderReport(reportOf(text), load));
  expect(blank).toBe("");
  expect(pages.join("")).not.toMatch(/[□\u{FFFD}]/u);
  const [cover = "", section = ""] = pages;
  expect(cover).toContain(text);
  expect(section.split("\n").filter((line) => line.includes(text)).length).toBeGreaterThanOrEqual(4);
});

test("what no face holds is a visible box, and an emoji is nothing", async () => {
  const { pages, blank } = await readBack(await renderReport(reportOf("عברद𠀀뷁 🚀 end"), load));
  expect(blank).toBe("");
  expect(pages[1]).toContain("□□□□□□  end");
});

test("without the fetched fonts their letters are boxes", async () => {
  const { pages } = await readBack(await renderReport(reportOf("결제 end")));
  expect(pages[1]).toContain("□□ end");
});

test("no font is fetched for text that needs none", async () => {
  const asked = vi.fn<LoadFont>(load);
  await renderReport(reportOf("Ωμέγα Привет ภาษาไทย Việt"), asked);
  expect(asked).not.toHaveBeenCalled();
});

test("several languages in one document each have their own face", async () => {
  const text = "주문 · 注文データ · 订单数据库 · 訂單資料庫";
  const { pages, blank } = await readBack(await renderReport(reportOf(text), load));
  expect(blank).toBe("");
  expect(pages[0]).toContain(text);
});

test("text comes in the order in which it is read", async () => {
  const { pages } = await readBack(await renderReport(reportOf("Order")));
  const [, section = ""] = pages;
  const places = ["Names", "Order", "Name\n", "1\n", 'name = "Order"', "StackStage · Order"].map((part) =>
    section.indexOf(part),
  );
  expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
  expect(section.indexOf("Names")).toBeLessThan(section.indexOf("Name\n"));
});
