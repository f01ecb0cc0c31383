import { expect, it } from "vitest";
import { toColour } from "./colours.ts";
import { paintOf } from "./paint.ts";

it.each([
  ["#F9F", "#ff99ff"],
  [" #FF99ff ", "#ff99ff"],
  ["LightBlue", "#add8e6"],
  ["rgb(191, 223, 255)", "#bfdfff"],
  ["rgb(100% 0% 0% / 50%)", "#ff8080"],
  ["rgba(0, 0, 255, .1)", "#e6e6ff"],
  ["hsl(120, 100%, 25%)", "#008000"],
  ["#00000080", "#7f7f7f"],
])("reads the colour %j as %s", (text, colour) => {
  expect(toColour(text)).toBe(colour);
});

it.each([
  "",
  "none",
  "url(#x)",
  "url(https://example.com)",
  "javascript:x",
  "constructor",
  "rgb(1)",
  "var(--x)",
  "#12345",
  "red;x",
])("takes %j for no colour", (text) => {
  expect(toColour(text)).toBeUndefined();
});

it("keeps the colours among declarations, the later of two", () => {
  expect(
    paintOf([
      "fill:#f9f",
      "stroke-width:4px",
      "fill: red !important",
      "stroke:url(#x)",
      "color:#fff",
      "__proto__:#000",
    ]),
  ).toEqual({ fill: "#ff0000", text: "#ffffff" });
  expect(paintOf(["stroke-width:4px"])).toBeUndefined();
});
