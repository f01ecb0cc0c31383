import type { Start } from "./event.ts";
import type { KnownTrigger } from "../words/known.ts";
import type { Condition } from "../plan.ts";
import { lineOf, placeOf, tokenAt } from "../words/reading.ts";
import type { Reading, Span } from "../words/reading.ts";
import { items } from "./table-change.ts";

/** "… in the DynamoDB table" says where, and nothing of what the item is like. */
export const withoutPlace = (reading: Reading, { from, to }: Span): Span => {
  const place = / (?:in|of|from|on|inside) (?:\S+ ){0,4}(?:dynamo|dynamodb|table)(?: (?:\S+ )?tables?(?: \S+)?)?$/.exec(
    lineOf(reading, { from, to }),
  );
  return place === null ? { from, to } : { from, to: tokenAt(reading, placeOf(reading, from) + place.index + 1) };
};

/** "the stage of a deal changes to won": a table has the fields that its owner gave it. */
export const withField = (event: KnownTrigger, reading: Reading, clause: Span): KnownTrigger => {
  const line = lineOf(reading, withoutPlace(reading, clause));
  const field =
    /(?:^| )(?:the|its|their|an?|whose) ([a-z]\w{2,40}) of (?:\S+ ){1,4}?(?:changes|changed|is changed|becomes|turns|is set|goes|drops|falls|rises|reaches|exceeds)(?: |$)/.exec(
      line,
    )?.[1] ??
    / ([a-z]\w{2,40}) (?:changes|changed|is changed|becomes|turns|is set|goes|drops|falls|rises|reaches|exceeds) (?:to |from |below |above |under |over |by |\d)/.exec(
      line,
    )?.[1];
  const { trigger } = event;
  if (trigger.event !== "MODIFY") return event;
  if (field === undefined || items.test(field) || trigger.outputs.some(({ name }) => name === field)) return event;
  return { ...event, trigger: { ...trigger, outputs: [...trigger.outputs, { name: field, path: ["item", field] }] } };
};

const turning =
  /(?<![\p{L}\p{N}])(?:(?:changes?|changed|goes|set|switche[sd]|moves|moved|updated|transitions) to|becomes|turns|drops|falls|rises|reaches|exceeds|goes (?:below|above|under|over))(?![\p{L}\p{N}])/u;

const opposite: Readonly<Partial<Record<Condition["operator"], Condition["operator"]>>> = {
  equals: "not_equals",
  greater: "at_most",
  at_least: "less",
  less: "at_least",
  at_most: "greater",
};

/** Whether the event is that a field comes to be something: "the status changes to shipped". */
export const turns = (reading: Reading, { trigger, clause }: Start): boolean =>
  trigger.type === "dynamodb" &&
  trigger.event === "MODIFY" &&
  clause !== undefined &&
  turning.test(lineOf(reading, clause));

/** What an item comes to be it was not before: each later change of it would be told again. */
export const wasNot = (condition: Condition, reading: Reading, start: Start): Condition[] => {
  const { left, operator } = condition;
  const before = opposite[operator];
  const isOfItem = left.kind === "reference" && left.from === "trigger" && left.path[0] === "item";
  if (!isOfItem || before === undefined || !turns(reading, start)) return [];
  return [{ ...condition, left: { ...left, path: ["old_image", ...left.path.slice(1)] }, operator: before }];
};
