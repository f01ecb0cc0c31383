import { expect, it } from "vitest";
import { set } from "../design/edit.ts";
import { fail, pass, skip, unknown } from "./checks.ts";
import { review } from "./review.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";
import { component, modelOf } from "./rules-fixture.ts";

const asking = (id: string, check: Rule["check"], remedy?: Rule["remedy"]): Rule =>
  rule({
    id,
    severity: "low",
    pillar: "security",
    types: ["aws_sqs_queue"],
    title: "",
    why: "",
    fix: "",
    refs: {},
    check,
    ...(remedy && { remedy }),
  });

const queue = (index: number) =>
  component("aws_sqs_queue", "q", { index }, { id: `aws_sqs_queue.q[${index}]`, address: "aws_sqs_queue.q" });

it("instances of a block count once: the worst of them decides", () => {
  const answers = (...verdicts: readonly Verdict[]) => {
    const model = modelOf(...verdicts.map((_, index) => queue(index)));
    const {
      failures,
      decided,
      passed,
      unknown: open,
    } = review(model, [asking("asked", ({ attributes }) => verdicts[Number(attributes["index"])] ?? skip)]);
    return [failures.map(({ resource }) => resource), decided.map(({ failed }) => failed), passed, open];
  };
  expect(answers(pass, pass)).toEqual([[], [false], 1, 0]);
  expect(answers(pass, unknown)).toEqual([[], [], 0, 1]);
  expect(answers(skip, skip)).toEqual([[], [], 0, 0]);
  expect(answers(fail(), unknown)).toEqual([["aws_sqs_queue.q[0]"], [true], 0, 0]);
  expect(answers(fail(), fail())).toEqual([["aws_sqs_queue.q"], [true], 0, 0]);
});

it("a number that mends one instance of several is not written for all", () => {
  const editsWhere = (isBad: (index: number) => boolean): number[] =>
    review(modelOf(queue(0), queue(1)), [
      asking(
        "asked",
        ({ attributes }) => (isBad(Number(attributes["index"])) ? fail() : pass),
        ({ address }) => [set(address, "delay_seconds", 5), set(address, "fifo_queue", true)],
      ),
    ]).failures.map(({ edits }) => edits.length);
  expect(editsWhere((index) => index === 0)).toEqual([1]);
  expect(editsWhere(() => true)).toEqual([2]);
});

it("a fault is told at the nearest thing around it that is written, several on one line once", () => {
  const lines = new Map([
    ["", { line: 2, end_line: 9 }],
    ["rule[1]", { line: 5, end_line: 8 }],
    ["rule[1].action", { line: 6, end_line: 6 }],
    ["policy[0].text", { line: 9, end_line: 9 }],
  ]);
  const linesOf = (verdict: Verdict): number[] =>
    review(modelOf(component("aws_sqs_queue", "q", {}, { lines })), [asking("asked", () => verdict)]).failures.map(
      ({ place }) => place.line,
    );
  expect(linesOf(fail("rule[1].action"))).toEqual([6]);
  expect(linesOf(fail("rule[1].other.deep"))).toEqual([5]);
  expect(linesOf(fail("policy.text"))).toEqual([9]);
  expect(linesOf(fail("none[3].x"))).toEqual([2]);
  expect(linesOf(fail())).toEqual([2]);
  expect(linesOf({ outcome: "fail", path: "rule[1].a", also: ["rule[1].b", "rule[1].action"] })).toEqual([5, 6]);
});
