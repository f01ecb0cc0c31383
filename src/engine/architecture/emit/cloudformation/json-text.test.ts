import { expect, it } from "vitest";
import type { Cfn, Draft } from "./cfn.ts";
import { asJsonText } from "./json-text.ts";

it.each<[string, Draft, Cfn | undefined]>([
  ["plain JSON when it refers to nothing", { a: ["${x}", 1, true] }, '{"a":["${x}",1,true]}'],
  [
    "references within Fn::Sub, and what looks like one escaped",
    { queue: { Ref: "Jobs" }, arn: { "Fn::GetAtt": ["Jobs", "Arn"] }, title: "${errors}" },
    { "Fn::Sub": '{"queue":"${Jobs}","arn":"${Jobs.Arn}","title":"${!errors}"}' },
  ],
  [
    "a text that is made of references already",
    { path: { "Fn::Sub": 's3://${Lake}/"a"' } },
    { "Fn::Sub": '{"path":"s3://${Lake}/\\"a\\""}' },
  ],
  ["a reference alone as it is", { Ref: "Body" }, { Ref: "Body" }],
  ["nothing of nothing", undefined, undefined],
])("a document as text is %s", (_, document, text) => {
  expect(asJsonText(document)).toEqual(text);
});
