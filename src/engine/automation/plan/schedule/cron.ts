import { isExpression } from "../check-plan.ts";
import { groupsOf } from "./clock.ts";
import { normAt } from "../words/lexer.ts";
import { spanOf } from "../words/reading.ts";
import type { Reading, Span } from "../words/reading.ts";
import { findTimezone } from "./timezone.ts";

/** A schedule that is written out, as EventBridge takes it. */
export interface WrittenSchedule {
  expression: string;
  timezone?: string;
  description: string;
  span: Span;
  assumed: readonly string[];
}

const part = "[\\d*][\\d*,/-]*";
const named = "[\\d*?A-Za-z][\\dA-Za-z*?,/#-]*";
const unix = new RegExp(`(?<![\\w*/])(${part}) +(${part}) +([\\d*?][\\d*?,/L-]*) +(${named}) +(${named})(?![\\w*/])`);
const ofAws = /(?<!\w)(?:cron|rate)\([^()\n]{3,80}\)/;
const days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];

/** Days of the week are told by name: EventBridge counts them from 1, cron from 0. */
const asDays = (field: string): string =>
  field.toUpperCase().replaceAll(/(?<![/#\d])\d/g, (digit) => days[Number(digit)] ?? digit);

const toAws = (fields: readonly string[]): { expression: string; assumed: string[] } => {
  const [minute = "*", hour = "*", day = "*", month = "*", weekday = "*"] = fields;
  const isAny = (field: string): boolean => field === "*" || field === "?";
  const both = !isAny(day) && !isAny(weekday);
  const date = isAny(weekday) ? day.replace("?", "*") : "?";
  return {
    expression: `cron(${minute} ${hour} ${date} ${month.toUpperCase()} ${isAny(weekday) ? "?" : asDays(weekday)} *)`,
    assumed: both ? ["EventBridge takes days of the month or of the week, not both: those of the week are taken."] : [],
  };
};

const announced = /^(?:cron|schedule|:|at|on)$/;

const withName = ({ tokens }: Reading, { from, to }: Span): Span => {
  let first = from;
  while (first > 0 && announced.test(normAt(tokens, first - 1))) first--;
  return { from: first, to };
};

/** Finds "0 2 * * *", "cron(0 2 * * ? *)" or "rate(5 minutes)". */
export const findWritten = (reading: Reading): WrittenSchedule | undefined => {
  const aws = ofAws.exec(reading.text);
  const cron = aws === null ? unix.exec(reading.text) : null;
  const found = aws ?? cron;
  if (found === null) return undefined;
  const fields = groupsOf(found).slice(1);
  // "1 2 3 4 5" are numbers.
  if (aws === null && !fields.some((field) => field.includes("*"))) return undefined;
  const { expression, assumed } = aws === null ? toAws(fields) : { expression: aws[0], assumed: [] };
  if (!isExpression(expression)) return undefined;
  const zone = findTimezone(reading.line);
  return {
    expression,
    ...(zone === undefined ? {} : { timezone: zone.zone }),
    description: `${expression} ${zone === undefined ? "UTC" : zone.zone}`,
    span: withName(reading, spanOf(reading, found.index, found.index + found[0].length)),
    assumed,
  };
};
