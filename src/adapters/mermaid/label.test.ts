import { expect, it } from "vitest";
import { plainCode, plainText } from "./label.ts";

it.each([
  ["two<br>lines<br/>three</br>", "two\nlines\nthree"],
  ["<b>bold</b> <i class='x'>italic</i>", "bold italic"],
  ["<script>alert(1)</script>hello", "hello"],
  ["hello <script>alert(1)", "hello"],
  ["<style>p{}</style>hello", "hello"],
  ["List<T> of a < b > c", "List<T> of a < b > c"],
  ["ﬂ°quot¶ßquotedﬂ°quot¶ß ﬂ°°9829¶ß", '"quoted" ♥'],
  ["&lt;b&gt; &amp;amp; &#35; &#x41; &unknown;", "<b> &amp; # A &unknown;"],
  ["&#0;&#xD800;&#1114112;x", "x"],
  ["fa:fa-car by car", "by car"],
  ["fab:fa-fort-awesome", "fort awesome"],
  ["`**bold** and _italic_`", "bold and italic"],
  ["a_b_c ** d", "a_b_c ** d"],
  ["$$x^2$$", "x^2"],
  ["one\\ntwo", "one\ntwo"],
  ["‮evil‬ \u0000\u0007x", "evil x"],
  ["  room \t inside  ", "room inside"],
])("makes of the label %j the text %j", (label, text) => {
  expect(plainText(label)).toBe(text);
});

it("takes the marks out of a Markdown label", () => {
  expect(plainText("**bold** `code` __x__", "markdown")).toBe("bold code x");
});

it("cuts a label that no picture could hold", () => {
  expect(plainText("x".repeat(3_000))).toHaveLength(2_001);
});

it.each([
  ["+get(List<int> a) : Map<string, T>", "+get(List<int> a) : Map<string, T>"],
  ["<img src=x onerror=alert(1)>name", "name"],
])("leaves code as it is but for markup: %j", (code, text) => {
  expect(plainCode(code)).toBe(text);
});

it.each([[{}], [[]], [undefined], [null]])("has no words for %j", (label) => {
  expect(plainText(label)).toBe("");
});
