import { describe, expect, it } from "vitest";
import { isExpression } from "./check-plan.ts";
import { read } from "./reading.ts";
import { findSchedule } from "./schedule.ts";

const scheduleOf = (text: string): ReturnType<typeof findSchedule> => findSchedule(read(text, () => 0).line);

describe("a schedule", () => {
  it.each<[text: string, expression: string, timezone: string | undefined]>([
    ["every Monday at 9am", "cron(0 9 ? * MON *)", undefined],
    ["every weekday at 8:30 in New York", "cron(30 8 ? * MON-FRI *)", "America/New_York"],
    ["daily at noon", "cron(0 12 * * ? *)", undefined],
    ["at midnight", "cron(0 0 * * ? *)", undefined],
    ["each morning", "cron(0 9 * * ? *)", undefined],
    ["every night at 10", "cron(0 22 * * ? *)", undefined],
    ["every 15 minutes", "rate(15 minutes)", undefined],
    ["every minute", "rate(1 minute)", undefined],
    ["hourly", "rate(1 hour)", undefined],
    ["every other hour", "rate(2 hours)", undefined],
    ["twice a day", "rate(12 hours)", undefined],
    ["every two weeks", "rate(14 days)", undefined],
    ["on the first of every month", "cron(0 9 1 * ? *)", undefined],
    ["on the 1st and 15th of every month at 6pm", "cron(0 18 1,15 * ? *)", undefined],
    ["on the last day of the month", "cron(0 9 L * ? *)", undefined],
    ["every first Monday of the month at 10", "cron(0 10 ? * MON#1 *)", undefined],
    ["last Friday of every month at 4:30 pm London time", "cron(30 16 ? * 6L *)", "Europe/London"],
    ["quarterly", "cron(0 9 1 1,4,7,10 ? *)", undefined],
    ["on weekends", "cron(0 9 ? * SAT,SUN *)", undefined],
    ["Monday to Friday at 7 in the morning", "cron(0 7 ? * MON-FRI *)", undefined],
    ["every Friday at 5pm EST", "cron(0 17 ? * FRI *)", "America/New_York"],
    ["9am Bangkok time every day", "cron(0 9 * * ? *)", "Asia/Bangkok"],
    ["every hour between 9am and 5pm on weekdays", "cron(0 9-17 ? * MON-FRI *)", undefined],
    ["at 9am and 5pm every day", "cron(0 9,17 * * ? *)", undefined],
    ["every day at 9:00 GMT+7", "cron(0 9 * * ? *)", "Etc/GMT-7"],
    ["every January 1st at half past eight", "cron(30 8 1 1 ? *)", undefined],
  ])("is read: %s", (text, expression, timezone) => {
    const schedule = scheduleOf(text);
    expect(schedule?.expression).toBe(expression);
    expect(schedule?.timezone).toBe(timezone);
    expect(isExpression(schedule?.expression ?? "")).toBe(true);
  });

  it.each(["when a payment comes in", "every customer gets an email", "last Monday was a holiday", "for each row"])(
    "is not heard in: %s",
    (text) => {
      expect(scheduleOf(text)).toBeUndefined();
    },
  );

  it.each([
    "rate(1 minutes)",
    "rate(0 days)",
    "rate(2 day)",
    "cron(0 9 * * * *)",
    "cron(0 9 ? * ? *)",
    "cron(60 9 * * ? *)",
    "cron(0 24 * * ? *)",
    "cron(0 9 32 * ? *)",
    "cron(0 9 * * ?)",
  ])("is none for EventBridge: %s", (expression) => {
    expect(isExpression(expression)).toBe(false);
  });
});
